// The duty list: specific beats general, ties are told, never chosen; then limits and the matter
// list.
#include "server/core/duty_list.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "server/core/policy.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

area_tree areas_of_duties() {
  return area_tree({
      {area_code("21"), area_level::city, "", {}},
      {area_code("2101"), area_level::district, "", area_code("21")},
      {area_code("210"), area_level::district, "", area_code("21")},
      {area_code("2102"), area_level::district, "", area_code("21")},
      {area_code("210101"), area_level::street, "", area_code("2101")},
      {area_code("21010101"), area_level::community, "", area_code("210101")},
      {area_code("2101010107"), area_level::grid, "", area_code("21010101")},
      {area_code("210201"), area_level::street, "", area_code("2102")},
  });
}

// September and October 2026 are published, the national day among them.
const calendar& days_of_test() {
  static const calendar days = [] {
    working_days published{local_days(2026y / 9 / 1), local_days(2026y / 10 / 31), {}};
    published.exceptions.push_back({local_days(2026y / 9 / 20), true});
    for (int day = 1; day <= 7; ++day) {
      published.exceptions.push_back(
          {local_days(2026y / 10 / 1) + std::chrono::days(day - 1), false});
    }
    return calendar(zone({{instant{}, 8h}}), published, {{480, 720}, {840, 1080}},
                    {{department_code("D24"), {{0, 1440}}}});
  }();
  return days;
}

// Wall time in Shenyang.
instant local(std::chrono::year_month_day date, std::chrono::minutes time) {
  return sys_days(date) + time - 8h;
}

const instant tuesday_noon = local(2026y / 9 / 15, 12h);

matter_selector parse_selector(const std::string& text) {
  if (text == "*") return {};
  std::size_t colon = text.find(':');
  std::string prefix = text.substr(colon + 1);
  return {parse_matter_kind(text.substr(0, colon)), prefix == "*" ? "" : prefix};
}

duty_time parse_when(const std::string& text) {
  if (text == "*") return {};
  if (text == "workday") return day_class::workday;
  if (text == "off") return day_class::off;
  if (text == "night") return day_class::night;
  if (text == "october") return date_range{local_days(2026y / 10 / 1), local_days(2026y / 10 / 31)};
  EXPECT_EQ(text, "september");
  return date_range{local_days(2026y / 9 / 1), local_days(2026y / 9 / 30)};
}

// One line a row: matter area when kind lead. Rows are numbered from 1.
std::vector<duty> parse_duties(const std::string& text) {
  std::vector<duty> duties;
  std::istringstream lines(text);
  std::string matter, area, when, kind, lead;
  while (lines >> matter >> area >> when >> kind >> lead) {
    duty row;
    row.matter = parse_selector(matter);
    if (area != "*") row.area = area_code(area);
    row.when = parse_when(when);
    row.kind = parse_whistle_kind(kind);
    row.lead = {lead, area_level::district};
    row.row = static_cast<int>(duties.size()) + 1;
    duties.push_back(row);
  }
  return duties;
}

duty_question ask_about(const char* matter, const char* area, instant at,
                        whistle_kind kind = whistle_kind::routine) {
  auto key = parse_matter_key(matter);
  EXPECT_TRUE(key) << matter;
  return {key.value_or(matter_key{}), area_code(area), at, kind};
}

// "a", "-" for nobody, "a|b" for a tie.
std::string lead_of(const duty_list& duties, const duty_question& asked) {
  duty_match found = duties.match(asked, areas_of_duties(), days_of_test());
  if (found.beyond_calendar) return "?";
  if (!found.winner) return "-";
  std::string lead = found.winner->lead.function;
  return found.tied ? lead + '|' + found.tied->lead.function : lead;
}

TEST(duty_list, of_two_rows_the_more_specific_wins_in_either_order) {
  struct pair {
    const char* specific;
    const char* general;
  };
  constexpr pair table[] = {
      // Within one rank.
      {"matter:06010 * * *", "matter:06 * * *"},
      {"matter:06 * * *", "matter:* * * *"},
      {"matter:* * * *", "* * * *"},
      {"* 2101010107 * *", "* 21010101 * *"},
      {"* 2101 * *", "* 21 * *"},
      {"* 21 * *", "* * * *"},
      {"* * september *", "* * workday *"},
      {"* * workday *", "* * * *"},
      {"* * * routine", "* * * *"},
      // Matter before area, area before time, time before kind.
      {"matter:06 * * *", "matter:* 2101010107 september routine"},
      {"matter:06010 * * *", "matter:06 2101010107 september routine"},
      {"matter:* * * *", "* 2101010107 september routine"},
      {"* 210101 * *", "* 2101 september routine"},
      {"* 21 * *", "* * september routine"},
      {"* * september *", "* * workday routine"},
      {"* * workday *", "* * * routine"},
  };
  duty_question asked = ask_about("matter:06010", "2101010107", tuesday_noon);
  for (const pair& each : table) {
    std::string first = std::string(each.specific) + " wins\n" + each.general + " loses\n";
    std::string last = std::string(each.general) + " loses\n" + each.specific + " wins\n";
    EXPECT_EQ(lead_of(duty_list(parse_duties(first)), asked), "wins") << first;
    EXPECT_EQ(lead_of(duty_list(parse_duties(last)), asked), "wins") << last;
  }
}

TEST(duty_list, a_row_that_does_not_hold_wins_nothing_however_specific) {
  constexpr const char* table[] = {
      "matter:06011 * * *", "matter:07 * * *", "component:06010 * * *", "component:* * * *",
      "* 2102 * *",         "* 210 * *",       "* 210199 * *",          "* * off *",
      "* * night *",        "* * october *",   "* * * emergency",       "matter:06010 2101 * key",
  };
  duty_question asked = ask_about("matter:06010", "2101010107", tuesday_noon);
  for (const char* row : table) {
    std::string rows = std::string(row) + " other\n* * * * general\n";
    EXPECT_EQ(lead_of(duty_list(parse_duties(rows)), asked), "general") << row;
    EXPECT_EQ(lead_of(duty_list(parse_duties(std::string(row) + " other")), asked), "-") << row;
  }
}

TEST(duty_list, two_leads_of_equal_rank_are_a_tie_and_not_a_choice) {
  duty_question asked = ask_about("matter:06010", "2101010107", tuesday_noon);
  auto lead = [&](const char* rows) { return lead_of(duty_list(parse_duties(rows)), asked); };
  EXPECT_EQ(lead("matter:06 2101 * * a\nmatter:06 2101 * * b\n* * * * c"), "a|b");
  EXPECT_EQ(lead("* * september routine a\n* * september routine b"), "a|b");
  // The same lead twice is no tie, and hides none.
  EXPECT_EQ(lead("matter:06 2101 * * a\nmatter:06 2101 * * a"), "a");
  EXPECT_EQ(lead("matter:06 2101 * * a\nmatter:06 2101 * * a\nmatter:06 2101 * * b"), "a|b");
  // A tie below the winner, and one with a row that does not hold, are none.
  EXPECT_EQ(lead("matter:06010 * * * c\nmatter:06 * * * a\nmatter:06 * * * b"), "c");
  EXPECT_EQ(lead("* * workday * a\n* * off * b"), "a");
  EXPECT_EQ(lead("* * * routine a\n* * * key b"), "a");
  EXPECT_EQ(lead("* 2101 * * a\n* 2102 * * b"), "a");
}

TEST(duty_list, the_same_function_at_another_level_is_another_lead) {
  auto rows = parse_duties("* * * * water\n* * * * water");
  rows[1].lead.level = area_level::city;
  duty_list duties(rows);
  duty_match found = duties.match(ask_about("matter:06010", "21", tuesday_noon), areas_of_duties(),
                                  days_of_test());
  ASSERT_TRUE(found.winner && found.tied);
  EXPECT_EQ(found.winner->row, 1);
  EXPECT_EQ(found.tied->row, 2);
}

TEST(duty_list, a_day_of_the_year_chooses_between_workday_off_night_and_season) {
  duty_list duties(
      parse_duties("* * * * any\n* * workday * workday\n* * off * off\n* * october * october\n"
                   "matter:06010 * * * daytime\nmatter:06010 * night * night\n"));
  struct row {
    const char* matter;
    std::chrono::year_month_day date;
    std::chrono::minutes time;
    const char* lead;
  };
  const row table[] = {
      {"matter:01001", 2026y / 9 / 15, 12h, "workday"},
      {"matter:01001", 2026y / 9 / 15, 23h, "workday"},  // a workday lasts day and night
      {"matter:01001", 2026y / 9 / 19, 12h, "off"},
      {"matter:01001", 2026y / 9 / 20, 12h, "workday"},  // a make-up Sunday
      {"matter:01001", 2026y / 9 / 30, 23h + 59min, "workday"},
      {"matter:01001", 2026y / 10 / 1, 0h, "october"},
      {"matter:01001", 2026y / 10 / 31, 23h + 59min, "october"},
      {"matter:01001", 2026y / 11 / 1, 0h, "?"},  // beyond the published calendar: never a guess
      {"matter:06010", 2026y / 9 / 15, 5h + 59min, "night"},
      {"matter:06010", 2026y / 9 / 15, 6h, "daytime"},
      {"matter:06010", 2026y / 9 / 15, 21h + 59min, "daytime"},
      {"matter:06010", 2026y / 9 / 15, 22h, "night"},
      {"matter:06010", 2026y / 9 / 16, 0h, "night"},
  };
  for (const row& each : table) {
    instant at = local(each.date, each.time);
    EXPECT_EQ(lead_of(duties, ask_about(each.matter, "2101", at)), each.lead)
        << each.matter << ' ' << to_text(at);
  }
}

TEST(duty_list, beyond_the_published_calendar_nobody_knows_workdays) {
  instant november = local(2026y / 11 / 1, 23h);
  for (const char* when : {"workday", "off"}) {
    EXPECT_EQ(holds_at(parse_when(when), november, days_of_test()), std::nullopt) << when;
    EXPECT_NE(holds_at(parse_when(when), november - 24h, days_of_test()), std::nullopt) << when;
  }
  EXPECT_EQ(holds_at({}, november, days_of_test()), true);
  EXPECT_EQ(holds_at(parse_when("night"), november, days_of_test()), true);
  EXPECT_EQ(holds_at(parse_when("october"), november, days_of_test()), false);
}

TEST(duty_list, an_unknown_area_is_covered_by_rows_for_everywhere_only) {
  duty_list duties(parse_duties("* * * * everywhere\n* 21 * * city"));
  EXPECT_EQ(lead_of(duties, ask_about("matter:06010", "2199", tuesday_noon)), "everywhere");
  EXPECT_EQ(lead_of(duties, ask_about("matter:06010", "2102", tuesday_noon)), "city");
}

// The rule of domain.md section 5, read off one row at a time.
std::optional<specificity> plain_rank(const duty& row, const duty_question& asked,
                                      const area_tree& areas) {
  const matter_selector& matter = row.matter;
  if (matter.kind &&
      (*matter.kind != asked.matter.kind ||
       asked.matter.code.compare(0, matter.class_prefix.size(), matter.class_prefix))) {
    return std::nullopt;
  }
  if (!row.area.empty() && !areas.holds(row.area, asked.area)) return std::nullopt;
  if (row.kind && *row.kind != asked.kind) return std::nullopt;
  if (!holds_at(row.when, asked.at, days_of_test()).value_or(true)) return std::nullopt;
  int named = static_cast<int>(matter.class_prefix.size());
  int matter_rank = named == 5 ? 3 : named == 2 ? 2 : matter.kind ? 1 : 0;
  bool any_time = std::holds_alternative<std::monostate>(row.when);
  bool range = std::holds_alternative<date_range>(row.when);
  return specificity{matter_rank, row.area.empty() ? 0 : areas.depth(row.area) + 1,
                     any_time ? 0 : (range ? 2 : 1), row.kind ? 1 : 0};
}

// Rows that might hold count as holding: whoever they would name makes the answer unknown.
std::string plain_lead_of(const duty_list& duties, const duty_question& asked,
                          const area_tree& areas) {
  std::optional<specificity> best;
  for (const duty& row : duties.all()) best = std::max(best, plain_rank(row, asked, areas));
  if (!best) return "-";
  std::vector<std::string> known, unknown;
  for (const duty& row : duties.all()) {
    if (plain_rank(row, asked, areas) != best) continue;
    bool sure = holds_at(row.when, asked.at, days_of_test()).has_value();
    auto& leads = sure ? known : unknown;
    const std::string& lead = row.lead.function;
    if (std::count(leads.begin(), leads.end(), lead) == 0) leads.push_back(lead);
  }
  for (const std::string& lead : unknown) {
    if (known.size() != 1 || known.front() != lead) return "?";
  }
  return known.size() > 1 ? known[0] + '|' + known[1] : known[0];
}

TEST(duty_list, matching_agrees_with_reading_every_row) {
  constexpr const char* selectors[] = {"matter:06010", "matter:06011", "matter:06",
                                       "matter:01",    "matter:*",     "component:06010",
                                       "component:06", "component:*",  "*"};
  constexpr const char* places[] = {"*",      "21",       "2101",       "210",   "2102",
                                    "210101", "21010101", "2101010107", "210201"};
  constexpr const char* times[] = {"*", "workday", "off", "night", "september", "october"};
  constexpr const char* kinds[] = {"*", "*", "routine", "joint", "key", "emergency"};
  constexpr const char* matters[] = {"matter:06010", "matter:06012", "matter:01001",
                                     "component:06010", "component:02001"};
  std::mt19937 chance(5);
  auto pick = [&](const auto& list) { return std::string(list[chance() % std::size(list)]); };
  area_tree areas = areas_of_duties();
  int ties = 0, holes = 0, wins = 0, unknown = 0;
  for (int list = 0; list < 60; ++list) {
    std::string text;
    for (int row = 0; row < 5 * (list + 1); ++row) {
      text += pick(selectors) + ' ' + pick(places) + ' ' + pick(times) + ' ' + pick(kinds) + ' ' +
              "abcd"[chance() % 4] + '\n';
    }
    duty_list duties(parse_duties(text));
    for (int i = 0; i < 100; ++i) {
      auto area = areas.all()[chance() % areas.all().size()].code.text;
      instant at = local(2026y / 8 / 28, std::chrono::minutes(chance() % (70 * 24 * 60)));
      duty_question asked =
          ask_about(pick(matters).c_str(), area.c_str(), at, whistle_kinds[chance() % 4]);
      std::string found = lead_of(duties, asked);
      ASSERT_EQ(found, plain_lead_of(duties, asked, areas))
          << to_text(asked.matter) << ' ' << area << ' ' << to_text(at) << '\n'
          << text;
      ++(found == "-" ? holes : found == "?" ? unknown : found.size() > 1 ? ties : wins);
    }
  }
  EXPECT_GT(ties, 100);
  EXPECT_GT(unknown, 100);
  EXPECT_GT(holes, 100);
  EXPECT_GT(wins, 1000);
}

TEST(duty_list, a_class_without_its_kind_is_a_bug) {
  std::vector<duty> rows(1);
  rows[0].matter.class_prefix = "06";
  EXPECT_DEATH(duty_list{rows}, "check failed");
}

TEST(whistle_kind, every_kind_is_read_back_from_its_name) {
  for (whistle_kind kind : whistle_kinds) EXPECT_EQ(parse_whistle_kind(name_of(kind)), kind);
  EXPECT_EQ(parse_whistle_kind("*"), std::nullopt);
}

TEST(matter_list, component_and_matter_of_one_code_are_two) {
  auto made = [](matter_kind kind, const char* name) {
    matter each;
    each.key = {kind, "06010"};
    each.name = name;
    return each;
  };
  matter_list matters({made(matter_kind::matter, "事件"), made(matter_kind::component, "部件")});
  ASSERT_NE(matters.find({matter_kind::matter, "06010"}), nullptr);
  EXPECT_EQ(matters.find({matter_kind::matter, "06010"})->name, "事件");
  EXPECT_EQ(matters.find({matter_kind::component, "06010"})->name, "部件");
  EXPECT_EQ(matters.find({matter_kind::matter, "06011"}), nullptr);
}

TEST(matter_list, a_key_is_a_kind_and_exactly_five_digits) {
  auto key = parse_matter_key("component:06010");
  ASSERT_TRUE(key);
  EXPECT_EQ(to_text(*key), "component:06010");
  EXPECT_EQ(key->big_class(), "06");
  for (const char* broken : {"", "06010", "matter:0601", "matter:060100", "matter:0601a",
                             "event:06010", ":06010", "matter: 6010"}) {
    EXPECT_EQ(parse_matter_key(broken), std::nullopt) << broken;
  }
}

policy policy_of_test() {
  policy rules;
  rules.days = days_of_test();
  rules.kind_defaults[0] = {{time_unit::work_hour, 4h}, budget{time_unit::natural_day, 168h}};
  rules.kind_defaults[1] = {{time_unit::urgent_hour, 1h}, budget{time_unit::work_day, 120h}};
  auto add = [&](int condition, std::optional<budget> report_in, budget handle) {
    rules.limit_rows.emplace("road#" + std::to_string(condition),
                             limit_row{"road", condition, report_in, handle});
  };
  add(0, std::nullopt, {time_unit::work_day, 72h});
  add(2, budget{time_unit::work_day, 12h}, {time_unit::urgent_hour, 6h});
  return rules;
}

TEST(policy, the_condition_decides_then_the_class_then_the_kind) {
  constexpr budget four_work_hours = {time_unit::work_hour, 4h};
  struct row {
    const char* limit_class;
    int condition;
    whistle_kind kind;
    const char* lead;
    budget report_in;
    budget handle;
  };
  constexpr row table[] = {
      {"road",
       2,
       whistle_kind::routine,
       "D1",
       {time_unit::work_day, 4h},
       {time_unit::urgent_hour, 6h}},
      {"road", 1, whistle_kind::routine, "D1", four_work_hours, {time_unit::work_day, 24h}},
      {"road", 0, whistle_kind::routine, "D1", four_work_hours, {time_unit::work_day, 24h}},
      {"road", 0, whistle_kind::routine, "D24", four_work_hours, {time_unit::work_day, 72h}},
      {"", 2, whistle_kind::routine, "D1", four_work_hours, {time_unit::natural_day, 168h}},
      {"lamp", 2, whistle_kind::routine, "D1", four_work_hours, {time_unit::natural_day, 168h}},
      {"", 0, whistle_kind::joint, "D1", {time_unit::urgent_hour, 1h}, {time_unit::work_day, 40h}},
  };
  policy rules = policy_of_test();
  for (const row& each : table) {
    limits owed = rules.limits_of(each.limit_class, each.condition, each.kind,
                                  department_code(each.lead), instant{});
    EXPECT_EQ(owed.report_in, each.report_in) << each.limit_class << each.condition << each.lead;
    EXPECT_EQ(owed.handle, each.handle) << each.limit_class << each.condition << each.lead;
  }
}

TEST(policy, a_kind_without_a_handling_limit_has_none) {
  EXPECT_EQ(policy_of_test().limits_of("", 0, whistle_kind::key, {}, instant{}).handle,
            std::nullopt);
}

TEST(policy, of_the_rows_of_one_condition_the_one_in_force_counts) {
  policy rules = policy_of_test();
  const instant spring = std::chrono::sys_days(2026y / 3 / 1);
  const instant summer = std::chrono::sys_days(2026y / 6 / 1);
  const instant autumn = std::chrono::sys_days(2026y / 9 / 1);
  auto add = [&](int condition, span hours, std::optional<instant> from,
                 std::optional<instant> to) {
    rules.limit_rows.emplace("lamp#" + std::to_string(condition),
                             limit_row{"lamp", condition, std::nullopt,
                                       budget{time_unit::urgent_hour, hours}, from, to});
  };
  add(1, 1h, std::nullopt, spring);
  add(1, 2h, summer, autumn);
  add(1, 3h, autumn, std::nullopt);
  add(0, 9h, spring, summer - 24h);
  struct row {
    const char* about;
    instant at;
    int condition;
    budget handle;
  };
  constexpr budget of_kind = {time_unit::natural_day, 168h};
  auto hour = [](span amount) { return budget{time_unit::urgent_hour, amount}; };
  const row table[] = {
      {"before the first change", spring - 1ms, 1, hour(1h)},
      {"to is exclusive: a gap falls back to the class", spring, 1, hour(9h)},
      {"a gap that the class does not fill falls back to the kind", summer - 1ms, 1, of_kind},
      {"from is inclusive", summer, 1, hour(2h)},
      {"the last before the next", autumn - 1ms, 1, hour(2h)},
      {"rows may touch", autumn, 1, hour(3h)},
      {"without an end", autumn + std::chrono::years(50), 1, hour(3h)},
      {"the class before its row", spring - 1ms, 2, of_kind},
      {"the class in its time", spring, 2, hour(9h)},
  };
  for (const row& each : table) {
    limits owed = rules.limits_of("lamp", each.condition, whistle_kind::routine,
                                  department_code("D1"), each.at);
    EXPECT_EQ(owed.handle, each.handle) << each.about;
  }
}

TEST(policy, part_of_a_work_day_is_that_part_of_the_office_day) {
  const work_clock& hours = days_of_test().clock_of(department_code("D1"));
  EXPECT_EQ(as_office_time({time_unit::work_day, 36h}, hours).amount, 12h);
  EXPECT_EQ(as_office_time({time_unit::work_day, 3ms}, hours).amount, 1ms);
  EXPECT_EQ(as_office_time({time_unit::work_day, 24h * 3650}, hours).amount, 8h * 3650);
  EXPECT_EQ(as_office_time({time_unit::work_hour, 24h}, hours).amount, 24h);
  EXPECT_EQ(as_office_time({time_unit::natural_day, 24h}, hours).amount, 24h);
}

}  // namespace
}  // namespace gridwhistle
