// The proof of coverage: cell by cell what asking every question gives, each finding with an
// example that is true, and one slip one finding.
#include "server/core/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/core/coverage_agreement.hpp"
#include "tests/core/plain_coverage.hpp"
#include "tests/core/random_policy.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

TEST(coverage, the_proof_says_cell_by_cell_what_asking_every_question_says) {
  std::mt19937 chance(20261126);
  int packs = count_from("GW_PROOFS", 200);
  int covered = covered_of_drawn(packs, [&] {
    policy_size size;
    size.duties = 2 + chance() % 14;
    return random_parts(chance, size);
  });
  if (HasFatalFailure()) return;
  EXPECT_GT(covered, packs / 20);
  EXPECT_LT(covered, packs - packs / 4);
}

TEST(coverage, of_a_large_policy_every_sampled_question_is_answered_as_the_proof_says) {
  std::mt19937 chance(7);
  for (int i = 0; i < 20; ++i) {
    policy_parts parts =
        random_parts(chance, {.leaves = 300, .matters = 12, .duties = 60, .days = 60});
    policy rules = parts.made();
    coverage proof = prove(rules);
    for (const coverage_finding& each : proof.findings) {
      ASSERT_TRUE(example_is_true(rules, each)) << i;
    }
    auto concerned = [&](const duty_question& asked) {
      return std::any_of(proof.findings.begin(), proof.findings.end(), [&](const auto& each) {
        const coverage_scope& scope = each.scope;
        auto holds = [&](const area_code& area) { return rules.areas.holds(area, asked.area); };
        return std::count(scope.matters.begin(), scope.matters.end(), asked.matter) != 0 &&
               std::count(scope.kinds.begin(), scope.kinds.end(), asked.kind) != 0 &&
               std::any_of(scope.areas.begin(), scope.areas.end(), holds);
      });
    };
    auto classes = plain_time_classes(rules);
    for (int sample = 0; sample < 200; ++sample) {
      const matter& what = rules.matters.all()[chance() % rules.matters.all().size()];
      const area& where = rules.areas.all()[chance() % rules.areas.all().size()];
      if (what.admitted == admission::not_admitted || where.level != area_level::grid) continue;
      auto when = std::next(classes.begin(), static_cast<long>(chance() % classes.size()));
      duty_question asked{what.key, where.code, when->second, whistle_kinds[chance() % 4]};
      plain_answer plain = plain_match(rules, asked);
      duty_match found = rules.duties.match(asked, rules.areas, rules.days);
      ASSERT_EQ(found.winner != nullptr, plain.winner != nullptr);
      ASSERT_TRUE(plain.covered() || concerned(asked)) << i << ' ' << to_text(asked.at);
    }
  }
}

// Each slip is either harmless, and every question agrees, or refused with a true example.
TEST(coverage, a_single_slip_is_certified_or_refused_and_never_wrongly) {
  std::mt19937 chance(500);
  int slips = count_from("GW_SLIPS", 100);
  int refused = refused_of_slips(
      slips, [&] { return random_parts(chance, policy_size{}); }, chance);
  if (HasFatalFailure()) return;
  EXPECT_GT(refused, slips / 10);
  EXPECT_LT(refused, slips);
}

// Every moment of a calendar is in the class whose example was asked.
TEST(coverage, all_moments_of_a_time_class_have_one_answer) {
  std::mt19937 chance(11);
  for (int i = 0; i < 20; ++i) {
    policy rules = random_parts(chance, policy_size{}).made();
    auto classes = plain_time_classes(rules);
    const working_days& days = rules.days.days();
    std::vector<std::chrono::milliseconds> clock = {
        0ms, 1ms, 6h - 1ms, 6h, 12h, 22h - 1ms, 22h, 24h - 1ms, 2h, 3h - 1ms, 2h + 30min};
    for (local_days date = days.first; date <= days.last; date += one_day) {
      for (auto time : clock) {
        instant at = rules.days.where().to_utc(std::chrono::local_time<span>(date) + time);
        const matter& what = rules.matters.all()[chance() % rules.matters.all().size()];
        const area& where = rules.areas.all()[chance() % rules.areas.all().size()];
        duty_question asked{what.key, where.code, at, whistle_kinds[chance() % 4]};
        duty_match here = rules.duties.match(asked, rules.areas, rules.days);
        asked.at = classes.at(plain_time_class(rules, at));
        duty_match of_class = rules.duties.match(asked, rules.areas, rules.days);
        ASSERT_EQ(here.winner, of_class.winner) << to_text(at);
        ASSERT_EQ(here.tied, of_class.tied) << to_text(at);
      }
    }
  }
}

// --- one slip, one finding ---------------------------------------------------------------------

duty row_of(const char* selector, const char* area, duty_time when, const char* lead, int line) {
  duty made;
  std::string text = selector;
  if (text != "*") made.matter = {matter_kind::matter, text};
  made.area = area_code(area);
  made.when = when;
  made.lead = {lead, area_level::district};
  made.row = line;
  return made;
}

// Two districts of two streets of three grids, two functions, eight matters of four classes.
policy_parts town() {
  policy_parts made;
  made.areas.push_back({area_code("1"), area_level::city, "", {}});
  auto add = [&](const std::string& code, area_level level, const std::string& parent) {
    made.areas.push_back({area_code(code), level, code, area_code(parent)});
  };
  for (const std::string district : {"11", "12"}) {
    add(district, area_level::district, "1");
    for (const char* street : {"1", "2"}) {
      add(district + street, area_level::street, district);
      for (const char* grid : {"1", "2", "3"}) {
        add(district + street + grid, area_level::grid, district + street);
      }
    }
    for (const char* function : {"streets", "water"}) {
      std::string code = std::string(function) + district;
      made.departments.push_back({department_code(code),
                                  code,
                                  function,
                                  area_level::district,
                                  area_code(district),
                                  "",
                                  {}});
    }
  }
  for (const char* code :
       {"01001", "01002", "02001", "02002", "03001", "03002", "04001", "04002"}) {
    matter each;
    each.key = {matter_kind::matter, code};
    made.matters.push_back(each);
  }
  made.days = {local_days(2026y / 10 / 12), local_days(2026y / 11 / 1), {}};
  for (int class_number = 1; class_number <= 4; ++class_number) {
    std::string prefix = "0" + std::to_string(class_number);
    made.duties.push_back(row_of(prefix.c_str(), "", {}, "streets", class_number + 1));
  }
  made.duties.push_back(row_of("01001", "11", day_class::night, "water", 6));
  return made;
}

TEST(coverage, a_sound_town_is_covered_in_every_cell) {
  policy rules = town().made();
  coverage proof = prove(rules);
  EXPECT_TRUE(proof.covered());
  EXPECT_EQ(proof.matters, 8u);
  EXPECT_EQ(proof.leaves, 12u);
  EXPECT_EQ(proof.time_classes, 4u);
  EXPECT_EQ(proof.cells, 8u * 12 * 4 * 4);
  EXPECT_EQ(proof.uncovered, 0u);
  EXPECT_TRUE(proof.idle.empty());
}

TEST(coverage, one_missing_row_is_one_finding_that_names_the_row) {
  policy_parts parts = town();
  parts.duties.erase(parts.duties.begin());
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  const coverage_finding& hole = proof.findings[0];
  EXPECT_EQ(hole.fault, coverage_fault::hole);
  // 01002 everywhere; 01001 but for the nights of district 11.
  EXPECT_EQ(hole.cells, 12u * 4 * 4 + 12u * 4 * 4 - 6u * 2 * 4);
  EXPECT_EQ(proof.uncovered, hole.cells);
  ASSERT_TRUE(hole.missing);
  EXPECT_EQ(hole.missing->matter, (matter_selector{matter_kind::matter, "01"}));
  EXPECT_EQ(hole.missing->area, area_code());
  EXPECT_EQ(hole.missing->when, duty_time());
  EXPECT_EQ(hole.missing->kind, std::nullopt);
}

TEST(coverage, a_list_of_one_kind_only_leaves_one_hole_of_three_kinds) {
  policy_parts parts = town();
  parts.duties = {row_of("*", "", {}, "streets", 2)};
  parts.duties[0].kind = whistle_kind::emergency;
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  EXPECT_EQ(proof.findings[0].cells, 8u * 12 * 4 * 3);
  EXPECT_EQ(proof.findings[0].scope.kinds,
            (std::vector{whistle_kind::routine, whistle_kind::joint, whistle_kind::key}));
  EXPECT_EQ(proof.findings[0].scope.areas, std::vector{area_code("1")});
  EXPECT_EQ(proof.findings[0].scope.matters.size(), 8u);
}

TEST(coverage, a_hole_in_a_part_of_the_city_and_the_year_says_which) {
  policy_parts parts = town();
  parts.duties.erase(parts.duties.begin() + 2);  // class 03
  date_range october{local_days(2026y / 10 / 12), local_days(2026y / 10 / 31)};
  parts.duties.push_back(row_of("03", "11", {}, "water", 10));
  parts.duties.push_back(row_of("03", "121", {}, "water", 11));
  parts.duties.push_back(row_of("03", "122", october, "water", 12));
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  const coverage_finding& hole = proof.findings[0];
  EXPECT_EQ(hole.scope.areas, std::vector{area_code("122")});
  EXPECT_EQ(hole.missing->area, area_code("122"));
  // The first of November is a Sunday: two classes, day and night.
  EXPECT_EQ(hole.missing->when,
            duty_time(date_range{local_days(2026y / 11 / 1), local_days(2026y / 11 / 1)}));
  EXPECT_EQ(hole.cells, 2u * 3 * 2 * 4);
}

TEST(coverage, a_department_that_one_district_lacks_is_one_finding_for_all_rows_that_call_it) {
  policy_parts parts = town();
  std::erase_if(parts.departments,
                [](const department& each) { return each.code.text == "streets12"; });
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  const coverage_finding& missing = proof.findings[0];
  EXPECT_EQ(missing.fault, coverage_fault::no_department);
  EXPECT_EQ(missing.wanted, (function_at_level{"streets", area_level::district}));
  EXPECT_EQ(missing.scope.areas, std::vector{area_code("12")});
  EXPECT_EQ(missing.rows.size(), 4u);
  EXPECT_EQ(missing.cells, 8u * 6 * 4 * 4);
}

TEST(coverage, two_date_ranges_tie_on_the_days_they_share) {
  policy_parts parts = town();
  auto days = [](unsigned first, unsigned last) {
    return date_range{local_days(2026y / 10 / std::chrono::day(first)),
                      local_days(2026y / 10 / std::chrono::day(last))};
  };
  parts.duties.push_back(row_of("02001", "121", days(14, 20), "water", 7));
  parts.duties.push_back(row_of("02001", "121", days(20, 23), "streets", 8));
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  const coverage_finding& tie = proof.findings[0];
  EXPECT_EQ(tie.fault, coverage_fault::tie);
  // One Tuesday, day and night, three grids.
  EXPECT_EQ(tie.cells, 1u * 3 * 2 * 4);
  auto local = rules.days.where().to_local(tie.example.at);
  EXPECT_EQ(std::chrono::floor<std::chrono::days>(local), local_days(2026y / 10 / 20));
  EXPECT_EQ(tie.rows[0]->row, 7);
  EXPECT_EQ(tie.rows[1]->row, 8);
}

TEST(coverage, a_season_without_an_off_day_has_no_hole_on_off_days) {
  policy_parts parts = town();
  date_range week{local_days(2026y / 10 / 19), local_days(2026y / 10 / 23)};
  parts.duties[1].when = week;  // class 02, Monday to Friday
  duty before =
      row_of("02", "", date_range{local_days(2026y / 10 / 1), week.first - one_day}, "water", 7);
  duty after =
      row_of("02", "", date_range{week.last + one_day, local_days(2026y / 11 / 30)}, "water", 8);
  parts.duties.insert(parts.duties.end(), {before, after});
  EXPECT_TRUE(prove(parts.made()).covered());
  parts.duties[1].when = day_class::workday;
  EXPECT_TRUE(prove(parts.made()).covered());
  parts.days.exceptions.push_back({local_days(2026y / 10 / 21), false});
  EXPECT_FALSE(prove(parts.made()).covered());
}

TEST(coverage, a_row_that_wins_nowhere_is_told_with_those_that_win) {
  policy_parts parts = town();
  parts.duties.push_back(row_of("*", "", {}, "water", 7));
  parts.duties.push_back(row_of("02", "111", {}, "water", 8));
  parts.duties.push_back(row_of("02001", "11", {}, "water", 9));
  parts.duties.push_back(row_of("02002", "11", {}, "water", 10));
  parts.duties.push_back(row_of(
      "01", "", date_range{local_days(2030y / 1 / 1), local_days(2030y / 1 / 2)}, "water", 11));
  parts.matters.push_back(
      {{matter_kind::matter, "05001"}, "", "", {}, admission::not_admitted, {}});
  parts.duties.push_back(row_of("05001", "", {}, "water", 12));
  policy rules = parts.made();
  coverage proof = prove(rules);
  EXPECT_TRUE(proof.covered());
  ASSERT_EQ(proof.idle.size(), 4u);
  EXPECT_EQ(proof.idle[0].row->row, 7);
  EXPECT_EQ(proof.idle[0].because, idle_reason::outranked);
  ASSERT_FALSE(proof.idle[0].by.empty());
  EXPECT_EQ(proof.idle[1].row->row, 8);
  ASSERT_EQ(proof.idle[1].by.size(), 1u);
  EXPECT_EQ(proof.idle[1].by[0]->row, 9);
  EXPECT_EQ(proof.idle[2].row->row, 11);
  EXPECT_EQ(proof.idle[2].because, idle_reason::never_holds);
  EXPECT_EQ(proof.idle[3].row->row, 12);
  EXPECT_EQ(proof.idle[3].because, idle_reason::no_admitted_matter);
}

// --- limits, ladders, calendar -----------------------------------------------------------------

TEST(coverage, the_proof_holds_until_the_last_instant_from_which_every_limit_can_be_computed) {
  policy rules = town().made();
  coverage proof = prove(rules);
  const work_clock& hours = rules.days.clock_of({});
  budget longest{time_unit::work_hour, 8h};
  EXPECT_EQ(rules.days.where().to_local(proof.from),
            std::chrono::local_time<span>(local_days(2026y / 10 / 12)));
  EXPECT_TRUE(after(hours, proof.until - 1ms, longest));
  EXPECT_FALSE(after(hours, proof.until, longest));
  // A limit that was given up before it could not be computed any more shortens nothing.
  for (auto& each : rules.kind_defaults) each.handle = budget{time_unit::natural_day, 24h};
  instant end =
      rules.days.where().to_utc(std::chrono::local_time<span>(local_days(2026y / 11 / 2)));
  EXPECT_EQ(prove(rules).until, end);
}

TEST(coverage, a_dated_limit_counts_only_while_it_is_in_force) {
  policy_parts parts = town();
  for (duty& row : parts.duties) row.limit_class = "road";
  policy rules = parts.made();
  auto add = [&](budget handle, std::optional<instant> from, std::optional<instant> to) {
    rules.limit_rows.emplace("road#0", limit_row{"road", 0, std::nullopt, handle, from, to});
  };
  for (auto& each : rules.kind_defaults) each.handle = budget{time_unit::natural_day, 24h};
  const instant change = std::chrono::sys_days(2026y / 10 / 20);
  add({time_unit::work_day, 20 * 24h}, std::nullopt, change);
  add({time_unit::natural_day, 24h}, change, std::nullopt);
  EXPECT_EQ(prove(rules).until, prove(rules).from) << "twenty work days end after the calendar";
  rules.limit_rows.clear();
  add({time_unit::work_day, 3 * 24h}, std::nullopt, change);
  add({time_unit::work_day, 8 * 24h}, change, std::nullopt);
  instant until = prove(rules).until;
  const work_clock& hours = rules.days.clock_of({});
  budget eight = as_office_time({time_unit::work_day, 8 * 24h}, hours);
  EXPECT_TRUE(after(hours, until - 1ms, eight));
  EXPECT_FALSE(after(hours, until, eight));
}

TEST(coverage, a_kind_without_rungs_or_limit_and_a_calendar_too_short_are_findings) {
  policy rules = town().made();
  rules.ladders[2].clear();
  rules.kind_defaults[1].handle.reset();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 2u);
  EXPECT_EQ(proof.findings[0].fault, coverage_fault::no_ladder);
  EXPECT_EQ(proof.findings[0].scope.kinds, std::vector{whistle_kind::key});
  EXPECT_EQ(proof.findings[0].cells, proof.cells / 4);
  EXPECT_EQ(proof.findings[1].fault, coverage_fault::no_limit);
  policy brief = town().made();
  brief.kind_defaults[0].handle = budget{time_unit::work_hour, 1000h};
  ASSERT_EQ(prove(brief).findings.size(), 1u);
  EXPECT_EQ(prove(brief).findings[0].fault, coverage_fault::short_calendar);
}

TEST(coverage, the_small_city_has_the_holes_its_tests_live_on) {
  coverage proof = prove(*small_city::rules());
  EXPECT_FALSE(proof.covered());
  for (const coverage_finding& each : proof.findings) {
    bool of_matching = each.fault == coverage_fault::hole || each.fault == coverage_fault::tie;
    EXPECT_TRUE(!of_matching || example_is_true(*small_city::rules(), each));
  }
}

}  // namespace
}  // namespace gridwhistle
