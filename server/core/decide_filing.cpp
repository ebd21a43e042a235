// From the blow to the departments' seats: blow, amend, check, file, dispatch, redispatch, decline,
// withdraw. The normal path files and dispatches in the same turn, with no human.
#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

// What a sound report is: filed, and called or given to a desk in the same turn.
void file_and_route(const question& q, const report& what, events& follow) {
  follow.push_back(as_filed(what));
  route(q, what, follow);
}

// What is missing is the desk's to repair; map: where it says that the report's place lies.
void repair_or_route(const question& q, const report& what, const std::optional<located>& map,
                     events& follow) {
  if (auto missing = lacks_from(q.rules, what, q.by().role)) {
    desk_repair repair = repair_of(what, map, *missing);
    follow.push_back(to_desk(q, repair.where, repair.why));
  } else {
    file_and_route(q, what, follow);
  }
}

}  // namespace

// Nothing valid is refused for content: what cannot be filed goes to the area's desk for repair,
// and so does a kind that the speaker may not blow.
decider::answer decider::operator()(const blow& asked) const {
  if (asked.what.ordered_limit && q.by().role != role::importer) {
    return refusal_code::ordered_limit_not_allowed;
  }
  events follow;
  follow.reserve(6);  // raised, filed, dispatched, delivered to a lead and two helpers
  raised told{asked.what, q.by().role == role::importer, {}};
  told.what.where = in_datum_of_pack(q.rules, told.what.where);
  told.map = located_by_map(q.rules, told.what.where);
  std::optional<located> map = told.map;
  follow.push_back(std::move(told));
  if (!map_names_area(q.rules, asked.what, map)) {
    repair_or_route(q, asked.what, map, follow);
    return follow;
  }
  report placed = asked.what;
  placed.area = map->area;
  repair_or_route(q, placed, map, follow);
  return follow;
}

decider::answer decider::operator()(const amend& asked) const {
  report_change change = asked.change;
  change.where = in_datum_of_pack(q.rules, change.where);
  std::optional<located> map = located_by_map(q.rules, change.where);
  bool placed = desk_holds_early(q.state) && map_names_area(q.rules, q.state.what, map);
  bool refiles = change.matter || change.kind || !change.area.empty() || placed;
  if (!refiles && blank(change.text) && !change.where && change.photos.empty())
    return refusal_code::change_missing;
  if (q.state.what.photos.size() + change.photos.size() > photos_max)
    return refusal{refusal_code::list_too_long, "photos"};
  events follow = {amended{change, map}};
  if (!refiles) return follow;
  if (!desk_holds_early(q.state)) return wrong_stage(q.state);
  report repaired = q.state.what;
  correct(repaired, change);
  if (!change.where) map = q.state.map;
  if (map_names_area(q.rules, repaired, map)) repaired.area = map->area;
  // What is still missing stays with the desk that has it.
  if (lacks_from(q.rules, repaired, q.by().role)) return follow;
  file_and_route(q, repaired, follow);
  return follow;
}

decider::answer decider::operator()(const check& asked) const {
  if (!desk_holds_early(q.state)) return wrong_stage(q.state);
  if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
  return events{checked{asked.what, asked.text, asked.photos}};
}

decider::answer decider::operator()(const file& asked) const {
  if (!desk_holds_early(q.state)) return wrong_stage(q.state);
  report repaired = q.state.what;
  correct(repaired, {asked.matter, asked.area, asked.kind, {}, {}, {}});
  if (asked.condition != 0) repaired.condition = asked.condition;
  if (map_names_area(q.rules, repaired, q.state.map)) repaired.area = q.state.map->area;
  if (auto missing = lacks(q.rules, repaired)) return still_lacking(*missing, repaired);
  events follow;
  file_and_route(q, repaired, follow);
  return follow;
}

// For what no duty covers the desk names the lead.
decider::answer decider::operator()(const dispatch& asked) const {
  if (q.state.desk.empty() || q.state.stage != stage::filed) return wrong_stage(q.state);
  return call_by_hand(q, asked.lead, asked.helpers, {});
}

decider::answer decider::operator()(const redispatch& asked) const {
  if (!departments_hold(q.state)) return wrong_stage(q.state);
  if (q.state.lead()->awaits_ruling()) return refusal_code::return_pending;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  if (asked.lead == q.state.lead()->department)
    return refusal{refusal_code::already_lead, asked.lead.text};
  return call_by_hand(q, asked.lead, asked.helpers, asked.reason);
}

decider::answer decider::operator()(const decline& asked) const {
  if (!desk_holds_early(q.state)) return wrong_stage(q.state);
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{declined{asked.reason}};
}

decider::answer decider::operator()(const withdraw& asked) const {
  if (q.state.stage == stage::handled) return wrong_stage(q.state);
  // Others have reported it too.
  if (!q.state.members.empty()) return refusal_code::has_members;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{withdrawn{asked.reason}};
}

}  // namespace gridwhistle
