// Ground that may not decide anything is found out, and sound ground is left alone.
#include "server/core/map_faults.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "tests/core/random_map.hpp"

namespace gridwhistle {
namespace {

// In units of about a metre: at 41.8 degrees 10 m are 900 units north.
constexpr std::int32_t m = 100;

grid_shape shape_of(const char* area, std::vector<ground> parts) {
  return {area_code(area), std::move(parts)};
}
ring box_ring(std::int32_t west, std::int32_t south, std::int32_t east, std::int32_t north) {
  return {
      {west * m, south * m}, {east * m, south * m}, {east * m, north * m}, {west * m, north * m}};
}
grid_shape box_shape(const char* area, std::int32_t west, std::int32_t south, std::int32_t east,
                     std::int32_t north) {
  return shape_of(area, {{box_ring(west, south, east, north), {}}});
}

std::string text_of(const std::vector<map_fault>& faults) {
  std::string text;
  for (const map_fault& each : faults) {
    text += text.empty() ? "" : "\n";
    text += std::to_string(each.shape);
    if (each.other) text += '+' + std::to_string(*each.other);
    text += ": " + std::string(sentence_of(each.kind).substr(0, 29));
  }
  return text;
}
std::string faults(const std::vector<grid_shape>& shapes) { return text_of(faults_of(shapes, 9)); }

TEST(map_faults, drawn_maps_have_none) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    auto shapes = draw_map({.seed = seed, .jitter = seed % 2 == 0 ? 0 : 5'000});
    EXPECT_EQ(faults(shapes), "") << seed;
  }
}

TEST(map_faults, neighbours_need_not_share_the_corners_that_lie_on_a_straight_border) {
  EXPECT_EQ(faults({box_shape("a", 0, 0, 100, 100), box_shape("b", 100, 0, 200, 50),
                    box_shape("c", 100, 50, 200, 100)}),
            "");
}

TEST(map_faults, grids_may_meet_in_a_corner_and_a_hole_may_touch_its_shell_in_one) {
  ring diamond = {{0, 50 * m}, {50 * m, 20 * m}, {80 * m, 50 * m}, {50 * m, 80 * m}};
  EXPECT_EQ(faults({shape_of("a", {{box_ring(0, 0, 100, 100), {diamond}}}),
                    box_shape("b", 100, 100, 200, 200)}),
            "");
}

TEST(map_faults, a_wide_gap_is_the_fallback_s_and_no_fault) {
  EXPECT_EQ(faults({box_shape("a", 0, 0, 100, 100), box_shape("b", 103, 0, 200, 100)}), "");
}

TEST(map_faults, a_gap_narrower_than_a_metre_is_a_sliver_however_it_is_closed) {
  grid_shape a = box_shape("a", 0, 0, 100, 100);
  grid_shape b = box_shape("b", 100, 0, 200, 100);
  constexpr const char* told = "0+1: the gap beside this border is";
  b.parts[0].shell[0].x += 20;
  b.parts[0].shell[3].x += 20;
  EXPECT_EQ(faults({a, b}), told) << "open at both ends";
  b.parts[0].shell[3].x -= 20;
  EXPECT_EQ(faults({a, b}), told) << "a wedge";
  b.parts[0].shell[0].x -= 20;
  b.parts[0].shell.push_back({100 * m + 1, 50 * m});
  EXPECT_EQ(faults({a, b}), told) << "closed, a unit wide";
}

TEST(map_faults, a_small_closed_gap_is_a_sliver_though_its_sides_are_near_along_the_border) {
  ring notch = {{100 * m, 0},       {200 * m, 0},      {200 * m, 100 * m},
                {100 * m, 100 * m}, {100 * m, 51 * m}, {100 * m + 30, 50 * m + 50},
                {100 * m, 50 * m}};
  EXPECT_NE(faults({box_shape("a", 0, 0, 100, 100), shape_of("b", {{notch, {}}})}), "");
}

TEST(map_faults, a_finely_drawn_outer_border_is_no_sliver) {
  ring round;
  for (int i = 0; i < 400; ++i) {
    double angle = i * 3.14159265358979 / 200;
    round.push_back({static_cast<std::int32_t>(2'000 * std::cos(angle)),
                     static_cast<std::int32_t>(2'000 * std::sin(angle))});
  }
  EXPECT_EQ(faults({shape_of("round", {{round, {}}})}), "");
  grid_shape around = shape_of("around", {{box_ring(-100, -100, 100, 100), {round}}});
  EXPECT_EQ(faults({around}), "") << "the same, seen from the other side";
}

TEST(map_faults, an_overlap_is_found_whether_or_not_borders_cross) {
  grid_shape a = box_shape("a", 0, 0, 100, 100);
  constexpr const char* expected = "0+1: this grid overlaps another he";
  EXPECT_EQ(faults({a, box_shape("b", 50, 50, 150, 150)}), expected) << "across";
  EXPECT_EQ(faults({a, box_shape("b", 0, 0, 100, 100)}), expected) << "the same ground";
  EXPECT_EQ(faults({a, box_shape("b", 20, 20, 80, 80)}), expected) << "one in the other";
  EXPECT_EQ(faults({a, box_shape("b", 0, 0, 50, 100)}), expected) << "half of it";
  EXPECT_EQ(faults({a, box_shape("b", 0, 20, 150, 80)}), expected) << "along a border";
  EXPECT_EQ(faults({a, shape_of("b", {{{{0, 0}, {200 * m, 0}, {0, 200 * m}}, {}}})}), expected)
      << "through corners";
  EXPECT_EQ(
      faults(
          {a,
           shape_of("b", {{{{100 * m - 1, 0}, {200 * m, 0}, {200 * m, 100 * m}, {100 * m, 100 * m}},
                           {}}})}),
      expected)
      << "by one unit";
}

TEST(map_faults, rings_that_are_no_rings_are_named) {
  struct row {
    ground part;
    map_fault_kind kind;
  };
  auto shell = [](ring points) { return ground{std::move(points), {}}; };
  const row table[] = {
      {shell({}), map_fault_kind::too_few_points},
      {shell({{0, 0}, {m, 0}}), map_fault_kind::too_few_points},
      {shell({{0, 0}, {m, 0}, {m, 0}, {m, m}}), map_fault_kind::repeated_point},
      {shell({{0, 0}, {m, 0}, {2 * m, 0}}), map_fault_kind::folded_back},
      {shell({{0, 0}, {9 * m, 0}, {4 * m, 0}, {4 * m, m}}), map_fault_kind::folded_back},
      {shell({{0, 0}, {m, m}, {m, 0}, {0, m}}), map_fault_kind::crosses_itself},
      {shell({{0, 0}, {9 * m, 0}, {9 * m, 9 * m}, {5 * m, 0}, {0, 9 * m}}),
       map_fault_kind::crosses_itself},
      {shell({{0, 0}, {4 * m, 0}, {2 * m, 2 * m}, {4 * m, 4 * m}, {0, 4 * m}, {2 * m, 2 * m}}),
       map_fault_kind::crosses_itself},
      {{box_ring(0, 0, 10, 10), {box_ring(5, 5, 15, 8)}}, map_fault_kind::rings_cross},
      {{box_ring(0, 0, 10, 10), {box_ring(20, 0, 30, 10)}}, map_fault_kind::hole_outside},
      {{box_ring(0, 0, 10, 10), {box_ring(0, 0, 10, 10)}}, map_fault_kind::hole_outside},
      {{box_ring(0, 0, 20, 20), {box_ring(2, 2, 18, 18), box_ring(5, 5, 8, 8)}},
       map_fault_kind::hole_outside},
  };
  for (const row& each : table) {
    auto found = faults_of({shape_of("a", {each.part})}, 9);
    ASSERT_FALSE(found.empty()) << sentence_of(each.kind);
    EXPECT_EQ(found[0].kind, each.kind) << sentence_of(found[0].kind);
  }
  auto parts =
      faults_of({shape_of("a", {{box_ring(0, 0, 9, 9), {}}, {box_ring(3, 3, 5, 5), {}}})}, 9);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].kind, map_fault_kind::parts_overlap);
}

TEST(map_faults, a_shared_corner_moved_in_one_grid_alone_is_always_a_fault) {
  std::mt19937 chance(11);
  for (int i = 0; i < 60; ++i) {
    auto shapes =
        draw_map({.seed = 100u + static_cast<unsigned>(i), .columns = 8, .rows = 8, .owners = 12});
    std::size_t from = chance() % shapes.size();
    ring& shell = shapes[from].parts.front().shell;
    map_point& moved = shell[chance() % shell.size()];
    std::size_t sharing = 0;
    for (const map_edge& each : edges_of(shapes)) sharing += each.from == moved ? 1u : 0u;
    moved.x += static_cast<std::int32_t>(chance() % 5) - 7;
    moved.y += static_cast<std::int32_t>(chance() % 5) + 3;
    if (sharing < 2) continue;
    EXPECT_FALSE(faults_of(shapes, 1).empty()) << "map " << i << " at " << to_text(moved);
  }
}

}  // namespace
}  // namespace gridwhistle
