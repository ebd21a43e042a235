// The tree of areas: climbing, holding, and what a prefix alone must not decide.
#include "server/core/area_tree.hpp"

#include <gtest/gtest.h>

namespace gridwhistle {
namespace {

// District 2101020 has a code that starts with its neighbour's, but is no part of it.
area_tree shenyang() {
  auto made = [](const char* code, area_level level, const char* name, const char* parent) {
    return area{area_code(code), level, name, area_code(parent)};
  };
  return area_tree({
      made("210102001001", area_level::community, "同名社区", "210102001"),
      made("210102", area_level::district, "和平区", "2101"),
      made("210102001", area_level::street, "太原街街道", "210102"),
      made("2101", area_level::city, "沈阳市", ""),
      made("21010200100107", area_level::grid, "第七网格", "210102001001"),
      made("2101020", area_level::district, "新区", "2101"),
      made("2101020001001", area_level::community, "同名社区", "2101020"),
  });
}

TEST(area_tree, parents_may_be_listed_after_their_children) {
  area_tree areas = shenyang();
  EXPECT_EQ(areas.city().code, area_code("2101"));
  ASSERT_NE(areas.find(area_code("210102001001")), nullptr);
  EXPECT_EQ(areas.find(area_code("210102001001"))->name, "同名社区");
  EXPECT_EQ(areas.find(area_code("210103")), nullptr);
  EXPECT_EQ(areas.find(area_code("")), nullptr);
  EXPECT_EQ(areas.all().size(), 7u);
}

TEST(area_tree, at_level_climbs_to_the_area_that_holds_the_code) {
  struct row {
    const char* code;
    area_level level;
    const char* found;  // "": nothing
  };
  constexpr row table[] = {
      {"21010200100107", area_level::grid, "21010200100107"},
      {"21010200100107", area_level::community, "210102001001"},
      {"21010200100107", area_level::street, "210102001"},
      {"21010200100107", area_level::district, "210102"},
      {"21010200100107", area_level::city, "2101"},
      {"2101", area_level::city, "2101"},
      // Itself above that level, a level this branch skips, and an unknown code.
      {"210102", area_level::street, ""},
      {"2101020001001", area_level::street, ""},
      {"999", area_level::city, ""},
  };
  area_tree areas = shenyang();
  for (const row& each : table) {
    const area* found = areas.at_level(area_code(each.code), each.level);
    EXPECT_EQ(found ? found->code.text : "", each.found)
        << each.code << " at " << name_of(each.level);
  }
}

TEST(area_tree, an_area_holds_itself_and_what_lies_below_it_only) {
  struct row {
    const char* outer;
    const char* inner;
    bool holds;
  };
  constexpr row table[] = {
      {"2101", "21010200100107", true},   {"210102", "21010200100107", true},
      {"210102001", "210102001", true},   {"21010200100107", "210102", false},
      {"210102", "2101020", false},       {"210102", "2101020001001", false},
      {"2101020", "2101020001001", true}, {"2101020", "210102001001", false},
  };
  area_tree areas = shenyang();
  for (const row& each : table) {
    EXPECT_EQ(areas.holds(area_code(each.outer), area_code(each.inner)), each.holds)
        << each.outer << " holds " << each.inner;
  }
}

TEST(area_tree, climbing_from_a_grid_ends_above_the_city) {
  area_tree areas = shenyang();
  std::vector<std::string> climbed;
  for (const area* at = areas.find(area_code("21010200100107")); at; at = areas.parent_of(*at)) {
    climbed.push_back(at->code.text);
  }
  EXPECT_EQ(climbed, (std::vector<std::string>{"21010200100107", "210102001001", "210102001",
                                               "210102", "2101"}));
}

TEST(area_tree, depth_counts_steps_and_not_levels) {
  area_tree areas = shenyang();
  EXPECT_EQ(areas.depth(area_code("2101")), 0);
  EXPECT_EQ(areas.depth(area_code("210102")), 1);
  EXPECT_EQ(areas.depth(area_code("21010200100107")), 4);
  EXPECT_EQ(areas.depth(area_code("2101020001001")), 2);
}

TEST(area_tree, every_level_is_read_back_from_its_name) {
  for (auto level : {area_level::city, area_level::district, area_level::street,
                     area_level::community, area_level::grid}) {
    EXPECT_EQ(parse_area_level(name_of(level)), level);
  }
  EXPECT_EQ(parse_area_level("village"), std::nullopt);
  EXPECT_EQ(parse_area_level(""), std::nullopt);
}

TEST(area_tree, a_tree_with_a_missing_parent_is_a_bug) {
  auto orphan = [] {
    return area_tree({{area_code("2101"), area_level::city, "沈阳市", {}},
                      {area_code("210102001"), area_level::street, "", area_code("210102")}});
  };
  EXPECT_DEATH(orphan(), "check failed");
}

}  // namespace
}  // namespace gridwhistle
