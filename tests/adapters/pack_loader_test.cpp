// A policy pack is loaded whole or not at all, and every error names its file, line, column and
// value.
#include "server/adapters/pack_loader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/pack_cells.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

budget of(time_unit unit, span amount) { return {unit, amount}; }

TEST(pack_loader, a_good_pack_means_what_it_says) {
  policy_ptr made = policy_of(good_pack());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->name, "Harbour");
  EXPECT_EQ(made->areas.all().size(), 4u);
  EXPECT_EQ(made->areas.city().code, area_code("21"));
  EXPECT_EQ(made->areas.depth(area_code("210101")), 2);
  const department* north = made->departments.find(department_code("um-2101"));
  ASSERT_TRUE(north);
  EXPECT_EQ(north->name, "Streets North");
  EXPECT_EQ(north->function, "urban_management");
  EXPECT_EQ(north->level, area_level::district);
  EXPECT_EQ(north->area, area_code("2101"));
  EXPECT_EQ(north->phone, "100");
  EXPECT_EQ(north->backup, department_code("um-2102"));
  const matter* stall = made->matters.find({matter_kind::matter, "06010"});
  const matter* noise = made->matters.find({matter_kind::matter, "06011"});
  ASSERT_TRUE(stall && noise);
  EXPECT_THAT(stall->aliases, ElementsAre("10101", "10102"));
  EXPECT_EQ(stall->admitted, admission::admitted);
  EXPECT_EQ(stall->verify, verification::required);
  EXPECT_TRUE(noise->aliases.empty());
  EXPECT_EQ(noise->admitted, admission::not_admitted);
  EXPECT_EQ(noise->verify, verification::not_required);
}

TEST(pack_loader, a_composite_is_what_the_pack_weighs_and_nothing_without_it) {
  EXPECT_TRUE(policy_of(good_pack())->composite.empty());
  pack_files files = good_pack();
  files["pack.toml"] += "[composite]\nclosing = 0.25\nresponse = 0.75\n";
  EXPECT_EQ(policy_of(files)->composite,
            (figure_weights{{figure::closing, 0.25}, {figure::response, 0.75}}));
}

TEST(pack_loader, duty_rows_keep_their_lines_and_selectors) {
  policy_ptr made = policy_of(good_pack());
  ASSERT_TRUE(made);
  const std::vector<duty>& duties = made->duties.all();
  ASSERT_EQ(duties.size(), 5u);
  const duty& market = duties[1];
  EXPECT_EQ(market.row, 3);
  EXPECT_EQ(market.matter, (matter_selector{matter_kind::matter, "06010"}));
  EXPECT_EQ(market.area, area_code("2101"));
  EXPECT_EQ(market.when, duty_time(day_class::workday));
  EXPECT_EQ(market.kind, whistle_kind::joint);
  EXPECT_EQ(to_text(market.lead), "urban_management@district");
  ASSERT_EQ(market.helpers.size(), 2u);
  EXPECT_EQ(to_text(market.helpers[1]), "desk@city");
  EXPECT_EQ(market.limit_class, "stall");
  std::chrono::local_days july(2026y / 7 / 1);
  EXPECT_EQ(duties[2].when, duty_time(date_range{july, july + std::chrono::days(91)}));
  EXPECT_EQ(duties[3].matter, (matter_selector{matter_kind::component, ""}));
  EXPECT_EQ(duties[4].matter, matter_selector());
  EXPECT_EQ(duties[4].area, area_code());
  EXPECT_EQ(duties[4].when, duty_time());
  EXPECT_EQ(duties[0].kind, std::nullopt);
}

TEST(pack_loader, a_pack_may_wait_less_than_a_day_for_a_reporter) {
  pack_files files = good_pack();
  files.find("pack.toml")->second += "reporter_answers_within = \"90 urgent_minute\"\n";
  policy_ptr made = policy_of(files);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->reporter_answers_within, of(time_unit::urgent_hour, 90min));
}

TEST(pack_loader, a_verification_needs_a_photo_where_the_pack_says_so_and_nowhere_else) {
  EXPECT_EQ(policy_of(good_pack())->photo, verification_photo::optional);
  pack_files files = good_pack();
  files.find("pack.toml")->second += "verification_photo = \"required\"\n";
  policy_ptr strict = policy_of(files);
  ASSERT_TRUE(strict);
  EXPECT_EQ(strict->photo, verification_photo::required);
}

TEST(pack_loader, budgets_are_counted_in_the_units_of_the_core) {
  policy_ptr made = policy_of(good_pack());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->desk_clock, of(time_unit::urgent_hour, 15min));
  EXPECT_EQ(made->reporter_answers_within, of(time_unit::urgent_hour, 24h));
  const auto& defaults = made->kind_defaults;
  EXPECT_EQ(defaults[0].report_in, of(time_unit::work_hour, 4h));
  EXPECT_EQ(defaults[0].handle, of(time_unit::natural_day, 7 * 24h));
  EXPECT_EQ(defaults[1].handle, of(time_unit::work_day, 5 * 24h));
  EXPECT_EQ(defaults[3].report_in, of(time_unit::urgent_hour, 30min));
  ASSERT_EQ(made->limit_rows.size(), 2u);
  const limit_row& stated = made->limit_rows.find("stall#1")->second;
  const limit_row& other = made->limit_rows.find("stall#0")->second;
  EXPECT_EQ(stated.report_in, of(time_unit::urgent_hour, 30min));
  EXPECT_EQ(other.report_in, std::nullopt);
  EXPECT_EQ(other.handle, of(time_unit::work_hour, 4h));
  EXPECT_EQ(other.from, std::nullopt);
  EXPECT_EQ(other.to, std::nullopt);
  EXPECT_EQ(parse_budget("3660 natural_day"), of(time_unit::natural_day, 3660 * 24h));
  EXPECT_EQ(parse_budget("87840 urgent_hour"), of(time_unit::urgent_hour, 87840h));
  EXPECT_EQ(parse_budget("87841 urgent_hour"), std::nullopt);
}

TEST(pack_loader, office_hours_follow_the_calendar_and_the_department) {
  policy_ptr made = policy_of(good_pack());
  ASSERT_TRUE(made);
  const work_clock& usual = made->days.clock_of(department_code("um-2101"));
  const work_clock& fire = made->days.clock_of(department_code("fire-21"));
  EXPECT_EQ(usual.office_day(), 8h);
  EXPECT_EQ(fire.office_day(), 24h);
  EXPECT_EQ(made->days.days().works(std::chrono::local_days(2026y / 7 / 3)), false);
  EXPECT_EQ(made->days.days().works(std::chrono::local_days(2026y / 10 / 10)), true);
  // Outside the calendar, though calendar.csv has it.
  EXPECT_EQ(made->days.days().works(std::chrono::local_days(2027y / 1 / 1)), std::nullopt);
  EXPECT_EQ(made->days.days().exceptions.size(), 2u);
}

TEST(pack_loader, a_limit_used_up_at_closing_time_is_due_when_the_pack_says) {
  struct {
    const char* line;
    const char* due;
  } table[] = {{"", "2026-07-02T16:00:00"},
               {"due_at_closing = \"closing\"\n", "2026-07-02T16:00:00"},
               {"due_at_closing = \"next_opening\"\n", "2026-07-02T18:00:00"}};
  instant morning = std::chrono::sys_days(2026y / 7 / 2) + 12h;  // 08:00 in New York
  for (const auto& [line, due] : table) {
    pack_files files = good_pack();
    files["pack.toml"] += line;
    policy_ptr made = policy_of(files);
    ASSERT_TRUE(made);
    auto ends = made->days.clock_of({}).after(morning, 4h);
    ASSERT_TRUE(ends);
    EXPECT_EQ(to_text(*ends).substr(0, 19), due) << line;
  }
}

TEST(pack_loader, a_limit_is_in_force_by_the_local_time_of_the_pack) {
  pack_files files = good_pack();
  files["limits.csv"] =
      "class,condition,report_in,handle,source,to,from,rule\n"
      "stall,1,,1 urgent_hour,before,2026-02-16T13:00,,dated\n"
      "stall,1,,2 urgent_hour,since,,2026-02-16T13:00,dated\n"
      "stall,*,,4 work_hour,always,,,one\n";
  policy_ptr made = policy_of(files);
  ASSERT_TRUE(made);
  instant change = std::chrono::sys_days(2026y / 2 / 16) + 18h;
  auto handle = [&](int condition, instant at) {
    return made->limits_of("stall", condition, whistle_kind::routine, {}, at).handle;
  };
  EXPECT_EQ(handle(1, change - 1ms), of(time_unit::urgent_hour, 1h));
  EXPECT_EQ(handle(1, change), of(time_unit::urgent_hour, 2h));
  EXPECT_EQ(handle(2, change), of(time_unit::work_hour, 4h));
}

TEST(pack_loader, local_time_follows_the_tz_database_also_a_year_beyond_the_calendar) {
  policy_ptr made = policy_of(good_pack());
  ASSERT_TRUE(made);
  struct {
    std::chrono::sys_days date;
    span offset;
  } table[] = {{2025y / 1 / 15, -5h}, {2025y / 7 / 15, -4h},  {2026y / 3 / 7, -5h},
               {2026y / 3 / 9, -4h},  {2026y / 10 / 31, -4h}, {2026y / 11 / 2, -5h},
               {2027y / 7 / 15, -4h}, {2027y / 12 / 15, -5h}};
  for (const auto& [date, offset] : table) {
    EXPECT_EQ(
        made->days.where().to_local(date).time_since_epoch() - instant(date).time_since_epoch(),
        offset);
  }
}

TEST(pack_loader, the_same_words_in_other_line_ends_and_marks_have_the_same_hash) {
  policy_ptr plain = policy_of(good_pack());
  ASSERT_TRUE(plain);
  pack_files files = good_pack();
  for (auto& [name, text] : files) {
    std::string windows = "\xef\xbb\xbf";
    for (char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
    text = windows;
  }
  files["notes.txt"] = "not policy";
  policy_ptr marked = policy_of(files);
  ASSERT_TRUE(marked);
  EXPECT_EQ(marked->hash, plain->hash);
  EXPECT_EQ(plain->hash, hash_of_canonical(canonical_bytes(good_pack())));
}

TEST(pack_loader, another_word_in_any_file_gives_another_hash) {
  policy_hash plain = hash_of_canonical(canonical_bytes(good_pack()));
  for (const auto& [name, text] : good_pack()) {
    pack_files files = good_pack();
    files.find(name)->second += '\n';
    EXPECT_NE(hash_of_canonical(canonical_bytes(files)), plain) << name;
  }
}

// Whatever stands in a pack, it is loaded or refused; and what loads, loads again from its stored
// form.
TEST(pack_loader, no_mutation_of_a_pack_stops_the_process) {
  std::mt19937 chance(20261124);
  auto below = [&](std::size_t bound) { return chance() % bound; };
  constexpr std::string_view bytes = "\",|\n\r*@#:.-0129ax \xef\xbb\xbf\xff";
  int loaded_count = 0;
  for (int round = 0; round < 600; ++round) {
    pack_files files = good_pack();
    std::string& text = std::next(files.begin(), static_cast<long>(below(files.size())))->second;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      std::size_t at = below(text.size());
      if (below(2) == 0) {
        text[at] = bytes[below(bytes.size())];
      } else {
        text.insert(at, text.substr(below(text.size()), below(40)));
      }
    }
    auto loaded = load_pack(files);
    if (auto* errors = std::get_if<std::vector<pack_error>>(&loaded)) {
      ASSERT_FALSE(errors->empty());
      ASSERT_LE(errors->size(), file_errors_max);
      continue;
    }
    ++loaded_count;
    auto stored = files_of_canonical(canonical_bytes(files));
    ASSERT_TRUE(std::holds_alternative<pack_files>(stored));
    auto again = load_pack(std::get<pack_files>(stored));
    ASSERT_TRUE(std::holds_alternative<policy_ptr>(again));
    ASSERT_EQ(std::get<policy_ptr>(again)->hash, std::get<policy_ptr>(loaded)->hash);
  }
  // Some changes touch free text only; if none or all loaded, this test would prove little.
  EXPECT_GT(loaded_count, 20);
  EXPECT_LT(loaded_count, 580);
}

TEST(shipped_packs, shenyang_has_all_its_areas_and_the_national_matters) {
  policy_ptr made = shipped_pack("shenyang");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->areas.all().size(), 2907u);
  auto is_local = [](const matter& each) { return each.key.code.substr(2) >= "080"; };
  auto local = std::ranges::count_if(made->matters.all(), is_local);
  EXPECT_EQ(made->matters.all().size() - static_cast<std::size_t>(local), 403u);
  for (matter_tag tag :
       {matter_tag::petition, matter_tag::accident, matter_tag::legal_case, matter_tag::epidemic}) {
    EXPECT_TRUE(std::ranges::any_of(made->matters.all(), [&](const matter& each) {
      return is_local(each) && std::ranges::find(each.tags, tag) != each.tags.end();
    })) << name_of(tag);
  }
}

TEST(shipped_packs, boston_loads_with_its_own_clock) {
  policy_ptr made = shipped_pack("boston");
  ASSERT_TRUE(made);
  // The city reckons its due times by the wall clock, without summer time.
  for (instant at : {std::chrono::sys_days(2015y / 1 / 15), std::chrono::sys_days(2015y / 7 / 15)})
    EXPECT_EQ(made->days.where().to_local(at).time_since_epoch() - at.time_since_epoch(), -5h);
  // Two of its limits, and what is used up at closing time.
  auto handle = [&](int condition, instant at) {
    return made->limits_of("request", condition, whistle_kind::routine, {}, at).handle;
  };
  constexpr int abandoned_vehicles = 14080;
  instant change = std::chrono::sys_days(2015y / 2 / 16) + 18h;
  constexpr span office_day = 8h + 30min;
  EXPECT_EQ(handle(abandoned_vehicles, change - 1ms), of(time_unit::work_day, 20 * office_day));
  EXPECT_EQ(handle(abandoned_vehicles, change), of(time_unit::work_day, 12 * office_day));
  instant opening = std::chrono::sys_days(2015y / 1 / 15) + 13h + 30min;
  EXPECT_EQ(made->days.clock_of({}).after(opening, office_day), opening + 24h);
  // New Year's Day is closed although no request of the file shows it.
  EXPECT_EQ(made->days.days().works(std::chrono::local_days(2015y / 1 / 1)), false);
}

}  // namespace
}  // namespace gridwhistle
