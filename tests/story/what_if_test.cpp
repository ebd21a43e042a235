// What-if over the journal of a real server: which open whistles another pack would change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class what_if : public testing::Test {
 protected:
  what_if() : city(1) { city.server.start_and_wait(); }

  program_end diff(const std::string& before, const std::string& after,
                   std::vector<std::string> more = {"--json"}) {
    std::vector<std::string> words = {program("gridwhistled"),
                                      "pack",
                                      "diff",
                                      before,
                                      after,
                                      "--journal",
                                      "--home",
                                      city.home().string(),
                                      "--redis",
                                      city.redis_address()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, city.folder / "diff.log");
  }

  // The city's pack with a duty list that covers nothing.
  fs::path pack_without_duties() {
    fs::path made = city.folder / "bare";
    fs::copy(city.pack(), made);
    std::ofstream(made / "duties.csv") << "matter,area,when,kind,lead,helpers,limit_class,note\n";
    return made;
  }

  std::string served_hash() {
    return last_line(run_program({program("gridwhistled"), "pack", "load", city.pack().string()},
                                 city.folder / "load.log")
                         .said);
  }

  story_city city;
};

TEST_F(what_if, an_open_whistle_that_another_pack_would_take_from_its_lead_is_named) {
  program_end blown =
      city.say({"blow", "--matter", "matter:06010", "--area", city.area_of("walker-1"), "--text",
                "垃圾堆放未清理", "--home", city.home().string(), "--as", "walker-1"});
  ASSERT_EQ(blown.code, 0) << blown.said;
  std::string id = first_in(blown.said, "on this device ([0-9a-f-]{36})");
  std::string lead = first_in(blown.said, "lead (\\S+)");
  std::string bare = pack_without_duties().string();

  program_end found = diff(served_hash(), bare);
  EXPECT_EQ(found.code, 0) << found.said;
  EXPECT_THAT(found.said, HasSubstr("\"open\":[{\"whistle\":\"" + id + "\",\"old\":{\"lead\":\"" +
                                    lead + "\"},\"new\":{\"desk\":"));
  EXPECT_THAT(found.said, HasSubstr("\"reason\":\"no_duty\"}}]"));
  EXPECT_EQ(last_line(diff(city.pack().string(), bare).said), last_line(found.said))
      << "a stored pack is the directory it came from";
  EXPECT_THAT(diff(served_hash(), served_hash()).said, HasSubstr("\"open\":[]"));
  EXPECT_THAT(diff(served_hash(), bare, {"--lang", "zh"}).said, HasSubstr("责任清单未覆盖"));
}

TEST_F(what_if, a_stored_pack_that_is_not_what_its_hash_says_is_refused) {
  std::string hash = served_hash();
  ASSERT_EQ(city.redis.command({"SET", "gw:{main}:pack:" + hash, "gridwhistle-pack 1\n"}), "OK");
  program_end found = diff(hash, hash);
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_THAT(found.said, HasSubstr("holds another pack"));
}

TEST_F(what_if, a_journal_whose_chain_is_broken_is_not_replayed) {
  // The fence: the batch behind it was tied to it.
  ASSERT_EQ(city.redis.command({"XDEL", "gw:{main}:journal", "1-0"}), "1");
  std::string pack = city.pack().string();
  program_end found = diff(pack, pack);
  EXPECT_EQ(found.code, 1) << found.said;
  EXPECT_THAT(found.said, HasSubstr("run gridwhistled journal verify"));
}

}  // namespace
}  // namespace gridwhistle::test
