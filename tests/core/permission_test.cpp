// Who may follow what on the feed: emergencies ring for everybody around, everything else as the
// table says.
#include "server/core/permission.hpp"

#include <gtest/gtest.h>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using small_city::speaker;

bool follows(std::string_view who, std::string_view topic) {
  return may_follow(topic, speaker(who), *small_city::rules());
}

TEST(permission, an_emergency_rings_for_whoever_is_in_the_area_and_for_whoever_watches_over_it) {
  // walker is in grid 2101010101, um in district 2101, ps in the city, the supervisor over 2101.
  for (const char* topic : {"emergency/21", "emergency/2101", "emergency/210101",
                            "emergency/21010101", "emergency/2101010101"})
    EXPECT_TRUE(follows("walker", topic)) << topic;
  EXPECT_FALSE(follows("walker", "emergency/2102"));
  EXPECT_FALSE(follows("walker", "emergency/2101010102"));
  EXPECT_TRUE(follows("clerk-um", "emergency/21"));
  EXPECT_TRUE(follows("clerk-um", "emergency/2101"));
  EXPECT_FALSE(follows("clerk-um", "emergency/210101"));
  EXPECT_TRUE(follows("clerk-ps", "emergency/21"));
  EXPECT_FALSE(follows("clerk-ps", "emergency/2101"));
  EXPECT_TRUE(follows("supervisor", "emergency/210101"));
  EXPECT_FALSE(follows("supervisor", "emergency/2102"));
}

TEST(permission, being_around_opens_no_other_topic) {
  EXPECT_FALSE(follows("walker", "all"));
  EXPECT_FALSE(follows("walker", "area/21"));
  EXPECT_FALSE(follows("clerk-um", "all"));
  EXPECT_FALSE(follows("clerk-um", "area/2101"));
  EXPECT_FALSE(follows("hotline", "emergency/21")) << "he has no area";
}

TEST(permission, a_ring_of_a_place_nobody_knows_is_no_topic) {
  EXPECT_TRUE(is_topic("emergency/2101", *small_city::rules()));
  EXPECT_FALSE(is_topic("emergency/77", *small_city::rules()));
  EXPECT_FALSE(is_topic("emergency/", *small_city::rules()));
}

}  // namespace
}  // namespace gridwhistle
