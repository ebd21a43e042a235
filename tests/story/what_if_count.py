#!/usr/bin/env python3
"""A real half year under a changed duty list, counted a second time.

Reads the city's own requests and the tables of the packs, matches every row against every duty, and
compares leads, load, deadlines and overruns with what `gridwhistled pack diff` says of the same.
Shares no code with the programs. usage: what_if_count.py SOURCE_DIR GRIDWHISTLE GRIDWHISTLED
"""

import collections
import csv
import datetime
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ZONE = datetime.timedelta(hours=-5)  # Etc/GMT+5
NOBODY = "desk"


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


class Pack:
    def __init__(self, folder):
        self.areas = {row["code"]: row for row in table(folder / "areas.csv")}
        self.departments = table(folder / "departments.csv")
        self.duties = collections.defaultdict(list)
        for row in table(folder / "duties.csv"):
            self.duties[row["matter"]].append(row)

    def above(self, area):
        while area:
            yield area
            area = self.areas[area]["parent"]

    def rank(self, duty, area, local, kind):
        """How specific a duty of one matter selector is to a question; None where it does not hold."""
        path = ["*"] + list(self.above(area))[::-1]
        if duty["area"] not in path:
            return None
        when, night = duty["when"], local.hour >= 22 or local.hour < 6
        if ".." in when:
            first, last = when.split("..")
            if not first <= local.date().isoformat() <= last:
                return None
        elif when == "night":
            if not night:
                return None
        elif when != "*":
            raise ValueError("this count knows no " + when)
        if duty["kind"] not in ("*", kind):
            return None
        time_rank = 2 if ".." in when else 1 if when != "*" else 0
        return path.index(duty["area"]), time_rank, duty["kind"] != "*"

    def lead(self, matter, area, local):
        if matter is None:
            return NOBODY
        for selector in (matter, matter[: matter.index(":") + 3], matter.split(":")[0] + ":*", "*"):
            ranked = [(self.rank(duty, area, local, "routine"), duty) for duty in self.duties[selector]]
            ranked = [each for each in ranked if each[0] is not None]
            if ranked:
                break
        else:
            return NOBODY
        best = max(rank for rank, _ in ranked)
        functions = {duty["lead"] for rank, duty in ranked if rank == best}
        if len(functions) > 1:
            return NOBODY
        function, level = functions.pop().split("@")
        for code in self.above(area):
            for each in self.departments:
                if (each["function"], each["level"], each["area"]) == (function, level, code):
                    return each["code"]
        return NOBODY


def requests(source, folder):
    """(matter, area, condition, local opening, local closing) of every row of the city's file."""
    matters, conditions = {}, {}
    limited = {row["condition"] for row in table(folder / "limits.csv")}
    for row in table(folder / "matters.csv"):
        key = row["kind"] + ":" + row["code"]
        matters.setdefault(row["name"], key)
        if str(int(row["code"])) in limited:
            conditions.setdefault(row["name"], int(row["code"]))
        for alias in filter(None, row["aliases"].split("|")):
            matters[alias] = key
    areas = {row["name"]: row["code"] for row in table(folder / "areas.csv")}
    city = next(row["code"] for row in table(folder / "areas.csv") if not row["parent"])
    with gzip.open(source / "boston311_2015_even_weeks.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [row["type"] + " / " + row["queue"], row["queue"], row["type"]]
            places = [row["neighborhood"] + " ward " + row["ward"], row["neighborhood"]]
            opened = datetime.datetime.fromisoformat(row["open_dt"])
            closed = datetime.datetime.fromisoformat(row["closed_dt"]) if row["closed_dt"] else None
            yield (
                next((matters[name] for name in names if name in matters), None),
                next((areas[name] for name in places if name in areas), city),
                conditions.get(row["type"], 0),
                opened,
                max(opened, closed) if closed else None,
            )


def change(folder, asked):
    """Five edits of the duty list and one of a limit. Gives the limit's condition and both budgets."""
    duties = table(folder / "duties.csv")
    often = [key for key, _ in collections.Counter(row[0] for row in asked if row[0]).most_common()]
    exact = {row["matter"]: row for row in duties if row["area"] == row["when"] == row["kind"] == "*"}
    moved, split, gone, spring, drifts = [key for key in often if key in exact][:5]
    functions = sorted({row["lead"] for row in duties})

    def other(key):
        return next(lead for lead in functions if lead != exact[key]["lead"])

    def added(key, area, when):
        return dict(exact[key], area=area, when=when, lead=other(key), helpers="", note="a trial")

    district = collections.Counter(row[1] for row in asked if row[0] == split).most_common(1)[0][0]
    new = [added(split, district, "*"), added(spring, "*", "2015-03-01..2015-04-15"), added(drifts, "*", "night")]
    duties = [row for row in duties if row is not exact[gone]] + new
    exact[moved]["lead"] = other(moved)
    write(folder / "duties.csv", duties)

    limits = table(folder / "limits.csv")
    conditions = collections.Counter(str(row[2]) for row in asked)
    fixed = [row for row in limits if "natural_day" in row["handle"] and not row["from"] and not row["to"]]
    often_fixed = max(fixed, key=lambda row: conditions[row["condition"]])
    days = int(often_fixed["handle"].split()[0])
    often_fixed["handle"] = f"{days // 2} natural_day"
    write(folder / "limits.csv", limits)
    return int(often_fixed["condition"]), days, days // 2


def count(asked, old, new, limit):
    condition, days_before, days_after = limit
    leads, load = collections.Counter(), collections.defaultdict(lambda: [[0] * 168, [0] * 168])
    known = {}
    end = max(max(opened, closed or opened) for _, _, _, opened, closed in asked)
    earlier = fresh = 0
    for matter, area, stated, opened, closed in asked:
        # Which duty holds depends on the day and on night or not: leads by hour are found once.
        key = matter, area, opened.date(), opened.hour
        if key not in known:
            known[key] = old.lead(matter, area, opened), new.lead(matter, area, opened)
        pair = known[key]
        leads[pair] += 1
        for side, lead in enumerate(pair):
            if lead != NOBODY:
                load[lead][side][opened.weekday() * 24 + opened.hour] += 1
        if stated == condition and NOBODY not in pair:
            earlier += 1
            done = (closed or end) - opened
            fresh += datetime.timedelta(days_after) < done <= datetime.timedelta(days_before)
    return leads, dict(load), earlier, fresh


def said_leads(said):
    leads = collections.Counter()
    for each in said["leads"]:
        leads[each["old"].get("lead", NOBODY), each["new"].get("lead", NOBODY)] += each["count"]
    return leads


def main():
    source_dir, gridwhistle, gridwhistled = map(pathlib.Path, sys.argv[1:])
    boston = source_dir / "deploy/packs/boston"
    source = source_dir / "deploy/packs/source"
    asked = list(requests(source, boston))
    with tempfile.TemporaryDirectory() as made:
        changed, trace = pathlib.Path(made) / "changed", pathlib.Path(made) / "trace.csv"
        shutil.copytree(boston, changed)
        limit = change(changed, asked)
        file = source / "boston311_2015_even_weeks.csv.gz"
        subprocess.run([gridwhistle, "replay", file, "--pack", boston, "--trace-out", trace], check=True)
        command = [gridwhistled, "pack", "diff", boston, changed, "--trace", trace]
        begun = time.monotonic()
        first = subprocess.run(command + ["--json"], check=True, capture_output=True).stdout
        took = time.monotonic() - begun
        assert first == subprocess.run(command + ["--json"], check=True, capture_output=True).stdout
        pages = [subprocess.run(command + ["--lang", in_], check=True, capture_output=True).stdout for in_ in ("zh", "en")]
        old, new = Pack(boston), Pack(changed)
    leads, load, earlier, fresh = count(asked, old, new, limit)
    said = json.loads(first)

    assert said["whistles"] == len(asked) == 63905, (said["whistles"], len(asked))
    assert said_leads(said) == leads, (said_leads(said) - leads, leads - said_leads(said))
    changed = sum(n for (a, b), n in leads.items() if a != b)
    assert said["leads_changed"] == changed, (said["leads_changed"], changed)
    assert changed > 5000, changed
    assert any(b == NOBODY != a for a, b in leads), "nobody lost its lead"
    assert {each["department"]: [each["old"], each["new"]] for each in said["load"]} == load
    days_less = limit[1] - limit[2]
    assert said["deadlines"] == [
        {
            "clock": "handle",
            "old_unit": "natural_day",
            "new_unit": "natural_day",
            "earlier": earlier,
            "earlier_by_ms": earlier * days_less * 86400000,
            "later": 0,
            "later_by_ms": 0,
        }
    ], said["deadlines"]
    assert earlier > 100 and fresh > 0
    # Whoever lost the lead to a desk has no limit any more: overruns are avoided there, none is new.
    assert said["handle_overruns"]["new"] == fresh, (said["handle_overruns"], fresh)
    change_of_total = said["handle_overruns"]["after"] - said["handle_overruns"]["before"]
    assert change_of_total == fresh - said["handle_overruns"]["avoided"]
    for (before, after), n in leads.items():
        if before != after and NOBODY not in (before, after):
            assert all(f"({before})".encode() in page and f"| {n} |".encode() in page for page in pages)
    print(f"{len(asked)} requests, {said['leads_changed']} with another lead, pack diff took {took:.2f} s")


main()
