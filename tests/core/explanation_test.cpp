// Why a report goes where it goes: the decision is intake's, every row has its fate, and deadlines
// add up.
#include "server/core/explanation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "server/core/explanation_text.hpp"
#include "tests/core/random_policy.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using std::chrono::local_days;

explanation explained(const policy& rules, const report& what, instant at) {
  return explain(rules, routed(rules, {what, at}));
}

// --- the fates of rows -------------------------------------------------------------------------

TEST(duty_outcome, each_row_is_told_the_first_thing_that_keeps_it_from_winning) {
  policy rules = *small_city::rules();
  std::vector<duty> rows;
  auto add = [&](matter_selector matter, const char* area, duty_time when,
                 std::optional<whistle_kind> kind, const char* lead) {
    rows.push_back({matter,
                    area_code(area),
                    when,
                    kind,
                    {lead, area_level::city},
                    {},
                    "",
                    static_cast<int>(rows.size()) + 2});
  };
  matter_selector exact{matter_kind::matter, "01001"};
  matter_selector of_class{matter_kind::matter, "01"};
  date_range march_days{local_days(2026y / 3 / 1), local_days(2026y / 3 / 31)};
  add(exact, "2101", march_days, whistle_kind::routine, "police");
  add(exact, "2101", march_days, whistle_kind::routine, "police");
  add(exact, "2101", march_days, std::nullopt, "environment");
  add(exact, "2101", day_class::workday, whistle_kind::routine, "environment");
  add(exact, "21", march_days, whistle_kind::routine, "environment");
  add(of_class, "2101010101", march_days, whistle_kind::routine, "environment");
  add({matter_kind::matter, "02"}, "2102", day_class::night, whistle_kind::key, "environment");
  add(exact, "2102", day_class::night, whistle_kind::key, "environment");
  add(exact, "2101", day_class::night, whistle_kind::key, "environment");
  add(exact, "2101", march_days, whistle_kind::key, "environment");
  rules.duties = duty_list(rows);
  explanation told = explained(rules, report_of("01001"), march(11, 9h));
  const row_fate expected[] = {row_fate::won,
                               row_fate::repeats,
                               row_fate::less_specific_kind,
                               row_fate::less_specific_time,
                               row_fate::less_specific_area,
                               row_fate::less_specific_matter,
                               row_fate::other_matter,
                               row_fate::other_area,
                               row_fate::other_time,
                               row_fate::other_kind};
  ASSERT_EQ(told.rows.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(name_of(told.rows[i].fate), name_of(expected[i])) << "row " << rows[i].row;
  }
  rows[1].lead.function = "environment";
  rules.duties = duty_list(rows);
  told = explained(rules, report_of("01001"), march(11, 9h));
  EXPECT_EQ(told.rows[0].fate, row_fate::tied);
  EXPECT_EQ(told.rows[1].fate, row_fate::tied);
  EXPECT_EQ(std::get<routed_to_desk>(told.made.whither).why, desk_reason::duty_ambiguous);
}

TEST(duty_outcome, beyond_the_calendar_the_time_of_a_row_is_unknown_and_what_holds_is_undecided) {
  policy rules = *small_city::rules();
  std::vector<duty> rows = {rules.duties.all()[0], rules.duties.all()[0]};
  rows[0].when = day_class::workday;
  rules.duties = duty_list(rows);
  instant late = march(31, 9h) + 40 * 24h;
  explanation told = explained(rules, report_of("01001"), late);
  EXPECT_EQ(std::get<routed_to_desk>(told.made.whither).why, desk_reason::limit_unknown);
  EXPECT_EQ(told.rows[0].fate, row_fate::time_unknown);
  EXPECT_EQ(told.rows[1].fate, row_fate::undecided);
}

std::array<int, 4> parts_of(const specificity& rank) {
  return {rank.matter, rank.area, rank.time, rank.kind};
}

// The winner of the fates is match()'s, and no other row that holds is above it.
TEST(duty_outcome,
     of_random_lists_exactly_the_matching_row_wins_and_no_row_that_holds_is_above_it) {
  std::mt19937 chance(4);
  int won = 0;
  int tied = 0;
  for (int i = 0; i < 200; ++i) {
    policy rules = random_parts(chance, policy_size{}).made();
    for (int j = 0; j < 20; ++j) {
      const matter& what = rules.matters.all()[chance() % rules.matters.all().size()];
      const area& where = rules.areas.all()[chance() % rules.areas.all().size()];
      instant at = rules.days.where().to_utc(std::chrono::local_time<span>(
          rules.days.days().first + std::chrono::hours(chance() % (21 * 24))));
      duty_question asked{what.key, where.code, at, whistle_kinds[chance() % 4]};
      duty_match found = rules.duties.match(asked, rules.areas, rules.days);
      auto rows = outcomes_of(rules.duties, asked, found, rules.areas, rules.days);
      ASSERT_EQ(rows.size(), rules.duties.all().size());
      for (const duty_outcome& each : rows) {
        bool wins = each.fate == row_fate::won;
        bool ties = each.fate == row_fate::tied;
        ASSERT_EQ(wins, found.winner == each.row && !found.tied);
        ASSERT_TRUE(!ties || found.tied);
        ASSERT_TRUE(each.row != found.tied || ties);
        won += wins ? 1 : 0;
        tied += ties ? 1 : 0;
        bool less = each.fate >= row_fate::less_specific_matter && each.fate != row_fate::repeats;
        if (!less) continue;
        ASSERT_TRUE(found.winner);
        auto own = parts_of(specificity_of(*each.row, rules.areas));
        auto best = parts_of(specificity_of(*found.winner, rules.areas));
        auto part = static_cast<std::size_t>(each.fate) -
                    static_cast<std::size_t>(row_fate::less_specific_matter);
        for (std::size_t before = 0; before < part; ++before) ASSERT_EQ(own[before], best[before]);
        ASSERT_LT(own[part], best[part]);
      }
    }
  }
  EXPECT_GT(won, 1000);
  EXPECT_GT(tied, 10);
}

// --- deadlines ---------------------------------------------------------------------------------

TEST(deadline_account, weekends_holidays_and_make_up_days_are_told_apart_and_the_sum_is_the_limit) {
  working_days published{local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), {}};
  published.exceptions = {{local_days(2026y / 3 / 12), false},
                          {local_days(2026y / 3 / 14), true},
                          {local_days(2026y / 3 / 15), false}};
  calendar days(zone({{instant{}, 8h}}), published, {{480, 720}, {840, 1080}}, {});
  const work_clock& hours = days.clock_of({});
  auto told = account_of({time_unit::work_hour, 20h}, march(11, 16h), hours, days);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->due, march(16, 10h));
  const day_sort sorts[] = {day_sort::workday, day_sort::holiday, day_sort::workday,
                            day_sort::make_up, day_sort::holiday, day_sort::workday};
  const span counted[] = {2h, 0h, 8h, 8h, 0h, 2h};
  ASSERT_EQ(told->days.size(), std::size(sorts));
  for (std::size_t i = 0; i < std::size(sorts); ++i) {
    EXPECT_EQ(told->days[i].date, local_days(2026y / 3 / 11) + std::chrono::days(i));
    EXPECT_EQ(told->days[i].sort, sorts[i]) << i;
    span sum{};
    for (const time_stretch& each : told->days[i].counted) sum += each.to - each.from;
    EXPECT_EQ(sum, counted[i]) << i;
  }
  auto continuous = account_of({time_unit::natural_day, 48h}, march(11, 16h), hours, days);
  EXPECT_EQ(continuous->due, march(13, 16h));
  EXPECT_TRUE(continuous->days.empty());
  EXPECT_FALSE(account_of({time_unit::work_hour, 1000h}, march(11, 16h), hours, days));
}

TEST(deadline_account, what_counted_sums_to_the_limit_and_ends_where_the_clock_says) {
  std::mt19937 chance(9);
  for (int i = 0; i < 2000; ++i) {
    policy rules = random_parts(chance, policy_size{}).made();
    auto at_closing = chance() % 2 == 0 ? due_at_closing::closing : due_at_closing::next_opening;
    calendar days(rules.days.where(), rules.days.days(), {{480, 720}, {780, 1080}}, {}, at_closing);
    const work_clock& hours = days.clock_of({});
    instant from = days.where().to_utc(std::chrono::local_time<span>(
        days.days().first + std::chrono::minutes(chance() % (21 * 24 * 60))));
    budget limit{time_unit::work_hour, std::chrono::minutes(1 + chance() % 3000)};
    auto told = account_of(limit, from, hours, days);
    ASSERT_EQ(told.has_value(), after(hours, from, limit).has_value());
    if (!told) continue;
    ASSERT_EQ(told->due, *after(hours, from, limit));
    span sum{};
    instant last = from;
    for (const day_account& day : told->days) {
      bool works = day.sort == day_sort::workday || day.sort == day_sort::make_up;
      ASSERT_EQ(works, *days.days().works(day.date));
      ASSERT_TRUE(works || day.counted.empty());
      for (const time_stretch& each : day.counted) {
        ASSERT_LT(each.from, each.to);
        ASSERT_GE(each.from, last);
        last = each.to;
        sum += each.to - each.from;
      }
    }
    ASSERT_EQ(sum, limit.amount);
    ASSERT_LE(last, told->due);
  }
}

TEST(explanation, departments_with_one_deadline_share_an_account_and_rungs_come_in_their_order) {
  const policy& rules = *small_city::rules();
  explanation told = explained(rules, report_of("03001", whistle_kind::joint), march(11, 9h));
  ASSERT_EQ(told.clocks.size(), 2u);
  std::vector<department_code> all = {department_code("um"), department_code("ps"),
                                      department_code("pw")};
  EXPECT_EQ(told.clocks[0].departments, all);
  EXPECT_EQ(told.clocks[0].clock, clock_name::report_in);
  EXPECT_EQ(told.clocks[1].departments, all);
  EXPECT_EQ(told.clocks[1].origin, limit_origin::kind_default);
  EXPECT_EQ(told.clocks[1].account.due, march(18, 9h));
  policy laddered = rules;
  laddered.ladders.fill(default_ladder());
  told = explained(laddered, report_of("01001"), march(11, 9h));
  const clock_account& handle = told.clocks[1];
  EXPECT_EQ(handle.origin, limit_origin::limit_class);
  ASSERT_EQ(handle.rungs.size(), 6u);
  EXPECT_EQ(handle.rungs[0].at, march(12, 9h)) << "half of two work days, and one before the end";
  EXPECT_EQ(handle.rungs[2].at, handle.account.due);
  for (std::size_t i = 1; i < handle.rungs.size(); ++i) {
    EXPECT_TRUE(!handle.rungs[i].at || *handle.rungs[i - 1].at <= *handle.rungs[i].at);
  }
}

TEST(explanation, an_ordered_limit_is_told_as_ordered_and_what_lacks_something_asks_no_list) {
  const policy& rules = *small_city::rules();
  report ordered = report_of("01001");
  ordered.ordered_limit = ordered_limit{march(20, 9h)};
  explanation told = explained(rules, ordered, march(11, 9h));
  EXPECT_EQ(told.clocks[1].origin, limit_origin::ordered);
  EXPECT_EQ(told.clocks[1].account.due, march(20, 9h));
  told = explained(rules, report_of("01003"), march(11, 9h));
  EXPECT_TRUE(told.rows.empty());
  EXPECT_TRUE(told.clocks.empty());
  routing key =
      routed(rules, {report_of("01001", whistle_kind::key), march(11, 9h), {}, role::grid_worker});
  EXPECT_EQ(std::get<routed_to_desk>(key.whither).why, desk_reason::kind_not_allowed);
  EXPECT_TRUE(explain(rules, key).rows.empty());
}

// --- the text ----------------------------------------------------------------------------------

constexpr std::string_view stall_en = R"(question
  matter   matter:01001
  area     2101010101 < 21010101 < 210101 < 2101 < 21
  at       2026-03-11 16:00
  kind     routine
  pack     0303030303030303030303030303030303030303030303030303030303030303
decision
  lead    um: on duty clerk-um; report in within 4 work hours, by 2026-03-12 10:00; )"
                                      R"(handle within 2 work days, by 2026-03-13 16:00
  row     duties.csv:2
rows
  duties.csv:2  matter:01,*,*,*,urban_management@district,,tidy,  wins
  5 other rows fail: matter
deadlines
  report in: um; 4 work hours, default of the kind (pack.toml); 2026-03-11 16:00 -> 2026-03-12 10:00
    2026-03-11 Wed workday 16:00-18:00 = 2 h
    2026-03-12 Thu workday 08:00-10:00 = 2 h
  handle: um; 2 work days, limit class tidy (limits.csv:7); 2026-03-11 16:00 -> 2026-03-13 16:00
    2026-03-11 Wed workday 16:00-18:00 = 2 h
    2026-03-12 Thu workday 08:00-12:00 14:00-18:00 = 8 h
    2026-03-13 Fri workday 08:00-12:00 14:00-16:00 = 6 h
    rung 2026-03-12 16:00 yellow card, to the department (1 work day before)
)";

constexpr std::string_view stall_zh = R"(问题
  事项  matter:01001
  区域  2101010101 < 21010101 < 210101 < 2101 < 21
  时间  2026-03-11 16:00
  哨类  常规哨
  策略包  0303030303030303030303030303030303030303030303030303030303030303
决定
  主办  um：在岗 clerk-um；报到限 4 工作时，至 2026-03-12 10:00；)"
                                      R"(处置限 2 工作日，至 2026-03-13 16:00
  依据  duties.csv:2
责任清单
  duties.csv:2  matter:01,*,*,*,urban_management@district,,tidy,  胜出
  另有 5 行事项不符。
时限
  报到：um；4 工作时，哨类默认 (pack.toml)；2026-03-11 16:00 -> 2026-03-12 10:00
    2026-03-11 周三 工作日 16:00-18:00 = 2 h
    2026-03-12 周四 工作日 08:00-10:00 = 2 h
  处置：um；2 工作日，时限类别 tidy (limits.csv:7)；2026-03-11 16:00 -> 2026-03-13 16:00
    2026-03-11 周三 工作日 16:00-18:00 = 2 h
    2026-03-12 周四 工作日 08:00-12:00 14:00-18:00 = 8 h
    2026-03-13 周五 工作日 08:00-12:00 14:00-16:00 = 6 h
    阶梯 2026-03-12 16:00 黄牌，致部门（到期前 1 个工作日）
)";

TEST(explanation_text, it_says_all_of_it_in_english_and_chinese) {
  policy rules = *small_city::rules_with_roster();
  rules.ladders.fill(
      {{clock_name::handle, 80, 1, rung_action::yellow_card, rung_recipient::department}});
  for (auto& [key, row] : rules.limit_rows) row.row = row.limit_class == "tidy" ? 7 : 8;
  explanation told = explained(rules, report_of("01001"), march(11, 16h));
  EXPECT_EQ(to_text(told, rules, language::en), stall_en);
  EXPECT_EQ(to_text(told, rules, language::zh), stall_zh);
  std::string_view decision = stall_en.substr(stall_en.find("decision\n"));
  EXPECT_EQ(decision_text(told.made, rules, language::en),
            decision.substr(0, decision.find("rows\n")));
}

TEST(explanation_text, a_desk_is_told_with_its_reason_and_its_clock) {
  const policy& rules = *small_city::rules();
  routing made = routed(rules, {report_of("02002"), march(11, 9h)});
  EXPECT_EQ(decision_text(made, rules, language::en),
            "decision\n  desk    2101 < 21: no duty covers it; desk within 15 urgent minutes, by "
            "2026-03-11 09:15\n");
}

TEST(explanation_text, of_a_long_limit_the_days_between_are_counted_and_not_listed) {
  policy rules = *small_city::rules();
  working_days published{local_days(2026y / 3 / 1), local_days(2027y / 3 / 1), {}};
  rules.days = calendar(rules.days.where(), published, {{480, 720}, {840, 1080}}, {});
  for (auto& [key, row] : rules.limit_rows) {
    if (row.limit_class == "tidy") row.handle = {time_unit::work_day, 100 * 24h};
  }
  explanation told = explained(rules, report_of("01001"), march(11, 8h));
  std::string text = to_text(told, rules, language::en);
  // Twenty weeks from a Wednesday on; of twenty days at either end fourteen are worked.
  EXPECT_EQ(told.clocks[1].account.days.size(), 140u);
  EXPECT_NE(text.find("    100 days between = 576 h\n"), std::string::npos) << text;
}

TEST(explanation_text, json_of_a_limit_in_work_days_says_what_a_day_of_them_is_worth) {
  policy rules = *small_city::rules();
  for (auto& [key, row] : rules.limit_rows) {
    if (row.limit_class == "tidy") row.handle = {time_unit::work_day, 2 * 24h};
  }
  std::string line = to_json(explained(rules, report_of("01001"), march(11, 9h)), rules);
  std::string_view of_days = R"("unit":"work_day","amount_ms":57600000},"work_day_ms":28800000,)";
  EXPECT_NE(line.find(of_days), std::string::npos) << line;
  EXPECT_EQ(line.find("work_day_ms"), line.rfind("work_day_ms")) << line;
}

TEST(explanation_text, json_is_one_line_with_every_row) {
  const policy& rules = *small_city::rules();
  explanation told = explained(rules, report_of("05001"), march(11, 9h));
  std::string line = to_json(told, rules);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(line.find(R"("decision":{"lead":{"department":"um","staffing":"no_roster",)"),
            std::string::npos)
      << line;
  EXPECT_NE(line.find(R"({"line":2,"fate":"other_matter"})"), std::string::npos) << line;
  EXPECT_NE(line.find(R"({"line":7,"fate":"won"})"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("limit_class":"quick")"), std::string::npos) << line;
}

}  // namespace
}  // namespace gridwhistle
