"""Writes limits_report.md of the pack boston/: how well the rules that boston_limits.py finds
reproduce the city's own due times, type by type, and what the rest is."""

import collections
import datetime

import boston_limits as limits

every_kind = ("one", "dated", "none", "few")
bounds = (0.95, 0.96, 0.97, 0.98, 0.99)
late_start = 60 * limits.minute  # a clock that started this close to open_dt started with the entry
staff_channels = {"Employee Generated", "Maximo Integration"}
named_misses_max = 4
# Weekdays on which the city was shut by snow, or which are holidays of the county alone.
doubtful_days = {
    datetime.date(2015, 1, 27): "snow", datetime.date(2015, 1, 28): "snow",
    datetime.date(2015, 2, 9): "snow", datetime.date(2015, 2, 10): "snow",
    datetime.date(2015, 2, 17): "snow", datetime.date(2015, 3, 17): "Evacuation Day",
    datetime.date(2015, 6, 17): "Bunker Hill Day", datetime.date(2015, 7, 3): "before July 4",
    datetime.date(2015, 11, 27): "after Thanksgiving",
}

head = """# The city's due times, 2015

{count} requests with a due time. Made by `../make_packs.py` (`boston_limits.py` finds the rules,
`boston_limits_report.py` writes this); do not edit.

**The rule.** The wall clock counts, without summer time. `natural_day N`: N calendar days later at
the same time of day. `work_day N`: N office days of {hours}, the opening included and the closing
not; opened outside, the clock starts at the next opening; used up at closing time, the limit is due
at the next opening. Closed are weekends and the public holidays of calendar.csv.

**Equal** = less than one minute apart: `open_dt` often lacks its seconds, `target_dt` sometimes.
"The same minute" of the clock stands beside it.

## What counts as ruled

Three readings of "types that one rule fits at >= 95 %":

- **A** one limit for the whole year. This is the one the pack fixes: limits.csv says `one`.
- **B** also one limit before and one after the city's change of {change} (`dated`).
- **C** as B, but only types that fit at >= 98 %.

| rows | types | rows | less than a minute apart | the same minute |
| --- | ---: | ---: | ---: | ---: |
"""

bounds_head = """
More rules bring more types over the bound, and those just above it bring the rate down: B explains
more requests than A and still has the lower rate.

| fits at least | A: types | rows | < 1 minute | same minute | B: types | rows | < 1 minute | same minute |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def select(scores, kinds):
    return [score for score in scores if score.kind in kinds]


def total(scores):
    """(rows, equal, same minute)"""
    return tuple(sum(getattr(score, field) for score in scores)
                 for field in ("rows", "equal", "same_minute"))


def rate(part, whole):
    return f"{part:,} of {whole:,} = {part / whole:.2%}" if whole else "none"


def totals(scores):
    one, ruled = select(scores, ("one",)), select(scores, ("one", "dated"))
    lines = []
    for label, chosen in (
            ("all with a due time", scores), ("**A** one limit all year", one),
            ("**B** one limit, or one that the city changed", ruled),
            ("**C** as B, at >= 98 %", [score for score in ruled if score.share >= 0.98]),
            ("no one rule", select(scores, ("none",))), ("too few rows", select(scores, ("few",)))):
        rows, hits, same = total(chosen)
        lines.append(f"| {label} | {len(chosen)} | {rows:,} | {rate(hits, rows)} |"
                     f" {same / rows:.2%} |\n")
    return "".join(lines)


def nearly_one_rule(requests, model, scores):
    """The types that are dated, though one limit alone would fit enough of their requests."""
    groups, found = limits.by_type(requests), []
    for score in select(scores, ("dated",)):
        votes = limits.votes_of(model.clock.limits_of(row) for row in groups[score.type])
        hits = limits.best_limit(votes)[1]
        if hits >= limits.ruled_share * score.rows:
            found.append(f"{score.type} ({rate(hits, score.rows)})")
    return ("\nThe city changed the limit of these types, so they are not in A, though one limit"
            f" would fit 95 %: {'; '.join(found)}.\n" if found else "")


def bounds_table(scores):
    def cells(chosen):
        rows, hits, same = total(chosen)
        return f"{len(chosen)} | {rows:,} | {hits / rows:.2%} | {same / rows:.2%}"

    lines = []
    for bound in bounds:
        ruled = [score for score in select(scores, ("one", "dated")) if score.share >= bound]
        lines.append(f"| {bound:.0%} | {cells(select(ruled, ('one',)))} | {cells(ruled)} |\n")
    return "".join(lines)


def validation(requests, model, scores):
    """The rates of each half of the weeks: by the pack's rules, and by the other half's."""
    lines = ["\n## On weeks that were not seen\n\n",
             "Each half of the weeks under the rules of the pack, and under the change, limits and"
             " kinds\nthat the other half alone gives.\n\n",
             "| weeks | rules of | change | all | A | B |\n| --- | --- | --- | ---: | ---: | ---: |\n"]
    weeks = sorted({request.week for request in requests})
    for parity in (0, 1):
        chosen = set(weeks[parity::2])
        half = [request for request in requests if request.week in chosen]
        rest = [request for request in requests if request.week not in chosen]
        other = limits.fit(rest, model.clock)
        for label, rules, known in (("the pack", model, scores),
                                    ("the other half", other, limits.judge(rest, other))):
            kinds = {score.type: score.kind for score in known}
            judged = limits.judge(half, rules, kinds)
            rates = " | ".join(rate(*total(select(judged, wanted))[1::-1])
                               for wanted in (every_kind, ("one",), ("one", "dated")))
            lines.append(f"| {' '.join(map(str, weeks[parity::2]))} | {label} |"
                         f" {limits.moment_text(rules.change)} | {rates} |\n")
    return "".join(lines)


def hours_section(by_hours, hours):
    lines = ["\n## Office hours\n\n",
             f"Best of {len(by_hours)} candidates for all requests, and for those of each"
             " department.\n\n",
             "| department | best hours | requests explained | with the city's hours |\n",
             "| --- | --- | ---: | ---: |\n"]
    for department in sorted({name for scores in by_hours.values() for name in scores}):
        own = limits.best_hours(by_hours, department)
        lines.append(f"| {department} | {hours_text(own)} | {by_hours[own][department]:,} |"
                     f" {by_hours[hours][department]:,} |\n")
    return "".join(lines)


def hours_text(hours):
    return "-".join(f"{moment // 60:02}:{moment % 60:02}" for moment in hours)


def calendar_section(requests, model, names):
    """How many limits end at the opening of each doubtful day: a closed one has none."""
    at_opening = collections.Counter(request.due // limits.day for request in requests
                                     if request.due % limits.day == model.clock.opening)
    year = limits.when(requests[0].opened).year
    days = {date: name for date, name in names.items()
            if date.year == year and date.weekday() < limits.saturday}
    lines = ["\n## Closed days\n\n",
             "A limit of work days that ends exactly at an opening shows that the day is open.\n\n",
             "| weekday | what | in calendar.csv | limits that end at its opening |\n",
             "| --- | --- | --- | ---: |\n"]
    for date, name in sorted({**days, **doubtful_days}.items()):
        number = (date - limits.epoch.date()).days
        lines.append(f"| {date:%Y-%m-%d %a} | {name} | {'off' if date in days else 'works'} |"
                     f" {at_opening[number]} |\n")
    return "".join(lines) + next_year_text(requests, model, year)


def next_year_text(requests, model, year):
    """Whether the city knew the holidays of the next year when it set a due time."""
    this_year = [date for date in model.clock.holidays if date.year == year]
    unknowing = limits.WorkClock(limits.years_of(requests), model.clock.hours, this_year)
    late = [request.opened for request in requests
            if not limits.is_equal(limits.deviation(request, model.rules[request.type], model.clock))
            and limits.is_equal(limits.deviation(request, model.rules[request.type], unknowing))]
    if not late:
        return ""
    return (f"\nThe city did not yet know the holidays of {year + 1} for {len(late)} requests opened"
            f" from {limits.when(late[0]):%Y-%m-%d} to\n{limits.when(late[-1]):%Y-%m-%d}: their due"
            " times count these holidays as working days. A pack has one calendar, so\nthey are"
            " not equal.\n")


def change_section(model, changes):
    after, until = limits.common_change(changes)
    lines = [f"\n## Change of limits\n\nThe changes of most types agree on one instant after"
             f" {limits.when(after)} and not after\n{limits.when(until)}; taken:"
             f" **{limits.moment_text(model.change)}**.\n\n",
             "| type | rows gained by an own change | after | not after | agrees |\n",
             "| --- | ---: | --- | --- | --- |\n"]
    for each in sorted(changes, key=lambda change: -change.gain):
        agrees = "yes" if each.after < model.change <= each.until else "no"
        lines.append(f"| {each.type} | {each.gain} | {limits.when(each.after)} |"
                     f" {limits.when(each.until)} | {agrees} |\n")
    return "".join(lines)


def cause_of(request, gap, usual, clock, rule):
    """Why one request does not follow its type's rule."""
    if gap is None:
        return "no limit"
    if abs(gap) <= late_start:
        return "start"
    return "other limit" if usual & set(clock.limits_of(request)) else "re-dated"


def reason(rows, rule, clock):
    """One sentence on the requests of a type that its rule does not reproduce."""
    misses = [(row, gap) for row in rows
              if not limits.is_equal(gap := limits.deviation(row, rule, clock))]
    own = {limit for limit, _, _ in rule.spans} if rule else set()
    votes = limits.votes_of(clock.limits_of(row) for row, _ in misses)
    floor = max(limits.split_gain, len(rows) * 0.01)
    usual = {limit for limit, count in votes.items() if count >= floor and limit not in own}
    causes = collections.Counter(cause_of(row, gap, usual, clock, rule) for row, gap in misses)
    staff = sum(row.source in staff_channels for row, gap in misses
                if gap is not None and abs(gap) <= late_start)
    others = ", ".join(f"{limit} x{votes[limit]}" for limit in sorted(
        usual, key=lambda each: (-votes[each], each))[:named_misses_max])
    sentence = {
        "start": f"{causes['start']} with a clock started 1-60 min off open_dt"
                 f" ({staff} entered by staff)",
        "other limit": f"{causes['other limit']} fit another limit ({others})",
        "re-dated": f"{causes['re-dated']} re-dated singly",
        "no limit": f"{causes['no limit']} fit no limit",
    }
    return "; ".join(sentence[cause] for cause, _ in causes.most_common())


def type_sections(requests, model, scores):
    groups = limits.by_type(requests)
    lines = ["\n## Types with one rule, or one that changed\n\n",
             "| type | rows | rule | kind | equal | rate | the others |\n",
             "| --- | ---: | --- | --- | ---: | ---: | --- |\n"]
    rest = ["\n## Types without one rule\n\n| type | rows | best rule | equal | rate | reason |\n",
            "| --- | ---: | --- | ---: | ---: | --- |\n"]
    for score in sorted(scores, key=lambda each: (-each.rows, each.type)):
        rule = model.rules[score.type]
        why = reason(groups[score.type], rule, model.clock) if score.equal < score.rows else ""
        if score.kind == "few":
            why = f"only {score.rows} rows" + (f"; {why}" if why else "")
        cells = [score.type, f"{score.rows:,}", str(rule or "-"), f"{score.equal:,}",
                 f"{score.share:.2%}", why]
        ruled = score.kind in ("one", "dated")
        if ruled:
            cells.insert(3, score.kind)
        (lines if ruled else rest).append("| " + " | ".join(cells) + " |\n")
    return "".join(lines + rest)


def report(requests, model, scores, by_hours, holiday_names):
    """limits_report.md; by_hours is what search_hours gave."""
    changes = limits.own_changes(limits.by_type(requests), model.clock)
    text = head.format(count=f"{len(requests):,}", hours=hours_text(model.clock.hours),
                       change=limits.moment_text(model.change))
    text += totals(scores) + nearly_one_rule(requests, model, scores)
    text += bounds_head + bounds_table(scores)
    text += validation(requests, model, scores)
    text += hours_section(by_hours, model.clock.hours)
    text += calendar_section(requests, model, holiday_names)
    return text + change_section(model, changes) + type_sections(requests, model, scores)
