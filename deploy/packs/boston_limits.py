"""Finds the rule by which Boston computed the due times of its 311 requests in 2015.

Law: nothing is tabulated by hand. Office hours, the instant at which limits changed and every limit
are the candidates that explain most requests; only the public holidays are given.

  natural_day N  due N calendar days later at the same time of the wall clock
  work_day N     the clock starts at once inside office hours, else at the next opening, and runs N
                 office days; used up at closing time, it ends at the next opening

Times are seconds of the wall clock as written, without a zone: the city reckoned so across summer
time.
"""

import bisect
import collections
import datetime
from typing import NamedTuple

minute, day = 60, 86400
epoch = datetime.datetime(1970, 1, 1)
saturday = 5
ruled_share = 0.95      # a type is ruled if one limit fits this share of its requests
fewest_rows = 5         # fewer requests do not show a rule
split_gain = 3          # a changed limit must explain this many requests more than one limit does
years_of_limits = 5     # the work clock reaches so many years beyond the requests
openings = range(7 * 60, 9 * 60 + 31, 30)             # candidates, in minutes after midnight
closings = range(15 * 60 + 30, 18 * 60 + 31, 30)


class Request(NamedTuple):
    """A request that has a due time."""
    opened: int
    due: int
    type: str
    department: str
    source: str
    week: int


class Limit(NamedTuple):
    amount: int
    unit: str

    def __str__(self):
        return f"{self.amount} {self.unit}"


class Rule(NamedTuple):
    """A type's limits: (limit, from, to), None for an open end."""
    spans: tuple

    def limit_at(self, opened):
        for limit, first, end in self.spans:
            if (first is None or opened >= first) and (end is None or opened < end):
                return limit
        return None

    def __str__(self):
        return ", then ".join(str(limit) for limit, _, _ in self.spans)


class Score(NamedTuple):
    """How well a rule reproduces the requests of its type."""
    type: str
    rows: int
    equal: int          # less than one minute apart
    same_minute: int    # in the same minute of the clock
    kind: str           # one, dated (changed by the city), none (no one rule) or few (too few rows)

    @property
    def share(self):
        return self.equal / self.rows


class Change(NamedTuple):
    """A type's own best change of its limit: it lies in (after, until]."""
    type: str
    gain: int
    after: int
    until: int


class Model(NamedTuple):
    """All that was found."""
    clock: object
    change: int         # when the city changed limits; None if it did not
    rules: dict         # of each type; None where no limit explains a request


def when(moment):
    """The datetime of wall-clock seconds."""
    return epoch + datetime.timedelta(seconds=moment)


def requests_of(rows):
    """The rows of the file that have a due time, by time of opening."""
    def seconds(text):
        return round((datetime.datetime.fromisoformat(text) - epoch).total_seconds())

    found = []
    for row in rows:
        if row["target_dt"]:
            opened = seconds(row["open_dt"])
            found.append(Request(opened, seconds(row["target_dt"]), row["type"], row["department"],
                                 row["source"], when(opened).isocalendar()[1]))
    return sorted(found)


def by_type(requests):
    groups = collections.defaultdict(list)
    for request in requests:
        groups[request.type].append(request)
    return groups


# --- counting time -------------------------------------------------------------------------------

class WorkClock:
    """Office time of the weekdays, open to close in minutes after midnight, without holidays."""

    def __init__(self, years, hours, holidays):
        self.hours, self.holidays = hours, frozenset(holidays)
        self.first = (datetime.datetime(years[0], 1, 1) - epoch).days
        last = (datetime.datetime(years[1] + years_of_limits, 1, 1) - epoch).days
        self.opening, self.office_day = hours[0] * minute, (hours[1] - hours[0]) * minute
        self.days, self.next_working = [], []  # next_working[i]: index into days, from day i on
        for number in range(self.first, last + 1):
            self.next_working.append(len(self.days))
            date = when(number * day).date()
            if date.weekday() < saturday and date not in self.holidays:
                self.days.append(number)

    def start(self, opened):
        """Working day (its index) and office seconds into it at which a clock starts."""
        number, second = divmod(opened, day)
        index, into = self.next_working[number - self.first], second - self.opening
        if self.days[index] != number or into < 0:
            return index, 0
        return (index, into) if into < self.office_day else (index + 1, 0)

    def due(self, request, limit):
        """The due time the limit gives; never a closing time, for that is the next opening."""
        if limit.unit == "natural_day":
            return request.opened + limit.amount * day
        index, into = self.start(request.opened)
        return self.days[index + limit.amount] * day + self.opening + into

    def limits_of(self, request):
        """Every limit that explains the due time."""
        work, natural = self.work_days(request), natural_days(request)
        return ([Limit(work, "work_day")] if work else []) + (
            [Limit(natural, "natural_day")] if natural else [])

    def work_days(self, request):
        """The office days that lead from opened to due; None if none do."""
        if not self.first <= request.due // day < self.first + len(self.next_working):
            return None
        index, into = self.start(request.opened)
        start_of_day = request.due - into - self.opening
        number = (start_of_day + day // 2) // day
        if abs(start_of_day - number * day) >= minute:
            return None
        found = bisect.bisect_left(self.days, number)
        works = found < len(self.days) and self.days[found] == number
        return found - index if works and found > index else None


def natural_days(request):
    """The calendar days that lead from opened to due; None if none do."""
    span = request.due - request.opened
    amount = (span + day // 2) // day
    return amount if amount > 0 and abs(span - amount * day) < minute else None


def years_of(requests):
    """Whole years, so that requests of other weeks fit in too."""
    return when(requests[0].opened).year, when(requests[-1].opened).year


def explained_by_hours(requests, clock):
    """Requests that the best limit per (department, type) explains, by department."""
    votes = collections.defaultdict(collections.Counter)
    for request in requests:
        votes[request.department, request.type].update(clock.limits_of(request))
    explained = collections.Counter()
    for (department, _), counts in votes.items():
        explained[department] += best_limit(counts)[1]
    return explained


def search_hours(requests, holidays):
    """Explained requests by department for every candidate of office hours."""
    years = years_of(requests)
    return {(opening, closing): explained_by_hours(
                requests, WorkClock(years, (opening, closing), holidays))
            for opening in openings for closing in closings}


def best_hours(scores, department=None):
    """The hours that explain most requests, of all departments or of one; of equals the city's."""
    def score(hours):
        return sum(scores[hours].values()) if department is None else scores[hours][department]
    everywhere = max(scores, key=lambda hours: sum(scores[hours].values()))
    return max(scores, key=lambda hours: (score(hours), hours == everywhere))


# --- limits --------------------------------------------------------------------------------------

def votes_of(limit_lists):
    """How many requests each limit explains."""
    return collections.Counter(limit for limits in limit_lists for limit in limits)


def best_limit(votes):
    """The limit with most votes and these, of equals the shorter; (None, 0) for none."""
    if not votes:
        return None, 0
    return min(votes.items(), key=lambda item: (-item[1], item[0]))


def best_split(limit_lists):
    """(requests explained, position) of the split of a sequence into two limits, one for each
    part, that explains most."""
    candidates = [limit for limit, _ in votes_of(limit_lists).most_common(6)]
    count = len(limit_lists)
    before = {limit: [0] * (count + 1) for limit in candidates}
    for limit, sums in before.items():
        for place, limits in enumerate(limit_lists):
            sums[place + 1] = sums[place] + (limit in limits)
    if not candidates:
        return 0, 0
    return max((max(sums[place] for sums in before.values())
                + max(sums[count] - sums[place] for sums in before.values()), -place)
               for place in range(1, count))


def own_changes(groups, clock):
    """The best change of each type that explains enough requests more than one limit does."""
    changes = []
    for name, rows in sorted(groups.items()):
        if len(rows) < 2 * fewest_rows:
            continue
        limit_lists = [clock.limits_of(row) for row in rows]
        explained, place = best_split(limit_lists)
        gain = explained - best_limit(votes_of(limit_lists))[1]
        if gain >= split_gain:
            changes.append(Change(name, gain, rows[-place - 1].opened, rows[-place].opened))
    return changes


def common_change(changes):
    """The narrowest span (after, until] that agrees with the changes of most types; None without a
    change."""
    if not changes:
        return None
    agreed = {each.until: [other for other in changes if other.after < each.until <= other.until]
              for each in changes}
    chosen = max(agreed.values(), key=lambda group: (len(group), sum(each.gain for each in group)))
    return max(each.after for each in chosen), min(each.until for each in chosen)


def whole_hour_within(span):
    """The first whole hour in the span, else its end."""
    after, until = span
    hour = (after // 3600 + 1) * 3600
    return hour if hour <= until else until


def fit_rule(rows, clock, change):
    """One limit, or one before and one after the city's change where that explains more."""
    limit_lists = [clock.limits_of(row) for row in rows]
    one, explained = best_limit(votes_of(limit_lists))
    if one is None:
        return None
    place = bisect.bisect_left([row.opened for row in rows], change) if change else 0
    old, explained_old = best_limit(votes_of(limit_lists[:place]))
    new, explained_new = best_limit(votes_of(limit_lists[place:]))
    if old and new and old != new and explained_old + explained_new >= explained + split_gain:
        return Rule(((old, None, change), (new, change, None)))
    return Rule(((one, None, None),))


def fit(requests, clock):
    """The change and the rules under a given clock."""
    groups = by_type(requests)
    span = common_change(own_changes(groups, clock))
    change = whole_hour_within(span) if span else None
    return Model(clock, change,
                 {name: fit_rule(rows, clock, change) for name, rows in groups.items()})


def deviation(request, rule, clock):
    """The city's due time minus the rule's, in seconds; None without a limit."""
    limit = rule.limit_at(request.opened) if rule else None
    return None if limit is None else request.due - clock.due(request, limit)


def is_equal(gap):
    """Less than one minute: the times of the file often lack their seconds."""
    return gap is not None and abs(gap) < minute


def kind_of(rule, rows, hits):
    if rows < fewest_rows:
        return "few"
    if rule is None or hits < ruled_share * rows:
        return "none"
    return "dated" if len(rule.spans) > 1 else "one"


def score_type(name, rows, model):
    rule = model.rules.get(name)
    gaps = [deviation(row, rule, model.clock) for row in rows]
    hits = sum(map(is_equal, gaps))
    same = sum(gap is not None and row.due // minute == (row.due - gap) // minute
               for row, gap in zip(rows, gaps))
    return Score(name, len(rows), hits, same, kind_of(rule, len(rows), hits))


def judge(requests, model, kinds=None):
    """The scores of the requests' types; kinds from other requests where given."""
    scores = [score_type(name, rows, model) for name, rows in sorted(by_type(requests).items())]
    if kinds is None:
        return scores
    return [score._replace(kind=kinds.get(score.type, "few")) for score in scores]


def derive(requests, hours, holidays):
    return fit(requests, WorkClock(years_of(requests), hours, holidays))


def moment_text(moment):
    return "" if moment is None else when(moment).isoformat(timespec="minutes")


def limit_rows(model, scores, limit_class, condition_of):
    """The rows of limits.csv, in the order of their conditions."""
    rows = []
    for score in scores:
        rule = model.rules[score.type]
        for limit, first, end in rule.spans if rule else ():
            note = f"{score.type}: {score.equal} of {score.rows} requests"
            if score.kind == "few":
                note += ", too few for a rule"
            rows.append((limit_class, condition_of[score.type], "", str(limit), note,
                         moment_text(first), moment_text(end),
                         score.kind if score.kind in ("one", "dated") else "none"))
    return sorted(rows, key=lambda row: (row[1], row[5]))
