// The published calendar cut into time classes: moments that no duty of a list can tell apart. A
// class is a season (between the ends of date ranges), working or not, at night or not.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "server/core/calendar.hpp"
#include "server/core/duty_list.hpp"

namespace gridwhistle {

// Time classes that hold in common that they are working or not, at night or not.
struct time_block {
  std::size_t first_season = 0;
  std::size_t last_season = 0;  // inclusive
  std::size_t classes = 0;      // of those seasons; never 0
  instant example;
  duty_moment moment;  // of the first season that has the class; works is known
  bool operator==(const time_block& other) const {
    return first_season == other.first_season && last_season == other.last_season &&
           moment.works == other.moment.works && moment.night == other.moment.night;
  }
};

class time_axis {
 public:
  time_axis(const calendar& days, const std::vector<duty>& duties);

  // Only classes that have an instant: seasons without a workday have no workday class.
  std::size_t classes() const { return classes_; }
  // The whole axis in blocks, as few as these ranges and the day classes need.
  std::vector<time_block> blocks(const std::vector<date_range>& ranges) const;
  // The first day of a block's first season to the last day of its last.
  date_range days_of(const time_block& block) const;
  std::size_t seasons() const { return starts_.size(); }

  // Of a published date.
  std::size_t season_of(std::chrono::local_days date) const;
  // Time classes by number, those without an instant among them.
  std::size_t places() const { return starts_.size() * parts; }
  // works must be known.
  std::size_t place_of(std::size_t season, const duty_moment& moment) const;
  // Of a block's classes.
  std::vector<std::size_t> places_of(const time_block& block) const;

 private:
  static constexpr std::size_t parts = 4;  // of a season: working or not, at night or not
  std::optional<time_block> block(std::size_t first, std::size_t last, std::size_t part) const;

  std::vector<std::chrono::local_days> starts_;  // of the seasons; sorted
  std::chrono::local_days last_{};
  // By season: the first instant of each part, if there is one, and how many seasons before it have
  // one.
  std::vector<std::array<std::optional<instant>, parts>> examples_;
  std::vector<std::array<std::size_t, parts>> before_;
  std::size_t classes_ = 0;
};

}  // namespace gridwhistle
