// What somebody was not allowed to do is no secret: the journal of a real server names him.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

class refusals : public testing::Test {
 protected:
  refusals() : city(2) {
    city.server.start_and_wait();
    std::string blown =
        city.say_as("walker-1", {"blow", "--matter", "matter:06010", "--area",
                                 city.area_of("walker-1"), "--text", "垃圾堆放未清理"})
            .said;
    whistle = first_in(blown, "on this device ([0-9a-f-]{36})");
    std::string called = blown.substr(blown.find("lead "));
    for (std::string enrolled = text_in(city.home() / "enrolled.csv"); other.empty();) {
      std::smatch found;
      if (!std::regex_search(enrolled, found, std::regex("clerk-([^,]+),"))) break;
      if (called.find(found[1]) == std::string::npos) other = "clerk-" + found[1].str();
      enrolled = found.suffix();
    }
  }

  program_end listed(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        program("gridwhistled"), "journal", "refusals",          "--home",
        city.home().string(),    "--redis", city.redis_address()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, city.folder / "refusals.log");
  }

  story_city city;
  std::string whistle;
  std::string other;  // a clerk whose department was not called
};

TEST_F(refusals, a_clerk_of_another_department_who_tries_to_handle_is_named_by_the_journal) {
  ASSERT_FALSE(whistle.empty());
  ASSERT_FALSE(other.empty());
  EXPECT_EQ(listed().said, "");
  program_end no =
      city.say_as(other, {"handle", whistle, "--result", "已处置完毕", "--seen-version", "4"});
  EXPECT_EQ(no.code, refused_by_server) << no.said;
  EXPECT_THAT(no.said, HasSubstr("[department_not_called]"));
  EXPECT_EQ(city.say_as("walker-2", {"inbox", "--department", other.substr(6)}).code,
            refused_by_server);
  EXPECT_EQ(city.say_as("walker-2", {"watch", "all"}).code, refused_by_server);

  program_end named = listed({"--user", other});
  EXPECT_EQ(named.code, 0);
  EXPECT_THAT(named.said, testing::MatchesRegex("[^\n]*Z " + other + " handle " + whistle +
                                                " .department_not_called. [^\n]*\n"));
  std::string others = listed({"--json"}).said;
  EXPECT_THAT(others, HasSubstr("\"user\":\"walker-2\",\"asked\":\"inbox\",\"about\":\"dept/" +
                                other.substr(6) + "\",\"code\":\"role_not_allowed\",\"count\":1}"));
  EXPECT_THAT(others, HasSubstr("\"asked\":\"follow\",\"about\":\"all\""));
}

TEST_F(refusals, they_outlive_a_kill_and_change_neither_a_state_nor_its_hash) {
  ASSERT_FALSE(other.empty());
  std::string hash_before = json_field(city.verify_journal(), "state_hash");
  ASSERT_EQ(city.say_as(other, {"show", whistle}).code, refused_by_server);
  city.server.kill_hard();
  city.server.start_and_wait();
  std::string verdict = city.verify_journal();
  EXPECT_EQ(json_field(verdict, "journal"), "ok") << verdict;
  EXPECT_EQ(json_field(verdict, "refusals"), "1") << verdict;
  EXPECT_EQ(json_field(verdict, "state_hash"), hash_before);
  EXPECT_THAT(listed().said, HasSubstr(other + " show " + whistle));
}

}  // namespace
}  // namespace gridwhistle::test
