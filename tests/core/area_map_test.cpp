// Every point lies in exactly one grid or in the fallback; an accuracy circle names all it reaches.
#include "server/core/area_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <random>
#include <string>

#include "server/core/map_faults.hpp"
#include "tests/core/random_map.hpp"

namespace gridwhistle {
namespace {

const area_code elsewhere("elsewhere");

// GW_MAP_POINTS=1000000 is the long form.
std::size_t points_wanted() {
  const char* given = std::getenv("GW_MAP_POINTS");
  return given ? std::stoul(given) : 8'000;
}

// The grid that holds the point by the plain way; "two" when several do.
std::string plain_area(const std::vector<grid_shape>& shapes, map_point at) {
  std::string found;
  for (const grid_shape& each : shapes) {
    for (const ground& part : each.parts) {
      map_box box = box_of(part.shell);
      bool near = at.x >= box.west && at.x <= box.east && at.y >= box.south && at.y <= box.north;
      if (near && plain_holds(part, at)) found = found.empty() ? each.area.text : "two";
    }
  }
  return found.empty() ? elsewhere.text : found;
}

void expect_as_plain(const area_map& map, map_point at) {
  ASSERT_EQ(map.area_at(at).text, plain_area(map.shapes(), at)) << to_text(at);
}

ring box_ring(std::int32_t west, std::int32_t south, std::int32_t east, std::int32_t north) {
  return {{west, south}, {east, south}, {east, north}, {west, north}};
}
grid_shape box_shape(const char* area, std::int32_t west, std::int32_t south, std::int32_t east,
                     std::int32_t north) {
  return {area_code(area), {{box_ring(west, south, east, north), {}}}};
}

TEST(area_map, drawn_points_lie_in_one_grid_each_the_one_a_plain_search_finds) {
  std::size_t points = points_wanted();
  for (std::uint32_t seed : {1u, 2u, 3u, 4u}) {
    map_drawing by{.seed = seed, .jitter = seed % 2 == 0 ? 0 : 5'000};
    auto shapes = draw_map(by);
    ASSERT_TRUE(faults_of(shapes, 1).empty());
    area_map map(shapes, elsewhere);
    std::mt19937 chance(seed);
    std::uniform_int_distribution<std::int32_t> away(-by.cell, by.cell * (by.columns + 1));
    for (std::size_t i = 0; i < points / 4; ++i) {
      expect_as_plain(map, {by.south_west.x + away(chance), by.south_west.y + away(chance)});
    }
  }
}

TEST(area_map, every_corner_and_middle_of_a_border_lies_in_one_grid) {
  for (std::uint32_t seed : {5u, 6u}) {
    auto shapes = draw_map({.seed = seed, .jitter = seed % 2 == 0 ? 0 : 5'000});
    area_map map(shapes, elsewhere);
    for (const map_edge& each : edges_of(shapes)) {
      expect_as_plain(map, each.from);
      expect_as_plain(
          map, {std::midpoint(each.from.x, each.to.x), std::midpoint(each.from.y, each.to.y)});
    }
  }
}

TEST(area_map, a_drawn_map_has_holes_islands_and_grids_of_several_parts) {
  std::size_t holes = 0;
  std::size_t several = 0;
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    for (const grid_shape& each : draw_map({.seed = seed})) {
      several += each.parts.size() > 1 ? 1u : 0u;
      for (const ground& part : each.parts) holes += part.holes.size();
    }
  }
  EXPECT_GT(holes, 5u);
  EXPECT_GT(several, 10u);
}

TEST(area_map, of_two_neighbours_the_eastern_and_the_northern_own_what_they_share) {
  area_map map({box_shape("sw", 0, 0, 10, 10), box_shape("se", 10, 0, 20, 10),
                box_shape("nw", 0, 10, 10, 20), box_shape("ne", 10, 10, 20, 20)},
               elsewhere);
  struct row {
    map_point at;
    const char* area;
  };
  constexpr row table[] = {
      {{5, 5}, "sw"},         {{10, 5}, "se"},         {{5, 10}, "nw"}, {{10, 10}, "ne"},
      {{0, 0}, "sw"},         {{10, 0}, "se"},         {{0, 10}, "nw"}, {{20, 5}, "elsewhere"},
      {{5, 20}, "elsewhere"}, {{20, 20}, "elsewhere"}, {{9, 9}, "sw"},  {{-1, 5}, "elsewhere"},
  };
  for (const row& each : table) EXPECT_EQ(map.area_at(each.at).text, each.area) << to_text(each.at);
}

TEST(area_map, a_hole_is_the_island_s_in_it_or_the_fallback_s) {
  grid_shape around{
      area_code("around"),
      {{box_ring(0, 0, 100, 100), {box_ring(10, 10, 30, 30), box_ring(50, 50, 70, 70)}},
       {box_ring(200, 0, 210, 10), {}}}};
  area_map map({around, box_shape("island", 10, 10, 30, 30)}, elsewhere);
  EXPECT_EQ(map.area_at({20, 20}).text, "island");
  EXPECT_EQ(map.area_at({10, 10}).text, "island");
  EXPECT_EQ(map.area_at({30, 20}).text, "around");
  EXPECT_EQ(map.area_at({60, 60}), elsewhere);
  EXPECT_EQ(map.area_at({40, 40}).text, "around");
  EXPECT_EQ(map.area_at({205, 5}).text, "around");
  EXPECT_EQ(map.area_at({150, 5}), elsewhere);
}

TEST(area_map, coordinates_at_the_ends_of_the_earth_do_not_overflow) {
  constexpr std::int32_t far = 1'800'000'000;
  constexpr std::int32_t tall = 800'000'000;
  area_map map({box_shape("west", -far, tall - 100'000'000, -far + 100'000'000, tall),
                box_shape("east", far - 100'000'000, -500'000'000, far, -400'000'000)},
               elsewhere);
  EXPECT_EQ(map.area_at({-far, tall - 1}).text, "west");
  EXPECT_EQ(map.area_at({far - 1, -400'000'001}).text, "east");
  EXPECT_EQ(map.area_at({far, tall}), elsewhere);
  EXPECT_EQ(map.area_at({-2'147'483'647, 2'147'483'647}), elsewhere);
  EXPECT_FALSE(map.locate({far, tall, 20'000}).ambiguous());
}

// --- accuracy circles --------------------------------------------------------------------------

std::string names(const located& found) {
  std::string text = found.area.text;
  for (const area_code& each : found.beside) text += ' ' + each.text;
  return text;
}

// Around 41.8 degrees north 100 m are 9,000 units of latitude and 12,050 of longitude.
TEST(area_map, a_circle_across_a_border_names_all_it_reaches_nearest_first) {
  constexpr std::int32_t x = 1'234'000'000;
  constexpr std::int32_t y = 418'000'000;
  area_map map({box_shape("a", x, y, x + 100'000, y + 100'000),
                box_shape("b", x + 100'000, y, x + 200'000, y + 100'000),
                box_shape("c", x, y + 100'000, x + 100'000, y + 200'000)},
               elsewhere);
  struct row {
    place where;
    const char* names;
  };
  const row table[] = {
      {{x + 50'000, y + 50'000, 0}, "a"},
      {{x + 50'000, y + 50'000, 100}, "a"},
      // 91 m below the northern border.
      {{x + 50'000, y + 91'800, 80}, "a"},
      {{x + 50'000, y + 91'800, 100}, "a c"},
      // 83 m west of the eastern border, 44 m below the northern one.
      {{x + 90'000, y + 96'000, 40}, "a"},
      {{x + 90'000, y + 96'000, 60}, "a c"},
      {{x + 90'000, y + 96'000, 90}, "a c b"},
      // The corner where three meet is 120 m away; beyond it lies no grid.
      {{x + 90'000, y + 92'000, 130}, "a b c elsewhere"},
      // The outer border alone.
      {{x + 50'000, y + 1'000, 20}, "a elsewhere"},
      // From outside.
      {{x - 1'000, y + 50'000, 5}, "elsewhere"},
      {{x - 1'000, y + 50'000, 20}, "elsewhere a"},
      // On a border, an accuracy of a metre is enough.
      {{x + 100'000, y + 50'000, 1}, "b a"},
      {{x + 100'000, y + 50'000, 0}, "b"},
      // Larger than anything: as 20 km.
      {{x + 50'000, y + 50'000, 4'294'967'295u}, "a b elsewhere c"},
  };
  for (const row& each : table) {
    EXPECT_EQ(names(map.locate(each.where)), each.names)
        << to_text({each.where.longitude_e7, each.where.latitude_e7}) << ' '
        << each.where.accuracy_m;
  }
}

TEST(area_map, a_border_shared_with_corners_of_one_side_alone_is_no_outer_border) {
  // b and c end in the middle of a's border, where a has no corner.
  area_map map(
      {box_shape("a", 0, 0, 100'000, 100'000), box_shape("b", 100'000, -50'000, 200'000, 50'000),
       box_shape("c", 100'000, 50'000, 200'000, 150'000)},
      elsewhere);
  EXPECT_EQ(names(map.locate({99'000, 52'000, 15})), "a c");
  EXPECT_EQ(names(map.locate({99'000, 50'000, 15})), "a b c");
}

TEST(area_map, of_many_grids_within_reach_the_nearest_eight_are_named) {
  std::vector<grid_shape> stripes;
  for (int i = 0; i < 20; ++i) {
    std::string name = "s" + std::to_string(i);
    stripes.push_back(box_shape(name.c_str(), i * 1'000, 0, (i + 1) * 1'000, 1'000'000));
  }
  area_map map(stripes, elsewhere);
  located found = map.locate({10'400, 500'000, 1'000});
  EXPECT_EQ(names(found), "s10 s9 s11 s8 s12 s7 s13 s6 s14");
  EXPECT_EQ(found.beside.size(), reached_max);
}

// Metres by another road: floating point on the sphere's mean radius, within a percent of truth.
double plain_distance(const grid_shape& shape, map_point at) {
  double north = 111'195e-7;
  double east = north * std::cos(at.y * 1e-7 * std::numbers::pi / 180);
  double least = 1e18;
  for (const map_edge& each : edges_of({shape})) {
    double ax = (each.from.x - at.x) * east;
    double ay = (each.from.y - at.y) * north;
    double dx = (each.to.x - each.from.x) * east;
    double dy = (each.to.y - each.from.y) * north;
    double share = std::clamp(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    least = std::min(least, std::hypot(ax + share * dx, ay + share * dy));
  }
  return least;
}

TEST(area_map, no_grid_within_a_circle_is_missed_and_none_far_beyond_it_is_named) {
  map_drawing by{.seed = 9, .columns = 10, .rows = 10, .owners = 30};
  auto shapes = draw_map(by);
  area_map map(shapes, elsewhere);
  std::mt19937 chance(9);
  std::uniform_int_distribution<std::int32_t> away(0, by.cell * by.columns);
  for (int i = 0; i < 300; ++i) {
    map_point at{by.south_west.x + away(chance), by.south_west.y + away(chance)};
    auto metres = static_cast<std::uint32_t>(chance() % 120 + 1);
    located found = map.locate({at.x, at.y, metres});
    ASSERT_EQ(found.area, map.area_at(at));
    if (found.beside.size() == reached_max) continue;
    for (const grid_shape& each : shapes) {
      if (each.area == found.area) continue;
      double away_m = plain_distance(each, at);
      bool named = std::ranges::find(found.beside, each.area) != found.beside.end();
      EXPECT_FALSE(!named && away_m * 1.01 < metres) << each.area.text << ' ' << to_text(at);
      EXPECT_FALSE(named && away_m > metres * 1.06 + 1) << each.area.text << ' ' << to_text(at);
    }
  }
}

}  // namespace
}  // namespace gridwhistle
