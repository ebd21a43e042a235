// What a called department owes and says, and the desk's rulings on it: report_in, unreport,
// arrive, note, return, rule, release, handle.
#include <algorithm>

#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

// At most two returns a whistle; then the ruling is final (domain.md section 3).
constexpr int returns_max = 2;
// Questions to the reporter, of one obligation: each may stop its clocks for a day.
constexpr int questions_max = 2;

std::optional<refusal> not_at_it(const obligation& owed) {
  if (owed.awaits_ruling()) return refusal{refusal_code::return_pending, {}};
  if (auto ended = has_ended(owed)) return refusal{*ended, owed.department.text};
  return std::nullopt;
}

// Whom an upheld return calls: another lead, or of a helper whoever is named, and the helpers.
result<events> replace(const question& q, const obligation& owed, const rule& asked) {
  bool leads = owed.part == part::lead;
  department_code next = leads && asked.instead.empty() ? owed.proposed : asked.instead;
  std::vector<department_code> helpers = asked.helpers;
  if (!leads && !next.empty()) helpers.insert(helpers.begin(), next);
  if (next == owed.department || std::ranges::count(helpers, owed.department) > 0)
    return refusal{refusal_code::proposed_owner_invalid, owed.department.text};
  return leads ? call_by_hand(q, next, helpers, asked.reason) : call_helpers(q, helpers);
}

}  // namespace

decider::answer decider::operator()(const report_in&) const {
  const obligation& owed = q.own();
  if (auto no = not_at_it(owed)) return *no;
  if (owed.stage != obligation_stage::owed) return refusal_code::already_reported_in;
  return events{reported_in{owed.department}};
}

decider::answer decider::operator()(const unreport& asked) const {
  const obligation& owed = q.own();
  if (auto no = not_at_it(owed)) return *no;
  if (owed.stage == obligation_stage::owed) return refusal_code::not_reported_in;
  if (owed.stage == obligation_stage::on_site) return refusal_code::already_on_site;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{unreported{owed.department, asked.reason}};
}

decider::answer decider::operator()(const arrive&) const {
  const obligation& owed = q.own();
  if (auto no = not_at_it(owed)) return *no;
  if (owed.stage == obligation_stage::owed) return refusal_code::not_reported_in;
  if (owed.stage == obligation_stage::on_site) return refusal_code::already_on_site;
  return events{arrived{owed.department}};
}

// One addressed to the reporter asks him something, and the asking department's clocks stand until
// he answers: so only whoever is at it may, and not for ever.
decider::answer decider::operator()(const note& asked) const {
  if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
  if (asked.to == addressed_to::everybody)
    return events{noted{asked.text, asked.to, department_code(), budget()}};
  const obligation* owed = q.state.obligation_at(q.by().department);
  if (q.by().role != role::clerk || !owed) return refusal_code::only_called_may_ask;
  if (q.state.shelved_until) return refusal_code::shelved;
  if (auto no = not_at_it(*owed)) return *no;
  bool nobody = q.state.reporter_is_importer || q.state.reporter.empty();  // opened by a schedule
  if (nobody || q.state.reporter == q.by().user) return refusal_code::reporter_cannot_be_asked;
  if (owed->waits_for_reporter()) return refusal_code::question_pending;
  if (owed->questions >= questions_max) return refusal_code::questions_used_up;
  return events{noted{asked.text, asked.to, owed->department, q.rules.reporter_answers_within}};
}

// "Not ours": reason, evidence and a proposed owner, or nothing.
decider::answer decider::operator()(const return_to_desk& asked) const {
  const obligation& owed = q.own();
  if (auto no = not_at_it(owed)) return *no;
  if (q.state.returns >= returns_max) return refusal_code::returns_used_up;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  if (blank(asked.evidence)) return refusal_code::evidence_missing;
  if (asked.proposed.empty() || asked.proposed == owed.department)
    return refusal{refusal_code::proposed_owner_invalid, asked.proposed.text};
  if (!q.rules.departments.find(asked.proposed))
    return refusal{refusal_code::department_unknown, asked.proposed.text};
  return events{returned{owed.department, asked.reason, asked.evidence, asked.proposed,
                         q.desk_above(q.state.what.area).area, q.rules.desk_clock}};
}

decider::answer decider::operator()(const rule& asked) const {
  const obligation* owed = q.state.obligation_of(asked.department);
  if (!owed || !owed->awaits_ruling())
    return refusal{refusal_code::no_return_pending, asked.department.text};
  if (blank(asked.reason)) return refusal_code::reason_missing;
  auto called =
      asked.what == ruling::upheld ? replace(q, *owed, asked) : call_helpers(q, asked.helpers);
  if (!called) return called.refused();
  events follow = {ruled{asked.department, asked.what, asked.reason}};
  for (event& each : called.value()) follow.push_back(std::move(each));
  return follow;
}

decider::answer decider::operator()(const release& asked) const {
  const obligation* owed = q.state.obligation_of(asked.department);
  if (!owed || !departments_hold(q.state))
    return refusal{refusal_code::department_not_called, asked.department.text};
  if (owed->part == part::lead) return refusal_code::lead_cannot_be_released;
  if (auto no = not_at_it(*owed)) return *no;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{released{asked.department, asked.reason}};
}

// The lead says done with a result; impossible while a helper's obligation is open.
decider::answer decider::operator()(const handle& asked) const {
  const obligation& owed = q.own();
  if (auto no = not_at_it(owed)) return *no;
  if (owed.stage == obligation_stage::owed) return refusal_code::not_reported_in;
  if (blank(asked.result)) return refusal_code::result_missing;
  events follow = {handled{owed.department, asked.result, asked.photos}};
  if (owed.part == part::helper) return follow;
  auto helpers = open_helpers(q.state);
  if (!helpers.empty()) return refusal{refusal_code::helper_still_open, helpers.front().text};
  if (q.state.verify == verification::not_required) follow.push_back(closed{outcome::solved, {}});
  return follow;
}

}  // namespace gridwhistle
