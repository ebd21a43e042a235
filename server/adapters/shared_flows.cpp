#include "server/adapters/shared_flows.hpp"

#include <algorithm>
#include <utility>

#include "server/core/permission.hpp"

namespace gridwhistle {

shared_flows::question shared_flows::asked_by(const actor& by, const flow_request& asked,
                                              const policy& rules) {
  question made{rules.hash, asked.within, asked.hours, by};
  if (!asked.within.empty() && sees_all_of(asked.within, by, rules)) made.by.reset();
  return made;
}

const flow_table* shared_flows::find(const question& asked, instant now) const {
  auto found = kept_.find(asked);
  bool young = found != kept_.end() && now - found->second.as_of < flow_counted_every;
  return young ? &found->second : nullptr;
}

bool shared_flows::wait(const question& asked, speaker who) {
  std::vector<speaker>& all = waiting_[asked];
  if (all.size() >= flow_waiters_max) return false;
  all.push_back(std::move(who));
  return true;
}

std::vector<speaker> shared_flows::counted(const question& asked, const flow_table& told) {
  kept_.insert_or_assign(asked, told);
  if (kept_.size() > flows_kept_max) {
    kept_.erase(
        std::ranges::min_element(kept_, {}, [](const auto& each) { return each.second.as_of; }));
  }
  auto waited = waiting_.extract(asked);
  return waited ? std::move(waited.mapped()) : std::vector<speaker>();
}

}  // namespace gridwhistle
