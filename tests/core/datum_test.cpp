// Datums: what is publicly known of the shifts, and that each is undone.
#include "server/core/datum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace gridwhistle {
namespace {

// Points that other people's conversions give in their own tests.
TEST(datum, known_points_are_shifted_as_everybody_shifts_them) {
  struct row {
    datum from;
    datum to;
    degrees at;
    degrees there;
  };
  constexpr row table[] = {
      {datum::wgs84,
       datum::gcj02,
       {121.5272106, 31.1774276},
       {121.531541859215, 31.17530398364597}},
      {datum::wgs84,
       datum::gcj02,
       {113.912316, 22.543847},
       {113.9171764808363, 22.540796131694766}},
      {datum::wgs84,
       datum::gcj02,
       {116.377817, 39.911954},
       {116.38404722455657, 39.91334545536069}},
      {datum::wgs84, datum::gcj02, {116.404, 39.915}, {116.41024449916938, 39.91640428150164}},
      {datum::gcj02, datum::bd09, {116.404, 39.915}, {116.41036949371029, 39.92133699351021}},
      {datum::cgcs2000, datum::gcj02, {116.404, 39.915}, {116.41024449916938, 39.91640428150164}},
  };
  for (const row& each : table) {
    degrees made = converted(each.at, each.from, each.to);
    EXPECT_NEAR(made.longitude, each.there.longitude, 1e-7) << each.at.longitude;
    EXPECT_NEAR(made.latitude, each.there.latitude, 1e-7) << each.at.latitude;
    degrees back = converted(each.there, each.to, each.from);
    EXPECT_NEAR(back.longitude, each.at.longitude, 1e-7) << each.at.longitude;
    EXPECT_NEAR(back.latitude, each.at.latitude, 1e-7) << each.at.latitude;
  }
}

TEST(datum, the_way_there_and_back_leads_to_the_same_point) {
  std::mt19937_64 chance(3);
  std::uniform_real_distribution<double> longitude(73.5, 135);
  std::uniform_real_distribution<double> latitude(18, 53.5);
  constexpr datum all[] = {datum::wgs84, datum::cgcs2000, datum::gcj02, datum::bd09};
  for (int i = 0; i < 2'000; ++i) {
    degrees at{longitude(chance), latitude(chance)};
    for (datum from : all) {
      for (datum to : all) {
        degrees back = converted(converted(at, from, to), to, from);
        ASSERT_NEAR(back.longitude, at.longitude, 1e-8) << name_of(from) << name_of(to);
        ASSERT_NEAR(back.latitude, at.latitude, 1e-8) << name_of(from) << name_of(to);
      }
    }
  }
}

TEST(datum, a_shift_is_hundreds_of_metres_in_china_and_nothing_elsewhere) {
  degrees shenyang{123.43, 41.8};
  degrees shifted = converted(shenyang, datum::wgs84, datum::gcj02);
  double away =
      std::hypot(shifted.longitude - shenyang.longitude, shifted.latitude - shenyang.latitude);
  EXPECT_GT(away, 0.003);
  EXPECT_LT(away, 0.01);
  degrees boston{-71.06, 42.36};
  EXPECT_EQ(converted(boston, datum::wgs84, datum::gcj02).longitude, boston.longitude);
}

TEST(datum, whole_numbers_come_back_to_the_unit_and_stay_where_nothing_is_to_do) {
  map_point at{1'234'312'345, 418'056'789};
  EXPECT_EQ(converted(at, datum::wgs84, datum::cgcs2000), at);
  for (datum to : {datum::gcj02, datum::bd09}) {
    map_point back = converted(converted(at, datum::cgcs2000, to), to, datum::cgcs2000);
    EXPECT_LE(std::abs(back.x - at.x), 1);
    EXPECT_LE(std::abs(back.y - at.y), 1);
  }
  // Nonsense stays nonsense and does not overflow.
  map_point nowhere{2'147'483'647, -2'147'483'647};
  EXPECT_GT(converted(nowhere, datum::bd09, datum::wgs84).x, 2'000'000'000);
}

TEST(datum, every_name_is_read_back) {
  for (datum each : {datum::wgs84, datum::cgcs2000, datum::gcj02, datum::bd09})
    EXPECT_EQ(parse_datum(name_of(each)), each);
  EXPECT_EQ(parse_datum("wgs72"), std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
