// The built `gridwhistle` in the hands of a grid worker and of the departments that were called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <stdexcept>

#include "common/time.hpp"
#include "tests/story/story_city.hpp"
#include "workers/local_time.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

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

  program_end blow() {
    return city.say_as("walker-1",
                       {"blow", "--matter", "matter:06010", "--area", city.area_of("walker-1"),
                        "--text", "垃圾堆放未清理", "--wait", "3"});
  }

  void expect_said(const std::string& user, const std::vector<std::string>& words) {
    program_end said = city.say_as(user, words);
    EXPECT_EQ(said.code, 0) << words.front() << " by " << user << ": " << said.said;
    EXPECT_THAT(said.said, HasSubstr("receipted "));
  }

  std::string department_beside(const std::string& lead) const {
    for (const std::string& each :
         found_in(text_in(city.home() / "enrolled.csv"), "clerk-([^,]+),"))
      if (each != lead) return each;
    throw std::runtime_error("only one department is enrolled");
  }

  story_city city;
};

class environment {
 public:
  environment(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~environment() { ::unsetenv(name_); }

 private:
  const char* name_;
};

TEST_F(terminal, what_is_typed_counts_and_the_environment_only_where_nothing_is) {
  city.server.start_and_wait();
  environment home("GRIDWHISTLE_HOME", "/nowhere"), user("GRIDWHISTLE_USER", "nobody");
  program_end typed = city.say_as("walker-1", {"inbox"});
  EXPECT_EQ(typed.code, 0) << typed.said;
  environment better_home("GRIDWHISTLE_HOME", city.home().string().c_str());
  environment better_user("GRIDWHISTLE_USER", "walker-1");
  program_end from_environment = city.say({"inbox"});
  EXPECT_EQ(from_environment.code, 0) << from_environment.said;
}

TEST_F(terminal, a_whistle_blown_without_a_server_is_kept_on_the_device_and_receipted_later) {
  city.server.start_and_wait();
  city.server.kill_hard();
  program_end blown = blow();
  EXPECT_EQ(blown.code, still_in_outbox) << blown.said;
  EXPECT_THAT(blown.said, HasSubstr("on this device "));
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);

  program_end listed = city.say_as("walker-1", {"outbox"});
  EXPECT_THAT(listed.said, HasSubstr("blow " + id + " waiting"));

  city.server.start_and_wait();
  program_end delivered = city.say_as("walker-1", {"outbox", "--deliver"});
  EXPECT_EQ(delivered.code, 0) << delivered.said;
  EXPECT_THAT(delivered.said, HasSubstr("receipted " + id));
  EXPECT_THAT(city.say_as("walker-1", {"show", id}).said, HasSubstr(id));
}

TEST_F(terminal, the_right_people_bring_a_whistle_to_closure_and_the_wrong_are_told_why) {
  city.server.start_and_wait();
  program_end blown = blow();
  ASSERT_EQ(blown.code, 0) << blown.said;
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);
  auto lead = "clerk-" + found_in(blown.said, "lead (\\S+)").at(0);

  program_end refused = city.say_as("walker-2", {"verify", id});
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
  program_end unseen = city.say_as("walker-1", {"verify", id});
  EXPECT_EQ(unseen.code, refused_by_server) << unseen.said;
  EXPECT_THAT(unseen.said, HasSubstr("[photo_missing]"));
  expect_said("walker-1", {"verify", id, "--photo", some_photo});
  program_end shown = city.say_as("walker-1", {"show", id});
  EXPECT_THAT(shown.said, HasSubstr(", closed, raised ")) << shown.said;
}

TEST_F(terminal, an_unfounded_return_comes_back_and_an_upheld_one_goes_to_the_proposed_owner) {
  city.server.start_and_wait();
  program_end blown = blow();
  ASSERT_EQ(blown.code, 0) << blown.said;
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);
  auto lead = found_in(blown.said, "lead (\\S+)").at(0);
  auto other = department_beside(lead);
  std::vector<std::string> not_ours = {"return",     id,         "--reason",   "不属我部门",
                                       "--evidence", "权属地图", "--proposed", other};

  expect_said("clerk-" + lead, not_ours);
  std::string waiting = city.say_as("clerk-" + lead, {"show", id}).said;
  EXPECT_THAT(waiting, HasSubstr("lead " + lead + ": returned, waits for the ruling of the desk"));
  EXPECT_THAT(waiting, HasSubstr("; proposed " + other));
  auto desk = "desk-" + found_in(waiting, "ruling of the desk of ([0-9]+)").at(0);
  std::vector<std::string> ruling = {"rule",     id,         "--department", lead,
                                     "--reason", "责任清单", "--ruling"};
  program_end meanwhile = city.say_as("clerk-" + lead, {"report-in", id});
  EXPECT_EQ(meanwhile.code, refused_by_server);
  EXPECT_THAT(meanwhile.said, HasSubstr("[return_pending]"));

  ruling.emplace_back("rejected");
  expect_said(desk, ruling);
  EXPECT_THAT(city.say_as("clerk-" + lead, {"show", id}).said,
              HasSubstr("lead " + lead + ": owed\n"));

  expect_said("clerk-" + lead, not_ours);
  ruling.back() = "upheld";
  expect_said(desk, ruling);
  std::string given_on = city.say_as("walker-1", {"show", id}).said;
  EXPECT_THAT(given_on, HasSubstr("lead " + other + ": owed\n"));
  EXPECT_THAT(given_on, HasSubstr("returns so far: 2\n"));
  expect_said("clerk-" + other, {"report-in", id});
}

TEST_F(terminal, more_time_and_a_shelving_are_asked_for_and_decided) {
  city.server.start_and_wait();
  program_end blown = blow();
  ASSERT_EQ(blown.code, 0) << blown.said;
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);
  auto lead = found_in(blown.said, "lead (\\S+)").at(0);
  expect_said("clerk-" + lead, {"report-in", id});

  expect_said("clerk-" + lead,
              {"request-extension", id, "--more", "4 work_hour", "--reason", "暴雨"});
  std::string asked = city.say_as("clerk-" + lead, {"show", id}).said;
  EXPECT_THAT(asked, HasSubstr("    asks for "));
  auto desk = found_in(asked, "waits for a decision of the desk of ([0-9]+)").at(0);
  expect_said("desk-" + desk,
              {"decide-extension", id, "--department", lead, "--decision", "granted"});
  EXPECT_THAT(city.say_as("clerk-" + lead, {"show", id}).said, HasSubstr("    extended 1 time\n"));

  instant until = system_clock_source().now() + std::chrono::days(10);
  std::string in_ten_days = to_text(until);
  in_ten_days.replace(in_ten_days.find('.'), std::string::npos, "Z");
  expect_said("clerk-" + lead,
              {"request-shelving", id, "--until", in_ten_days, "--reason", "封冻"});
  expect_said("supervisor-2101", {"decide-shelving", id, "--decision", "granted"});
  EXPECT_THAT(city.say_as("walker-1", {"show", id}).said,
              HasSubstr("shelved until " + local_text(until)));
  program_end too_early = city.say_as("clerk-" + lead, {"handle", id, "--result", "已处置完毕"});
  EXPECT_EQ(too_early.code, refused_by_server);
  EXPECT_THAT(too_early.said, HasSubstr("[shelved]"));
  expect_said("desk-" + desk,
              {"decide-shelving", id, "--decision", "refused", "--reason", "已解冻"});
  expect_said("clerk-" + lead, {"handle", id, "--result", "已处置完毕"});
}

TEST_F(terminal, a_question_to_the_reporter_stops_the_clocks_until_he_answers) {
  city.server.start_and_wait();
  program_end blown = blow();
  ASSERT_EQ(blown.code, 0) << blown.said;
  auto id = found_in(blown.said, "on this device ([0-9a-f-]{36})").at(0);
  auto lead = found_in(blown.said, "lead (\\S+)").at(0);
  expect_said("clerk-" + lead, {"note", id, "--text", "是哪个门？", "--ask-reporter"});
  std::string waiting = city.say_as("clerk-" + lead, {"show", id}).said;
  EXPECT_THAT(waiting, testing::ContainsRegex("waits for the reporter until .*: \"是哪个门？\""));
  EXPECT_THAT(city.say_as("walker-1", {"inbox"}).said,
              HasSubstr("the reporter is asked: \"是哪个门？\""));
  program_end again =
      city.say_as("clerk-" + lead, {"note", id, "--text", "哪个？", "--ask-reporter"});
  EXPECT_EQ(again.code, refused_by_server);
  EXPECT_THAT(again.said, HasSubstr("[question_pending]"));

  expect_said("walker-1", {"note", id, "--text", "北门"});
  EXPECT_THAT(city.say_as("clerk-" + lead, {"show", id}).said,
              testing::Not(HasSubstr("waits for the reporter")));
  EXPECT_THAT(city.say_as("walker-1", {"inbox"}).said,
              testing::Not(HasSubstr("the reporter is asked")));
}

TEST_F(terminal, watch_prints_what_happens_and_ends_after_as_many_events_as_asked) {
  city.server.start_and_wait();
  auto log = city.folder / "watch.log";
  child_process watching({program("gridwhistle"), "watch", "all", "--events", "3", "--home",
                          city.home().string(), "--as", "supervisor-2101"},
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
