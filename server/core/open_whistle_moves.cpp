#include "server/core/open_whistle_moves.hpp"

#include <algorithm>

#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

// A step of history keeps its event as the place among the alternatives.
instant asked_at(const whistle& state) {
  static const std::size_t dispatched_place = event(dispatched{}).index();
  auto first = std::ranges::find(state.history, dispatched_place, &step::event_index);
  return first == state.history.end() ? state.raised_at : first->at;
}

std::vector<called_seat> called_in(const seats_or_desk& found) {
  const auto* called = std::get_if<called_seats>(&found);
  if (!called) return {};
  std::vector<called_seat> all = called->helpers;
  all.insert(all.begin(), called->lead);
  return all;
}

bool is_called_already(const whistle& state, const called_seats& seats) {
  const limits& owed = seats.lead.owed;
  // An ordered limit is one instant, whenever it is computed.
  bool same_handle = state.what.ordered_limit || state.handle_limit == owed.handle;
  if (state.lead()->department != seats.lead.department) return false;
  if (state.report_in_limit != owed.report_in || !same_handle) return false;
  auto at_it = open_helpers(state);
  return at_it.size() == seats.helpers.size() &&
         std::ranges::all_of(seats.helpers, [&](const called_seat& each) {
           return std::ranges::count(at_it, each.department) == 1;
         });
}

}  // namespace

std::optional<open_change> change_under(const whistle& state, const policy& frozen,
                                        const policy& next) {
  if (!state.open()) return std::nullopt;
  instant at = asked_at(state);
  auto before = whom_to_call(frozen, state.what, at);
  auto after = whom_to_call(next, state.what, at);
  open_change found{state.id, holder_of(frozen, state.what.area, before),
                    holder_of(next, state.what.area, after), called_in(before), called_in(after)};
  if (found.before == found.after && same_call(before, after)) return std::nullopt;
  return found;
}

std::vector<event> decide_move(const whistle& state, instant now, const policy& rules,
                               const std::string& reason) {
  static const command nobody_asks;
  const question q{state, nobody_asks, now, rules, nullptr, rules};
  bool on_desk = desk_holds_early(state) && state.desk_reason != desk_reason::kind_not_allowed;
  bool with_departments = departments_hold(state) && !state.lead()->awaits_ruling();
  if (state.shelved_until || (!on_desk && !with_departments)) return {};
  auto found = whom_to_call(rules, state.what, now);
  const auto* seats = std::get_if<called_seats>(&found);
  if (!seats || (with_departments && is_called_already(state, *seats))) return {};
  events follow;
  if (state.stage == stage::raised) follow.push_back(as_filed(state.what));
  call(q, *state.what.matter, *seats, reason, follow);
  return follow;
}

}  // namespace gridwhistle
