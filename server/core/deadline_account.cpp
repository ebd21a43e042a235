#include "server/core/deadline_account.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

using std::chrono::local_days;

day_sort sort_of(local_days date, const working_days& days) {
  constexpr unsigned saturday = 6;
  bool weekend = std::chrono::weekday(date).iso_encoding() >= saturday;
  bool works = days.works(date).value_or(false);
  if (works) return weekend ? day_sort::make_up : day_sort::workday;
  bool published = std::ranges::any_of(
      days.exceptions, [&](const published_day& each) { return each.date == date; });
  return published || !weekend ? day_sort::holiday : day_sort::weekend;
}

}  // namespace

std::optional<deadline_account> account_of(const budget& limit, instant from,
                                           const work_clock& hours, const calendar& days) {
  auto due = after(hours, from, limit);
  if (!due) return std::nullopt;
  deadline_account made{*due, {}};
  if (is_continuous(limit.unit)) return made;
  auto day_of = [&](instant at) {
    return std::chrono::floor<std::chrono::days>(days.where().to_local(at));
  };
  std::vector<time_stretch> open = hours.open_within(from, *due);
  auto next = open.begin();
  for (local_days date = day_of(from); date <= day_of(*due); date += one_day) {
    day_account each{date, sort_of(date, days.days()), {}};
    for (; next != open.end() && day_of(next->from) == date; ++next) each.counted.push_back(*next);
    made.days.push_back(std::move(each));
  }
  return made;
}

}  // namespace gridwhistle
