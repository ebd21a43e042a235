// function@level finds the department that serves a place; a desk is found upwards.
#include "server/core/department_list.hpp"

#include <gtest/gtest.h>

namespace gridwhistle {
namespace {

area_tree areas_of_test() {
  return area_tree({
      {area_code("2101"), area_level::city, "沈阳市", {}},
      {area_code("210102"), area_level::district, "和平区", area_code("2101")},
      {area_code("210103"), area_level::district, "沈河区", area_code("2101")},
      {area_code("210102001"), area_level::street, "太原街街道", area_code("210102")},
      {area_code("210102001001"), area_level::community, "某社区", area_code("210102001")},
      {area_code("210103001"), area_level::street, "滨河街道", area_code("210103")},
  });
}

department serving(const char* code, const char* function, area_level level, const char* where) {
  department made;
  made.code = department_code(code);
  made.function = function;
  made.level = level;
  made.area = area_code(where);
  return made;
}

department_list departments_of_test() {
  return department_list({
      serving("D1", "urban_management", area_level::city, "2101"),
      serving("D2", "urban_management", area_level::district, "210102"),
      serving("D3", "urban_management", area_level::district, "210103"),
      serving("D4", "water", area_level::city, "2101"),
      serving("K1", "desk", area_level::city, "2101"),
      serving("K2", "desk", area_level::district, "210102"),
      serving("K3", "desk", area_level::street, "210102001"),
  });
}

std::string code_of(const department* found) { return found ? found->code.text : ""; }

TEST(department_list, a_function_at_a_level_is_the_one_of_the_places_own_area) {
  struct row {
    const char* wanted;
    const char* where;
    const char* found;  // "": none
  };
  constexpr row table[] = {
      {"urban_management@district", "210102001001", "D2"},
      {"urban_management@district", "210103001", "D3"},
      {"urban_management@district", "210103", "D3"},
      {"urban_management@city", "210103001", "D1"},
      {"water@city", "210102001001", "D4"},
      {"desk@street", "210102001001", "K3"},
      // No such department there, a place above the level, an unknown place, an unknown function.
      {"water@district", "210102001001", ""},
      {"desk@street", "210103001", ""},
      {"urban_management@district", "2101", ""},
      {"urban_management@district", "210199", ""},
      {"fire@city", "2101", ""},
  };
  area_tree areas = areas_of_test();
  department_list departments = departments_of_test();
  for (const row& each : table) {
    auto wanted = parse_function_at_level(each.wanted);
    ASSERT_TRUE(wanted) << each.wanted;
    EXPECT_EQ(code_of(departments.resolve(areas, *wanted, area_code(each.where))), each.found)
        << each.wanted << " for " << each.where;
  }
}

TEST(department_list, the_desk_is_the_nearest_one_at_or_above_the_place) {
  struct row {
    const char* where;
    const char* desk;
  };
  constexpr row table[] = {
      {"210102001001", "K3"}, {"210102001", "K3"}, {"210102", "K2"}, {"210103001", "K1"},
      {"2101", "K1"},         {"", "K1"},          {"210199", "K1"},
  };
  area_tree areas = areas_of_test();
  department_list departments = departments_of_test();
  for (const row& each : table) {
    EXPECT_EQ(code_of(departments.desk_of(areas, area_code(each.where))), each.desk) << each.where;
  }
}

TEST(department_list, without_any_desk_nobody_is_made_up) {
  department_list departments({serving("D1", "water", area_level::city, "2101")});
  EXPECT_EQ(departments.desk_of(areas_of_test(), area_code("210102")), nullptr);
}

TEST(department_list, departments_are_found_by_code) {
  department_list departments = departments_of_test();
  EXPECT_EQ(code_of(departments.find(department_code("D3"))), "D3");
  EXPECT_EQ(departments.find(department_code("D9")), nullptr);
  EXPECT_EQ(departments.all().size(), 7u);
}

TEST(department_list, a_function_at_a_level_reads_back_what_it_writes) {
  function_at_level place{"urban_management", area_level::district};
  EXPECT_EQ(to_text(place), "urban_management@district");
  EXPECT_EQ(parse_function_at_level(to_text(place)), place);
  for (const char* broken :
       {"", "urban_management", "@district", "water@", "water@village", "water@city@district"}) {
    EXPECT_EQ(parse_function_at_level(broken), std::nullopt) << broken;
  }
}

TEST(department_list, one_function_twice_in_an_area_is_a_bug) {
  auto doubled = [] {
    return department_list({serving("D1", "water", area_level::city, "2101"),
                            serving("D2", "water", area_level::city, "2101")});
  };
  EXPECT_DEATH(doubled(), "check failed");
}

}  // namespace
}  // namespace gridwhistle
