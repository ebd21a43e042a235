#include "server/engine/care_queue.hpp"

#include <algorithm>

#include "server/core/care_schedule.hpp"

namespace gridwhistle {

void care_queue::start(instant since, const std::function<bool(const whistle_id&)>& known) {
  heap_.clear();
  const zone& where = rules_->days.where();
  for (std::size_t i = 0; i < rules_->care.size(); ++i) {
    const care_row& row = rules_->care[i];
    auto visit = visit_at(row, since, where);
    bool due = visit && !known(visit->whistle);
    auto next = due ? since : opens_after(row, since, where);
    if (next) heap_.push_back({*next, i});
  }
  std::make_heap(heap_.begin(), heap_.end());
}

std::optional<instant> care_queue::earliest() const {
  return heap_.empty() ? std::nullopt : std::optional(heap_.front().at);
}

const care_row* care_queue::take(instant now) {
  if (heap_.empty() || heap_.front().at > now) return nullptr;
  std::pop_heap(heap_.begin(), heap_.end());
  std::size_t taken = heap_.back().row;
  heap_.pop_back();
  const care_row& row = rules_->care[taken];
  if (auto next = opens_after(row, now, rules_->days.where())) {
    heap_.push_back({*next, taken});
    std::push_heap(heap_.begin(), heap_.end());
  }
  return &row;
}

}  // namespace gridwhistle
