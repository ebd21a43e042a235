// Three o'clock at night in Shenyang: a real server on the shipped pack calls who is on duty, and
// the backup's clerk brings the whistle on from a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "common/time.hpp"
#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// A Thursday, 03:00 on Shenyang's wall clock.
constexpr std::string_view night_text = "2026-11-25T19:00:00+00:00";
constexpr instant night =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 25) + std::chrono::hours(19);

class night_watch : public testing::Test {
 protected:
  night_watch() : city(2) {
    ::setenv("TZ", "UTC", 1);  // what the terminal's times are told in
    city.server.start_and_wait({"--clock", "replay"});
  }

  // An emergency about a matter that the district's urban management leads.
  v1::Receipt blown_at_night() {
    v1::Report report;
    report.mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
    report.mutable_matter()->set_code("06003");
    report.set_kind(v1::WHISTLE_KIND_EMERGENCY);
    report.set_area(city.area_of("walker-1"));
    report.set_text("围挡倒塌，压住行人");
    v1::Request request;
    EXPECT_TRUE(request.ParseFromString(blow_frame(report)));
    request.set_replay_at_ms(to_ms(night));
    raw_device device(city.home(), read_client_keys(city.home(), "walker-1"));
    v1::Reply reply = device.ask(canonical_bytes(request));
    EXPECT_TRUE(reply.has_receipt()) << reply.ShortDebugString();
    return reply.receipt();
  }

  void expect_said(const std::string& user, const std::vector<std::string>& words) {
    program_end ended = city.say_as(user, words);
    EXPECT_EQ(ended.code, 0) << user << ": " << ended.said;
  }
  void handle_as(const std::string& user, const std::string& id) {
    expect_said(user, {"report-in", id});
    expect_said(user, {"arrive", id});
    expect_said(user, {"handle", id, "--result", "已处置完毕"});
  }

  story_city city;
};

TEST_F(night_watch, a_whistle_at_night_is_reported_in_by_the_backup_and_says_so) {
  v1::Receipt called = blown_at_night();
  std::string id = whistle_id::from_bytes(called.whistle_id()).value().text();
  std::string lead = called.lead();
  ASSERT_THAT(lead, HasSubstr("-urban_management"));
  const std::string backup = "2101-urban_management";
  const std::string on_watch = "night-" + backup;

  std::string shown = city.say_as(on_watch, {"show", id}).said;
  EXPECT_THAT(shown, HasSubstr("lead " + lead + ": owed\n    called " + std::string(night_text) +
                               ": " + on_watch + " at " + backup + " (backup of " + lead +
                               ": nobody on duty), has not reported in\n"));
  EXPECT_THAT(city.say_as(on_watch, {"inbox", "--department", backup}).said, HasSubstr(id));
  EXPECT_THAT(city.say_as("clerk-" + lead, {"inbox", "--department", lead}).said, HasSubstr(id));
  EXPECT_NE(city.say_as("night-2101-commerce", {"report-in", id}).code, 0);

  for (const std::string& helper : called.helpers()) {
    EXPECT_THAT(shown, HasSubstr("helper " + helper + ": owed\n    called " +
                                 std::string(night_text) + ": night-" + helper + ","));
    handle_as("night-" + helper, id);
  }
  handle_as(on_watch, id);
  EXPECT_THAT(city.say_as(on_watch, {"inbox", "--department", backup}).said, Not(HasSubstr(id)));
  EXPECT_THAT(city.say_as("walker-1", {"show", id}).said,
              HasSubstr("to be verified by walker-1\n"));
  expect_said("walker-1", {"verify", id, "--photo", some_photo});
  EXPECT_THAT(city.say_as("walker-1", {"show", id}).said, HasSubstr(", closed, raised "));

  // The journal and the projection say the same after a restart.
  city.server.kill_hard();
  city.server.start_and_wait({"--clock", "replay"});
  EXPECT_THAT(city.say_as("walker-1", {"show", id}).said,
              HasSubstr(" at " + backup + " (backup of "));
}

}  // namespace
}  // namespace gridwhistle::test
