#include "tests/core/minute_counter.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t day_minutes = 1440;

std::int64_t day_of(std::int64_t minute) {
  return minute >= 0 ? minute / day_minutes : -((day_minutes - 1 - minute) / day_minutes);
}

std::int64_t days_of(std::chrono::local_days date) { return date.time_since_epoch().count(); }

std::int64_t minutes_of(span time) { return time / 1min; }

instant minute_with(instant at) { return std::chrono::floor<std::chrono::minutes>(at); }

}  // namespace

std::string to_text(const office& where) {
  std::ostringstream text;
  auto date = [](std::chrono::local_days of) {
    return to_text(instant(of.time_since_epoch())).substr(0, 10);
  };
  text << "published " << date(where.days.first) << " to " << date(where.days.last);
  for (const published_day& each : where.days.exceptions) {
    text << (each.working ? "\nworks " : "\noff ") << date(each.date);
  }
  for (const zone_step& each : where.steps) {
    text << "\noffset " << minutes_of(each.offset) << " min from " << to_text(each.from);
  }
  for (const shift_hours& each : where.shifts) {
    text << "\nopen from minute " << each.open_minute << " to " << each.close_minute;
  }
  text << "\ndue at "
       << (where.at_closing == due_at_closing::closing ? "closing" : "the next opening");
  return text.str();
}

minute_counter::minute_counter(office where) : where_(std::move(where)) { walk(); }

void minute_counter::walk() {
  // No zone is further than this from UTC, and no jump of the clock longer.
  constexpr auto margin = 72h;
  instant at = instant(where_.days.first.time_since_epoch()) - margin;
  std::size_t next = where_.steps.empty() ? 0 : 1;
  span offset = where_.steps.empty() ? span{} : where_.steps.front().offset;
  std::int64_t furthest = std::numeric_limits<std::int64_t>::min();
  bool was_open = false;
  for (bool inside = false;; at += 1min) {
    while (next < where_.steps.size() && where_.steps[next].from <= at) {
      offset = where_.steps[next++].offset;
    }
    furthest = std::max(furthest, minutes_of(at.time_since_epoch() + offset));
    std::int64_t day = day_of(furthest);
    if (day < days_of(where_.days.first)) continue;
    if (day > days_of(where_.days.last)) break;
    if (!inside) first_ = at;
    inside = true;
    bool open = works(day) && open_at(furthest - day * day_minutes);
    if (open != was_open) doors_.push_back(at);
    was_open = open;
    open_.push_back(open);
  }
  end_ = at;
  if (was_open) doors_.push_back(end_);
}

bool minute_counter::works(std::int64_t day) const {
  for (const published_day& each : where_.days.exceptions) {
    if (days_of(each.date) == day) return each.working;
  }
  // 1970-01-01 was a Thursday.
  std::int64_t since_monday = ((day + 3) % 7 + 7) % 7;
  return since_monday < 5;
}

bool minute_counter::open_at(std::int64_t minute_of_day) const {
  for (const shift_hours& each : where_.shifts) {
    if (minute_of_day >= each.open_minute && minute_of_day < each.close_minute) return true;
  }
  return false;
}

span minute_counter::office_day() const {
  span length{};
  for (std::int64_t minute = 0; minute < day_minutes; ++minute) {
    if (open_at(minute)) length += 1min;
  }
  return length;
}

bool minute_counter::counts(time_unit unit, instant minute) const {
  if (unit == time_unit::urgent_hour || unit == time_unit::natural_day) return true;
  return open_[static_cast<std::size_t>((minute - first_) / 1min)] != 0;
}

std::optional<span> minute_counter::counted(time_unit unit, instant from, instant to) const {
  bool by_calendar = unit == time_unit::work_hour || unit == time_unit::work_day;
  if (by_calendar && (!published(from) || !published(to))) return std::nullopt;
  if (to < from) return -*counted(unit, to, from);
  span sum{};
  for (instant minute = minute_with(from); minute < to; minute += 1min) {
    if (counts(unit, minute)) sum += std::min(minute + 1min, to) - std::max(minute, from);
  }
  return sum;
}

std::optional<instant> minute_counter::after(time_unit unit, instant from, span amount) const {
  bool by_calendar = unit == time_unit::work_hour || unit == time_unit::work_day;
  if (amount <= 0ms) return by_calendar ? from : from + amount;
  if (by_calendar && !published(from)) return std::nullopt;
  for (instant minute = minute_with(from); !by_calendar || minute < end_; minute += 1min) {
    if (!counts(unit, minute)) continue;
    instant begin = std::max(minute, from);
    span piece = minute + 1min - begin;
    if (amount > piece) {
      amount -= piece;
      continue;
    }
    instant due = begin + amount;
    if (by_calendar && where_.at_closing == due_at_closing::next_opening) return opening_from(due);
    return due;
  }
  return std::nullopt;
}

std::optional<instant> minute_counter::opening_from(instant at) const {
  if (at != minute_with(at)) return at;
  for (; at < end_; at += 1min) {
    if (counts(time_unit::work_hour, at)) return at;
  }
  return std::nullopt;
}

}  // namespace gridwhistle
