#include "server/core/routing.hpp"

#include <algorithm>
#include <utility>

#include "server/core/calling.hpp"
#include "server/core/decider.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// What a called department's limits follow from.
struct call_terms {
  const policy& rules;
  const report& what;
  instant at;
  const duty* row = nullptr;  // gives the limit class; null: no duty covers it, or two do

  limits owed_by(const department_code& who) const {
    limits owed = rules.limits_of(row ? row->limit_class : std::string(), what.condition,
                                  *what.kind, who, at);
    if (const auto& ordered = what.ordered_limit) {
      owed.handle.reset();
      if (ordered->due_at) owed.handle = budget{time_unit::urgent_hour, *ordered->due_at - at};
    }
    return owed;
  }

  // Nothing when its limits lie beyond the published calendar: a loud state, never a guess.
  // Departments keep different hours: each one's own calendar must reach far enough.
  std::optional<called_seat> seat_of(const department_code& who) const {
    limits owed = owed_by(who);
    const work_clock& hours = rules.days.clock_of(who);
    bool computable =
        after(hours, at, owed.report_in) && (!owed.handle || after(hours, at, *owed.handle));
    if (!computable) return std::nullopt;
    return called_seat{who, owed};
  }
};

duty_match matched(const policy& rules, const report& what, instant at) {
  return rules.duties.match({*what.matter, what.area, at, *what.kind}, rules.areas, rules.days);
}

call_terms terms_of(const question& q, const duty* row) {
  return {q.rules, q.state.what, q.now, row};
}

// Reaches whoever is on duty for it now.
delivered delivered_to(const question& q, const called_seat& seat) {
  return {seat.department, seat.owed.report_in, seat.owed.handle,
          q.rules.roster.call(seat.department, q.now, q.rules.departments, q.rules.days)};
}

bool names(const std::vector<called_seat>& seats, const department_code& who) {
  return std::ranges::find(seats, who, &called_seat::department) != seats.end();
}

}  // namespace

seats_or_desk whom_to_call(const policy& rules, const report& what, instant at) {
  if (auto missing = lacks(rules, what)) return *missing;
  calling chosen = departments_for(rules, {*what.matter, what.area, at, *what.kind});
  if (chosen.desk_because) return *chosen.desk_because;
  call_terms terms{rules, what, at, chosen.found.winner};
  auto lead = terms.seat_of(chosen.lead->code);
  if (!lead) return desk_reason::limit_unknown;
  called_seats made{*std::move(lead), {}, terms.row->row};
  for (const department* helper : chosen.helpers) {
    auto seat = terms.seat_of(helper->code);
    if (!seat) return desk_reason::limit_unknown;
    made.helpers.push_back(*std::move(seat));
  }
  return made;
}

desk_took to_desk(const question& q, const area_code& where, desk_reason reason) {
  return desk_took{q.desk_above(where).area, reason, q.rules.desk_clock, q.rules.hash, q.by().role};
}

void call(const question& q, const matter_key& about, const called_seats& who, std::string reason,
          events& follow) {
  const matter* known = q.rules.matters.find(about);
  GW_CHECK(known != nullptr);
  std::vector<department_code> helpers;
  for (const called_seat& each : who.helpers) helpers.push_back(each.department);
  follow.push_back(dispatched{who.lead.department, std::move(helpers), who.lead.owed.report_in,
                              who.lead.owed.handle, q.rules.hash, who.duty_row, known->verify,
                              q.rules.photo, std::move(reason)});
  follow.push_back(delivered_to(q, who.lead));
  auto goes_on = open_helpers(q.state);
  for (const called_seat& each : who.helpers) {
    if (std::ranges::count(goes_on, each.department) == 0) follow.push_back(delivered_to(q, each));
  }
}

void route(const question& q, const report& what, events& follow) {
  auto found = whom_to_call(q.rules, what, q.now);
  if (const auto* why = std::get_if<desk_reason>(&found)) {
    follow.push_back(to_desk(q, what.area, *why));
    return;
  }
  call(q, *what.matter, std::get<called_seats>(found), {}, follow);
}

result<events> call_by_hand(const question& q, const department_code& lead,
                            const std::vector<department_code>& helpers, std::string reason) {
  // It was filed under another pack, perhaps: what that one knew may be gone.
  if (auto missing = lacks(q.rules, q.state.what)) return still_lacking(*missing, q.state.what);
  if (!q.rules.departments.find(lead)) return refusal{refusal_code::department_unknown, lead.text};
  // The desk chooses who, not how long: the limit is still the matter's where one duty covers it.
  call_terms terms = terms_of(q, matched(q.rules, q.state.what, q.now).winner);
  std::vector<called_seat> all;
  for (const department_code& helper : open_helpers(q.state)) {
    if (helper != lead) all.push_back({helper, terms.owed_by(helper)});
  }
  bool computable = true;
  for (const department_code& helper : helpers) {
    if (!q.rules.departments.find(helper)) {
      return refusal{refusal_code::department_unknown, helper.text};
    }
    if (helper == lead || names(all, helper))
      return refusal{refusal_code::helper_named_twice, helper.text};
    auto seat = terms.seat_of(helper);
    computable = computable && seat;
    all.push_back(seat ? *std::move(seat) : called_seat{helper, {}});
  }
  auto lead_seat = terms.seat_of(lead);
  if (!computable || !lead_seat) return refusal_code::calendar_horizon;
  events follow;
  call(q, *q.state.what.matter, {*std::move(lead_seat), std::move(all), 0}, std::move(reason),
       follow);
  return follow;
}

result<events> call_helpers(const question& q, const std::vector<department_code>& helpers) {
  if (helpers.empty()) return events{};
  if (auto missing = lacks(q.rules, q.state.what)) return still_lacking(*missing, q.state.what);
  call_terms terms = terms_of(q, matched(q.rules, q.state.what, q.now).winner);
  std::vector<called_seat> all;
  for (const department_code& helper : helpers) {
    if (!q.rules.departments.find(helper))
      return refusal{refusal_code::department_unknown, helper.text};
    const obligation* already = q.state.obligation_of(helper);
    if ((already && already->open()) || names(all, helper))
      return refusal{refusal_code::helper_named_twice, helper.text};
    auto seat = terms.seat_of(helper);
    if (!seat) return refusal_code::calendar_horizon;
    all.push_back(*std::move(seat));
  }
  events follow;
  for (const called_seat& each : all) {
    follow.push_back(helper_called{each.department});
    follow.push_back(delivered_to(q, each));
  }
  return follow;
}

std::optional<place> in_datum_of_pack(const policy& rules, std::optional<place> where) {
  if (!where || !where->crs) return where;
  map_point at =
      converted(map_point{where->longitude_e7, where->latitude_e7}, *where->crs, rules.datum);
  return place{at.x, at.y, where->accuracy_m};
}

std::optional<located> located_by_map(const policy& rules, const std::optional<place>& where) {
  if (!where || !rules.map.known()) return std::nullopt;
  return rules.map.locate(*where);
}

std::optional<desk_reason> lacks(const policy& rules, const report& what) {
  if (!rules.areas.find(what.area)) return desk_reason::area_unknown;
  if (!what.kind) return desk_reason::kind_unknown;
  const matter* known = what.matter ? rules.matters.find(*what.matter) : nullptr;
  if (!known) return desk_reason::matter_unknown;
  if (known->admitted == admission::not_admitted) return desk_reason::matter_not_admitted;
  return std::nullopt;
}

std::optional<desk_reason> lacks_from(const policy& rules, const report& what, role speaker) {
  auto missing = lacks(rules, what);
  if (!missing && !may_blow(*what.kind, speaker)) return desk_reason::kind_not_allowed;
  return missing;
}

bool map_names_area(const policy& rules, const report& what, const std::optional<located>& map) {
  return what.area.empty() && map && !map->ambiguous() && rules.map.known() &&
         map->area != rules.map.fallback();
}

desk_repair repair_of(const report& what, const std::optional<located>& map, desk_reason missing) {
  if (!what.area.empty() || !map) return {what.area, missing};
  bool torn = missing == desk_reason::area_unknown && map->ambiguous();
  return {map->area, torn ? desk_reason::place_ambiguous : missing};
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
    case desk_reason::place_ambiguous:
      break;
  }
  GW_CHECK(false);
  return {refusal_code::malformed, {}};
}

filed as_filed(const report& what) {
  return filed{*what.matter, what.area, *what.kind, what.condition};
}

}  // namespace gridwhistle
