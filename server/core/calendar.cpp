#include "server/core/calendar.hpp"

#include <algorithm>
#include <array>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using local_instant = std::chrono::local_time<span>;

constexpr int minutes_per_day = 24 * 60;

// In the order of time_unit.
constexpr std::array<std::string_view, 4> unit_names = {"urgent_hour", "work_hour", "work_day",
                                                        "natural_day"};

bool sound(const std::vector<shift_hours>& shifts) {
  int free_from = 0;
  for (const shift_hours& shift : shifts) {
    if (shift.open_minute < free_from || shift.close_minute <= shift.open_minute) return false;
    free_from = shift.close_minute;
  }
  return !shifts.empty() && free_from <= minutes_per_day;
}

local_instant at_minute(std::chrono::local_days date, int minute) {
  return local_instant(date) + std::chrono::minutes(minute);
}

}  // namespace

std::string_view name_of(time_unit unit) {
  auto place = static_cast<std::size_t>(unit);
  GW_CHECK(place < unit_names.size());
  return unit_names[place];
}

bool is_continuous(time_unit unit) {
  return unit == time_unit::urgent_hour || unit == time_unit::natural_day;
}

std::optional<due_at_closing> parse_due_at_closing(std::string_view text) {
  if (text == "closing") return due_at_closing::closing;
  if (text == "next_opening") return due_at_closing::next_opening;
  return std::nullopt;
}

zone::zone(std::vector<zone_step> steps) : steps_(std::move(steps)) {
  GW_CHECK(std::is_sorted(steps_.begin(), steps_.end(),
                          [](const zone_step& a, const zone_step& b) { return a.from < b.from; }));
}

local_instant zone::to_local(instant at) const {
  if (steps_.empty()) return local_instant(at.time_since_epoch());
  auto next = std::upper_bound(steps_.begin(), steps_.end(), at,
                               [](instant t, const zone_step& step) { return t < step.from; });
  const zone_step& step = next == steps_.begin() ? *next : *std::prev(next);
  return local_instant(at.time_since_epoch() + step.offset);
}

instant zone::to_utc(local_instant local) const {
  auto utc_at = [&](span offset) { return instant(local.time_since_epoch() - offset); };
  if (steps_.empty()) return utc_at(span{});
  // The first step whose reading still lies before the next one gives the earlier of two readings.
  auto step = steps_.begin();
  while (std::next(step) != steps_.end() && utc_at(step->offset) >= std::next(step)->from) ++step;
  instant reading = utc_at(step->offset);
  // A reading before its own step was skipped: neither the step before nor this one ever shows it.
  return step == steps_.begin() ? reading : std::max(reading, step->from);
}

std::optional<bool> working_days::works(std::chrono::local_days date) const {
  if (date < first || date > last) return std::nullopt;
  auto below = [](const published_day& each, std::chrono::local_days wanted) {
    return each.date < wanted;
  };
  auto stated = std::lower_bound(exceptions.begin(), exceptions.end(), date, below);
  if (stated != exceptions.end() && stated->date == date) return stated->working;
  constexpr unsigned saturday = 6;
  return std::chrono::weekday(date).iso_encoding() < saturday;
}

work_clock::work_clock(const zone& where, const working_days& days,
                       const std::vector<shift_hours>& shifts, due_at_closing at_closing)
    : at_closing_(at_closing) {
  GW_CHECK(sound(shifts));
  for (const shift_hours& shift : shifts) {
    office_day_ += std::chrono::minutes(shift.close_minute - shift.open_minute);
  }
  first_ = where.to_utc(local_instant(days.first));
  end_ = where.to_utc(local_instant(days.last + one_day));
  span sum{};
  for (auto date = days.first; date <= days.last; date += one_day) {
    if (!days.works(date).value_or(false)) continue;
    for (const shift_hours& shift : shifts) {
      instant open = where.to_utc(at_minute(date, shift.open_minute));
      instant close = where.to_utc(at_minute(date, shift.close_minute));
      // A shift inside a skipped hour has no length.
      if (open == close) continue;
      intervals_.push_back({open, close, sum});
      sum += close - open;
    }
  }
}

span work_clock::total_until(instant at) const {
  auto next = std::upper_bound(intervals_.begin(), intervals_.end(), at,
                               [](instant t, const interval& each) { return t < each.open; });
  if (next == intervals_.begin()) return span{};
  const interval& last = *std::prev(next);
  return last.before + (std::min(at, last.close) - last.open);
}

std::optional<span> work_clock::counted(instant from, instant to) const {
  if (from == to) return span{};  // no time has passed: nothing of it is a guess
  if (!published(from) || !published(to)) return std::nullopt;
  return total_until(to) - total_until(from);
}

std::optional<instant> work_clock::after(instant from, span amount) const {
  if (amount <= span{}) return from;
  if (!published(from)) return std::nullopt;
  span target = total_until(from) + amount;
  auto too_early = [&](const interval& each) {
    span by_closing = each.before + (each.close - each.open);
    return at_closing_ == due_at_closing::closing ? by_closing < target : by_closing <= target;
  };
  auto reached = std::partition_point(intervals_.begin(), intervals_.end(), too_early);
  if (reached == intervals_.end()) return std::nullopt;
  return reached->open + (target - reached->before);
}

std::vector<time_stretch> work_clock::open_within(instant from, instant to) const {
  std::vector<time_stretch> found;
  auto ends_before = [&](const interval& each) { return each.close <= from; };
  auto next = std::partition_point(intervals_.begin(), intervals_.end(), ends_before);
  for (; next != intervals_.end() && next->open < to; ++next) {
    found.push_back({std::max(from, next->open), std::min(to, next->close)});
  }
  return found;
}

std::optional<span> counted(const work_clock& hours, time_unit unit, instant from, instant to) {
  if (is_continuous(unit)) return to - from;
  return hours.counted(from, to);
}

std::optional<instant> after(const work_clock& hours, instant from, budget amount) {
  if (is_continuous(amount.unit)) return from + amount.amount;
  return hours.after(from, amount.amount);
}

span work_day_of(const budget& limit, const work_clock& hours) {
  return limit.unit == time_unit::work_day ? hours.office_day() : span{};
}

calendar::calendar(zone where, working_days days, std::vector<shift_hours> default_shifts,
                   std::vector<department_hours> by_department, due_at_closing at_closing)
    : where_(std::move(where)),
      days_(std::move(days)),
      default_clock_(where_, days_, default_shifts, at_closing) {
  auto in_order = [](const published_day& a, const published_day& b) { return a.date < b.date; };
  GW_CHECK(std::is_sorted(days_.exceptions.begin(), days_.exceptions.end(), in_order));
  for (const department_hours& each : by_department) {
    by_department_.emplace_back(each.department,
                                work_clock(where_, days_, each.shifts, at_closing));
  }
  std::sort(by_department_.begin(), by_department_.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
}

const work_clock& calendar::clock_of(const department_code& department) const {
  auto below = [](const auto& each, const department_code& wanted) { return each.first < wanted; };
  auto own = std::lower_bound(by_department_.begin(), by_department_.end(), department, below);
  return own != by_department_.end() && own->first == department ? own->second : default_clock_;
}

span calendar::published_for(instant now) const {
  return where_.to_utc(days_.last + std::chrono::days(1)) - now;
}

}  // namespace gridwhistle
