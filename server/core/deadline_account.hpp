// How a deadline comes about: which time counted, day by day, and which days did not and why.
// Law: what counted sums to the limit, and the deadline is after()'s (calendar.hpp).
#pragma once

#include <optional>
#include <vector>

#include "server/core/calendar.hpp"

namespace gridwhistle {

enum class day_sort {
  workday,
  weekend,
  holiday,  // published: a weekday or weekend that is off
  make_up   // published: a weekend that works
};

struct day_account {
  std::chrono::local_days date;
  day_sort sort = day_sort::workday;
  std::vector<time_stretch> counted;  // none: the office was not open, or not yet or any more
};

struct deadline_account {
  instant due;
  // From the day on which the limit began to that on which it ends; none: every second counts.
  std::vector<day_account> days;
};

// Nothing when the limit ends beyond the published calendar.
std::optional<deadline_account> account_of(const budget& limit, instant from,
                                           const work_clock& hours, const calendar& days);

}  // namespace gridwhistle
