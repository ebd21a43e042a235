// Law: what was receipted exists exactly once, whoever is killed and whenever. A swarm blows, the
// server or Redis is killed under it, and an independent reading of the journal has the last word.
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

// "<whistle id> <version>\n" with a version of one digit: no line is shorter.
constexpr std::uintmax_t receipt_line_bytes = 39;

// A city with a swarm of 200 devices that blow 2,000 whistles a second.
class city_under_load {
 public:
  explicit city_under_load(std::uint64_t seed) : chance_(seed), city_(200) {
    city_.server.start_and_wait();
    swarm_.emplace(std::vector<std::string>{program("gridwhistle"),
                                            "swarm",
                                            "--home",
                                            city_.home().string(),
                                            "--pack",
                                            pack_folder("shenyang").string(),
                                            "--seed",
                                            std::to_string(seed),
                                            "--whistles",
                                            "0",
                                            "--rate",
                                            "2000",
                                            "--devices",
                                            "200",
                                            "--live",
                                            "5",
                                            "--clerks",
                                            "50",
                                            "--give-up",
                                            "120",
                                            "--receipts",
                                            receipts_file().string()},
                   swarm_log());
  }

  story_city& city() { return city_; }
  std::filesystem::path receipts_file() const { return city_.folder / "receipts"; }
  std::filesystem::path swarm_log() const { return city_.folder / "swarm.log"; }

  std::uintmax_t receipts() const {
    std::error_code missing;
    auto bytes = std::filesystem::file_size(receipts_file(), missing);
    return missing ? 0 : bytes / receipt_line_bytes;
  }

  // Waits for 50 to 2,500 more receipts: the next kill then falls into the middle of the stream.
  void receive_some_more() {
    std::uintmax_t wanted = receipts() + 50 + chance_() % 2450;
    wait_until("more receipts come", [&] {
      if (!swarm_->running()) throw std::runtime_error("the swarm ended: " + text_in(swarm_log()));
      return receipts() >= wanted;
    });
  }

  // Lets the swarm see what it began to its end; its exit code.
  int end_swarm() {
    swarm_->signal(SIGINT);
    wait_until(
        "the swarm ends", [&] { return !swarm_->running(); }, std::chrono::minutes(2));
    return swarm_->wait();
  }

 private:
  std::mt19937_64 chance_;
  story_city city_;
  std::optional<child_process> swarm_;
};

// The state of a server that starts fresh, from projection and tail, against a fold of the whole
// journal that uses neither. A limit that runs out in between moves the journal on: then once more.
void expect_state_equals_fold(city_under_load& load) {
  story_city& city = load.city();
  for (int looks = 0; looks < 5; ++looks) {
    city.server.start_and_wait({"--state-hash"});
    std::string log = city.server.log_text();
    std::string state = log.substr(log.rfind("\"what\":\"state\""));
    EXPECT_EQ(city.server.stop(), 0);
    std::string verified = city.verify_journal(load.receipts_file());
    if (json_field(verified, "last") != json_field(state, "position")) continue;
    EXPECT_EQ(json_field(state, "hash").size(), 64u) << state;
    EXPECT_EQ(json_field(verified, "state_hash"), json_field(state, "hash"));
    return;
  }
  ADD_FAILURE() << "the journal never rested";
}

void expect_nothing_lost(city_under_load& load) {
  story_city& city = load.city();
  EXPECT_EQ(load.end_swarm(), 0) << text_in(load.swarm_log());
  std::string swarm = last_line(text_in(load.swarm_log()));
  EXPECT_EQ(json_field(swarm, "refused"), "0") << text_in(load.swarm_log());
  EXPECT_EQ(json_field(swarm, "unanswered"), "0");
  EXPECT_EQ(json_field(swarm, "receipted"), json_field(swarm, "whistles"));
  EXPECT_NE(json_field(swarm, "closed"), "0");
  // At once: the projection is written with a pause, so a tail most likely remains to be folded.
  city.server.kill_hard();
  std::string verified = city.verify_journal(load.receipts_file());
  std::cout << swarm << "\n" << verified << std::endl;
  EXPECT_EQ(json_field(verified, "journal"), "ok") << verified;
  EXPECT_EQ(json_field(verified, "lost"), "0");
  EXPECT_EQ(json_field(verified, "doubled"), "0");
  EXPECT_EQ(json_field(verified, "owner_violations"), "0");
  EXPECT_EQ(json_field(verified, "whistles"), json_field(swarm, "whistles"));
  expect_state_equals_fold(load);
}

TEST(kill, killing_the_server_loses_no_receipted_whistle) {
  city_under_load load(printed_seed());
  load.receive_some_more();
  std::uint64_t kills = count_from("GW_KILLS_SERVER", 4);
  for (std::uint64_t i = 0; i < kills; ++i) {
    load.receive_some_more();
    load.city().server.kill_hard();
    load.city().server.start_and_wait();
  }
  load.receive_some_more();
  expect_nothing_lost(load);
}

TEST(kill, killing_redis_loses_no_receipted_whistle) {
  city_under_load load(printed_seed());
  load.receive_some_more();
  std::uint64_t kills = count_from("GW_KILLS_REDIS", 2);
  // Killed again after it has taken writes on top of what the first kill left behind.
  for (std::uint64_t i = 0; i < 2 * kills; ++i) {
    load.receive_some_more();
    std::size_t before = load.city().server.times_serving();
    load.city().redis.kill_hard();
    load.city().redis.start();
    load.city().server.wait_serving(before + 1);
  }
  load.receive_some_more();
  std::cout << "torn tails cut: " << load.city().redis.repairs() << std::endl;
  expect_nothing_lost(load);
}

}  // namespace
}  // namespace gridwhistle::test
