// What a grid worker's device keeps and says when the way to the server, or what was said, is bad.
#include <gtest/gtest.h>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

constexpr int still_in_outbox = 3;

std::vector<std::string> blow_words(const std::filesystem::path& home, const std::string& user,
                                    const std::string& area, const std::string& text) {
  return {"blow",   "--home", home.string(), "--as", user,     "--matter", "matter:06010",
          "--area", area,     "--text",      text,   "--wait", "5"};
}

TEST(device, a_blow_that_the_server_refuses_says_so_by_its_exit_code) {
  story_city city(1);
  city.server.start_and_wait();
  auto words =
      blow_words(city.home(), "walker-1", city.area_of("walker-1"), std::string(9'000, 'a'));
  program_end ended = city.say(words);
  EXPECT_EQ(ended.code, refused_by_server) << ended.said;
  EXPECT_NE(ended.said.find("text_too_long"), std::string::npos) << ended.said;
}

TEST(device, somebody_without_a_key_leaves_no_whistle_that_could_never_be_sent) {
  story_city city(1);
  program_end ended = city.say(blow_words(city.home(), "nobody", "210102", "hole"));
  EXPECT_EQ(ended.code, failed) << ended.said;
  EXPECT_NE(ended.said.find("nobody.key"), std::string::npos) << ended.said;
  EXPECT_FALSE(std::filesystem::exists(city.home() / "outbox/nobody.sqlite"));
}

TEST(device, a_whistle_blown_where_no_server_was_ever_started_is_kept) {
  story_city city(1);
  std::string area = city.area_of("walker-1");
  program_end ended = city.say(blow_words(city.home(), "walker-1", area, "hole"));
  EXPECT_EQ(ended.code, still_in_outbox) << ended.said;
  EXPECT_NE(ended.said.find("no server has been started here yet"), std::string::npos);
  program_end listed = city.say({"outbox", "--home", city.home().string(), "--as", "walker-1"});
  EXPECT_NE(listed.said.find(" blow "), std::string::npos) << listed.said;
}

TEST(device, a_wait_that_is_no_wait_is_refused_before_anything_is_said) {
  story_city city(1);
  auto words = blow_words(city.home(), "walker-1", city.area_of("walker-1"), "hole");
  words.back() = "0";
  program_end ended = city.say(words);
  EXPECT_EQ(ended.said.find("on this device"), std::string::npos) << ended.said;
  EXPECT_NE(ended.said.find("--wait"), std::string::npos) << ended.said;
  EXPECT_FALSE(std::filesystem::exists(city.home() / "outbox/walker-1.sqlite"));
}

TEST(device, a_place_that_is_none_is_refused_before_anything_is_said) {
  story_city city(1);
  std::string area = city.area_of("walker-1");
  for (std::vector<std::string> place : {std::vector<std::string>{"--longitude", "999"},
                                         {"--longitude", "123.4", "--latitude", "-91"},
                                         {"--latitude", "41.8"}}) {
    auto words = blow_words(city.home(), "walker-1", area, "hole");
    words.insert(words.end(), place.begin(), place.end());
    program_end ended = city.say(words);
    EXPECT_NE(ended.code, 0) << ended.said;
    EXPECT_EQ(ended.said.find("on this device"), std::string::npos) << ended.said;
    EXPECT_NE(ended.said.find("itude"), std::string::npos) << ended.said;
  }
}

}  // namespace
}  // namespace gridwhistle::test
