// Law: enrolled.csv stays readable whatever somebody asks to enrol, and what is refused leaves
// nothing behind.
#include "server/adapters/enrolment.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "common/curve_keys.hpp"
#include "server/adapters/kept_file.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/people_book.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

class enrolment_home : public testing::Test {
 protected:
  enrolment_home() {
    std::string name = (fs::temp_directory_path() / "gw-home-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    home = name;
    make_home(home);
  }
  ~enrolment_home() override { fs::remove_all(home); }

  std::string enrolled() const {
    std::ostringstream text;
    text << std::ifstream(home / "enrolled.csv", std::ios::binary).rdbuf();
    return text.str();
  }
  fs::path key_of(std::string_view user) const {
    return home / "clients" / (std::string(user) + ".key");
  }

  fs::path home;
};

TEST_F(enrolment_home, nobody_is_enrolled_whose_row_could_not_be_read_again) {
  enrol(home, {user_id("first"), role::grid_worker, {}, {}});
  std::string before = enrolled();
  struct bad_row {
    gridwhistle::role role;
    std::string department;
    std::string area;
    std::string_view said;
  };
  const bad_row rows[] = {
      {role::clerk, "", "", "a clerk has a department"},
      {role::clerk, "a,b", "", "cells"},
      {role::clerk, "a\"b", "", "quote"},
      {role::clerk, "\"ab\"", "", "quote"},
      {role::clerk, "a,,active\nx,evil,clerk,b", "", "not a public key"},
      // Two sound rows, and one of them for somebody nobody asked for.
      {role::clerk, "a,,active\n" + make_curve_key_pair().public_key + ",evil,clerk,b", "",
       "the end of a line"},
      {role::clerk, "a\n", "", "cells"},
      {role::desk_officer, "", "", "a desk officer has the area"},
      {role::supervisor, "", "", "a supervisor has the area"},
  };
  for (const bad_row& each : rows) {
    actor who{user_id("next"), each.role, department_code(each.department), area_code(each.area)};
    try {
      enrol(home, who);
      ADD_FAILURE() << each.department << " was enrolled";
    } catch (const std::runtime_error& refused) {
      EXPECT_NE(std::string_view(refused.what()).find(each.said), std::string_view::npos)
          << refused.what();
    }
    EXPECT_EQ(enrolled(), before) << each.department;
    EXPECT_FALSE(fs::exists(key_of("next"))) << each.department;
  }
  enrol(home, {user_id("next"), role::clerk, department_code("a"), {}});
  EXPECT_TRUE(fs::exists(key_of("next")));
  EXPECT_EQ(key_register(home / "enrolled.csv").size(), 2u);
}

TEST_F(enrolment_home, no_key_is_left_where_the_row_could_not_be_written) {
  actor who{user_id("late"), role::grid_worker, {}, {}};
  fs::create_directories(home / "enrolled.csv.new/full");
  EXPECT_THROW(enrol(home, who), std::runtime_error);
  EXPECT_FALSE(fs::exists(key_of("late")));
  fs::remove_all(home / "enrolled.csv.new");
  enrol(home, who);
  EXPECT_NE(key_register(home / "enrolled.csv").find_user(who.user), nullptr);
}

TEST_F(enrolment_home, a_file_without_its_last_line_end_gets_it_before_the_next_row) {
  enrol(home, {user_id("first"), role::grid_worker, {}, {}});
  std::string text = enrolled();
  text.pop_back();
  std::ofstream(home / "enrolled.csv", std::ios::binary) << text;
  enrol(home, {user_id("second"), role::grid_worker, {}, {}});
  EXPECT_EQ(key_register(home / "enrolled.csv").size(), 2u);
}

TEST_F(enrolment_home, a_demonstration_city_has_a_supervisor_for_itself_and_for_each_district) {
  policy_ptr city = or_throw(load_pack(good_pack()), "small pack");
  enrol_demo_city(home, *city, 1);
  key_register keys(home / "enrolled.csv");
  for (std::string_view watched : {"21", "2101", "2102"}) {
    std::string user = "supervisor-" + std::string(watched);
    const enrolment* found = keys.find_user(user_id(user));
    ASSERT_NE(found, nullptr) << user;
    EXPECT_EQ(found->who.role, role::supervisor);
    EXPECT_EQ(found->who.area.text, watched);
    EXPECT_TRUE(fs::exists(key_of(user)));
  }
  EXPECT_EQ(keys.find_user(user_id("supervisor-210101")), nullptr);
  std::string before = enrolled();
  enrol_demo_city(home, *city, 1);
  EXPECT_EQ(enrolled(), before);
}

TEST_F(enrolment_home, everybody_with_a_post_is_enrolled_for_its_seat_or_its_grid) {
  policy_ptr city = or_throw(load_pack(good_pack()), "small pack");
  policy peopled = *city;
  auto at_seat = [](const char* code, const char* person, const char* seat) {
    return post{post_code(code), user_id(person), department_code(seat), {}, "", {}, {}};
  };
  peopled.roster = roster({at_seat("a", "clerk-um-2101", "um-2101"),
                           at_seat("b", "night-um-2101", "um-2101"),
                           at_seat("c", "second-desk", "desk-21"),
                           {post_code("d"), user_id("pier"), {}, area_code("210101"), "", {}, {}}});
  enrol_demo_city(home, peopled, 1);
  key_register keys(home / "enrolled.csv");
  struct row {
    const char* user;
    gridwhistle::role role;
    const char* department;
    const char* area;
  };
  const row table[] = {{"clerk-um-2101", role::clerk, "um-2101", ""},
                       {"night-um-2101", role::clerk, "um-2101", ""},
                       {"second-desk", role::desk_officer, "", "21"},
                       {"pier", role::grid_worker, "", "210101"}};
  for (const row& each : table) {
    const enrolment* found = keys.find_user(user_id(each.user));
    ASSERT_NE(found, nullptr) << each.user;
    EXPECT_EQ(found->who.role, each.role) << each.user;
    EXPECT_EQ(found->who.department.text, each.department) << each.user;
    EXPECT_EQ(found->who.area.text, each.area) << each.user;
  }
}

TEST_F(enrolment_home, the_posts_of_shenyang_are_held_by_people_of_their_seats_and_walks) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  ASSERT_FALSE(city->roster.all().empty());
  kept_file<people_book>(home / "people.csv").change([](people_book& all) {
    all.put(user_id("walker-1"), "我自己");
  });
  enrol_demo_city(home, *city, 20);
  people_book people(home / "people.csv");
  EXPECT_EQ(people.name_of(user_id("walker-1")), "我自己") << "who has a name keeps it";
  key_register keys(home / "enrolled.csv");
  for (const post& each : city->roster.all()) {
    const enrolment* found = keys.find_user(each.person);
    ASSERT_NE(found, nullptr) << each.code.text;
    EXPECT_EQ(found->who.department, each.seat) << each.code.text;
    EXPECT_EQ(found->who.area, each.grid) << each.code.text;
    EXPECT_TRUE(is_person_name(people.name_of(each.person))) << each.person.text;
  }
}

}  // namespace
}  // namespace gridwhistle
