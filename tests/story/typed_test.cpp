// What somebody types wrongly at a terminal is said at once, by name, before anything is stored or
// sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

constexpr int refused = 2;

class typed : public testing::Test {
 protected:
  typed() : city(1) {}

  program_end blow_with(std::vector<std::string> words) {
    words.insert(words.begin(), {"blow", "--matter", "matter:06010", "--wait", "1"});
    return city.say_as("walker-1", std::move(words));
  }
  std::string outbox() { return city.say_as("walker-1", {"outbox"}).said; }

  story_city city;
};

TEST_F(typed, what_can_never_be_sent_is_refused_before_it_reaches_the_outbox) {
  struct row {
    std::vector<std::string> words;
    int code;
    const char* says;
  };
  const row table[] = {
      {{"--text", "ab\xff"}, refused, "--text: byte 3 is not UTF-8"},
      {{"--text", "a\x01"}, refused, "--text: byte 2 is a control character"},
      {{"--area", "21\xe2\x80\xae"}, refused, "--area: byte 3 begins a character that changes"},
      {{"--longitude", "nan", "--latitude", "41"}, failed, "is not a number of degrees"},
      {{"--longitude", "123", "--latitude", "inf"}, failed, "is not a number of degrees"},
      {{"--longitude", "123", "--latitude", "91"}, failed, "91"},
      {{"--photo", "zz"}, failed, "64 digits of lower-case hex"},
      {{"--accuracy", "5"}, failed, "--longitude"},
      {{"--kind", "loud"}, failed, "loud"},
      {{"--no-such-option"}, failed, "--no-such-option"},
  };
  for (const row& each : table) {
    program_end ended = blow_with(each.words);
    EXPECT_EQ(ended.code, each.code) << each.words.front() << ": " << ended.said;
    EXPECT_THAT(ended.said, HasSubstr(each.says)) << each.words.front();
  }
  EXPECT_THAT(outbox(), HasSubstr("the outbox is empty"));
}

TEST_F(typed, the_help_is_no_failure_and_a_command_line_without_a_verb_is_one) {
  EXPECT_EQ(city.say({"--help"}).code, 0);
  EXPECT_EQ(city.say({}).code, failed);
  EXPECT_EQ(city.say({"show"}).code, failed);
}

TEST_F(typed, a_report_that_contradicts_itself_or_names_no_row_is_an_error) {
  const std::vector<std::string> report = {"report", "--period", "2026"};
  auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), report.begin(), report.end());
    return city.say_as("supervisor-2101", std::move(more));
  };
  auto file = (city.folder / "list.xlsx").string();
  EXPECT_EQ(with({"--list", "closing", "--xlsx", file}).code, failed);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(with({"--list", "closing", "--counted", "--missing"}).code, failed);
  city.server.start_and_wait();
  program_end nowhere = with({"--list", "closing", "--by", "district", "--group", "nosuch"});
  EXPECT_EQ(nowhere.code, failed);
  EXPECT_THAT(nowhere.said, HasSubstr("--group nosuch: this report has no such row"));
}

TEST_F(typed, what_waits_in_the_outbox_and_can_never_be_sent_is_given_up_in_so_many_words) {
  city.server.start_and_wait();
  city.server.kill_hard();
  EXPECT_THAT(blow_with({"--text", "垃圾"}).said, HasSubstr("on this device "));
  std::string listed = outbox();
  std::string request = listed.substr(0, 36);
  program_end dismissed = city.say_as("walker-1", {"outbox", "--dismiss", request});
  EXPECT_EQ(dismissed.code, failed);
  EXPECT_THAT(dismissed.said, HasSubstr("is not a refused item"));
  program_end given_up = city.say_as("walker-1", {"outbox", "--dismiss", request, "--never-send"});
  EXPECT_EQ(given_up.code, 0) << given_up.said;
  EXPECT_THAT(given_up.said, HasSubstr("this device will not send it any more"));
  EXPECT_THAT(outbox(), HasSubstr("the outbox is empty"));
}

}  // namespace
}  // namespace gridwhistle::test
