#include "server/core/care_shares.hpp"

#include <algorithm>
#include <array>

#include "server/core/permission.hpp"

namespace gridwhistle {

std::string_view name_of(care_state state) {
  constexpr std::array<std::string_view, care_states_count> names = {"visited", "open", "missed"};
  return names.at(static_cast<std::size_t>(state));
}

std::size_t care_row_shares::count(care_state state) const {
  auto number = std::count_if(listed.begin(), listed.end(),
                              [state](const listed_visit& each) { return each.state == state; });
  return static_cast<std::size_t>(number);
}

care_fold::care_fold(std::chrono::local_days from, std::chrono::local_days to, instant as_of,
                     grouping by, policy_ptr rules)
    : from_(from), to_(to), as_of_(as_of), by_(by), rules_(std::move(rules)) {}

care_state care_fold::state_of(const whistle& state, const care_period& when) const {
  if (state.open()) return care_state::open;
  bool solved = state.stage == stage::closed && state.outcome == outcome::solved;
  if (!solved) return care_state::missed;
  const obligation* lead = state.lead();
  instant handled_at = lead && lead->done_at ? *lead->done_at : *state.ended_at;
  bool in_time = handled_at < rules_->days.where().to_utc(when.next);
  return in_time ? care_state::visited : care_state::missed;
}

void care_fold::add(const whistle& state) {
  auto visit = visit_of(state);
  if (!visit) return;
  if (!asks_for(visit->when)) {
    if (visit->when.first < from_ && state.open()) ++open_of_earlier_;
    return;
  }
  opened_.insert(state.id);
  auto& row = rows_[group_of_place(state.what.area, by_, rules_->areas)];
  row.listed.push_back(
      {visit->resident, visit->when.name, state.what.area, state_of(state, visit->when), state.id});
}

void care_fold::pass_over(const whistle& state) {
  if (state.what.source == source::schedule) opened_.insert(state.id);
}

void care_fold::add_unopened(const care_row& row, const actor& by) {
  if (!sees_all_of(row.area, by, *rules_)) return;
  const zone& where = rules_->days.where();
  care_period when = period_around(std::max(from_, row.from), row.every);
  // Of a row that begins in mid-period the visit is that of the whole period.
  if (when.first < from_) when = period_around(when.next, row.every);
  for (; when.first <= to_; when = period_around(when.next, row.every)) {
    auto visit = visit_in(row, when.first, where);
    if (!visit || visit->opens > as_of_) return;
    // A resident who moved has two rows, and one visit.
    if (!opened_.insert(visit->whistle).second) continue;
    bool runs = as_of_ < where.to_utc(when.next);
    rows_[group_of_place(row.area, by_, rules_->areas)].listed.push_back(
        {row.resident, when.name, row.area, runs ? care_state::open : care_state::missed, {}});
  }
}

}  // namespace gridwhistle
