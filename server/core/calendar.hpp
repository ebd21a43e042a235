// Working time: which instants count for a work_hour or a work_day, and how long a budget lasts.
// Law: a date beyond the published years is refused, never guessed (domain.md section 4).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/ids.hpp"
#include "common/result.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// urgent_hour and natural_day run day and night; work_hour and work_day only in office hours.
enum class time_unit { urgent_hour, work_hour, work_day, natural_day };

std::string_view name_of(time_unit unit);
bool is_continuous(time_unit unit);

// A budget of time: amount is counting time. For work units that is time inside office hours.
struct budget {
  time_unit unit = time_unit::urgent_hour;
  span amount{};
  auto operator<=>(const budget&) const = default;
};

// From this instant on, local time = UTC + offset. Sorted; the first entry covers everything
// before.
struct zone_step {
  instant from;
  span offset{};
};

// A time zone's offsets over the years of a pack, copied from the tz database when the pack is
// loaded.
class zone {
 public:
  zone() = default;
  explicit zone(std::vector<zone_step> steps);

  std::chrono::local_time<span> to_local(instant at) const;
  // Of a local time that occurs twice, the earlier; of one that is skipped, the instant of the
  // jump.
  instant to_utc(std::chrono::local_time<span> local) const;

 private:
  std::vector<zone_step> steps_;
};

// Minutes after midnight, opening inclusive, closing exclusive; 0 <= open < close <= 1440.
struct shift_hours {
  int open_minute = 0;
  int close_minute = 0;
};

struct published_day {
  std::chrono::local_days date;
  bool working = false;  // a make-up day works, a holiday does not
};

// Plain weekdays work and weekends do not, except the published days; known from first to last
// inclusive.
struct working_days {
  std::chrono::local_days first{};
  std::chrono::local_days last{};
  std::vector<published_day> exceptions;  // sorted by date
  // Nothing beyond the published years.
  std::optional<bool> works(std::chrono::local_days date) const;
};

// When a limit ends whose office time is used up exactly at a closing time (the end of any shift):
// then, or when the office next opens. Cities differ; pack.toml says it under this name.
enum class due_at_closing { closing, next_opening };

std::optional<due_at_closing> parse_due_at_closing(std::string_view text);

// From an instant until before another.
struct time_stretch {
  instant from;
  instant to;
  auto operator<=>(const time_stretch&) const = default;
};

// The office hours of one department over all published years, as UTC intervals with running sums,
// so that counting and adding cost one binary search each.
class work_clock {
 public:
  work_clock() = default;
  // shifts: sorted, not overlapping, at least one.
  work_clock(const zone& where, const working_days& days, const std::vector<shift_hours>& shifts,
             due_at_closing at_closing = due_at_closing::closing);

  // The length of a regular working day: what one work_day is worth.
  span office_day() const { return office_day_; }
  due_at_closing at_closing() const { return at_closing_; }
  // Office time in [from, to), negative for to < from; nothing when time passed and either lies
  // beyond the published years.
  std::optional<span> counted(instant from, instant to) const;
  // The earliest instant at which amount of office time has passed since from; with
  // due_at_closing::next_opening the earliest such instant at which the office is open, so that
  // none lies at a closing time. amount <= 0 gives from, open or not. Nothing beyond the published
  // years, nor when no opening follows in them.
  std::optional<instant> after(instant from, span amount) const;
  // When the office is open in [from, to), in order; no stretch is empty.
  std::vector<time_stretch> open_within(instant from, instant to) const;

 private:
  struct interval {
    instant open;
    instant close;
    span before{};  // office time before open
  };
  // The midnight that ends the last published day is known: a limit may end there.
  bool published(instant at) const { return at >= first_ && at <= end_; }
  // Office time from the first published day to at.
  span total_until(instant at) const;

  std::vector<interval> intervals_;
  instant first_{};
  instant end_{};
  span office_day_{};
  due_at_closing at_closing_ = due_at_closing::closing;
};

// counted and after for any unit. Continuous units need no calendar, and their after is from +
// amount exactly, also for a negative amount.
std::optional<span> counted(const work_clock& hours, time_unit unit, instant from, instant to);
std::optional<instant> after(const work_clock& hours, instant from, budget amount);
// Of a limit in work days: the office time that one of them is worth. Of any other: nothing.
span work_day_of(const budget& limit, const work_clock& hours);

// The clocks and day classes of one city.
class calendar {
 public:
  calendar() = default;
  struct department_hours {
    department_code department;
    std::vector<shift_hours> shifts;
  };
  calendar(zone where, working_days days, std::vector<shift_hours> default_shifts,
           std::vector<department_hours> by_department,
           due_at_closing at_closing = due_at_closing::closing);

  const work_clock& clock_of(const department_code& department) const;
  const zone& where() const { return where_; }
  const working_days& days() const { return days_; }
  // Until the last published day ends; negative after it. Limits beyond it cannot be computed.
  span published_for(instant now) const;

 private:
  zone where_;
  working_days days_;
  work_clock default_clock_;
  std::vector<std::pair<department_code, work_clock>> by_department_;  // sorted by code
};

}  // namespace gridwhistle
