#include "server/core/clock_ledger.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

bool in_order(const std::vector<clock_segment>& segments) {
  return std::is_sorted(segments.begin(), segments.end(),
                        [](const auto& a, const auto& b) { return a.from < b.from; });
}

bool counts(const clock_segment& each) {
  return each.state == clock_state::running || each.charged;
}

// Where the counting segments at the end begin: handing over does not interrupt a stretch.
std::size_t stretch_start(const std::vector<clock_segment>& segments) {
  std::size_t start = segments.size();
  while (start > 0 && counts(segments[start - 1])) --start;
  return start;
}

instant end_of(const std::vector<clock_segment>& segments, std::size_t index, instant now) {
  return index + 1 < segments.size() ? std::min(segments[index + 1].from, now) : now;
}

}  // namespace

clock_ledger clock_ledger::start(std::optional<budget> limit, instant at, std::string holder) {
  clock_ledger clock;
  clock.limit_ = limit;
  clock.segments_.push_back({at, clock_state::running, pause_reason::none, std::move(holder)});
  return clock;
}

clock_ledger clock_ledger::restored(std::optional<budget> limit,
                                    std::vector<clock_segment> segments) {
  GW_CHECK(in_order(segments));
  clock_ledger clock;
  clock.limit_ = limit;
  clock.segments_ = std::move(segments);
  return clock;
}

bool clock_ledger::running() const {
  return started() && segments_.back().state == clock_state::running;
}

bool clock_ledger::stopped() const {
  return started() && segments_.back().state == clock_state::stopped;
}

bool clock_ledger::is_set_aside() const {
  return started() && segments_.back().reason == pause_reason::joined;
}

void clock_ledger::pause(instant at, pause_reason reason) {
  GW_CHECK(running() && at >= segments_.back().from && reason != pause_reason::none);
  segments_.push_back({at, clock_state::paused, reason, segments_.back().holder});
}

void clock_ledger::resume(instant at) {
  GW_CHECK(started() && !running() && at >= segments_.back().from);
  segments_.push_back({at, clock_state::running, pause_reason::none, segments_.back().holder});
}

void clock_ledger::resume_charged(instant at) {
  GW_CHECK(started() && !running() && at >= segments_.back().from);
  // Also what stood the same way before it was set aside or shelved; the time between is charged to
  // nobody.
  const clock_segment last = segments_.back();
  instant next = at;
  for (auto each = segments_.rbegin(); each != segments_.rend(); ++each) {
    bool between = each->reason == pause_reason::joined || each->reason == pause_reason::shelved ||
                   (each->state == clock_state::running && each->from == next);
    next = each->from;
    if (between) continue;
    if (each->state != last.state || each->reason != last.reason) break;
    each->charged = true;
  }
  resume(at);
}

void clock_ledger::extend(span more) {
  GW_CHECK(limit_.has_value());
  limit_->amount += more;
  overrun_recorded_ = false;
}

void clock_ledger::stop(instant at) {
  GW_CHECK(started() && !stopped() && at >= segments_.back().from);
  segments_.push_back({at, clock_state::stopped, pause_reason::none, segments_.back().holder});
}

void clock_ledger::hand_to(instant at, std::string holder) {
  GW_CHECK(started() && !stopped() && at >= segments_.back().from);
  if (segments_.back().holder == holder) return;
  const clock_segment& last = segments_.back();
  segments_.push_back({at, last.state, last.reason, std::move(holder)});
}

void clock_ledger::set_aside(instant at) {
  GW_CHECK(started() && at >= segments_.back().from);
  segments_.push_back({at, clock_state::stopped, pause_reason::joined, segments_.back().holder});
}

void clock_ledger::take_up(instant at) {
  GW_CHECK(is_set_aside() && segments_.size() > 1 && at >= segments_.back().from);
  const clock_segment& before = segments_[segments_.size() - 2];
  segments_.push_back({at, before.state, before.reason, before.holder});
}

std::optional<span> clock_ledger::used(const work_clock& hours, instant now) const {
  time_unit unit = limit_ ? limit_->unit : time_unit::natural_day;
  span sum{};
  for (std::size_t i = 0; i < segments_.size() && segments_[i].from < now; ++i) {
    if (!counts(segments_[i])) continue;
    auto ran = counted(hours, unit, segments_[i].from, end_of(segments_, i, now));
    if (!ran) return std::nullopt;
    sum += *ran;
  }
  return sum;
}

std::optional<instant> clock_ledger::due(const work_clock& hours) const {
  if (!limit_ || !started()) return std::nullopt;
  clock_ledger going = *this;
  while (!going.segments_.empty() && !counts(going.segments_.back())) going.segments_.pop_back();
  return going.reaches(limit_->amount, hours);
}

std::optional<instant> clock_ledger::reaches(span amount, const work_clock& hours) const {
  if (!limit_) return std::nullopt;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (!counts(segments_[i])) continue;
    instant from = segments_[i].from;
    // Handing over does not interrupt a stretch: what is used up just before it was used up then.
    while (i + 1 < segments_.size() && counts(segments_[i + 1])) ++i;
    if (i + 1 == segments_.size()) return after(hours, from, {limit_->unit, amount});
    auto ran = counted(hours, limit_->unit, from, segments_[i + 1].from);
    if (!ran) return std::nullopt;
    if (*ran >= amount) {
      auto at = after(hours, from, {limit_->unit, amount});
      // Stopped in the very millisecond: that one was still within it.
      if (!at || *at < segments_[i + 1].from) return at;
    }
    amount -= *ran;
  }
  return std::nullopt;
}

std::optional<instant> clock_ledger::limit_used_up(const work_clock& hours) const {
  return limit_ ? reaches(limit_->amount, hours) : std::nullopt;
}

std::optional<instant> clock_ledger::deadline(const work_clock& hours) const {
  if (!limit_ || !running()) return std::nullopt;
  // From the beginning of the stretch, not of the last segment: a limit used up just before a
  // hand-over was used up then. One that a stretch before has used up is overdue at once.
  instant from = segments_[stretch_start(segments_)].from;
  std::optional<span> before = used(hours, from);
  if (!before) return std::nullopt;
  return after(hours, from, {limit_->unit, limit_->amount - *before});
}

std::optional<span> clock_ledger::remaining(const work_clock& hours, instant now) const {
  if (!limit_) return std::nullopt;
  std::optional<span> so_far = used(hours, now);
  if (!so_far) return std::nullopt;
  return limit_->amount - *so_far;
}

span clock_ledger::held_by(std::string_view holder, instant now) const {
  span sum{};
  for (std::size_t i = 0; i < segments_.size() && segments_[i].from < now; ++i) {
    const clock_segment& each = segments_[i];
    bool open = each.state != clock_state::stopped || each.charged;
    if (!open || each.holder != holder) continue;
    sum += end_of(segments_, i, now) - each.from;
  }
  return sum;
}

}  // namespace gridwhistle
