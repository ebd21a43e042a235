// What follows from a command. Each decider is one row of domain.md section 3; the normal path
// files and dispatches in the same turn, with no human.
#include <algorithm>

#include "server/core/whistle.hpp"

namespace gridwhistle {
namespace {

using events = std::vector<event>;

// Who somebody is to a whistle.
struct relation {
  const whistle& state;
  const actor& by;
  const policy& rules;

  // A desk officer speaks for the whole area under the desk; a place nobody knows belongs to the
  // city.
  bool desk_covers() const {
    if (by.role != role::desk_officer) return false;
    const area_code& where = state.desk.empty() ? state.what.area : state.desk;
    const area_code& known = rules.areas.find(where) ? where : rules.areas.city().code;
    return rules.areas.find(by.area) && rules.areas.holds(by.area, known);
  }
  bool walks_here() const {
    return by.role == role::grid_worker && rules.areas.find(by.area) &&
           rules.areas.find(state.what.area) && rules.areas.holds(by.area, state.what.area);
  }
  bool reported_it() const { return by.user == state.reporter; }
  const obligation* own_obligation() const {
    return by.role == role::clerk ? state.obligation_of(by.department) : nullptr;
  }
};

struct question {
  const whistle& state;
  const command& asked;
  instant now;
  const policy& rules;
  const actor& by() const { return asked.by; }
  // Of a blow the report is in the command; afterwards it is in the state.
  const report& what() const {
    const auto* blown = std::get_if<blow>(&asked.ask);
    return blown ? blown->what : state.what;
  }
  relation speaker() const { return {state, asked.by, rules}; }
};

// --- who may -----------------------------------------------------------------------------------

struct permission {
  const question& q;
  using answer = std::optional<refusal_code>;  // nothing: may

  answer desk() const {
    if (q.speaker().desk_covers()) return std::nullopt;
    return refusal_code::role_not_allowed;
  }
  answer called() const {
    if (q.by().role != role::clerk) return refusal_code::role_not_allowed;
    if (q.speaker().own_obligation()) return std::nullopt;
    return refusal_code::department_not_called;
  }
  answer operator()(const blow&) const {
    if (q.by().role != role::clerk) return std::nullopt;
    return refusal_code::role_not_allowed;
  }
  answer operator()(const file&) const { return desk(); }
  answer operator()(const dispatch&) const { return desk(); }
  answer operator()(const close&) const { return desk(); }
  answer operator()(const decline&) const { return desk(); }
  answer operator()(const report_in&) const { return called(); }
  answer operator()(const arrive&) const { return called(); }
  answer operator()(const handle&) const { return called(); }
  answer operator()(const note&) const {
    if (q.speaker().reported_it() || q.speaker().own_obligation() || q.speaker().desk_covers())
      return std::nullopt;
    return refusal_code::not_your_whistle;
  }
  answer operator()(const verify&) const {
    if (q.speaker().reported_it() || q.speaker().walks_here() || q.speaker().desk_covers())
      return std::nullopt;
    return refusal_code::not_your_whistle;
  }
  answer operator()(const withdraw&) const {
    if (q.speaker().reported_it()) return std::nullopt;
    return refusal_code::not_your_whistle;
  }
};

// --- routing -----------------------------------------------------------------------------------

desk_took to_desk(const question& q, const area_code& where, desk_reason reason) {
  const department* desk = q.rules.departments.desk_of(q.rules.areas, where);
  GW_CHECK(desk != nullptr);  // pack_loader refuses a pack without a city desk
  return desk_took{desk->area, reason, q.rules.desk_clock};
}

// The departments a dispatch calls, however they were chosen.
struct called {
  const department* lead = nullptr;
  std::vector<department_code> helpers;
};

// Departments keep different hours: each one's own calendar must reach far enough.
bool computable(const question& q, const department_code& who, const limits& owed) {
  const work_clock& hours = q.rules.days.clock_of(who);
  return after(hours, q.now, owed.report_in) && (!owed.handle || after(hours, q.now, *owed.handle));
}

// False, and nothing follows, when a limit lies beyond the published calendar: a loud state, never
// a guess.
bool call(const question& q, const filed& what, const called& who, const duty* by_duty,
          events& follow) {
  const department_code& lead = who.lead->code;
  limits owed = q.rules.limits_of(by_duty ? by_duty->limit_class : std::string(), what.condition,
                                  what.kind, lead);
  if (const auto& ordered = q.what().ordered_limit) {
    owed.handle.reset();
    if (ordered->due_at) owed.handle = budget{time_unit::urgent_hour, *ordered->due_at - q.now};
  }
  if (!computable(q, lead, owed)) return false;
  for (const department_code& helper : who.helpers) {
    if (!computable(q, helper, owed)) return false;
  }
  const matter* known = q.rules.matters.find(what.matter);
  GW_CHECK(known != nullptr);
  follow.push_back(dispatched{lead, who.helpers, owed.report_in, owed.handle, q.rules.hash,
                              by_duty ? by_duty->row : 0, known->verify});
  follow.push_back(delivered{lead});
  for (const department_code& helper : who.helpers) follow.push_back(delivered{helper});
  return true;
}

// The duty list's answer: departments called, or a desk with the reason why not.
void route(const question& q, const filed& what, events& follow) {
  auto give_to_desk = [&](desk_reason why) { follow.push_back(to_desk(q, what.area, why)); };
  duty_match found =
      q.rules.duties.match({what.matter, what.area, q.now, what.kind}, q.rules.areas, q.rules.days);
  if (found.tied) return give_to_desk(desk_reason::duty_ambiguous);
  if (!found.winner) return give_to_desk(desk_reason::no_duty);
  called who;
  who.lead = q.rules.departments.resolve(q.rules.areas, found.winner->lead, what.area);
  if (!who.lead) return give_to_desk(desk_reason::no_department);
  for (const function_at_level& wanted : found.winner->helpers) {
    const department* helper = q.rules.departments.resolve(q.rules.areas, wanted, what.area);
    if (!helper) return give_to_desk(desk_reason::no_department);
    bool named =
        helper == who.lead || std::count(who.helpers.begin(), who.helpers.end(), helper->code);
    if (!named) who.helpers.push_back(helper->code);
  }
  if (!call(q, what, who, found.winner, follow)) give_to_desk(desk_reason::limit_unknown);
}

// Why a report cannot be filed as it stands; nothing when it can.
std::optional<desk_reason> lacks(const question& q, const report& what) {
  if (!q.rules.areas.find(what.area)) return desk_reason::area_unknown;
  if (!what.kind) return desk_reason::kind_unknown;
  const matter* known = what.matter ? q.rules.matters.find(*what.matter) : nullptr;
  if (!known) return desk_reason::matter_unknown;
  if (known->admitted == admission::not_admitted) return desk_reason::matter_not_admitted;
  return std::nullopt;
}

filed as_filed(const report& what) {
  return filed{*what.matter, what.area, *what.kind, what.condition};
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t\n") == std::string::npos; }

bool desk_holds_early(const whistle& state) {
  return !state.desk.empty() && (state.stage == stage::raised || state.stage == stage::filed);
}

refusal wrong_stage(const whistle& state) {
  return refusal{refusal_code::wrong_stage, std::string(name_of(state.stage))};
}

// --- one decider a command ---------------------------------------------------------------------

struct decider {
  const question& q;
  using answer = result<events>;

  // Nothing valid is refused for content: what cannot be filed goes to the area's desk for repair.
  answer operator()(const blow& asked) const {
    if (asked.what.ordered_limit && q.by().role != role::importer) {
      return refusal_code::ordered_limit_not_allowed;
    }
    events follow;
    follow.reserve(6);  // raised, filed, dispatched, delivered to a lead and two helpers
    follow.push_back(raised{asked.what});
    if (auto missing = lacks(q, asked.what)) {
      follow.push_back(to_desk(q, asked.what.area, *missing));
      return follow;
    }
    filed sound = as_filed(asked.what);
    follow.push_back(sound);
    route(q, sound, follow);
    return follow;
  }

  answer operator()(const file& asked) const {
    if (!desk_holds_early(q.state)) return wrong_stage(q.state);
    report repaired = q.state.what;
    if (asked.matter) repaired.matter = asked.matter;
    if (!asked.area.empty()) repaired.area = asked.area;
    if (asked.kind) repaired.kind = asked.kind;
    if (asked.condition != 0) repaired.condition = asked.condition;
    if (auto missing = lacks(q, repaired)) return still_lacking(*missing, repaired);
    filed sound = as_filed(repaired);
    events follow = {sound};
    route(q, sound, follow);
    return follow;
  }

  static refusal still_lacking(desk_reason missing, const report& repaired) {
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
        break;
    }
    GW_CHECK(false);
    return {refusal_code::malformed, {}};
  }

  // For what no duty covers the desk names the lead.
  answer operator()(const dispatch& asked) const {
    if (q.state.desk.empty() || q.state.stage != stage::filed) return wrong_stage(q.state);
    // It was filed under another pack, perhaps: what that one knew may be gone.
    if (auto missing = lacks(q, q.state.what)) return still_lacking(*missing, q.state.what);
    called who;
    who.lead = q.rules.departments.find(asked.lead);
    if (!who.lead) return refusal{refusal_code::department_unknown, asked.lead.text};
    for (const department_code& helper : asked.helpers) {
      if (!q.rules.departments.find(helper)) {
        return refusal{refusal_code::department_unknown, helper.text};
      }
      bool named =
          helper == asked.lead || std::count(who.helpers.begin(), who.helpers.end(), helper);
      if (named) return refusal{refusal_code::helper_named_twice, helper.text};
      who.helpers.push_back(helper);
    }
    events follow;
    if (!call(q, as_filed(q.state.what), who, nullptr, follow))
      return refusal_code::calendar_horizon;
    return follow;
  }

  answer operator()(const report_in&) const {
    const obligation& owed = *q.speaker().own_obligation();
    if (owed.stage == obligation_stage::done) return refusal_code::obligation_done;
    if (owed.stage != obligation_stage::owed) return refusal_code::already_reported_in;
    return events{reported_in{owed.department}};
  }

  answer operator()(const arrive&) const {
    const obligation& owed = *q.speaker().own_obligation();
    if (owed.stage == obligation_stage::owed) return refusal_code::not_reported_in;
    if (owed.stage == obligation_stage::on_site) return refusal_code::already_on_site;
    if (owed.stage == obligation_stage::done) return refusal_code::obligation_done;
    return events{arrived{owed.department}};
  }

  answer operator()(const note& asked) const {
    if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
    return events{noted{asked.text}};
  }

  // The lead says done with a result; impossible while a helper's obligation is open.
  answer operator()(const handle& asked) const {
    const obligation& owed = *q.speaker().own_obligation();
    if (owed.stage == obligation_stage::owed) return refusal_code::not_reported_in;
    if (owed.stage == obligation_stage::done) return refusal_code::obligation_done;
    if (blank(asked.result)) return refusal_code::result_missing;
    events follow = {handled{owed.department, asked.result, asked.photos}};
    if (owed.part == part::helper) return follow;
    for (const obligation& other : q.state.obligations) {
      bool open_helper = other.part == part::helper && other.stage != obligation_stage::done;
      if (open_helper) return refusal{refusal_code::helper_still_open, other.department.text};
    }
    if (q.state.verify == verification::not_required) follow.push_back(closed{outcome::solved, {}});
    return follow;
  }

  answer operator()(const verify& asked) const {
    if (q.state.stage != stage::handled) return wrong_stage(q.state);
    for (const obligation& owed : q.state.obligations) {
      if (owed.handler == q.by().user) return refusal_code::handler_must_not_verify;
    }
    if (asked.what == found::solved) {
      return events{verified{asked.text, asked.photos}, closed{outcome::solved, {}}};
    }
    if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
    return events{verification_failed{asked.text, asked.photos}};
  }

  answer operator()(const close& asked) const {
    if (q.state.stage != stage::handled) return wrong_stage(q.state);
    if (!asked.outcome) return refusal{refusal_code::result_missing, "outcome"};
    if (blank(asked.reason)) return refusal_code::reason_missing;
    return events{closed{*asked.outcome, asked.reason}};
  }

  answer operator()(const decline& asked) const {
    if (!desk_holds_early(q.state)) return wrong_stage(q.state);
    if (blank(asked.reason)) return refusal_code::reason_missing;
    return events{declined{asked.reason}};
  }

  answer operator()(const withdraw& asked) const {
    if (q.state.stage == stage::handled) return wrong_stage(q.state);
    if (blank(asked.reason)) return refusal_code::reason_missing;
    return events{withdrawn{asked.reason}};
  }
};

}  // namespace

result<std::vector<event>> decide(const whistle* state, const command& asked, instant now,
                                  const policy& rules) {
  static const whistle nothing_yet;
  const question q{state ? *state : nothing_yet, asked, now, rules};
  bool blows = std::holds_alternative<blow>(asked.ask);
  if (!state && !blows) return refusal_code::whistle_unknown;
  if (state) {
    if (const step* known = state->step_of(asked.id)) {
      bool repeat = known->digest == asked.digest && known->by == asked.by.user;
      return repeat ? result<events>(events{}) : refusal{refusal_code::id_reused, asked.id.text()};
    }
    if (blows) return refusal_code::whistle_exists;
  }
  if (auto no = std::visit(permission{q}, asked.ask)) return *no;
  if (!blows && asked.seen_version != state->version) {
    return refusal{refusal_code::version_conflict,
                   std::to_string(asked.seen_version) + " -> " + std::to_string(state->version)};
  }
  if (state && !state->open())
    return refusal{refusal_code::already_ended, std::string(name_of(state->stage))};
  return std::visit(decider{q}, asked.ask);
}

bool may_see(const whistle& state, const actor& by, const policy& rules) {
  relation to{state, by, rules};
  return to.reported_it() || to.own_obligation() || to.desk_covers() || to.walks_here();
}

std::vector<event> decide_overruns(const whistle& state, instant now, const policy& rules) {
  events follow;
  for (const due& each : deadlines(state, rules)) {
    // A limit is kept up to and including its last millisecond.
    if (each.at >= now) break;
    follow.push_back(overran{each.clock, each.department, each.at});
  }
  return follow;
}

}  // namespace gridwhistle
