#include "server/engine/account_log.hpp"

#include <algorithm>
#include <array>

namespace gridwhistle {
namespace {

// In the order of account_act.
constexpr std::array<std::string_view, 11> act_names = {
    "enrolled",       "revoked",         "moved",
    "password_reset", "password_chosen", "second_factor_enrolled",
    "unlocked",       "named",           "sessions_ended",
    "screen_left_on", "screen_ended"};

}  // namespace

std::string_view name_of(account_act act) { return act_names.at(static_cast<std::size_t>(act)); }

std::optional<account_act> parse_account_act(std::string_view name) {
  auto found = std::ranges::find(act_names, name);
  if (found == act_names.end()) return std::nullopt;
  return static_cast<account_act>(found - act_names.begin());
}

void account_log::add(account_change told) {
  if (in_full_ < account_changes_in_full_max) {
    ++in_full_;
    records_.push_back(std::move(told));
    return;
  }
  auto [place, is_new] = counted_.try_emplace({told.by, told.act}, records_.size());
  if (is_new) records_.push_back({told.at, told.by, {}, told.act, {}, 0});
  account_change& others = records_[place->second];
  others.at = told.at;
  ++others.more;
}

}  // namespace gridwhistle
