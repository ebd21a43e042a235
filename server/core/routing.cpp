// From a filed report to the departments called: the duty list's choice, or a desk's word.
#include <algorithm>

#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

// The departments a dispatch calls, however they were chosen.
struct called {
  department_code lead;
  std::vector<department_code> helpers;
};

// Departments keep different hours: each one's own calendar must reach far enough.
bool computable(const question& q, const department_code& who, const limits& owed) {
  const work_clock& hours = q.rules.days.clock_of(who);
  return after(hours, q.now, owed.report_in) && (!owed.handle || after(hours, q.now, *owed.handle));
}

limits owed_by(const question& q, const filed& what, const duty* row, const department_code& who) {
  limits owed = q.rules.limits_of(row ? row->limit_class : std::string(), what.condition, what.kind,
                                  who, q.now);
  if (const auto& ordered = q.what().ordered_limit) {
    owed.handle.reset();
    if (ordered->due_at) owed.handle = budget{time_unit::urgent_hour, *ordered->due_at - q.now};
  }
  return owed;
}

// Nothing when its limits lie beyond the published calendar.
std::optional<delivered> delivery(const question& q, const filed& what, const duty* row,
                                  const department_code& to) {
  limits owed = owed_by(q, what, row, to);
  if (!computable(q, to, owed)) return std::nullopt;
  return delivered{to, owed.report_in, owed.handle};
}

// False, and nothing follows, when a limit lies beyond the published calendar: a loud state, never
// a guess. row gives the limit class; duty_row is what the event names as its ground.
bool call(const question& q, const filed& what, const called& who, const duty* row, int duty_row,
          std::string reason, events& follow) {
  auto lead_seat = delivery(q, what, row, who.lead);
  if (!lead_seat) return false;
  const matter* known = q.rules.matters.find(what.matter);
  GW_CHECK(known != nullptr);
  std::size_t begun = follow.size();
  follow.push_back(dispatched{who.lead, who.helpers, *lead_seat->report_in_limit,
                              lead_seat->handle_limit, q.rules.hash, duty_row, known->verify,
                              std::move(reason)});
  follow.push_back(*std::move(lead_seat));
  auto goes_on = open_helpers(q.state);
  for (const department_code& helper : who.helpers) {
    if (std::count(goes_on.begin(), goes_on.end(), helper) != 0) continue;
    auto seat = delivery(q, what, row, helper);
    if (!seat) {
      follow.resize(begun);
      return false;
    }
    follow.push_back(*std::move(seat));
  }
  return true;
}

duty_match matched(const question& q, const filed& what) {
  return q.rules.duties.match({what.matter, what.area, q.now, what.kind}, q.rules.areas,
                              q.rules.days);
}

}  // namespace

desk_took to_desk(const question& q, const area_code& where, desk_reason reason) {
  return desk_took{q.desk_above(where).area, reason, q.rules.desk_clock};
}

void route(const question& q, const filed& what, events& follow) {
  auto give_to_desk = [&](desk_reason why) { follow.push_back(to_desk(q, what.area, why)); };
  duty_match found = matched(q, what);
  if (found.beyond_calendar) return give_to_desk(desk_reason::limit_unknown);
  if (found.tied) return give_to_desk(desk_reason::duty_ambiguous);
  if (!found.winner) return give_to_desk(desk_reason::no_duty);
  const department* lead =
      q.rules.departments.resolve(q.rules.areas, found.winner->lead, what.area);
  if (!lead) return give_to_desk(desk_reason::no_department);
  called who{lead->code, {}};
  for (const function_at_level& wanted : found.winner->helpers) {
    const department* helper = q.rules.departments.resolve(q.rules.areas, wanted, what.area);
    if (!helper) return give_to_desk(desk_reason::no_department);
    bool named = helper == lead || std::count(who.helpers.begin(), who.helpers.end(), helper->code);
    if (!named) who.helpers.push_back(helper->code);
  }
  if (!call(q, what, who, found.winner, found.winner->row, {}, follow))
    give_to_desk(desk_reason::limit_unknown);
}

result<events> call_by_hand(const question& q, const department_code& lead,
                            const std::vector<department_code>& helpers, std::string reason) {
  // It was filed under another pack, perhaps: what that one knew may be gone.
  if (auto missing = lacks(q, q.state.what)) return still_lacking(*missing, q.state.what);
  if (!q.rules.departments.find(lead)) return refusal{refusal_code::department_unknown, lead.text};
  called who{lead, open_helpers(q.state)};
  std::erase(who.helpers, lead);
  for (const department_code& helper : helpers) {
    if (!q.rules.departments.find(helper)) {
      return refusal{refusal_code::department_unknown, helper.text};
    }
    bool named = helper == lead || std::count(who.helpers.begin(), who.helpers.end(), helper);
    if (named) return refusal{refusal_code::helper_named_twice, helper.text};
    who.helpers.push_back(helper);
  }
  // The desk chooses who, not how long: the limit is still the matter's where one duty covers it.
  filed what = as_filed(q.state.what);
  duty_match found = matched(q, what);
  events follow;
  if (!call(q, what, who, found.winner, 0, std::move(reason), follow))
    return refusal_code::calendar_horizon;
  return follow;
}

result<events> call_helper(const question& q, const department_code& helper) {
  if (auto missing = lacks(q, q.state.what)) return still_lacking(*missing, q.state.what);
  if (!q.rules.departments.find(helper)) {
    return refusal{refusal_code::department_unknown, helper.text};
  }
  const obligation* already = q.state.obligation_of(helper);
  if (already && already->open()) return refusal{refusal_code::helper_named_twice, helper.text};
  filed what = as_filed(q.state.what);
  duty_match found = matched(q, what);
  auto seat = delivery(q, what, found.winner, helper);
  if (!seat) return refusal_code::calendar_horizon;
  return events{helper_called{helper}, *std::move(seat)};
}

std::optional<desk_reason> lacks(const question& q, const report& what) {
  if (!q.rules.areas.find(what.area)) return desk_reason::area_unknown;
  if (!what.kind) return desk_reason::kind_unknown;
  const matter* known = what.matter ? q.rules.matters.find(*what.matter) : nullptr;
  if (!known) return desk_reason::matter_unknown;
  if (known->admitted == admission::not_admitted) return desk_reason::matter_not_admitted;
  return std::nullopt;
}

refusal still_lacking(desk_reason missing, const report& repaired) {
  std::string matter_text = repaired.matter ? to_text(*repaired.matter) : std::string();
  switch (missing) {
    case desk_reason::area_unknown:
      return {refusal_code::area_unknown, repaired.area.text};
    case desk_reason::kind_unknown:
      return {refusal_code::kind_missing, {}};
    case desk_reason::matter_unknown:
      return {refusal_code::matter_unknown, matter_text};
    case desk_reason::matter_not_admitted:
      return {refusal_code::matter_not_admitted, matter_text};
    case desk_reason::no_duty:
    case desk_reason::duty_ambiguous:
    case desk_reason::no_department:
    case desk_reason::limit_unknown:
    case desk_reason::kind_not_allowed:
      break;
  }
  GW_CHECK(false);
  return {refusal_code::malformed, {}};
}

filed as_filed(const report& what) {
  return filed{*what.matter, what.area, *what.kind, what.condition};
}

}  // namespace gridwhistle
