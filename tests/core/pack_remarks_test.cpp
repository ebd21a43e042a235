// What is told of a policy beside its proof: what nobody uses, and names that are too alike.
#include "server/core/pack_remarks.hpp"

#include <gtest/gtest.h>

#include "tests/core/random_policy.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

std::vector<pack_remark> of_reason(const policy& rules, remark_reason reason) {
  std::vector<pack_remark> found;
  for (const pack_remark& each : remarks_on(rules)) {
    if (each.reason == reason) found.push_back(each);
  }
  return found;
}

TEST(pack_remarks, blanks_marks_width_and_case_do_not_part_two_names) {
  EXPECT_EQ(plain_name("Fire Station (North)"), "firestationnorth");
  EXPECT_EQ(plain_name("城管局（一）"), plain_name("城管局 (一)"));
  EXPECT_EQ(plain_name("Ａ１区"), plain_name("a1 区"));
  EXPECT_NE(plain_name("供水井盖"), plain_name("污水井盖"));
}

TEST(pack_remarks, one_latin_letter_is_near_and_one_digit_or_character_is_another_name) {
  struct {
    const char* one;
    const char* other;
    bool near;
  } table[] = {
      {"streetlight", "streetlihgt", true},
      {"streetlight", "streetlights", true},
      {"streetlight", "streetlght", true},
      {"streetlight", "streetlignt", true},
      {"streetlight", "streetlamp", false},
      {"streetlight", "streetlight", false},
      {"ward10", "ward11", false},
      {"ward100", "ward10", false},
      {"roads", "road", false},
      {"教育局", "体育局", false},
      {"streetligth", "streetlihtg", false},
  };
  for (const auto& [one, other, near] : table) {
    EXPECT_EQ(one_letter_apart(one, other), near) << one << ' ' << other;
    EXPECT_EQ(one_letter_apart(other, one), near) << other << ' ' << one;
  }
}

TEST(pack_remarks, names_are_compared_where_they_must_be_told_apart) {
  policy_parts parts;
  auto add = [&](const char* code, area_level level, const char* name, const char* parent) {
    parts.areas.push_back({area_code(code), level, name, area_code(parent)});
  };
  add("1", area_level::city, "City", "");
  add("11", area_level::district, "North", "1");
  add("12", area_level::district, "North", "1");
  add("111", area_level::street, "Park", "11");
  add("121", area_level::street, "Park", "12");
  for (const char* code : {"a", "b"}) {
    parts.departments.push_back({department_code(code),
                                 code == std::string("a") ? "Water Board" : "waterboard",
                                 code,
                                 area_level::city,
                                 area_code("1"),
                                 "",
                                 {}});
  }
  parts.matters = {{{matter_kind::matter, "01001"}, "Broken lamp", "", {}, {}, {}},
                   {{matter_kind::matter, "01002"}, "Broken lamps", "", {}, {}, {}},
                   {{matter_kind::matter, "02001"}, "Broken lamp", "", {}, {}, {}}};
  parts.days = {std::chrono::local_days{}, std::chrono::local_days{}, {}};
  policy rules = parts.made();
  auto same = of_reason(rules, remark_reason::same_name);
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(same[0].codes, (std::vector<std::string>{"11", "12"}));
  auto near = of_reason(rules, remark_reason::near_name);
  ASSERT_EQ(near.size(), 2u);
  EXPECT_EQ(near[0].subject, remark_subject::department);
  EXPECT_EQ(near[1].codes, (std::vector<std::string>{"matter:01001", "matter:01002"}));
}

TEST(pack_remarks, what_no_duty_uses_is_told_once_for_all) {
  auto unused = of_reason(*small_city::rules(), remark_reason::unused_limit_class);
  EXPECT_TRUE(unused.empty());
  policy rules = *small_city::rules();
  for (const char* name : {"old#0", "older#1"}) {
    rules.limit_rows.emplace(name, limit_row{std::string(name, 3), 0, {}, {}});
  }
  unused = of_reason(rules, remark_reason::unused_limit_class);
  ASSERT_EQ(unused.size(), 1u);
  EXPECT_EQ(unused[0].codes, std::vector<std::string>{"old"});
  policy_parts parts;
  parts.areas = {{area_code("1"), area_level::city, "", {}}};
  auto add = [&](const char* function, const char* backup) {
    parts.departments.push_back({department_code(function), function, function, area_level::city,
                                 area_code("1"), "", department_code(backup)});
  };
  add("desk", "");
  add("called", "backup");
  add("backup", "");
  add("forgotten", "");
  duty row;
  row.lead = {"called", area_level::city};
  parts.duties = {row};
  auto uncalled = of_reason(parts.made(), remark_reason::uncalled_department);
  ASSERT_EQ(uncalled.size(), 1u);
  EXPECT_EQ(uncalled[0].codes, std::vector<std::string>{"forgotten"});
}

}  // namespace
}  // namespace gridwhistle
