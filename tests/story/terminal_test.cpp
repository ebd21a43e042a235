// The built `gridwhistle` in the hands of a grid worker and of the departments that were called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

constexpr int refused_by_server = 2;
constexpr int still_in_outbox = 3;

std::vector<std::string> found_in(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  std::regex wanted(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

class terminal : public testing::Test {
 protected:
  terminal() : city(2) {}

  program_end say_as(const std::string& user, std::vector<std::string> words) {
    words.insert(words.end(), {"--home", city.home().string(), "--as", user});
    return city.say(words);
  }

  program_end blow() {
    return say_as("walker-1",
                  {"blow", "--matter", "matter:06010", "--area", city.area_of("walker-1"), "--text",
                   "垃圾堆放未清理", "--wait", "3"});
  }

  void expect_said(const std::string& user, const std::vector<std::string>& words) {
    program_end said = say_as(user, words);
    EXPECT_EQ(said.code, 0) << words.front() << " by " << user << ": " << said.said;
    EXPECT_THAT(said.said, HasSubstr("receipted "));
  }

  story_city city;
};

TEST_F(terminal, a_whistle_blown_without_a_server_is_kept_on_the_device_and_receipted_later) {
  city.server.start_and_wait();
  city.server.kill_hard();
  program_end blown = blow();
  EXPECT_EQ(blown.code, still_in_outbox) << blown.said;
  EXPECT_THAT(blown.said, HasSubstr("on this device "));
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);

  program_end listed = say_as("walker-1", {"outbox"});
  EXPECT_THAT(listed.said, HasSubstr("blow " + id + " waiting"));

  city.server.start_and_wait();
  program_end delivered = say_as("walker-1", {"outbox", "--deliver"});
  EXPECT_EQ(delivered.code, 0) << delivered.said;
  EXPECT_THAT(delivered.said, HasSubstr("receipted " + id));
  EXPECT_THAT(say_as("walker-1", {"show", id}).said, HasSubstr(id));
}

TEST_F(terminal, the_right_people_bring_a_whistle_to_closure_and_the_wrong_are_told_why) {
  city.server.start_and_wait();
  program_end blown = blow();
  ASSERT_EQ(blown.code, 0) << blown.said;
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);
  auto lead = "clerk-" + found_in(blown.said, "lead (\\S+)").at(0);

  program_end refused = say_as("walker-2", {"verify", id});
  EXPECT_EQ(refused.code, refused_by_server) << refused.said;
  EXPECT_THAT(refused.said, HasSubstr("您"));
  EXPECT_THAT(refused.said, testing::ContainsRegex("[A-Z][a-z]+ .*\\[[a-z_]+\\]"));

  std::vector<std::string> called;
  for (const std::string& helper : found_in(blown.said, "helper (\\S+)")) {
    called.push_back("clerk-" + helper);
  }
  called.push_back(lead);
  for (const std::string& clerk : called) {
    expect_said(clerk, {"report-in", id});
    expect_said(clerk, {"arrive", id});
    expect_said(clerk, {"handle", id, "--result", "已处置完毕"});
  }
  expect_said("walker-1", {"verify", id});
  program_end shown = say_as("walker-1", {"show", id});
  EXPECT_THAT(shown.said, HasSubstr(", closed, raised ")) << shown.said;
}

TEST_F(terminal, watch_prints_what_happens_and_ends_after_as_many_events_as_asked) {
  city.server.start_and_wait();
  auto log = city.folder / "watch.log";
  child_process watching({program("gridwhistle"), "watch", "all", "--events", "3", "--home",
                          city.home().string(), "--as", "walker-1"},
                         log);
  // It tells what happens from now on, and not when that begins: so something happens until then.
  wait_until("three events were seen", [&] {
    EXPECT_EQ(blow().code, 0);
    return !watching.running();
  });
  EXPECT_EQ(watching.wait(), 0);
  std::string seen = text_in(log);
  EXPECT_EQ(found_in(seen, "( v[0-9]+ [a-z_]+ .*by )").size(), 3u) << seen;
  EXPECT_THAT(seen, HasSubstr(" v1 raised by walker-1"));
}

}  // namespace
}  // namespace gridwhistle::test
