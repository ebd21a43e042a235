// Where a report without an area lies: by the map, in the same turn, and told in the event.
#include <gtest/gtest.h>

#include "server/core/whistle.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

// In the small city's leaf, a neighbour without a name in its area tree is not possible: the other
// grid is that of the second district.
constexpr std::int32_t x = 1'234'000'000;
constexpr std::int32_t y = 418'000'000;
const area_code west("2101010101");
const area_code east("2102010101");

policy with_map() {
  policy rules = *small_city::rules();
  auto box = [](const area_code& area, std::int32_t from, std::int32_t to) {
    return grid_shape{area, {{{{from, y}, {to, y}, {to, y + 100'000}, {from, y + 100'000}}, {}}}};
  };
  rules.map = area_map({box(west, x, x + 100'000), box(east, x + 100'000, x + 200'000)},
                       rules.areas.city().code);
  return rules;
}

constexpr place in_west{x + 50'000, y + 50'000, 10};
constexpr place on_border{x + 99'900, y + 50'000, 30};
constexpr place nowhere{x + 500'000, y + 50'000, 10};

struct told {
  whistle state;
  policy rules = with_map();
  std::uint64_t commands = 0;

  result<std::vector<event>> say(std::string_view by, ask what) {
    command asked;
    asked.id = small_city::command_number(++commands);
    asked.whistle = small_city::whistle_number(1);
    asked.seen_version = state.version;
    asked.by = small_city::speaker(by);
    asked.ask = std::move(what);
    instant now = small_city::march(11, std::chrono::hours(9));
    auto follow = decide(state.version == 0 ? nullptr : &state, asked, now, rules, nullptr);
    if (!follow) return follow;
    for (const event& each : *follow) {
      apply(state,
            {{1, 1}, asked.whistle, state.version + 1, now, asked.id, 0, asked.by.user, each});
    }
    return follow;
  }
};

report of(const char* matter, std::string_view area, std::optional<place> where) {
  report made;
  made.kind = whistle_kind::routine;
  made.matter = matter_key{matter_kind::matter, matter};
  made.area = area_code(std::string(area));
  made.where = where;
  return made;
}

TEST(place_filing, a_report_without_an_area_is_filed_into_the_grid_of_its_place) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", in_west)}));
  EXPECT_EQ(city.state.stage, stage::dispatched);
  EXPECT_EQ(city.state.what.area, west);
  EXPECT_EQ(city.state.map, (located{west, {}}));
}

TEST(place_filing, an_ambiguous_place_goes_to_the_desk_and_names_both_grids) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", on_border)}));
  EXPECT_EQ(city.state.stage, stage::raised);
  EXPECT_EQ(city.state.desk_reason, desk_reason::place_ambiguous);
  EXPECT_EQ(city.state.desk, area_code("2101"));
  EXPECT_EQ(city.state.map, (located{west, {east}}));
  // The desk says which.
  ASSERT_TRUE(city.say("desk", file{{}, west, {}, 0}));
  EXPECT_EQ(city.state.stage, stage::dispatched);
}

TEST(place_filing, a_place_in_no_grid_is_the_fallback_s_desk_s) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", nowhere)}));
  EXPECT_EQ(city.state.desk_reason, desk_reason::area_unknown);
  EXPECT_EQ(city.state.desk, area_code("21"));
  EXPECT_EQ(city.state.map, (located{area_code("21"), {}}));
}

TEST(place_filing, the_area_that_the_reporter_names_wins_and_the_map_is_told_beside_it) {
  for (const place& where : {place{x + 150'000, y + 50'000, 10}, on_border, nowhere}) {
    told city;
    ASSERT_TRUE(city.say("walker", blow{of("01001", west.text, where)}));
    EXPECT_EQ(city.state.stage, stage::dispatched);
    EXPECT_EQ(city.state.what.area, west);
    EXPECT_EQ(city.state.map, city.rules.map.locate(where));
  }
}

TEST(place_filing, what_else_is_missing_goes_to_the_desk_of_the_place) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("99999", "", in_west)}));
  EXPECT_EQ(city.state.desk_reason, desk_reason::matter_unknown);
  EXPECT_EQ(city.state.desk, area_code("2101"));
  // The desk repairs the matter; where it lies is known.
  ASSERT_TRUE(city.say("desk", file{matter_key{matter_kind::matter, "01001"}, {}, {}, 0}));
  EXPECT_EQ(city.state.what.area, west);
  EXPECT_EQ(city.state.stage, stage::dispatched);
}

TEST(place_filing, a_better_place_files_what_waited_for_one) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", on_border)}));
  report_change better;
  better.where = in_west;
  ASSERT_TRUE(city.say("walker", amend{better}));
  EXPECT_EQ(city.state.stage, stage::dispatched);
  EXPECT_EQ(city.state.what.area, west);
  EXPECT_EQ(city.state.map, (located{west, {}}));
}

TEST(place_filing, a_new_place_alone_does_not_move_a_whistle_that_departments_hold) {
  told city;
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", in_west)}));
  report_change moved;
  moved.where = place{x + 150'000, y + 50'000, 10};
  ASSERT_TRUE(city.say("walker", amend{moved}));
  EXPECT_EQ(city.state.what.area, west);
  EXPECT_EQ(city.state.map, (located{east, {}}));
}

TEST(place_filing, a_place_is_converted_once_into_the_datum_of_the_pack) {
  told city;
  map_point shifted = converted(map_point{in_west.longitude_e7, in_west.latitude_e7},
                                city.rules.datum, datum::bd09);
  ASSERT_TRUE(
      city.say("walker", blow{of("01001", "", place{shifted.x, shifted.y, 10, datum::bd09})}));
  ASSERT_TRUE(city.state.what.where);
  EXPECT_EQ(city.state.what.where->crs, std::nullopt);
  EXPECT_LE(std::abs(city.state.what.where->longitude_e7 - in_west.longitude_e7), 1);
  EXPECT_LE(std::abs(city.state.what.where->latitude_e7 - in_west.latitude_e7), 1);
  EXPECT_EQ(city.state.what.area, west);
}

TEST(place_filing, without_a_map_a_place_says_nothing) {
  told city;
  city.rules.map = {};
  ASSERT_TRUE(city.say("walker", blow{of("01001", "", in_west)}));
  EXPECT_EQ(city.state.desk_reason, desk_reason::area_unknown);
  EXPECT_EQ(city.state.map, std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
