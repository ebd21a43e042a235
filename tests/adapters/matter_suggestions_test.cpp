// How good suggestions are over the shipped packs: texts as callers say them, and the types of a
// city by their own names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "server/core/matter_search.hpp"
#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

struct hotline_text {
  std::string text;
  std::string matter;
  bool named = false;  // it has a word of the matter's name; else it is everyday speech
};

// As many as the phone shows chips.
constexpr std::size_t answers_compared = 6;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

csv_table table_of(const std::string& name, const std::vector<std::string_view>& columns) {
  std::string bytes = bytes_of(GW_SOURCE_DIR "/tests/adapters/" + name);
  return or_throw(csv_table::read(name, bytes, columns), name);
}

std::vector<hotline_text> hotline_texts() {
  auto table = table_of("hotline_texts.csv", {"text", "matter", "words"});
  std::vector<hotline_text> texts;
  for (const csv_row& row : table.rows()) {
    texts.push_back({table.cell(row, "text").text, table.cell(row, "matter").text,
                     table.cell(row, "words").text == "named"});
  }
  return texts;
}

bool among_the_best(const matter_search& search, const std::string& text,
                    const std::string& wanted) {
  auto suggested = search.suggest(text, suggestions_max);
  return std::ranges::any_of(suggested,
                             [&](const auto& each) { return to_text(each.matter) == wanted; });
}

TEST(matter_suggestions, of_what_callers_say_the_right_matter_is_nearly_always_among_three) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  matter_search search(city->matters, city->words);
  std::vector<hotline_text> texts = hotline_texts();
  ASSERT_GE(texts.size(), 100u);
  int named = 0;
  int named_found = 0;
  int found = 0;
  for (const hotline_text& each : texts) {
    ASSERT_NE(city->matters.find(*parse_matter_key(each.matter)), nullptr) << each.matter;
    bool right = among_the_best(search, each.text, each.matter);
    named += each.named ? 1 : 0;
    named_found += each.named && right ? 1 : 0;
    found += right ? 1 : 0;
  }
  RecordProperty("named", std::to_string(named_found) + "/" + std::to_string(named));
  RecordProperty("all", std::to_string(found) + "/" + std::to_string(texts.size()));
  std::cout << "named " << named_found << "/" << named << ", all " << found << "/" << texts.size()
            << "\n";
  EXPECT_EQ(named_found, named);
  EXPECT_GE(found * 100, static_cast<int>(texts.size()) * 93);
}

TEST(matter_suggestions, what_a_newcomer_types_finds_the_thing_before_what_is_wrong_with_it) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  matter_search search(city->matters, city->words);
  const csv_table cases = table_of("matter_search_cases.csv", {"said", "among", "name"});
  for (const csv_row& row : cases.rows()) {
    const std::string& said = cases.cell(row, "said").text;
    auto most = std::stoul(cases.cell(row, "among").text);
    auto has = [&](const auto& each) {
      return each.name.find(cases.cell(row, "name").text) != std::string::npos;
    };
    auto found = search.suggest(said, most);
    EXPECT_TRUE(std::ranges::any_of(found, has))
        << said << ": " << (found.empty() ? "nothing" : found.front().name);
  }
  EXPECT_GE(cases.rows().size(), 60u);
}

// The phone searches by the same rules without the server (web/src/field/report), and its suite
// reads this table too.
TEST(matter_suggestions, every_text_is_answered_as_the_phone_answers_it) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  matter_search search(city->matters, city->words);
  std::vector<std::string> texts;
  for (const hotline_text& each : hotline_texts()) texts.push_back(each.text);
  const csv_table cases = table_of("matter_search_cases.csv", {"said", "among", "name"});
  for (const csv_row& row : cases.rows()) texts.push_back(cases.cell(row, "said").text);
  std::string now = "text,answers\n";
  for (const std::string& text : texts) {
    now += text + ',';
    for (const matter_suggestion& each : search.suggest(text, answers_compared))
      now += to_text(each.matter) + '=' + std::to_string(each.score_milli) + ' ';
    now += '\n';
  }
  const std::string path = GW_SOURCE_DIR "/tests/adapters/matter_search_answers.csv";
  if (std::getenv("GW_WRITE_ANSWERS")) std::ofstream(path) << now;
  EXPECT_EQ(bytes_of(path), now) << "where this is meant: GW_WRITE_ANSWERS=1, and look at it";
}

TEST(matter_suggestions, what_a_desk_has_filed_once_is_found_when_it_is_said_again) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  matter_search search(city->matters, city->words);
  std::vector<hotline_text> texts = hotline_texts();
  for (const hotline_text& each : texts)
    search.add_correction(*parse_matter_key(each.matter), each.text);
  // In other words than those that were filed.
  const hotline_text again[] = {
      {"路中间一个大坑，没人管，昨晚又摔了人", "matter:06013"},
      {"红绿灯好几天都是坏的，路口堵死", "matter:02014"},
      {"垃圾桶没人倒，味儿大得很", "matter:06042"},
      {"打桩打到半夜十二点，没法睡", "matter:08001"},
      {"院里有户人家盖了小房子，没有手续", "matter:06001"},
      {"死了只猫在路边，臭得很", "matter:06037"},
      {"小黄车堵了便道，轮椅过不去", "matter:09011"},
      {"卖菜的占了整条路", "matter:09006"},
  };
  auto right = std::ranges::count_if(again, [&](const hotline_text& each) {
    return among_the_best(search, each.text, each.matter);
  });
  std::cout << "said again " << right << "/" << std::size(again) << "\n";
  EXPECT_GE(right, 7);
}

TEST(matter_suggestions, each_type_of_boston_is_found_by_its_own_name_unless_only_a_number_tells) {
  policy_ptr city = shipped_pack("boston");
  ASSERT_NE(city, nullptr);
  matter_search search(city->matters, city->words);
  int asked = 0;
  int found = 0;
  int first = 0;
  int numbered = 0;
  for (const matter& each : city->matters.all()) {
    if (each.admitted != admission::admitted) continue;
    // "Region 4" and "Region 5" are the same words.
    if (each.name.find_first_of("0123456789") != std::string::npos) {
      ++numbered;
      continue;
    }
    auto suggested = search.suggest(each.name, suggestions_max);
    ++asked;
    // Some types share a name.
    auto same = [&](const auto& one) { return one.name == each.name; };
    found += std::ranges::any_of(suggested, same) ? 1 : 0;
    first += !suggested.empty() && same(suggested.front()) ? 1 : 0;
  }
  std::cout << "first " << first << "/" << asked << ", among three " << found << "/" << asked
            << ", not asked " << numbered << "\n";
  EXPECT_GE(asked, 150);
  EXPECT_EQ(found, asked);
}

}  // namespace
}  // namespace gridwhistle
