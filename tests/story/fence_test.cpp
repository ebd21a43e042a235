// Law: a shard has one writer. Whoever was fenced appends nothing, answers nothing, and ends.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

constexpr int cannot_be_built = 1;
constexpr int fenced = 3;
constexpr int still_in_outbox = 3;

v1::Report report_in_area(const std::string& area) {
  v1::Report report;
  report.mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
  report.mutable_matter()->set_code("06010");
  report.set_kind(v1::WHISTLE_KIND_ROUTINE);
  report.set_area(area);
  report.set_source(v1::SOURCE_HANDHELD);
  return report;
}

story_server second_server(story_city& city) {
  return story_server(city.copy_home("second"), city.redis_address(), city.pack());
}

TEST(fence, the_second_server_takes_over_and_the_first_gives_no_receipt_and_ends) {
  story_city city(1);
  city.server.start_and_wait();
  std::vector<std::string> blow = {
      "blow",         "--home", city.home().string(),     "--as",   "walker-1", "--matter",
      "matter:06010", "--area", city.area_of("walker-1"), "--wait", "5"};
  EXPECT_EQ(city.say(blow).code, 0);

  story_server second = second_server(city);
  second.start_and_wait();
  program_end refused = city.say(blow);
  EXPECT_EQ(refused.code, still_in_outbox) << refused.said;
  EXPECT_EQ(refused.said.find(": receipted "), std::string::npos) << refused.said;
  EXPECT_EQ(city.server.wait_end(), fenced) << city.server.log_text();

  // The whistle is safe on the device; the new writer takes it.
  program_end delivered =
      city.say({"outbox", "--deliver", "--home", second.home().string(), "--as", "walker-1",
                "--outbox", (city.home() / "outbox/walker-1.sqlite").string()});
  EXPECT_EQ(delivered.code, 0) << delivered.said;
  EXPECT_NE(delivered.said.find("receipted "), std::string::npos) << delivered.said;
  // A device that knows of the standby moves by itself.
  std::filesystem::copy_file(second.home() / "endpoints", city.home() / "endpoints.standby");
  blow.back() = "60";  // the first endpoint has to be given up before
  program_end moved = city.say(blow);
  EXPECT_EQ(moved.code, 0) << moved.said;
  std::string verified = city.verify_journal();
  EXPECT_EQ(json_field(verified, "journal"), "ok") << verified;
  EXPECT_EQ(json_field(verified, "whistles"), "3");
  EXPECT_EQ(json_field(verified, "fences"), "2");
  EXPECT_EQ(second.stop(), 0);
}

TEST(fence, a_second_server_on_the_same_home_is_refused_and_the_first_serves_on) {
  story_city city(1);
  city.server.start_and_wait();
  std::vector<std::string> blow = {
      "blow",         "--home", city.home().string(),     "--as",   "walker-1", "--matter",
      "matter:06010", "--area", city.area_of("walker-1"), "--wait", "5"};
  std::filesystem::path log = city.folder / "same-home.log";
  child_process same_home({program("gridwhistled"), "serve", "--home", city.home().string(),
                           "--redis", city.redis_address(), "--pack", city.pack().string()},
                          log);
  wait_until("the second server ends", [&] { return !same_home.running(); });
  EXPECT_EQ(same_home.wait(), cannot_be_built);
  std::string witness = (city.home() / "witness-main").string();
  EXPECT_NE(text_in(log).find(witness + ": another server holds it"), std::string::npos)
      << text_in(log);
  EXPECT_EQ(city.say(blow).code, 0) << city.server.log_text();
  // The lock goes with its holder, however that ends.
  city.server.kill_hard();
  city.server.start_and_wait();
  EXPECT_EQ(city.say(blow).code, 0) << city.server.log_text();
}

TEST(fence, a_writer_that_was_paused_answers_nothing_after_it_was_fenced) {
  story_city city(1);
  city.server.start_and_wait();
  auto keys = read_client_keys(city.home(), "walker-1");
  v1::Report report = report_in_area(city.area_of("walker-1"));
  raw_device device(city.home(), keys);
  std::string first = blow_frame(report);
  ASSERT_TRUE(device.ask(first).has_receipt());

  city.server.signal(SIGSTOP);
  std::vector<std::string> blows;
  for (int i = 0; i < 5; ++i) blows.push_back(blow_frame(report));
  for (const std::string& each : blows) ASSERT_TRUE(device.say(each));
  // A repeat and a look need no append of their own: they could be answered from memory.
  ASSERT_TRUE(device.say(first));
  v1::Request told;
  ASSERT_TRUE(told.ParseFromString(first));
  v1::Request look = new_request(new_command_id(instant{}));
  look.mutable_show()->set_whistle_id(told.command().whistle_id());
  ASSERT_TRUE(device.say(canonical_bytes(look)));

  story_server second = second_server(city);
  second.start_and_wait();
  city.server.signal(SIGCONT);
  EXPECT_EQ(city.server.wait_end(), fenced) << city.server.log_text();
  while (auto reply = device.hear(std::chrono::seconds(1))) {
    EXPECT_TRUE(reply->has_refused()) << reply->ShortDebugString();
  }

  raw_device again(second.home(), keys);
  for (const std::string& each : blows) {
    v1::Reply reply = again.ask(each);
    EXPECT_TRUE(reply.has_receipt() && !reply.receipt().repeated_command())
        << reply.ShortDebugString();
  }
  v1::Reply known = again.ask(first);
  EXPECT_TRUE(known.receipt().repeated_command()) << known.ShortDebugString();
  std::string verified = city.verify_journal();
  EXPECT_EQ(json_field(verified, "journal"), "ok") << verified;
  EXPECT_EQ(json_field(verified, "whistles"), "6");
}

}  // namespace
}  // namespace gridwhistle::test
