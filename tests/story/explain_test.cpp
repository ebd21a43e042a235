// Whistles of a real server explained from its journal: what it did, decided again, and what
// another pack would do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <regex>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class explained : public testing::Test {
 protected:
  explained() : city(3) { city.server.start_and_wait(); }

  program_end explain(const std::string& whistle, std::vector<std::string> more = {"--json"}) {
    std::vector<std::string> words = {
        program("gridwhistled"), "journal", "explain",           "--whistle", whistle, "--home",
        city.home().string(),    "--redis", city.redis_address()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, city.folder / "explain.log");
  }

  std::string blown(const std::string& matter, const std::string& kind, const std::string& walker) {
    program_end said =
        city.say({"blow", "--matter", matter, "--kind", kind, "--area", city.area_of(walker),
                  "--text", "垃圾堆放未清理", "--home", city.home().string(), "--as", walker});
    EXPECT_EQ(said.code, 0) << said.said;
    std::smatch found;
    std::regex id("on this device ([0-9a-f-]{36})");
    return std::regex_search(said.said, found, id) ? found[1].str() : std::string();
  }

  // The city's pack with a duty list that covers nothing.
  fs::path pack_without_duties() {
    fs::path made = city.folder / "bare";
    fs::copy(city.pack(), made);
    std::ofstream(made / "duties.csv") << "matter,area,when,kind,lead,helpers,limit_class,note\n";
    return made;
  }

  story_city city;
};

TEST_F(explained, every_random_whistle_is_what_the_server_did_and_differs_under_another_pack) {
  std::mt19937_64 chance(printed_seed());
  const char* matters[] = {"matter:06010", "matter:06001", "component:01001", "matter:08003"};
  const char* kinds[] = {"routine", "joint", "key", "emergency"};
  std::string bare = pack_without_duties().string();
  for (int i = 0; i < 10; ++i) {
    std::string walker = "walker-" + std::to_string(1 + chance() % 3);
    std::string whistle = blown(matters[chance() % 4], kinds[chance() % 4], walker);
    program_end told = explain(whistle);
    EXPECT_EQ(told.code, 0) << told.said;
    std::string line = last_line(told.said);
    EXPECT_EQ(json_field(line, "verdict"), "equal") << line;
    EXPECT_THAT(line, HasSubstr("\"differs_today\":false"));
    bool called = line.find("\"decision\":{\"lead\"") != std::string::npos;
    program_end today = explain(whistle, {"--json", "--pack", bare});
    EXPECT_EQ(json_field(last_line(today.said), "verdict"), "equal") << today.said;
    EXPECT_THAT(today.said, HasSubstr(called ? "\"differs_today\":true" : "_today\":false"));
  }
  program_end zh = explain(blown("matter:06010", "routine", "walker-1"), {});
  EXPECT_THAT(zh.said, HasSubstr("按当时的策略包重算：与服务器所做一致。"));
  EXPECT_THAT(zh.said, HasSubstr("duties.csv:"));
}

TEST_F(explained, a_whistle_that_the_journal_does_not_have_and_a_wrong_id_end_with_2) {
  program_end unknown = explain("01a20c9e-2708-7d9e-a3f5-61b08e4c2d77");
  EXPECT_EQ(unknown.code, 2) << unknown.said;
  EXPECT_THAT(unknown.said, HasSubstr("the journal of shard main has no such whistle"));
  EXPECT_EQ(explain("yesterday's").code, 2);
  EXPECT_EQ(
      run_program({program("gridwhistled"), "journal", "explain"}, city.folder / "x.log").code, 2);
}

TEST_F(explained, a_pack_that_is_not_stored_any_more_is_said_and_nothing_else_is_guessed) {
  std::string whistle = blown("matter:06010", "routine", "walker-1");
  std::string hash =
      last_line(run_program({program("gridwhistled"), "pack", "load", city.pack().string()},
                            city.folder / "load.log")
                    .said);
  ASSERT_EQ(city.redis.command({"DEL", "gw:{main}:pack:" + hash}), "1");
  program_end told = explain(whistle);
  EXPECT_EQ(told.code, 1) << told.said;
  EXPECT_THAT(told.said, HasSubstr("there is no gw:{main}:pack:" + hash));
  EXPECT_THAT(told.said, Not(HasSubstr("verdict")));
}

}  // namespace
}  // namespace gridwhistle::test
