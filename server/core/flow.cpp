#include "server/core/flow.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

constexpr span hour = std::chrono::hours(1);

// Of an even number the mean of both in the middle.
std::optional<span> median(std::vector<span> of) {
  if (of.empty()) return std::nullopt;
  auto upper = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
  std::nth_element(of.begin(), upper, of.end());
  if (of.size() % 2 == 1) return *upper;
  return (*std::max_element(of.begin(), upper) + *upper) / 2;
}

bool counts(const whistle& state) {
  bool gone = state.joined || state.stage == stage::declined || state.stage == stage::withdrawn;
  return !gone && state.what.source != source::schedule;
}

}  // namespace

flow_fold::flow_fold(std::size_t hours, instant now, area_code within, policy_ptr rules)
    : within_(std::move(within)), rules_(std::move(rules)) {
  const zone& where = rules_->days.where();
  auto today = std::chrono::floor<std::chrono::days>(where.to_local(now));
  today_ = {where.to_utc(today), where.to_utc(today + std::chrono::days(1))};
  // Zones are whole quarters of an hour off UTC: an hour begins with the city's.
  auto since_hour = where.to_local(now).time_since_epoch() % hour;
  instant last = now - since_hour;
  for (std::size_t i = 0; i < hours; ++i)
    counts_.hours.push_back({last - hour * static_cast<int>(hours - 1 - i)});
}

flow_hour* flow_fold::hour_of(instant at) {
  if (counts_.hours.empty() || at < counts_.hours.front().from) return nullptr;
  auto place = static_cast<std::size_t>((at - counts_.hours.front().from) / hour);
  return place < counts_.hours.size() ? &counts_.hours[place] : nullptr;
}

void flow_fold::add(const whistle& state) {
  if (!counts(state)) return;
  if (!within_.empty() && !counts_in(within_, state.what.area, rules_->areas)) return;
  if (today_.holds(state.raised_at)) ++counts_.raised;
  if (flow_hour* one = hour_of(state.raised_at)) ++one->raised;
  if (state.stage == stage::closed) {
    if (today_.holds(*state.ended_at)) ++counts_.closed;
    if (flow_hour* one = hour_of(*state.ended_at)) ++one->closed;
  }
  for (const obligation& owed : state.obligations) {
    bool today = owed.reported_in_at && owed.delivered_at && today_.holds(*owed.reported_in_at);
    if (today) responses_.push_back(*owed.reported_in_at - *owed.delivered_at);
  }
}

flow_counts flow_fold::told() const {
  flow_counts made = counts_;
  made.reported_in = responses_.size();
  made.response_median = median(responses_);
  return made;
}

}  // namespace gridwhistle
