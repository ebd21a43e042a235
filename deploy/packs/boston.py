"""Makes the pack boston/ from the 311 requests of 2015: every request of the files reaches the
department that had it."""

import collections
import csv
import datetime
import gzip

import boston_limits
import boston_limits_report
import schematic

first_year, last_year = 2014, 2016

# One class for every duty; its condition is the request's type, because a queue serves many types
# and the limit is the type's.
limit_class = "request"
columns = {"limits.csv": ["class", "condition", "report_in", "handle", "source", "from", "to",
                          "rule"]}

# Most are the long name the requests give in column subject; the others by their queues.
department_names = {
    "ANML": "Animal Control",
    "BPS_": "Boston Public Schools Transportation",
    "BTDT": "Transportation - Traffic Division",
    "BWSC": "Boston Water & Sewer Commission",
    "CHT_": "City Hall Truck",
    "DISB": "Disability Department",
    "GEN_": "Needle Pickup Program",
    "HS_D": "Disabilities Commissioner",
    "HS_O": "Civil Rights",
    "HS_V": "Veterans",
    "HS_Y": "Youthline",
    "INFO": "Mayor's 24 Hour Hotline",
    "ISD": "Inspectional Services",
    "PARK": "Parks & Recreation Department",
    "PROP": "Property Management",
    "PWDx": "Public Works Department",
}
work_queues = "Work queues"
no_department = "No Q"  # one request was never given to anybody

# Month and day, or the n-th weekday of a month (0 = Monday; -1 = the last one).
fixed_holidays = [
    (1, 1, "New Year's Day"),
    (7, 4, "Independence Day"),
    (11, 11, "Veterans Day"),
    (12, 25, "Christmas Day"),
]
weekday_holidays = [
    (1, 0, 3, "Martin Luther King Jr. Day"),
    (2, 0, 3, "Presidents' Day"),
    (4, 0, 3, "Patriots' Day"),
    (5, 0, -1, "Memorial Day"),
    (9, 0, 1, "Labor Day"),
    (10, 0, 2, "Columbus Day"),
    (11, 3, 4, "Thanksgiving Day"),
]

readme = """# Boston 2015

A pack for replaying real requests. **It is an example, not an official duty list of the City of
Boston.**

Made by `../make_packs.py` from `../source/boston311_week.csv` and
`../source/boston311_2015_even_weeks.csv.gz` ({cases} different requests; sources and licences in
`../source/README.md`). Do not edit these files; edit the script and run it.

| file | content |
| --- | --- |
| areas.csv | the city `BOS`, {districts} neighbourhoods `BOSnn` as the requests write them (so "Allston / Brighton", "Allston" and "Brighton" are three), and {communities} ward parts `BOSnnww` for the pairs of neighbourhood and ward that occur ("3" and "03" are one ward). A request without a neighbourhood lies in `BOS`, one without a ward in `BOSnn` |
| departments.csv | the {departments} department codes of the requests, and the desk `BOS-desk`. Names are the requests' own long names where these say it; `BPS_`, `GEN_` and `HS_D` are named by their queues. No phones |
| matters.csv | {types} types of request: big class 01-{last_subject} = the type's most frequent subject, small code from 080. {queues} queues: big class 90, small code from 080. Codes are this example's own; the requests have none |
| duties.csv | one row per matter: the one department of a queue, the most frequent department of a type. All name the limit class `{limit_class}` |
| limits.csv | the limit of each type, found in the requests (`limits_report.md` says how well): the condition is the code of the type's own matter as a number, so 1080 is the type of matter 01080. A limit that the city changed has two rows, `from` and `to` say which is in force. `rule`: `one` limit all year fits at least 95 % of the type's requests, or a `dated` one does, or `none` |
| calendar.csv | public holidays of {first_year}-{last_year}, federal, Massachusetts and Suffolk County; one that falls on a Sunday is kept on the Monday |
| hours.csv | 08:30-17:00, the hours that explain most of the requests' due times |
| grids.geojson | **schematic**: {mapped} ward parts as blocks of cells of 330 m around the places of their requests; a cell goes to the ward part with most requests in it, a block apart from its ward part's largest to whoever lies around it. Places outside belong to the city |
| pack.toml | time zone `Etc/GMT+5`: the city reckons its due times by the wall clock without summer time. A limit that is used up at closing time is due at the next opening |

**How a request finds its matter**, in this order: the alias `type / queue`, else the alias `queue`,
else the type's name. A type goes to several departments over the year, a queue always to one; so
`type / queue` is an alias of the type where the queue's department is the type's most frequent one,
and elsewhere the queue itself is the matter. Every request reaches its own department, except the
one that never had any (`{no_department}`).

The county's own holidays (Evacuation Day 03-17, Bunker Hill Day 06-17) are working days here, because
the city's due times count them so.
"""


def read_requests(source):
    """Both files, each as a list of rows; the week is also part of the even weeks."""
    with open(source / "boston311_week.csv", encoding="utf-8", newline="") as file:
        week = list(csv.DictReader(file))
    path = source / "boston311_2015_even_weeks.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {"boston311_week": week, "boston311_2015_even_weeks": list(csv.DictReader(file))}


def most_frequent(counts):
    """The key with the highest count; of equals the first by name."""
    return min(counts, key=lambda key: (-counts[key], key))


def function_of(department):
    return department.lower().strip("_")


def neighbourhood_codes(requests):
    names = sorted({row["neighborhood"] for row in requests} - {""})
    return {name: f"BOS{number:02}" for number, name in enumerate(names, start=1)}


def area_of(row, codes):
    """The deepest area a request names."""
    code = codes.get(row["neighborhood"], "BOS")
    return code + row["ward"].zfill(2) if code != "BOS" and row["ward"] else code


def areas(requests):
    codes = neighbourhood_codes(requests)
    rows = [("BOS", "city", "Boston", "")]
    rows += [(code, "district", name, "BOS") for name, code in codes.items()]
    pairs = {(row["neighborhood"], row["ward"].zfill(2)) for row in requests
             if row["neighborhood"] and row["ward"]}
    rows += [(codes[name] + ward, "community", f"{name} ward {int(ward)}", codes[name])
             for name, ward in sorted(pairs)]
    return rows


# A cell of the map in 0.0001 degrees, about 330 m each way; empty cells up to so many away are
# given to the ward part beside them.
map_cell = (40, 30)
map_spread = 3


def shapes_of(requests, area_rows):
    """Blocks of cells around the requests of each leaf area."""
    codes = neighbourhood_codes(requests)
    leaves = {row[0] for row in area_rows} - {row[3] for row in area_rows}
    points = [(round(float(row["lon"]) * 1e4), round(float(row["lat"]) * 1e4), area_of(row, codes))
              for row in requests if row["lat"] and row["lon"]]
    return schematic.blocks([point for point in points if point[2] in leaves], map_cell,
                            map_spread)


def departments(requests):
    found = {row["department"] for row in requests} - {no_department}
    assert found == set(department_names), found
    rows = [("BOS-desk", "Boston 311 Command Centre", "desk", "city", "BOS", "", "")]
    rows += [(code, department_names[code], function_of(code), "city", "BOS", "", "")
             for code in sorted(found)]
    return rows


def matters_and_duties(requests):
    of_queue = {row["queue"]: row["department"] for row in requests}
    assert all(of_queue[row["queue"]] == row["department"] for row in requests)
    by_type = collections.defaultdict(list)
    for row in requests:
        by_type[row["type"]].append(row)
    subject_of = {name: most_frequent(collections.Counter(row["subject"] for row in rows))
                  for name, rows in by_type.items()}
    subjects = sorted(set(subject_of.values()))
    next_code = dict.fromkeys(subjects, 80)
    matters, duties = [], []

    def add(code, name, big_name, aliases, department, note):
        assert not any("|" in alias for alias in aliases), aliases
        matters.append(("matter", code, name, big_name, "|".join(aliases), "yes", "yes"))
        duties.append((f"matter:{code}", "*", "*", "*", f"{function_of(department)}@city", "",
                       limit_class, note))

    for name in sorted(by_type, key=lambda name: (subject_of[name], name)):
        subject, rows = subject_of[name], by_type[name]
        counts = collections.Counter(row["department"] for row in rows)
        department = most_frequent(counts)
        queues = sorted({row["queue"] for row in rows if row["department"] == department})
        code = f"{subjects.index(subject) + 1:02}{next_code[subject]:03}"
        next_code[subject] += 1
        add(code, name, subject, [f"{name} / {queue}" for queue in queues], department,
            f"{department} had {counts[department]} of {len(rows)} requests of this type")
    queues = sorted(queue for queue in of_queue if of_queue[queue] != no_department)
    for number, queue in enumerate(queues, start=80):
        add(f"90{number:03}", queue, work_queues, [queue], of_queue[queue],
            "this queue has one department")
    return matters, duties


def nth_weekday(year, month, weekday, nth):
    days = [datetime.date(year, month, 1) + datetime.timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == weekday][
        nth - 1 if nth > 0 else nth]


def holidays():
    rows = []
    for year in range(first_year, last_year + 1):
        for month, day, name in fixed_holidays:
            date = datetime.date(year, month, day)
            rows.append((date, name))
            if date.weekday() == 6:
                rows.append((date + datetime.timedelta(days=1), f"{name} (observed)"))
        rows += [(nth_weekday(year, month, weekday, nth), name)
                 for month, weekday, nth, name in weekday_holidays]
    return [(date.isoformat(), "off", name) for date, name in sorted(rows)]


def limits_and_report(rows, matters):
    """limits.csv, limits_report.md and the office hours they are found with."""
    requests = boston_limits.requests_of(rows)
    holiday_names = {datetime.date.fromisoformat(date): name for date, _, name in holidays()}
    by_hours = boston_limits.search_hours(requests, holiday_names)
    hours = boston_limits.best_hours(by_hours)
    model = boston_limits.derive(requests, hours, holiday_names)
    scores = boston_limits.judge(requests, model)
    conditions = {name: int(code) for _, code, name, big_name, *_ in matters
                  if big_name != work_queues}
    return (boston_limits.limit_rows(model, scores, limit_class, conditions),
            boston_limits_report.report(requests, model, scores, by_hours, holiday_names), hours)


def make(source):
    files = read_requests(source)
    requests = list({row["case_id"]: row for rows in files.values() for row in rows}.values())
    made = {
        "pack.toml": {
            "name": "Boston 2015", "language": "en",
            "time_zone": ("Etc/GMT+5", "the city reckons by the wall clock, without summer time"),
            "datum": "wgs84", "from": f"{first_year}-01-01", "to": f"{last_year}-12-31",
            "due_at_closing": "next_opening", "verification_photo": "optional"},
        "areas.csv": areas(requests),
        "departments.csv": departments(requests),
        "calendar.csv": holidays(),
    }
    shapes = shapes_of(requests, made["areas.csv"])
    made["grids.geojson"] = schematic.geojson("Boston 2015 (schematic)", shapes)
    made["matters.csv"], made["duties.csv"] = matters_and_duties(requests)
    made["limits.csv"], made["limits_report.md"], hours = limits_and_report(
        files["boston311_2015_even_weeks"], made["matters.csv"])
    made["hours.csv"] = [("*", *boston_limits_report.hours_text(hours).split("-"))]
    levels = collections.Counter(row[1] for row in made["areas.csv"])
    big_classes = collections.Counter(row[1][:2] for row in made["matters.csv"])
    made["README.md"] = readme.format(
        cases=f"{len(requests):,}", districts=levels["district"], communities=levels["community"],
        departments=len(department_names), types=len(made["matters.csv"]) - big_classes["90"],
        queues=big_classes["90"], last_subject=f"{len(big_classes) - 1:02}",
        mapped=len(shapes), first_year=first_year, last_year=last_year, no_department=no_department,
        limit_class=limit_class)
    return made


def prove(pack, source):
    """Files every request as a replay does and compares the department; the faults as sentences."""
    by_alias, by_name = {}, {}
    for row in pack.tables["matters.csv"]:
        key = f"{row['kind']}:{row['code']}"
        by_name[row["name"]] = key
        by_alias.update(dict.fromkeys(row["aliases"].split("|"), key))
    duties = {row["matter"]: row for row in pack.tables["duties.csv"]}
    files = read_requests(source)
    codes = neighbourhood_codes(files["boston311_2015_even_weeks"])
    faults = []
    for name, rows in files.items():
        reached, nobody, by_type_alone = 0, 0, 0
        for row in rows:
            path = pack.path(area_of(row, codes))
            key = (by_alias.get(f"{row['type']} / {row['queue']}") or by_alias.get(row["queue"])
                   or by_name[row["type"]])
            right = pack.resolve(duties[key]["lead"], path) == row["department"]
            type_lead = duties[by_name[row["type"]]]["lead"]
            by_type_alone += pack.resolve(type_lead, path) == row["department"]
            reached += right
            nobody += row["department"] == no_department
            if not right and row["department"] != no_department:
                faults.append(f"request {row['case_id']} reaches {duties[key]['lead']}")
        print(f"  {name}: {reached} of {len(rows)} requests reach their department, {nobody} had"
              f" none; by type alone {by_type_alone}")
    return faults
