// Law: "ok" is said of a journal that is whole, and of no other.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;

program_end verify(const story_city& city, const fs::path& home) {
  return run_program({program("gridwhistled"), "journal", "verify", "--home", home.string(),
                      "--redis", city.redis_address()},
                     city.folder / "verify.log");
}

TEST(verify, a_journal_whose_end_was_cut_off_is_not_ok) {
  story_city city(1);
  city.server.start_and_wait();
  ASSERT_EQ(city.server.stop(), 0);
  fs::path blind = city.copy_home("blind");
  fs::remove(blind / "witness-main");
  EXPECT_EQ(verify(city, city.home()).code, 0);

  std::string newest =
      city.redis.command({"XREVRANGE", "gw:{main}:journal", "+", "-", "COUNT", "1"});
  std::string id = newest.substr(0, newest.find(' '));
  ASSERT_EQ(city.redis.command({"XDEL", "gw:{main}:journal", id}), "1");
  program_end found = verify(city, city.home());
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_EQ(json_field(last_line(found.said), "journal"), "cut") << found.said;
  EXPECT_EQ(json_field(last_line(found.said), "reason"),
            "it ends at 1-0 but was durable up to " + id);
  // The chain alone cannot tell: that is what the witness is for.
  found = verify(city, blind);
  EXPECT_EQ(json_field(last_line(found.said), "journal"), "ok") << found.said;
}

TEST(verify, another_journal_than_the_witness_knows_is_not_ok) {
  story_city city(1);
  city.server.start_and_wait();
  ASSERT_EQ(city.server.stop(), 0);
  fs::path first = city.copy_home("first");
  fs::remove(city.home() / "witness-main");
  ASSERT_EQ(city.redis.command({"FLUSHALL"}), "OK");
  city.server.start_and_wait();
  EXPECT_EQ(verify(city, city.home()).code, 0);
  program_end found = verify(city, first);
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_EQ(json_field(last_line(found.said), "journal"), "cut") << found.said;
}

TEST(verify, an_empty_journal_is_not_ok) {
  story_city city(1);
  program_end found = verify(city, city.home());
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_EQ(json_field(last_line(found.said), "journal"), "empty") << found.said;
}

TEST(verify, a_missing_key_is_said_and_none_is_made) {
  story_city city(1);
  fs::remove(city.home() / "journal.key");
  program_end found = verify(city, city.home());
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_NE(found.said.find("journal.key: no such key file"), std::string::npos) << found.said;
  EXPECT_FALSE(fs::exists(city.home() / "journal.key"));
}

TEST(verify, it_ends_with_a_sentence_within_ten_seconds_when_redis_does_not_answer) {
  story_city city(1);
  for (std::string_view how : {"frozen", "gone"}) {
    if (how == "frozen") city.redis.freeze();
    if (how == "gone") city.redis.kill_hard();
    fs::path log = city.folder / "silent.log";
    fs::remove(log);
    child_process verifying({program("gridwhistled"), "journal", "verify", "--home",
                             city.home().string(), "--redis", city.redis_address()},
                            log);
    wait_until(
        "verify ends", [&] { return !verifying.running(); }, std::chrono::seconds(10));
    EXPECT_EQ(verifying.wait(), 1) << how;
    EXPECT_NE(text_in(log).find("does not answer"), std::string::npos) << how << text_in(log);
  }
}

}  // namespace
}  // namespace gridwhistle::test
