// What desks file teaches the search for matters: the same after a restart, the latest of each
// matter, and told where a whistle waits because nobody knows its matter.
#include "server/engine/desk_corrections.hpp"

#include <gtest/gtest.h>

#include <random>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"
#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::speaker;
using small_city::whistle_number;

policy_ptr named_rules() {
  auto made = std::make_shared<policy>(*small_city::rules());
  std::vector<matter> matters = made->matters.all();
  for (matter& each : matters) each.name = "事项" + each.key.code;
  matters[0].name = "道路破损";
  matters[1].name = "路灯异常";
  made->matters = matter_list(std::move(matters));
  return made;
}

class taught : public testing::Test {
 protected:
  taught() { at_work.start_at({1, 1}, march(11, 8h)); }

  answer said(std::string_view who, std::uint64_t number, ask what) {
    ++commands;
    at_work.ask({commands}, asked_by(at_work, who, number, std::move(what), commands),
                march(11, 9h) + std::chrono::minutes(commands));
    return next_answer(at_work);
  }
  static answer next_answer(engine& of) {
    EXPECT_NE(of.next_batch(), nullptr);
    return of.durable().replies.at(0).answer;
  }
  static report unknown(std::string text) {
    report made = small_city::report_of("01001");
    made.matter.reset();
    made.text = std::move(text);
    return made;
  }
  void file_as(std::uint64_t number, const char* code) {
    file what;
    what.matter = {matter_kind::matter, code};
    auto told = said("desk", number, what);
    EXPECT_TRUE(std::holds_alternative<receipt>(told));
  }
  static std::vector<matter_suggestion> suggested(engine& by, std::string_view text) {
    by.suggest({1}, text);
    return std::get<suggestion_page>(next_answer(by)).items;
  }
  std::vector<matter_suggestion> shown_of(std::uint64_t number) {
    at_work.show({1}, speaker("desk"), whistle_number(number), march(11, 12h));
    return std::get<shown>(next_answer(at_work)).suggestions;
  }
  // As the whole answer: order, scores and reasons.
  static std::string text_of(const std::vector<matter_suggestion>& all) {
    std::string text;
    for (const matter_suggestion& each : all) {
      text += to_text(each.matter) + " " + std::to_string(each.score_milli) + " " +
              std::string(name_of(each.source)) + "\n";
    }
    return text;
  }

  policy_ptr city = named_rules();
  engine at_work{city};
  std::uint64_t commands = 0;
};

TEST_F(taught, a_whistle_whose_matter_nobody_knows_shows_its_desk_what_it_may_be) {
  said("walker", 1, blow{unknown("门口路灯不亮")});
  auto told = shown_of(1);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told[0].matter.code, "01002");
  EXPECT_EQ(told[0].phrase, "路灯异常");
  file_as(1, "01002");
  EXPECT_TRUE(shown_of(1).empty());
  said("walker", 2, blow{small_city::report_of("01001")});
  EXPECT_TRUE(shown_of(2).empty());
}

TEST_F(taught, what_a_desk_files_is_suggested_from_then_on_and_what_intake_files_is_not) {
  report sound = small_city::report_of("01001");
  sound.text = "马路中间有个大坑";
  said("walker", 1, blow{sound});
  EXPECT_TRUE(suggested(at_work, "有个大坑").empty());
  said("walker", 2, blow{unknown("马路中间有个大坑")});
  file_as(2, "01001");
  auto told = suggested(at_work, "马路上有个大坑");
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told[0].matter.code, "01001");
  EXPECT_EQ(told[0].source, suggested_by::correction);
}

TEST_F(taught, a_restart_forgets_nothing_and_adds_nothing) {
  const char* const texts[] = {"马路中间有个大坑", "路面塌了", "灯坏了三天", "晚上太黑没有灯",
                               "地砖翘起来了"};
  std::uint64_t number = 0;
  std::mt19937 chance(5);
  for (int round = 0; round < 12; ++round) {
    for (const char* text : texts) {
      ++number;
      said("walker", number,
           blow{unknown(text + std::string("，") + std::to_string(round) + "号")});
      if (chance() % 4 != 0) file_as(number, chance() % 2 ? "01001" : "01002");
    }
  }
  engine again(city);
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 1; i <= number; ++i) order.push_back(i);
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[chance() % left]);
  for (std::uint64_t each : order) again.restore(*at_work.find(whistle_number(each)));
  again.start_at({2, 1}, march(11, 23h));
  for (const char* asked : {"有个大坑", "路塌了", "太黑，灯坏了", "砖翘了"}) {
    std::string told = text_of(suggested(at_work, asked));
    EXPECT_FALSE(told.empty()) << asked;
    EXPECT_EQ(text_of(suggested(again, asked)), told) << asked;
  }
}

TEST(desk_corrections, another_pack_is_taught_what_was_known) {
  desk_corrections all(*named_rules());
  std::unique_ptr<const desk_correction> held;
  whistle state;
  state.version = 3;
  state.what = small_city::report_of("01001");
  state.what.text = "大坑";
  state.history = {
      {1, {}, march(11, 8h), {}, small_city::command_number(1), 0, 0},
      {2, {}, march(11, 9h), {}, small_city::command_number(2), 0, event(filed{}).index()}};
  all.update(held, state);
  std::vector<matter> fewer = named_rules()->matters.all();
  fewer.erase(fewer.begin());
  policy smaller = *named_rules();
  smaller.matters = matter_list(fewer);
  all.search_in(smaller);
  EXPECT_TRUE(all.search().suggest("大坑", 1).empty());
  all.search_in(*named_rules());
  ASSERT_EQ(all.search().suggest("大坑", 1).size(), 1u);
  EXPECT_EQ(all.search().suggest("大坑", 1)[0].source, suggested_by::correction);
  state.what.matter = matter_key{matter_kind::matter, "01002"};
  all.update(held, state);
  EXPECT_EQ(all.search().suggest("大坑", 1)[0].matter.code, "01002");
}

TEST(desk_corrections, of_a_matter_the_latest_are_searched) {
  desk_corrections all(*named_rules());
  whistle state;
  state.version = 3;
  state.what = small_city::report_of("01001");
  const std::size_t filed_index = event(filed{}).index();
  std::vector<std::unique_ptr<const desk_correction>> held(corrections_per_matter_max + 1);
  auto filed_at = [&](std::uint64_t number, std::string text) {
    state.id = whistle_number(number);
    state.what.text = std::move(text);
    state.history = {{1, {}, march(11, 8h), {}, small_city::command_number(1), 0, 0},
                     {2,
                      {},
                      march(11, 9h) + std::chrono::minutes(number),
                      {},
                      small_city::command_number(2),
                      0,
                      filed_index}};
    all.update(held[number], state);
  };
  filed_at(0, "井喷");
  EXPECT_FALSE(all.search().suggest("井喷", 1).empty());
  for (std::uint64_t i = 1; i <= corrections_per_matter_max; ++i) filed_at(i, "大坑");
  EXPECT_TRUE(all.search().suggest("井喷", 1).empty());
  // One of the later is about something else now: the oldest is searched again.
  state.what.matter = matter_key{matter_kind::matter, "01002"};
  filed_at(corrections_per_matter_max, "大坑");
  EXPECT_FALSE(all.search().suggest("井喷", 1).empty());
}

}  // namespace
}  // namespace gridwhistle
