// The 四零 board: what counts, where it counts, and whose zero it is.
#include "server/core/zero_board.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/core/random_life.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using enum matter_tag;
using small_city::march;

const period whole_march{march(1, 0h), march(32, 0h)};

// The small city with tags: 01001 petition, 01002 petition and accident, 02001 case.
policy_ptr tagged() {
  static const policy_ptr made = [] {
    policy rules = *small_city::rules();
    std::vector<matter> all = rules.matters.all();
    for (matter& each : all) {
      if (each.key.code == "01001") each.tags = {petition};
      if (each.key.code == "01002") each.tags = {petition, accident};
      if (each.key.code == "02001") each.tags = {legal_case};
    }
    rules.matters = matter_list(std::move(all));
    return std::make_shared<policy>(std::move(rules));
  }();
  return made;
}

// "2101:1,0,0,0 2102:0,0,0,0"
std::string text_of(const zero_fold& board) {
  std::string text;
  for (const auto& [group, row] : board.rows()) {
    text += (text.empty() ? "" : " ") + group + ":";
    for (const tag_words& each : all_tags())
      text += (each.tag == petition ? "" : ",") + std::to_string(row[each.tag].size());
  }
  return text;
}

whistle blown(const char* matter_code, const char* area) {
  static std::uint64_t number = 100;
  whistle made;
  made.id = small_city::whistle_number(++number);
  made.version = 1;
  made.what = small_city::report_of(matter_code);
  made.what.area = area_code(area);
  made.raised_at = march(11, 9h);
  return made;
}

std::string board_of(const std::vector<whistle>& all, grouping by) {
  zero_fold board(whole_march, by, tagged());
  for (const whistle& each : all) board.add(each);
  return text_of(board);
}

TEST(zero_board, a_whistle_counts_under_every_tag_of_its_matter_and_under_no_other) {
  EXPECT_EQ(board_of({blown("01001", "2101010101")}, grouping::none), ":1,0,0,0");
  EXPECT_EQ(board_of({blown("01002", "2101010101")}, grouping::none), ":1,1,0,0");
  EXPECT_EQ(board_of({blown("02001", "2101010101")}, grouping::none), ":0,0,1,0");
  EXPECT_EQ(board_of({blown("03001", "2101010101")}, grouping::none), "");
  whistle unknown = blown("01001", "2101010101");
  unknown.what.matter.reset();
  EXPECT_EQ(board_of({unknown}, grouping::none), "");
}

TEST(zero_board, what_was_declined_withdrawn_or_joined_does_not_count_and_what_is_solved_does) {
  for (stage at : {stage::raised, stage::filed, stage::dispatched, stage::handling, stage::handled,
                   stage::closed, stage::declined, stage::withdrawn, stage::joined}) {
    whistle one = blown("01001", "2101010101");
    one.stage = at;
    bool counts = at != stage::declined && at != stage::withdrawn && at != stage::joined;
    EXPECT_EQ(board_of({one}, grouping::none), counts ? ":1,0,0,0" : "") << name_of(at);
  }
}

TEST(zero_board, two_reports_of_one_thing_are_one_when_they_are_joined_and_when_both_are_closed) {
  whistle_script life(tagged());
  life.run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
  )");
  auto counted = [&life] { return board_of({life.state(1), life.state(2)}, grouping::none); };
  EXPECT_EQ(counted(), ":2,0,0,0");
  life.run("2: desk join to=1 \"the same\" -> joined(1) 1:member_joined(2)");
  EXPECT_EQ(counted(), ":1,0,0,0");
  life.run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    walker verify solved -> verified closed(solved) 2:closed(solved)
  )");
  EXPECT_EQ(counted(), ":1,0,0,0");
}

TEST(zero_board, what_was_raised_outside_the_period_does_not_count) {
  whistle first = blown("01001", "2101010101"), last = first, before = first, after = first;
  first.raised_at = whole_march.from;
  last.raised_at = whole_march.to - 1ms;
  before.raised_at = whole_march.from - 1ms;
  after.raised_at = whole_march.to;
  EXPECT_EQ(board_of({first, last, before, after}, grouping::none), ":2,0,0,0");
}

TEST(zero_board, a_place_known_less_exactly_counts_where_it_is_known) {
  std::vector<whistle> all = {blown("01001", "2101010101"), blown("01001", "2101010102"),
                              blown("01001", "210101"), blown("01001", "nowhere")};
  EXPECT_EQ(board_of(all, grouping::grid),
            "21:1,0,0,0 210101:1,0,0,0 2101010101:1,0,0,0 2101010102:1,0,0,0");
  EXPECT_EQ(board_of(all, grouping::community), "21:1,0,0,0 210101:1,0,0,0 21010101:2,0,0,0");
  EXPECT_EQ(board_of(all, grouping::district), "21:1,0,0,0 2101:3,0,0,0");
}

TEST(zero_board, a_zero_is_shown_to_whoever_sees_all_of_the_area) {
  auto zeros = [](std::string_view who, grouping by) {
    zero_fold board(whole_march, by, tagged());
    board.vouch(small_city::speaker(who));
    return text_of(board);
  };
  EXPECT_EQ(zeros("desk-city", grouping::community), "21010101:0,0,0,0 21020101:0,0,0,0");
  EXPECT_EQ(zeros("supervisor", grouping::community), "21010101:0,0,0,0");
  EXPECT_EQ(zeros("supervisor", grouping::district), "2101:0,0,0,0");
  EXPECT_EQ(zeros("walker", grouping::grid), "2101010101:0,0,0,0");
  EXPECT_EQ(zeros("walker", grouping::community), "") << "the other grid may have had one";
  EXPECT_EQ(zeros("clerk-um", grouping::district), "")
      << "he sees what his department was called to";
  EXPECT_EQ(zeros("desk-city", grouping::none), ":0,0,0,0");
  EXPECT_EQ(zeros("supervisor", grouping::none), "");
}

TEST(zero_board, over_random_lives_every_number_is_its_list_and_children_sum_to_the_parent) {
  constexpr std::uint32_t lives = 600;
  const period spring{march(9, 0h), march(60, 0h)};
  const std::array levels = {grouping::none, grouping::district, grouping::street,
                             grouping::community, grouping::grid};
  std::vector<zero_fold> boards;
  for (grouping by : levels) boards.emplace_back(spring, by, tagged());
  std::array<std::size_t, matter_tags_count> expected{};
  for (std::uint32_t seed = 1; seed <= lives; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 24; ++i) life.step();
    if (!life.state()) continue;
    whistle told = *life.state();
    told.id = small_city::whistle_number(seed);
    for (zero_fold& board : boards) board.add(told);
    bool gone = told.stage == stage::declined || told.stage == stage::withdrawn ||
                told.stage == stage::joined;
    const matter* known = told.what.matter ? tagged()->matters.find(*told.what.matter) : nullptr;
    if (gone || !known || !spring.holds(told.raised_at)) continue;
    for (matter_tag each : known->tags) ++expected[static_cast<std::size_t>(each)];
  }
  EXPECT_GT(expected[0], 50u);
  const area_tree& areas = tagged()->areas;
  for (std::size_t i = 0; i < boards.size(); ++i) {
    for (const tag_words& tag : all_tags()) {
      std::vector<whistle_id> all;
      std::map<std::string, std::size_t> below;
      for (const auto& [group, row] : boards[i].rows()) {
        all.insert(all.end(), row[tag.tag].begin(), row[tag.tag].end());
        if (i > 0)
          below[group_of_place(area_code(group), levels[i - 1], areas)] += row[tag.tag].size();
      }
      std::sort(all.begin(), all.end());
      EXPECT_EQ(std::unique(all.begin(), all.end()), all.end()) << "counted in two rows";
      EXPECT_EQ(all.size(), expected[static_cast<std::size_t>(tag.tag)])
          << tag.en << " board " << i;
      for (const auto& [group, sum] : below)
        EXPECT_EQ(sum, boards[i - 1].rows().at(group)[tag.tag].size()) << group << " " << tag.en;
    }
  }
}

}  // namespace
}  // namespace gridwhistle
