#include "tests/core/plain_clock.hpp"

#include <algorithm>

namespace gridwhistle::plain {
namespace {

using namespace std::chrono_literals;

constexpr span east = 8h;
constexpr instant first_published = std::chrono::sys_days(2026y / 3 / 1) - east;
constexpr instant end_published = std::chrono::sys_days(2026y / 5 / 1) - east;

bool published(instant at) { return first_published <= at && at <= end_published; }

bool continuous(time_unit unit) {
  return unit == time_unit::urgent_hour || unit == time_unit::natural_day;
}

// Midnight in Shenyang before or at that instant.
instant midnight(instant at) { return std::chrono::floor<std::chrono::days>(at + east) - east; }

bool works(instant day) {
  return std::chrono::weekday(std::chrono::floor<std::chrono::days>(day + east)).iso_encoding() <=
         5;
}

struct shift {
  span open;
  span close;
};
constexpr shift shifts[] = {{8h, 12h}, {14h, 18h}};

}  // namespace

std::optional<span> counted(time_unit unit, instant from, instant to) {
  if (continuous(unit) || from == to) return to - from;
  if (!published(from) || !published(to)) return std::nullopt;
  span sum{};
  for (instant day = midnight(from); day < to; day += 24h) {
    if (!works(day)) continue;
    for (const shift& each : shifts) {
      instant open = std::max(day + each.open, from);
      instant close = std::min(day + each.close, to);
      if (open < close) sum += close - open;
    }
  }
  return sum;
}

std::optional<instant> counted_up(time_unit unit, instant from, span amount) {
  if (continuous(unit)) return from + amount;
  if (amount <= 0ms) return from;
  if (!published(from)) return std::nullopt;
  for (instant day = midnight(from); day < end_published; day += 24h) {
    if (!works(day)) continue;
    for (const shift& each : shifts) {
      instant open = std::max(day + each.open, from);
      instant close = day + each.close;
      if (open >= close) continue;
      if (amount <= close - open) return open + amount;
      amount -= close - open;
    }
  }
  return std::nullopt;
}

void stopwatch::start(std::optional<budget> limit, instant at) {
  limit_ = limit;
  stretches_ = {{at, std::nullopt}};
  laid_by_.clear();
  late = false;
}

void stopwatch::hold(instant at) {
  if (runs()) stretches_.back().to = at;
}

void stopwatch::go_on(instant at) {
  if (started() && !runs())
    stretches_.push_back({std::max(at, *stretches_.back().to), std::nullopt});
}

void stopwatch::go_on_as_if_never_held() {
  if (!started()) return;
  instant held = *stretches_.back().to;
  stretches_.back().to.reset();
  leave_out_what_was_laid_by(held);
}

void stopwatch::go_on_since(instant at) {
  if (!started() || runs()) return;
  stretches_.push_back({at, std::nullopt});
  leave_out_what_was_laid_by(at);
}

void stopwatch::leave_out_what_was_laid_by(instant since) {
  for (const stretch& each : laid_by_) {
    if (each.from < since) continue;
    stretches_.back().to = each.from;
    stretches_.push_back({*each.to, std::nullopt});
  }
}

void stopwatch::lay_by(instant at) {
  ran_ = runs();
  hold(at);
  laid_by_.push_back({at, std::nullopt});
}

void stopwatch::take_up(instant at) {
  laid_by_.back().to = at;
  if (ran_) go_on(at);
}

void stopwatch::allow(span more) {
  limit_->amount += more;
  late = false;
}

std::optional<instant> stopwatch::due() const {
  if (!runs() || !limit_) return std::nullopt;
  span left = limit_->amount;
  for (const stretch& each : stretches_) {
    if (!each.to) return counted_up(limit_->unit, each.from, left);
    auto used = counted(limit_->unit, each.from, *each.to);
    if (!used) return std::nullopt;
    left -= *used;
  }
  return std::nullopt;
}

std::optional<instant> stopwatch::spent() const {
  if (!limit_) return std::nullopt;
  span left = limit_->amount;
  for (const stretch& each : stretches_) {
    if (!each.to) return counted_up(limit_->unit, each.from, left);
    auto used = counted(limit_->unit, each.from, *each.to);
    if (!used) return std::nullopt;
    if (*used >= left) {
      auto at = counted_up(limit_->unit, each.from, left);
      // In the very millisecond in which it was held it was not spent.
      if (!at || *at < *each.to) return at;
    }
    left -= *used;
  }
  return std::nullopt;
}

}  // namespace gridwhistle::plain
