// Pages of a survey: every number is as long as the list behind it, and paging skips nothing.
#include "server/adapters/survey.hpp"

#include <gtest/gtest.h>

#include <set>

#include "server/adapters/list_sheets.hpp"
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
  return survey->told(engine(wide_city()));
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

TEST(survey, for_a_file_all_rows_and_all_of_a_list_are_told_at_once) {
  constexpr std::size_t petitions = 2 * figure_list_max + 3;
  std::vector<whistle> all;
  for (std::size_t i = 0; i < petitions; ++i) all.push_back(petition_in("s10001", i + 1));
  zero_board_request asked = by_street();
  asked.told = portion::whole;
  auto table = std::get<zero_table>(told(asked, all));
  EXPECT_EQ(table.rows.size(), streets);
  EXPECT_FALSE(table.more);
  asked.behind = {"s10001", matter_tag::petition, 0};
  auto list = std::get<figure_list>(told(asked, all));
  EXPECT_EQ(list.whistles.size(), petitions);
  EXPECT_FALSE(list.more);
}

answer told(request asked, const std::vector<whistle>& all) {
  actor desk{user_id("desk"), role::desk_officer, {}, area_code("s")};
  auto survey = begun_survey(asked, desk, wide_city(), small_city::march(31, 0h));
  for (const whistle& each : all) survey->add(each, *wide_city());
  return survey->told(engine(wide_city()));
}

// Handled by um at that minute of 11 March, or still open.
whistle of_um(std::uint64_t number, std::optional<int> done_minute) {
  whistle made = petition_in("s10001", number);
  made.stage = done_minute ? stage::handled : stage::handling;
  made.obligations.resize(1);
  made.obligations[0].department = department_code("um");
  if (!done_minute) return made;
  made.obligations[0].stage = obligation_stage::done;
  made.obligations[0].done_at = small_city::march(11, 9h + std::chrono::minutes(*done_minute));
  return made;
}

TEST(survey, what_a_department_has_done_comes_the_latest_first_and_each_once_over_the_pages) {
  constexpr int done = 2 * static_cast<int>(done_page_max) + 3;
  std::vector<whistle> all;
  // Three were done in every minute; every tenth is still open.
  for (int i = 0; i < done; ++i) all.push_back(of_um(static_cast<std::uint64_t>(i) + 1, i / 3));
  for (int i = 0; i < done; i += 10)
    all.push_back(of_um(static_cast<std::uint64_t>(i) + 1'000, {}));
  request asked;
  asked.body = done_request{department_code("um"), {}};
  std::vector<done_page::item> listed;
  bool more = true;
  while (more) {
    auto page = std::get<done_page>(told(asked, all));
    EXPECT_EQ(page.count, static_cast<std::size_t>(done));
    ASSERT_LE(page.items.size(), done_page_max);
    listed.insert(listed.end(), page.items.begin(), page.items.end());
    more = page.more;
    std::get<done_request>(asked.body).before = {listed.back().done_at, listed.back().row.whistle};
  }
  ASSERT_EQ(listed.size(), static_cast<std::size_t>(done));
  std::set<whistle_id> seen;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    seen.insert(listed[i].row.whistle);
    EXPECT_EQ(listed[i].row.obligation, obligation_stage::done);
    if (i == 0) continue;
    EXPECT_LE(listed[i].done_at, listed[i - 1].done_at);
  }
  EXPECT_EQ(seen.size(), listed.size());
  // What was returned is given away, also while the ruling is awaited.
  whistle returned = of_um(5'000, {});
  returned.obligations[0].stage = obligation_stage::returned;
  instant when = small_city::march(11, 8h);
  returned.obligations[0].handle = clock_ledger::start({}, small_city::march(11, 7h), "dept/um");
  returned.obligations[0].handle.pause(when, pause_reason::returned);
  returned.obligations[0].ruling = clock_ledger::start({}, when, "desk/s");
  asked.body = done_request{department_code("um"), {}};
  auto given = std::get<done_page>(told(asked, {returned, of_um(5'001, {})}));
  ASSERT_EQ(given.items.size(), 1u);
  EXPECT_EQ(given.items[0].done_at, when);
  EXPECT_EQ(given.items[0].row.obligation, obligation_stage::returned);
  asked.body = done_request{department_code("pw"), {}};
  EXPECT_EQ(std::get<done_page>(told(asked, all)).count, 0u);
}

TEST(survey, ones_own_ended_reports_come_the_latest_first_each_once_and_nobody_elses_among_them) {
  constexpr int ended = static_cast<int>(ended_page_max) + 5;
  std::vector<whistle> all;
  const user_id me("desk");  // who asks, see told()
  auto report = [&](std::uint64_t number, const user_id& of, std::optional<instant> end) {
    whistle made = petition_in("s10001", number);
    made.reporter = of;
    made.ended_at = end;
    made.stage = end ? stage::declined : stage::filed;
    all.push_back(made);
  };
  for (int i = 0; i < ended; ++i)
    report(static_cast<std::uint64_t>(i) + 1, me,
           small_city::march(10, 9h + std::chrono::minutes(i / 3)));
  report(2'000, me, {});
  report(2'001, user_id("walker-8"), small_city::march(10, 9h));
  report(2'002, me, small_city::march(11, 9h) - ended_listed_for - 365 * 24h);
  request asked;
  asked.body = ended_request{};
  std::vector<ended_page::item> listed;
  bool more = true;
  while (more) {
    auto page = std::get<ended_page>(told(asked, all));
    EXPECT_EQ(page.count, static_cast<std::size_t>(ended));
    ASSERT_LE(page.items.size(), ended_page_max);
    listed.insert(listed.end(), page.items.begin(), page.items.end());
    more = page.more;
    std::get<ended_request>(asked.body).before = {listed.back().ended_at, listed.back().whistle};
  }
  std::set<whistle_id> seen;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    seen.insert(listed[i].whistle);
    EXPECT_LE(listed[i].ended_at, listed[i == 0 ? 0 : i - 1].ended_at);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(ended));
}

TEST(survey, figures_day_by_day_have_a_number_for_each_day_and_sum_to_the_period) {
  std::vector<whistle> all;
  for (int i = 0; i < 6; ++i) {
    all.push_back(of_um(static_cast<std::uint64_t>(i) + 1, {}));
    all.back().obligations[0].delivered_at = small_city::march(10 + i / 2, 9h);
  }
  figures_request figures;
  figures.from = local_days(2026y / 3 / 1);
  figures.to = local_days(2026y / 3 / 31);
  figures.day_by_day = true;
  request asked;
  asked.body = figures;
  auto table = std::get<figure_table>(told(asked, all));
  ASSERT_EQ(table.rows.size(), 1u);
  constexpr auto returned = static_cast<std::size_t>(figure::returned);
  EXPECT_EQ(table.rows[0].shares.at(returned).of, 6u);
  ASSERT_EQ(table.rows[0].days.size(), 31u);
  for (std::size_t day = 0; day < 31; ++day) {
    bool delivered = day >= 9 && day < 12;
    EXPECT_EQ(table.rows[0].days[day].at(returned).of, delivered ? 2u : 0u) << day;
  }
  figures.day_by_day = false;
  asked.body = figures;
  EXPECT_TRUE(std::get<figure_table>(told(asked, all)).rows[0].days.empty());
}

TEST(survey, what_is_no_question_about_all_whistles_begins_none) {
  request ping;
  ping.body = ping_request{};
  EXPECT_EQ(begun_survey(ping, {}, wide_city(), {}), nullptr);
  EXPECT_FALSE(is_survey(ping));
  for (request each : std::vector<request>{{"", {}, figures_request{}},
                                           {"", {}, flow_request{{}, 1}},
                                           {"", {}, done_request{}},
                                           {"", {}, ended_request{}},
                                           {"", {}, zero_board_request{}},
                                           {"", {}, care_request{}}}) {
    EXPECT_TRUE(is_survey(each)) << each.body.index();
    EXPECT_NE(begun_survey(each, {}, wide_city(), {}), nullptr) << each.body.index();
  }
}

TEST(queue_file, a_whistle_is_judged_by_what_is_late_the_longest_and_a_desk_has_what_waits_for_it) {
  instant noon = small_city::march(2, 12h);
  department_code um("um");
  inbox_item told;
  EXPECT_FALSE(judged_by(told));
  told.deadlines.push_back({noon + 1h, clock_name::handle, um, {}});
  EXPECT_EQ(judged_by(told)->holder, "dept/um");
  EXPECT_EQ(judged_by(told)->due, noon + 1h);
  told.overruns.push_back({clock_name::report_in, um, noon - 2h, {}, {}, {}});
  EXPECT_EQ(judged_by(told)->clock, clock_name::report_in);
  told.deadlines.front().at = noon - 3h;
  EXPECT_EQ(judged_by(told)->clock, clock_name::handle);
  told.deadlines.clear();
  told.asked_desk = area_code("d1");
  told.overruns.front().clock = clock_name::ruling;
  EXPECT_EQ(judged_by(told)->holder, "desk/d1");
  told.overruns.front().clock = clock_name::supervision;
  EXPECT_EQ(judged_by(told)->holder, "dept/um");
  told.desk = area_code("d2");
  EXPECT_EQ(judged_by(told)->holder, "desk/d2") << "what was ordered of a lead that has returned";
  told.overruns.front() = {clock_name::handle, {}, noon, {}, {}, {}};
  EXPECT_EQ(judged_by(told)->holder, "desk/d2");
}

}  // namespace
}  // namespace gridwhistle
