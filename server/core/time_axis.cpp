#include "server/core/time_axis.hpp"

#include <algorithm>
#include <utility>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;

std::size_t part_of(bool works, bool night) { return (works ? 2u : 0u) + (night ? 1u : 0u); }

// An instant of that day in that part of it, the one a reader expects first; nothing when the
// zone's clocks jump over all of it.
std::optional<instant> instant_in(local_days date, bool night, const calendar& days) {
  constexpr std::array by_day = {12, 10, 14, 16, 8, 9, 11, 13, 15, 17, 18, 19, 20, 21, 7, 6};
  constexpr std::array by_night = {23, 22, 1, 2, 3, 4, 5, 0};
  auto shown = [&](int hour) -> std::optional<instant> {
    auto local = std::chrono::local_time<span>(date) + std::chrono::hours(hour);
    instant at = days.where().to_utc(local);
    return days.where().to_local(at) == local ? std::optional(at) : std::nullopt;
  };
  std::optional<instant> found;
  if (night) {
    for (int hour : by_night) found = found ? found : shown(hour);
  } else {
    for (int hour : by_day) found = found ? found : shown(hour);
  }
  return found;
}

}  // namespace

time_axis::time_axis(const calendar& days, const std::vector<duty>& duties)
    : last_(days.days().last) {
  starts_.push_back(days.days().first);
  for (const duty& row : duties) {
    const auto* range = std::get_if<date_range>(&row.when);
    if (!range) continue;
    for (local_days start : {range->first, range->last + one_day}) {
      if (start > days.days().first && start <= last_) starts_.push_back(start);
    }
  }
  std::sort(starts_.begin(), starts_.end());
  starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());
  examples_.resize(starts_.size());
  std::size_t season = 0;
  for (local_days date = days.days().first; date <= last_; date += one_day) {
    if (season + 1 < starts_.size() && starts_[season + 1] == date) ++season;
    bool works = days.days().works(date).value_or(false);
    for (bool night : {false, true}) {
      auto& example = examples_[season][part_of(works, night)];
      if (!example) example = instant_in(date, night, days);
    }
  }
  before_.resize(starts_.size() + 1);
  for (season = 0; season < starts_.size(); ++season) {
    for (std::size_t part = 0; part < parts; ++part) {
      std::size_t here = examples_[season][part] ? 1 : 0;
      before_[season + 1][part] = before_[season][part] + here;
      classes_ += here;
    }
  }
}

std::size_t time_axis::season_of(local_days date) const {
  auto after = std::upper_bound(starts_.begin(), starts_.end(), date);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

std::size_t time_axis::place_of(std::size_t season, const duty_moment& moment) const {
  GW_CHECK(moment.works.has_value());
  return season * parts + part_of(*moment.works, moment.night);
}

std::vector<std::size_t> time_axis::places_of(const time_block& block) const {
  std::size_t part = part_of(block.moment.works.value_or(false), block.moment.night);
  std::vector<std::size_t> found;
  for (std::size_t season = block.first_season; season <= block.last_season; ++season) {
    if (examples_[season][part]) found.push_back(season * parts + part);
  }
  return found;
}

std::vector<time_block> time_axis::blocks(const std::vector<date_range>& ranges) const {
  std::vector<std::size_t> cuts = {0, starts_.size()};
  for (const date_range& range : ranges) {
    for (local_days start : {range.first, range.last + one_day}) {
      if (start > starts_.front() && start <= last_) cuts.push_back(season_of(start));
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<time_block> made;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    for (std::size_t part = 0; part < parts; ++part) {
      if (auto found = block(cuts[i], cuts[i + 1], part)) made.push_back(*found);
    }
  }
  return made;
}

std::optional<time_block> time_axis::block(std::size_t first, std::size_t last,
                                           std::size_t part) const {
  std::size_t classes = before_[last][part] - before_[first][part];
  if (classes == 0) return std::nullopt;
  std::size_t season = first;
  while (!examples_[season][part]) ++season;
  auto date = starts_[season];
  return time_block{first, last - 1, classes, *examples_[season][part],
                    duty_moment{date, part >= 2, part % 2 == 1}};
}

date_range time_axis::days_of(const time_block& block) const {
  std::size_t next = block.last_season + 1;
  return {starts_[block.first_season], next < starts_.size() ? starts_[next] - one_day : last_};
}

}  // namespace gridwhistle
