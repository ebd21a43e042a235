// Pages of a survey: every number is as long as the list behind it, and paging skips nothing.
#include "server/adapters/survey.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

constexpr std::size_t streets = 2 * zero_rows_max + 7;

// A city of that many streets, s0001 …, in which matter 01001 is a petition.
policy_ptr wide_city() {
  static const policy_ptr made = [] {
    policy rules = *small_city::rules();
    std::vector<area> areas = {{area_code("s"), area_level::city, "", {}}};
    for (std::size_t i = 0; i < streets; ++i) {
      std::string digits = std::to_string(10'000 + i);
      areas.push_back(
          {area_code("s" + digits), area_level::street, "street " + digits, area_code("s")});
    }
    rules.areas = area_tree(std::move(areas));
    std::vector<matter> all = rules.matters.all();
    for (matter& each : all) {
      if (each.key.code == "01001") each.tags = {matter_tag::petition};
    }
    rules.matters = matter_list(std::move(all));
    return std::make_shared<policy>(std::move(rules));
  }();
  return made;
}

whistle petition_in(const std::string& street, std::uint64_t number) {
  whistle made;
  made.id = small_city::whistle_number(number);
  made.version = 1;
  made.what = small_city::report_of("01001");
  made.what.area = area_code(street);
  made.raised_at = small_city::march(11, 9h);
  return made;
}

answer told(zero_board_request asked, const std::vector<whistle>& all) {
  asked.from = local_days(2026y / 3 / 1);
  asked.to = local_days(2026y / 3 / 31);
  actor desk{user_id("desk"), role::desk_officer, {}, area_code("s")};
  request whole;
  whole.body = asked;
  auto survey = begun_survey(whole, desk, wide_city(), small_city::march(31, 0h));
  for (const whistle& each : all) survey->add(each, *wide_city());
  return survey->told();
}

zero_board_request by_street() {
  zero_board_request asked;
  asked.by = grouping::street;
  return asked;
}

TEST(survey, every_row_of_a_zero_board_comes_on_exactly_one_page) {
  zero_board_request asked = by_street();
  std::vector<whistle> all = {petition_in("s10000", 1), petition_in("s16006", 2)};
  std::set<std::string> seen;
  std::size_t pages = 0, rows = 0, petitions = 0;
  bool more = true;
  while (more) {
    auto page = std::get<zero_table>(told(asked, all));
    ASSERT_LE(page.rows.size(), zero_rows_max);
    for (const zero_table::row& each : page.rows) {
      seen.insert(each.group);
      petitions += each.counts.at(0);
      EXPECT_EQ(each.name, "street " + each.group.substr(1));
    }
    rows += page.rows.size();
    more = page.more;
    asked.after_group = page.rows.back().group;
    ++pages;
  }
  EXPECT_EQ(pages, 3u);
  EXPECT_EQ(rows, streets);
  EXPECT_EQ(seen.size(), streets);
  EXPECT_EQ(petitions, 2u);
}

TEST(survey, the_list_behind_a_number_has_exactly_as_many_whistles_over_its_pages) {
  constexpr std::size_t petitions = 2 * figure_list_max + 3;
  std::vector<whistle> all;
  for (std::size_t i = 0; i < petitions; ++i) all.push_back(petition_in("s10001", i + 1));
  auto table = std::get<zero_table>(told(by_street(), all));
  ASSERT_EQ(table.rows.at(1).group, "s10001");
  EXPECT_EQ(table.rows.at(1).counts, (std::vector<std::size_t>{petitions, 0, 0, 0}));
  std::set<whistle_id> listed;
  zero_board_request asked = by_street();
  asked.behind = {"s10001", matter_tag::petition, 0};
  bool more = true;
  while (more) {
    auto page = std::get<figure_list>(told(asked, all));
    EXPECT_EQ(page.count, petitions);
    listed.insert(page.whistles.begin(), page.whistles.end());
    asked.behind->skip += page.whistles.size();
    more = page.more;
  }
  EXPECT_EQ(listed.size(), petitions);
  EXPECT_EQ(asked.behind->skip, petitions);
  asked.behind = {"s10001", matter_tag::accident, 0};
  EXPECT_TRUE(std::get<figure_list>(told(asked, all)).whistles.empty());
  asked.behind = {"nowhere", matter_tag::petition, 0};
  EXPECT_EQ(std::get<figure_list>(told(asked, all)).count, 0u);
}

TEST(survey, what_is_no_question_about_all_whistles_begins_none) {
  request ping;
  ping.body = ping_request{};
  EXPECT_EQ(begun_survey(ping, {}, wide_city(), {}), nullptr);
}

}  // namespace
}  // namespace gridwhistle
