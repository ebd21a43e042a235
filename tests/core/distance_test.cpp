// Distances against what the sphere's own measures give.
#include "server/core/distance.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gridwhistle {
namespace {

constexpr double metres_a_degree = 6'371'008.8 * 3.14159265358979 / 180;

place at(double longitude, double latitude) {
  return {static_cast<std::int32_t>(longitude * 1e7), static_cast<std::int32_t>(latitude * 1e7), 5};
}

TEST(distance, between_places_is_that_along_the_great_circle) {
  struct row {
    place one, other;
    double metres;
  };
  const row table[] = {
      {at(123.4, 41.8), at(123.4, 41.8), 0},
      {at(123.4, 41.8), at(123.4, 41.801), metres_a_degree / 1000},
      {at(0, 0), at(0.001, 0), metres_a_degree / 1000},
      {at(0, 60), at(0.001, 60), metres_a_degree / 2000},
      {at(0, 0), at(90, 0), 90 * metres_a_degree},
      {at(10, 90), at(-170, -90), 180 * metres_a_degree},
  };
  for (const row& each : table) {
    EXPECT_NEAR(metres_between(each.one, each.other), each.metres, 1e-3 + each.metres * 1e-8);
    EXPECT_EQ(metres_between(each.one, each.other), metres_between(each.other, each.one));
  }
}

TEST(distance, across_the_date_line_is_short) {
  EXPECT_NEAR(metres_between(at(179.9999, 0), at(-179.9999, 0)), metres_a_degree * 0.0002, 1e-3);
}

TEST(distance, of_one_step_of_the_last_digit_is_a_centimetre) {
  place home = at(123.4, 41.8), beside = home;
  ++beside.latitude_e7;
  EXPECT_NEAR(metres_between(home, beside), metres_a_degree * 1e-7, 1e-6);
}

TEST(distance, of_numbers_that_are_no_place_is_still_a_number) {
  constexpr auto least = std::numeric_limits<std::int32_t>::min();
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  double metres = metres_between({least, least, 0}, {most, most, 0});
  EXPECT_GE(metres, 0);
  EXPECT_LE(metres, 181 * metres_a_degree);
}

}  // namespace
}  // namespace gridwhistle
