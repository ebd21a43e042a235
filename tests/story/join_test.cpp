// Three people report one heap of rubbish: the desk is offered the duplicates, joins them, and all
// three see what becomes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class duplicates : public testing::Test {
 protected:
  duplicates() : city(3) { city.server.start_and_wait(); }

  void expect_said(const std::string& user, const std::vector<std::string>& words) {
    program_end said = city.say_as(user, words);
    EXPECT_EQ(said.code, 0) << words.front() << " by " << user << ": " << said.said;
  }
  // In the first walker's grid, a few metres from one another.
  program_end blow(const std::string& walker, const std::string& latitude) {
    return city.say_as(
        walker, {"blow", "--matter", "matter:06010", "--area", city.area_of("walker-1"), "--text",
                 "垃圾堆放未清理", "--longitude", "123.4", "--latitude", latitude});
  }
  static std::string id_in(const program_end& blown) {
    return first_in(blown.said, "on this device ([0-9a-f-]{36})");
  }

  story_city city;
};

TEST_F(duplicates, are_offered_joined_and_closed_with_their_umbrella_for_all_who_reported_them) {
  program_end first = blow("walker-1", "41.8");
  ASSERT_EQ(first.code, 0) << first.said;
  auto umbrella = id_in(first);
  auto second = id_in(blow("walker-2", "41.8001")), third = id_in(blow("walker-3", "41.8002"));
  program_end again = blow("walker-1", "41.80005");
  EXPECT_THAT(again.said, HasSubstr("perhaps the same as " + umbrella));

  const std::string desk = "desk-2101";
  std::string offered = city.say_as(desk, {"similar", umbrella}).said;
  EXPECT_THAT(offered, HasSubstr(second + " v"));
  EXPECT_THAT(offered, HasSubstr("11 m away\n"));
  EXPECT_THAT(offered, HasSubstr(third + " v"));
  EXPECT_EQ(city.say_as("walker-2", {"show", umbrella}).code, refused_by_server);
  for (const std::string& each : {second, third})
    expect_said(desk, {"join", each, "--umbrella", umbrella, "--reason", "同一堆垃圾"});
  EXPECT_THAT(city.say_as(desk, {"similar", umbrella}).said, Not(HasSubstr(second)));

  std::string shown = city.say_as("walker-2", {"show", umbrella}).said;
  EXPECT_THAT(shown, HasSubstr("  has " + second + " joined, reported by walker-2\n"));
  EXPECT_THAT(city.say_as("walker-2", {"show", second}).said, HasSubstr("joined to " + umbrella));
  EXPECT_THAT(city.say_as("walker-3", {"inbox"}).said, HasSubstr(umbrella));

  std::vector<std::string> called;
  auto helper = first_in(first.said, "helper (\\S+)");
  if (!helper.empty()) called.push_back("clerk-" + helper);
  called.push_back("clerk-" + first_in(first.said, "lead (\\S+)"));
  for (const std::string& clerk : called) {
    expect_said(clerk, {"report-in", umbrella});
    expect_said(clerk, {"handle", umbrella, "--result", "已清运"});
  }
  expect_said("walker-3", {"verify", umbrella, "--photo", some_photo});
  EXPECT_THAT(city.say_as("walker-1", {"show", umbrella}).said, HasSubstr(", closed, raised "));
  EXPECT_THAT(city.say_as("walker-2", {"show", second}).said, HasSubstr("ended with " + umbrella));
  EXPECT_THAT(city.say_as("walker-3", {"show", third}).said, HasSubstr(", closed, raised "));
  std::string verified = city.verify_journal();
  EXPECT_EQ(json_field(verified, "closed"), "3") << verified;
  EXPECT_EQ(json_field(verified, "join_violations"), "0") << verified;
}

TEST_F(duplicates, one_that_is_none_is_parted_and_goes_on_with_its_department) {
  program_end first = blow("walker-1", "41.8"), second = blow("walker-2", "41.8001");
  auto lead = "clerk-" + first_in(second.said, "lead (\\S+)");
  expect_said("desk-2101",
              {"join", id_in(second), "--umbrella", id_in(first), "--reason", "同一堆垃圾"});
  program_end meanwhile = city.say_as(lead, {"report-in", id_in(second)});
  EXPECT_EQ(meanwhile.code, refused_by_server);
  EXPECT_THAT(meanwhile.said, HasSubstr("[joined_to_another] " + id_in(first)));
  expect_said("desk-2101", {"part", id_in(second), "--reason", "另一堆"});
  expect_said(lead, {"report-in", id_in(second)});
}

}  // namespace
}  // namespace gridwhistle::test
