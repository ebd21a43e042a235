// Law: whatever comes to the door is answered by name or dropped, costs no memory, and leaves the
// next good request its answer. Who is not enrolled gets no connection; who is revoked gets no
// answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>

#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using namespace std::chrono_literals;

struct bad_frame {
  std::string what;
  std::vector<std::string> frames;
  std::string refused_as;
};

// A blow whose text holds eight bytes that are the test's; protobuf itself would not write them.
std::string blow_saying(const std::string& eight_bytes) {
  v1::Report report;
  report.set_text("????????");
  std::string frame = blow_frame(report);
  return frame.replace(frame.find("????????"), 8, eight_bytes);
}

std::string of_wire_version(std::uint32_t version) {
  v1::Request request;
  EXPECT_TRUE(request.ParseFromString(ping_frame()));
  request.set_wire_version(version);
  return request.SerializeAsString();
}

std::string depth_bomb() {
  // Field 1000 as a group, opened ten thousand times inside itself.
  std::string groups;
  for (int i = 0; i < 10'000; ++i) groups += "\xc3\x3e";
  for (int i = 0; i < 10'000; ++i) groups += "\xc4\x3e";
  return ping_frame() + groups;
}

std::vector<bad_frame> bad_frames() {
  std::string ping = ping_frame();
  std::string blow = blow_saying("in order");
  return {
      {"empty", {""}, "malformed"},
      {"two frames", {ping, ping}, "not_one_frame"},
      {"a hundred frames", std::vector<std::string>(100, ping), "not_one_frame"},
      {"truncated", {blow.substr(0, blow.size() - 5)}, "malformed"},
      {"wire version 2", {of_wire_version(2)}, "wire_version_unknown"},
      {"not UTF-8", {blow_saying("abc\xff\xfe\xc0\xaf!")}, "malformed"},
      {"a control character", {blow_saying("abc\x07 def")}, "forbidden_character"},
      {"a bidirectional override", {blow_saying("abc\xe2\x80\xae..")}, "forbidden_character"},
      {"a depth bomb", {depth_bomb()}, "malformed"},
      {"an unknown field", {ping + "\xc0\x3e\x01"}, "unknown_field"},
      {"64 KiB + 1", {std::string(64 * 1024 + 1, 'x')}, "frame_too_large"},
  };
}

bool say(raw_device& device, const bad_frame& bad) {
  std::vector<std::string_view> views(bad.frames.begin(), bad.frames.end());
  return device.say_frames(views);
}

// Keeps a hundred unanswered, so that no answer is dropped for want of a reader.
void flood(raw_device& device, const std::vector<bad_frame>& bad, std::uint64_t from,
           std::uint64_t to) {
  constexpr std::uint64_t window = 100;
  std::uint64_t answered = from;
  for (std::uint64_t said = from; answered < to;) {
    for (; said < to && said < answered + window; ++said) {
      // The last of the kinds is the large one; a thousandth of the flood.
      std::size_t kind = said % 1000 == 999 ? bad.size() - 1 : said % (bad.size() - 1);
      ASSERT_TRUE(say(device, bad[kind]));
    }
    auto reply = device.hear(60s);
    ASSERT_TRUE(reply.has_value()) << "no answer to frame " << answered;
    ASSERT_TRUE(reply->has_refused()) << reply->ShortDebugString();
    ++answered;
  }
}

void revoke(const std::filesystem::path& home, const std::string& user) {
  std::ifstream enrolled(home / "enrolled.csv");
  std::ofstream changed(home / "enrolled.csv.changed");
  for (std::string line; std::getline(enrolled, line);) {
    auto status = line.rfind(",active");
    bool his = line.find("," + user + ",") != std::string::npos;
    changed << (his ? line.substr(0, status) + ",revoked" : line) << '\n';
  }
  changed.close();
  std::filesystem::rename(home / "enrolled.csv.changed", home / "enrolled.csv");
}

TEST(bad_frames, each_is_answered_with_the_refusal_of_its_name) {
  story_city city(1);
  city.server.start_and_wait();
  raw_device device(city.home(), read_client_keys(city.home(), "walker-1"));
  for (const bad_frame& each : bad_frames()) {
    ASSERT_TRUE(say(device, each)) << each.what;
    auto reply = device.hear(30s);
    ASSERT_TRUE(reply.has_value()) << each.what;
    EXPECT_EQ(reply->refused().code(), each.refused_as) << each.what;
    EXPECT_FALSE(reply->refused().sentence_zh().empty()) << each.what;
    EXPECT_FALSE(reply->refused().sentence_en().empty()) << each.what;
  }
  EXPECT_TRUE(device.ask(ping_frame()).has_pong());
  EXPECT_EQ(json_field(city.verify_journal(), "whistles"), "0");
  // And counted by reason, in the log.
  EXPECT_EQ(city.server.stop(), 0);
  std::string log = city.server.log_text();
  auto counted = log.substr(std::min(log.size(), log.rfind("refused at the door")));
  EXPECT_NE(counted.find("frame_too_large 1, "), std::string::npos) << log;
  EXPECT_NE(counted.find("malformed 4, "), std::string::npos) << log;
  // And by nobody else: a line for each would be a flood of its own.
  EXPECT_EQ(log.find("libprotobuf"), std::string::npos) << log;
}

TEST(bad_frames, a_flood_of_them_costs_no_memory) {
  constexpr std::uint64_t warm = 10'000;
  constexpr std::size_t grown_kib_max = 16 * 1024;
  story_city city(1);
  city.server.start_and_wait();
  raw_device device(city.home(), read_client_keys(city.home(), "walker-1"));
  auto bad = bad_frames();
  ASSERT_NO_FATAL_FAILURE(flood(device, bad, 0, warm));
  std::size_t before = city.server.resident_kib();
  std::uint64_t all = count_from("GW_BAD_FRAMES", 100'000);
  for (std::uint64_t from = warm; from < all; from += warm) {
    ASSERT_NO_FATAL_FAILURE(flood(device, bad, from, std::min(all, from + warm)));
    ASSERT_LE(city.server.resident_kib(), before + grown_kib_max) << "after " << from + warm;
  }
  RecordProperty("kib_before", static_cast<int>(before));
  RecordProperty("kib_after", static_cast<int>(city.server.resident_kib()));
  std::cout << "resident KiB after the first 10,000: " << before << ", after " << all << ": "
            << city.server.resident_kib() << std::endl;
  EXPECT_TRUE(device.ask(ping_frame()).has_pong());
}

TEST(bad_frames, a_key_that_is_not_enrolled_gets_no_connection) {
  story_city city(1);
  city.server.start_and_wait();
  raw_device stranger(city.home(), make_curve_key_pair());
  stranger.say(ping_frame());
  EXPECT_EQ(stranger.next_handshake(30s), handshake::key_refused);
  EXPECT_FALSE(stranger.hear(500ms).has_value());
  raw_device enrolled(city.home(), read_client_keys(city.home(), "walker-1"));
  EXPECT_TRUE(enrolled.ask(ping_frame()).has_pong());
}

TEST(bad_frames, a_server_whose_gate_is_gone_lets_nobody_in_and_ends) {
  constexpr int gate_lost = 5;
  story_city city(1);
  city.server.start_and_wait();
  raw_device before(city.home(), read_client_keys(city.home(), "walker-1"));
  ASSERT_TRUE(before.ask(ping_frame()).has_pong());
  city.server.signal(SIGUSR1);
  wait_until("the gate is gone", [&] {
    return city.server.log_text().find("the gate was taken away") != std::string::npos;
  });
  raw_device stranger(city.home(), make_curve_key_pair());
  stranger.say(ping_frame());
  EXPECT_EQ(city.server.wait_end(), gate_lost) << city.server.log_text();
  EXPECT_FALSE(stranger.hear(500ms).has_value());
}

TEST(bad_frames, a_revoked_key_is_refused_within_three_seconds_on_its_open_connection) {
  story_city city(2);
  city.server.start_and_wait();
  raw_device revoked(city.home(), read_client_keys(city.home(), "walker-1"));
  raw_device other(city.home(), read_client_keys(city.home(), "walker-2"));
  ASSERT_TRUE(revoked.ask(ping_frame()).has_pong());
  revoke(city.home(), "walker-1");
  v1::Reply reply;
  wait_until(
      "the revoked key is refused",
      [&] {
        reply = revoked.ask(ping_frame());
        return reply.has_refused();
      },
      3s);
  EXPECT_EQ(reply.refused().code(), "key_not_enrolled");
  EXPECT_TRUE(other.ask(ping_frame()).has_pong());
}

}  // namespace
}  // namespace gridwhistle::test
