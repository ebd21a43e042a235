"""Reads a written pack back and proves its duty list by trying every question, and its roster minute by minute.

Law: knows nothing of how a pack was made; only the files count.
"""

import collections
import csv
import datetime
import itertools
import re

levels = ["city", "district", "street", "community", "grid"]
kinds = ["routine", "joint", "key", "emergency"]
day_classes = ["workday", "off", "night"]
tables = ["areas.csv", "departments.csv", "matters.csv", "duties.csv", "limits.csv",
          "calendar.csv", "hours.csv"]
roster_tables = ["posts.csv", "shifts.csv"]
budget = re.compile(r"[1-9][0-9]* (urgent_minute|urgent_hour|work_hour|work_day|natural_day)")
place = re.compile(r"[a-z][a-z_]*@(" + "|".join(levels) + ")")
selector = re.compile(r"\*|(component|matter):(\*|[0-9]{2}|[0-9]{5})")
reported_max = 20


def date_range(when):
    """First and last day of a range; None for * and the day classes."""
    if ".." not in when:
        return None
    return tuple(datetime.date.fromisoformat(end) for end in when.split(".."))


def split(cell):
    return cell.split("|") if cell else []


def matter_rank(row_matter, key):
    """How specifically a row speaks of a matter "kind:code"; None if it does not."""
    kind, code = key.split(":")
    return {f"{kind}:{code}": 3, f"{kind}:{code[:2]}": 2, f"{kind}:*": 1, "*": 0}.get(row_matter)


def time_rank(when, moment):
    """How specifically a row's time holds at (date, works, night); None if it does not."""
    date, works, night = moment
    if when == "*":
        return 0
    if when in day_classes:
        return 1 if {"workday": works, "off": not works, "night": night}[when] else None
    first, last = date_range(when)
    return 2 if first <= date <= last else None


class Pack:
    def __init__(self, directory):
        self.tables = {}
        for name in tables:
            with open(directory / name, encoding="utf-8", newline="") as file:
                self.tables[name] = list(csv.DictReader(file, strict=True))
        for name in roster_tables:
            self.tables[name] = []
            if (directory / name).exists():
                with open(directory / name, encoding="utf-8", newline="") as file:
                    self.tables[name] = list(csv.DictReader(file, strict=True))
        self.toml = (directory / "pack.toml").read_text(encoding="utf-8")
        self.areas = {row["code"]: row for row in self.tables["areas.csv"]}
        self.departments = {row["code"]: row for row in self.tables["departments.csv"]}
        self.by_function = {(row["function"], row["area"]): row["code"]
                            for row in self.tables["departments.csv"]}

    def path(self, code):
        """The area and those above it, city first."""
        found = []
        while code:
            found.insert(0, code)
            code = self.areas[code]["parent"]
        return found

    def resolve(self, function_at_level, path):
        """The department code that serves the end of path, or None."""
        function, level = function_at_level.split("@")
        at = [code for code in path if self.areas[code]["level"] == level]
        return self.by_function.get((function, at[0])) if at else None

    def winners(self, key, path, kind, moment, rows):
        """The rows of highest specificity among rows: one for a sound duty list."""
        best, found = None, []
        for row in rows:
            time = time_rank(row["when"], moment)
            if time is None or row["kind"] not in ("*", kind):
                continue
            if row["area"] != "*" and row["area"] not in path:
                continue
            depth = 0 if row["area"] == "*" else 1 + path.index(row["area"])
            rank = (matter_rank(row["matter"], key), depth, time, row["kind"] != "*")
            if best is None or rank > best:
                best, found = rank, [row]
            elif rank == best:
                found.append(row)
        return found

    def faults(self):
        """What is wrong with single rows, as sentences."""
        found = itertools.chain(self.area_faults(), self.department_faults(), self.matter_faults(),
                                self.duty_faults(), self.limit_faults(), self.calendar_faults())
        return list(itertools.islice(found, reported_max))

    def area_faults(self):
        if len(self.areas) != len(self.tables["areas.csv"]):
            yield "areas.csv: a code is there twice"
        for row in self.tables["areas.csv"]:
            parent = self.areas.get(row["parent"])
            if row["level"] == "city":
                sound = row["parent"] == ""
            else:
                sound = (parent and row["code"].startswith(row["parent"])
                         and levels.index(row["level"]) > levels.index(parent["level"]))
            if not sound or not row["name"]:
                yield f"areas.csv: {row['code']}"
        if [row["level"] for row in self.tables["areas.csv"]].count("city") != 1:
            yield "areas.csv: there must be one city"

    def department_faults(self):
        rows = self.tables["departments.csv"]
        if not len(rows) == len(self.departments) == len(self.by_function):
            yield "departments.csv: a code or a (function, area) is there twice"
        if len({row["name"] for row in rows}) != len(rows):
            yield "departments.csv: a name is there twice"
        for row in rows:
            area = self.areas.get(row["area"])
            sound = (area and area["level"] == row["level"] and row["backup"] != row["code"]
                     and (row["backup"] == "" or row["backup"] in self.departments)
                     and re.fullmatch("[a-z][a-z_]*", row["function"]) and row["name"])
            if not sound:
                yield f"departments.csv: {row['code']}"
            elif self.backups_circle(row["code"]):
                yield f"departments.csv: the backups of {row['code']} lead back to itself"

    def backups_circle(self, code):
        seen = set()
        while code in self.departments and code not in seen:
            seen.add(code)
            code = self.departments[code]["backup"]
        return code in seen

    def matter_faults(self):
        rows = self.tables["matters.csv"]
        if len({(row["kind"], row["code"]) for row in rows}) != len(rows):
            yield "matters.csv: a (kind, code) is there twice"
        aliases = [alias for row in rows for alias in split(row["aliases"])]
        if len(set(aliases)) != len(aliases):
            yield "matters.csv: an alias is there twice"
        if len({(row["kind"], row["code"][:2], row["big_name"]) for row in rows}) != len(
                {(row["kind"], row["code"][:2]) for row in rows}):
            yield "matters.csv: a big class has two names"
        for row in rows:
            sound = (row["kind"] in ("component", "matter") and row["name"] and row["big_name"]
                     and re.fullmatch("[0-9]{5}", row["code"])
                     and {row["admitted"], row["verification"]} <= {"yes", "no"})
            if not sound:
                yield f"matters.csv: {row['kind']}:{row['code']}"

    def duty_faults(self):
        classes = {row["class"] for row in self.tables["limits.csv"]} | {""}
        matters = {f"{row['kind']}:{row['code']}" for row in self.tables["matters.csv"]}
        seen = set()
        for line, row in enumerate(self.tables["duties.csv"], start=2):
            places = [row["lead"], *split(row["helpers"])]
            question = (row["matter"], row["area"], row["when"], row["kind"])
            exact = len(row["matter"].split(":")[-1]) == 5
            sound = (selector.fullmatch(row["matter"]) and question not in seen
                     and (not exact or row["matter"] in matters)
                     and (row["area"] == "*" or row["area"] in self.areas)
                     and (row["when"] == "*" or row["when"] in day_classes
                          or date_range(row["when"])[0] <= date_range(row["when"])[1])
                     and row["kind"] in ("*", *kinds) and row["limit_class"] in classes
                     and all(map(place.fullmatch, places)) and len(set(places)) == len(places))
            seen.add(question)
            if not sound:
                yield f"duties.csv:{line}: {row}"

    def limit_faults(self):
        rows = self.tables["limits.csv"]
        spans = collections.defaultdict(list)
        for row in rows:
            # Without an end, the end of time: texts of ISO times are in the order of the times.
            span = (row.get("from") or "", row.get("to") or "9999")
            spans[row["class"], row["condition"]].append(span)
        for (name, condition), found in spans.items():
            found.sort()
            if any(end > start for (_, end), (start, _) in itertools.pairwise(found)):
                yield f"limits.csv: {name} {condition} has two limits at one time"
        for row in rows:
            sound = (re.fullmatch("[a-z][a-z0-9-]*", row["class"])
                     and re.fullmatch(r"\*|[1-9][0-9]*", row["condition"])
                     and (row["report_in"] == "" or budget.fullmatch(row["report_in"]))
                     and budget.fullmatch(row["handle"]) and row["source"])
            if not sound:
                yield f"limits.csv: {row}"

    def published_days(self):
        """The first and the last day of the calendar."""
        return (datetime.date.fromisoformat(re.search(rf"(?m)^{word} = (\S+)", self.toml)[1])
                for word in ("from", "to"))

    def calendar_faults(self):
        first, last = self.published_days()
        # A notice may name days of the year before.
        beside = datetime.timedelta(days=366)
        dates = [row["date"] for row in self.tables["calendar.csv"]]
        if dates != sorted(set(dates)):
            yield "calendar.csv: the dates are not in order"
        for row in self.tables["calendar.csv"]:
            date = datetime.date.fromisoformat(row["date"])
            if not first - beside <= date <= last + beside or row["kind"] not in ("off", "work"):
                yield f"calendar.csv: {row['date']}"
        for row in self.tables["hours.csv"]:
            known = row["department"] == "*" or row["department"] in self.departments
            if not known or not "00:00" <= row["open"] < row["close"] <= "24:00":
                yield f"hours.csv: {row}"


def moments_of(rows):
    """One moment of every time class: between the ends of all date ranges, working or not, night
    or not (a night lies in a workday or an off day, so these overlap)."""
    starts = {datetime.date(2007, 1, 1)}
    for first, last in filter(None, (date_range(row["when"]) for row in rows)):
        starts |= {first, last + datetime.timedelta(days=1)}
    return list(itertools.product(sorted(starts), (True, False), (True, False)))


def area_classes(pack):
    """The leaves of the area tree, grouped: leaves below the same named areas and the same
    areas that have departments cannot be told apart by any duty."""
    parents = {row["parent"] for row in pack.areas.values()}
    named = {row["area"] for row in pack.tables["duties.csv"]}
    named |= {row["area"] for row in pack.tables["departments.csv"]}
    classes = {}
    for leaf in (code for code in pack.areas if code not in parents):
        path = pack.path(leaf)
        classes.setdefault(tuple(code for code in path if code in named), []).append(path)
    return classes


class Roster:
    """When somebody is on duty at a department's seat, as posts.csv and shifts.csv say it. Minutes
    are counted on the wall clock, which in the shipped packs is never put on or back."""

    def __init__(self, pack):
        self.departments = pack.departments
        self.posts = {row["post"]: row for row in pack.tables["posts.csv"]}
        self.of_seat = collections.defaultdict(list)
        for row in self.posts.values():
            self.of_seat[row["seat"]].append(row["post"])
        self.shifts = collections.defaultdict(list)
        for row in pack.tables["shifts.csv"]:
            self.shifts[row["post"]].append((row["days"], row["open"], row["close"]))
        self.first, self.last = pack.published_days()
        marked = {datetime.date.fromisoformat(row["date"]): row["kind"] == "work"
                  for row in pack.tables["calendar.csv"]}
        days = (self.last - self.first).days + 1
        self.dates = [self.first + datetime.timedelta(days=n) for n in range(days)]
        self.works = {date: marked.get(date, date.weekday() < 5) for date in self.dates}
        self.gaps = {}

    def asked(self, seat):
        """The posts that may be called for it, deputies and backups with them; None: always
        staffed, for want of a roster."""
        found = set()
        while seat:
            if seat not in self.of_seat:
                return None
            open_posts = list(self.of_seat[seat])
            while open_posts:
                post = open_posts.pop()
                if post and post not in found:
                    found.add(post)
                    open_posts.append(self.posts[post]["deputy"])
            seat = self.departments[seat]["backup"]
        return found

    def begins(self, days, date):
        if days in ("workday", "off"):
            return self.works[date] == (days == "workday")
        if days == "daily":
            return True
        first, last = date_range(days)
        return first <= date <= last

    def first_gap(self, seat):
        """The first minute of the second published day or after at which nobody is there, or None.
        On the first day a shift may go on that has begun before the calendar."""
        posts = self.asked(seat) if self.posts and seat in self.of_seat else None
        if posts is None or any(not self.shifts[post] for post in posts):
            return None
        rows = frozenset(row for post in posts for row in self.shifts[post])
        if rows not in self.gaps:
            self.gaps[rows] = self.gap_between(rows)
        return self.gaps[rows]

    def gap_between(self, rows):
        def minute(clock):
            return int(clock[:2]) * 60 + int(clock[3:])
        held = []
        for days, opens, closes in rows:
            begin, end = minute(opens), minute(closes)
            end += 1440 if end <= begin else 0
            held += [(number * 1440 + begin, number * 1440 + end)
                     for number, date in enumerate(self.dates) if self.begins(days, date)]
        until = 1440
        for begin, end in sorted(held):
            if begin > until:
                break
            until = max(until, end)
        if until >= len(self.dates) * 1440:
            return None
        return datetime.datetime.combine(self.first, datetime.time()) + datetime.timedelta(
            minutes=until)


def seat_faults(pack, called):
    """The called seats with nobody on duty at some minute, nor anybody behind them."""
    roster = Roster(pack)
    gaps = {seat: roster.first_gap(seat) for seat in sorted(called)}
    with_posts = sum(1 for seat in called if seat in roster.of_seat)
    print(f"  {len(called)} departments are called, {with_posts} of them with posts of their own:"
          f" {sum(1 for gap in gaps.values() if gap)} unmanned at some minute")
    return [f"unmanned: nobody is at the seat of {seat}, nor behind it, at {gap}"
            for seat, gap in gaps.items() if gap][:reported_max]


def question_faults(pack, question, found):
    """What is wrong with the answer to one question."""
    key, path, kind, moment = question
    asked = f"{key} in {path[-1]} ({kind}, {moment})"
    if not found:
        return [f"hole: no duty covers {asked}"]
    if len(found) > 1:
        return [f"tie: {[row['lead'] for row in found]} for {asked}"]
    called = [pack.resolve(place, path)
              for place in [found[0]["lead"], *split(found[0]["helpers"])]]
    if None in called or len(set(called)) != len(called):
        return [f"the lead or a helper has no department of its own for {asked}"]
    return []


def prove(pack):
    """Every admitted matter x leaf area x kind x time class has exactly one winning row, all it
    calls are different departments, and somebody is on duty for each of them at every minute.
    Prints the counts; gives the faults as sentences."""
    duties = pack.tables["duties.csv"]
    classes = area_classes(pack)
    moments = moments_of(duties)
    matters = [f"{row['kind']}:{row['code']}" for row in pack.tables["matters.csv"]
               if row["admitted"] == "yes"]
    faults, asked, won, called = [], 0, set(), set()
    for key in matters:
        rows = [row for row in duties if matter_rank(row["matter"], key) is not None]
        for (leaf_path, *_), kind, moment in itertools.product(classes.values(), kinds, moments):
            asked += 1
            found = pack.winners(key, leaf_path, kind, moment, rows)
            won |= {id(row) for row in found}
            called |= {pack.resolve(place, leaf_path) for row in found
                       for place in [row["lead"], *split(row["helpers"])]} - {None}
            faults += question_faults(pack, (key, leaf_path, kind, moment), found)
            if len(faults) >= reported_max:
                return faults
    leaves = sum(map(len, classes.values()))
    questions = len(matters) * leaves * len(kinds) * len(moments)
    print(f"  {len(matters)} matters x {leaves} leaf areas ({len(classes)} classes) x {len(kinds)}"
          f" kinds x {len(moments)} time classes = {questions} questions, {asked} tried:"
          f" {len(faults)} holes, ties or missing departments")
    faults += seat_faults(pack, called)
    idle = [f"{row['matter']},{row['area']},{row['when']},{row['kind']}"
            for row in duties if id(row) not in won]
    print(f"  {len(duties) - len(idle)} of {len(duties)} duty rows win somewhere; never: {idle}")
    return faults
