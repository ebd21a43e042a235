// More time and orders: extension, shelving, urge, supervise, appeal (domain.md section 4).
#include <algorithm>
#include <utility>

#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

constexpr int extensions_max = 2;
constexpr int shelvings_max = 1;
// How far ahead a shelving ends and an order is due, at most.
constexpr auto one_year = std::chrono::days(365);

bool has_overrun(const obligation& owed, clock_name clock) {
  const clock_ledger& ledger = clock == clock_name::report_in ? owed.report_in : owed.handle;
  return ledger.overrun_recorded();
}

// Only a department's own clocks are appealed for.
bool is_own_clock(clock_name clock) {
  return clock == clock_name::report_in || clock == clock_name::handle;
}

// An order stands until it is met or has overrun. Until then whoever watches over as much or more
// may give another, and nobody below.
std::optional<refusal> ordered_from_above(const question& q) {
  const clock_ledger& order = q.state.supervision;
  if (!order.running() || order.overrun_recorded()) return std::nullopt;
  auto until = order.deadline(q.rules.days.clock_of(q.state.lead()->department));
  if (!until || q.now > *until) return std::nullopt;
  const area_code& from = q.state.supervised_area;
  // Of an area that this pack does not have, or that was not told, nobody can say what is above it.
  if (!q.rules.areas.find(from) || q.rules.areas.holds(q.by().area, from)) return std::nullopt;
  return refusal{refusal_code::ordered_from_above,
                 q.state.supervised_by.text + " " + to_text(*until)};
}

// Whether its deadline can be computed if it goes on at that instant: one beyond the published
// calendar would never come, and nobody would be told.
bool ends_within_calendar(const question& q, const obligation& owed, clock_ledger clock,
                          instant goes_on) {
  if (!clock.limit() || !clock.started() || clock.stopped()) return true;
  if (clock.running() && goes_on > q.now) clock.pause(q.now, pause_reason::shelved);
  if (!clock.running()) clock.resume(std::max(goes_on, clock.segments().back().from));
  return clock.deadline(q.frozen.days.clock_of(owed.department)).has_value();
}

bool extension_ends_within_calendar(const question& q, const obligation& owed, span more) {
  clock_ledger extended = owed.handle;
  extended.extend(more);
  return ends_within_calendar(q, owed, std::move(extended), q.now);
}

bool shelving_ends_within_calendar(const question& q, instant until) {
  return std::ranges::all_of(q.state.obligations, [&](const obligation& owed) {
    bool goes_on = owed.open() || owed.awaits_ruling();
    return !goes_on || (ends_within_calendar(q, owed, owed.report_in, until) &&
                        ends_within_calendar(q, owed, owed.handle, until));
  });
}

}  // namespace

// At most one original budget, at most twice, asked before the deadline.
decider::answer decider::operator()(const request_extension& asked) const {
  const obligation& owed = q.own();
  if (auto ended = has_ended(owed)) return *ended;
  if (!owed.handle_limit) return refusal_code::no_limit;
  const work_clock& hours = q.frozen.days.clock_of(owed.department);
  // Also one that the clock has recorded, or will record now, whatever was paused since.
  auto used_up = owed.handle.limit_used_up(hours);
  if (owed.handle.overrun_recorded() || (used_up && q.now > *used_up))
    return refusal_code::deadline_passed;
  // While it waits for the reporter its deadline lies ahead all the same; of a return the desk has
  // to rule first.
  if (!owed.handle.running() && !owed.waits_for_reporter()) return refusal_code::clock_not_running;
  if (owed.extension_asked) return refusal_code::already_asked;
  if (owed.extensions >= extensions_max) return refusal_code::extensions_used_up;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  budget more = as_office_time(asked.more, hours);
  const budget& original = *owed.handle_limit;
  if (more.unit != original.unit || more.amount <= span(0) || more.amount > original.amount)
    return refusal_code::extension_too_long;
  if (!extension_ends_within_calendar(q, owed, more.amount)) return refusal_code::calendar_horizon;
  return events{extension_requested{owed.department, more, asked.reason,
                                    q.desk_above(q.state.what.area).area}};
}

decider::answer decider::operator()(const decide_extension& asked) const {
  const obligation* owed = q.state.obligation_of(asked.department);
  if (!owed || !owed->extension_asked)
    return refusal{refusal_code::nothing_asked, asked.department.text};
  if (asked.what == decision::refused && blank(asked.reason)) return refusal_code::reason_missing;
  bool granted = asked.what == decision::granted;
  if (granted && !extension_ends_within_calendar(q, *owed, owed->extension_asked->amount))
    return refusal_code::calendar_horizon;
  return events{extension_decided{asked.department, asked.what, asked.reason}};
}

decider::answer decider::operator()(const request_shelving& asked) const {
  const obligation& owed = q.own();
  // A lead of before leads no more, and a helper that was released has nothing to ask for.
  if (has_ended(owed) == refusal_code::department_not_called)
    return refusal_code::department_not_called;
  if (owed.part != part::lead) return refusal_code::lead_only;
  if (!departments_hold(q.state)) return wrong_stage(q.state);
  if (owed.awaits_ruling()) return refusal_code::return_pending;
  if (q.state.shelving_asked) return refusal_code::already_asked;
  if (q.state.shelvings >= shelvings_max) return refusal_code::shelving_used_up;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  if (asked.until <= q.now || asked.until > q.now + one_year)
    return refusal_code::shelving_date_invalid;
  if (!shelving_ends_within_calendar(q, asked.until)) return refusal_code::calendar_horizon;
  return events{
      shelving_requested{asked.until, asked.reason, q.desk_above(q.state.what.area).area}};
}

decider::answer decider::operator()(const decide_shelving& asked) const {
  if (q.state.shelved_until) {
    if (asked.what == decision::granted) return refusal_code::shelved;
    if (blank(asked.reason)) return refusal_code::reason_missing;
    return events{resumed{asked.reason}};
  }
  if (!q.state.shelving_asked) return refusal_code::nothing_asked;
  if (asked.what == decision::granted) {
    // Meanwhile handled, or returned: there is no clock to stop.
    if (!departments_hold(q.state) || q.state.lead()->awaits_ruling()) return wrong_stage(q.state);
    if (*q.state.shelving_asked <= q.now) return refusal_code::shelving_date_invalid;
    if (!shelving_ends_within_calendar(q, *q.state.shelving_asked))
      return refusal_code::calendar_horizon;
  } else if (blank(asked.reason)) {
    return refusal_code::reason_missing;
  }
  return events{shelving_decided{asked.what, asked.reason}};
}

decider::answer decider::operator()(const urge& asked) const {
  if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
  return events{urged{asked.text}};
}

// A supervisor's order with its own deadline; a new one replaces the last, but not one from above.
decider::answer decider::operator()(const supervise& asked) const {
  if (!departments_hold(q.state)) return wrong_stage(q.state);
  if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
  if (asked.due_at <= q.now) return refusal_code::due_in_the_past;
  if (asked.due_at > q.now + one_year) return refusal_code::due_too_far;
  if (auto no = ordered_from_above(q)) return *no;
  budget limit{time_unit::urgent_hour, asked.due_at - q.now};
  return events{supervised{asked.text, limit, q.by().area}};
}

decider::answer decider::operator()(const appeal& asked) const {
  const obligation& owed = q.own();
  if (!is_own_clock(asked.clock) || !has_overrun(owed, asked.clock))
    return refusal{refusal_code::no_overrun, std::string(name_of(asked.clock))};
  if (owed.appeal_of(asked.clock) != appeal_stage::none) return refusal_code::appeal_used_up;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{
      appealed{owed.department, asked.clock, asked.reason, q.desk_above(q.state.what.area).area}};
}

// Upheld, it exempts the statistics. The overrun stays a fact.
decider::answer decider::operator()(const decide_appeal& asked) const {
  const obligation* owed = q.state.obligation_of(asked.department);
  bool waits =
      owed && is_own_clock(asked.clock) && owed->appeal_of(asked.clock) == appeal_stage::pending;
  if (!waits) return refusal{refusal_code::nothing_asked, asked.department.text};
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{appeal_decided{asked.department, asked.clock, asked.what, asked.reason}};
}

}  // namespace gridwhistle
