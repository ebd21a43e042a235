// What a grid worker's device keeps and says when the way to the server, or what was said, is bad.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <thread>

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

TEST(device, several_at_once_take_turns_and_every_whistle_is_kept_and_receipted) {
  story_city city(1);
  city.server.start_and_wait();
  std::string area = city.area_of("walker-1");
  std::array<program_end, 4> ends;
  {
    std::vector<std::jthread> people;
    for (std::size_t each = 0; each < ends.size(); ++each) {
      people.emplace_back([&, each] {
        auto words = blow_words(city.home(), "walker-1", area, "hole " + std::to_string(each));
        words.insert(words.begin(), program("gridwhistle"));
        ends[each] = run_program(words, city.home() / ("blow-" + std::to_string(each) + ".log"));
      });
    }
  }
  for (const program_end& each : ends) EXPECT_EQ(each.code, 0) << each.said;
  EXPECT_EQ(json_field(city.verify_journal(), "whistles"), "4");
}

TEST(device, an_answer_that_cannot_be_written_does_not_pass_for_a_whole_one) {
  story_city city(1);
  city.server.start_and_wait();
  std::string told =
      program("gridwhistle") + " inbox --home " + city.home().string() + " --as walker-1";
  for (const std::string& where : {std::string(">/dev/full"), std::string(">&-")}) {
    program_end ended =
        run_program({"/bin/sh", "-c", told + " " + where}, city.home() / "inbox.log");
    EXPECT_EQ(ended.code, failed) << where << ended.said;
    EXPECT_NE(ended.said.find("cannot be written"), std::string::npos) << ended.said;
  }
}

TEST(device, what_is_wrong_with_the_way_to_the_server_is_told_by_its_file) {
  story_city city(1);
  std::string area = city.area_of("walker-1");
  std::ofstream(city.home() / "endpoints") << "garbage\n";
  program_end ended = city.say(blow_words(city.home(), "walker-1", area, "hole"));
  EXPECT_EQ(ended.code, still_in_outbox) << ended.said;
  EXPECT_NE(ended.said.find("endpoints: names no server"), std::string::npos) << ended.said;
  std::ofstream(city.home() / "endpoints")
      << "requests tcp://127.0.0.1:9\nfeed tcp://127.0.0.1:9\n";
  std::ofstream(city.home() / "server.pub") << "bad\n";
  ended = city.say({"outbox", "--home", city.home().string(), "--as", "walker-1", "--deliver"});
  EXPECT_EQ(ended.code, still_in_outbox) << ended.said;
  EXPECT_NE(ended.said.find("server.pub: no public key"), std::string::npos) << ended.said;
  EXPECT_NE(ended.said.find("not receipted yet"), std::string::npos) << ended.said;
}

TEST(device, a_word_that_nobody_knows_is_named) {
  story_city city(1);
  for (const std::string& wrong : {std::string("blo"), std::string("--bogus")}) {
    program_end ended = city.say({wrong});
    EXPECT_EQ(ended.code, failed) << ended.said;
    EXPECT_NE(ended.said.find("unknown here: " + wrong), std::string::npos) << ended.said;
  }
}

}  // namespace
}  // namespace gridwhistle::test
