#include "tests/core/coverage_agreement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/core/plain_coverage.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

std::uint64_t cells_of(const coverage& proof, coverage_fault fault) {
  std::uint64_t cells = 0;
  for (const coverage_finding& each : proof.findings) {
    if (each.fault == fault) cells += each.cells;
  }
  return cells;
}

// With the shift that the finding offers, at any post of the last seat, it is gone.
bool shift_mends(const policy_parts& parts, const coverage_finding& unmanned) {
  policy_parts more = parts;
  auto at_last = [&](const post& each) { return each.seat == unmanned.last; };
  std::ranges::find_if(more.posts, at_last)->shifts.push_back(*unmanned.mend);
  policy rules = more.made();
  coverage proof = prove(rules);
  return std::ranges::none_of(proof.findings, [&](const coverage_finding& each) {
    return each.fault == coverage_fault::unmanned && each.last == unmanned.last;
  });
}

// A hole's row, with a lead, fills the example.
bool missing_row_fills(const policy_parts& parts, const coverage_finding& hole) {
  policy_parts more = parts;
  more.duties.push_back(*hole.missing);
  more.duties.back().lead = {"streets", area_level::city};
  policy rules = more.made();
  return rules.duties.match(hole.example, rules.areas, rules.days).winner ==
         &rules.duties.all().back();
}

bool about_cells(coverage_fault fault) {
  switch (fault) {
    case coverage_fault::hole:
    case coverage_fault::tie:
    case coverage_fault::no_department:
    case coverage_fault::unmanned:
      return true;
    case coverage_fault::no_limit:
    case coverage_fault::no_ladder:
    case coverage_fault::short_calendar:
      break;
  }
  return false;
}

}  // namespace

int count_from(const char* variable, int usual) {
  const char* given = std::getenv(variable);
  return given ? std::atoi(given) : usual;
}

bool example_is_true(const policy& rules, const coverage_finding& finding) {
  const duty_question& asked = finding.example;
  duty_match found = rules.duties.match(asked, rules.areas, rules.days);
  plain_answer plain = plain_match(rules, asked);
  switch (finding.fault) {
    case coverage_fault::hole:
      return !found.winner && !found.beyond_calendar && !plain.winner;
    case coverage_fault::tie:
      return found.winner == finding.rows[0] && found.tied == finding.rows[1] &&
             plain.ties.contains({std::min(found.winner->row, found.tied->row),
                                  std::max(found.winner->row, found.tied->row)});
    case coverage_fault::no_department:
      return std::count(finding.rows.begin(), finding.rows.end(), found.winner) == 1 &&
             !rules.departments.resolve(rules.areas, *finding.wanted, asked.area) &&
             plain.unserved.contains(*finding.wanted);
    case coverage_fault::unmanned:
      return std::ranges::count(finding.rows, found.winner) == 1 &&
             std::ranges::any_of(finding.seats, [&](const department_code& seat) {
               auto called = rules.roster.call(seat, asked.at, rules.departments, rules.days);
               return plain.called.contains(seat) && called.staffing == staffing::nobody &&
                      !plainly_staffed(rules, seat, asked.at) &&
                      !plainly_staffed(rules, seat, finding.gap->to - 1ms);
             });
    case coverage_fault::no_limit:
    case coverage_fault::no_ladder:
    case coverage_fault::short_calendar:
      break;
  }
  return false;
}

void expect_agreement(const policy& rules, const coverage& proof, const std::string& about) {
  plain_coverage plain = plainly_proved(rules);
  ASSERT_EQ(proof.time_classes, plain_time_classes(rules).size()) << about;
  ASSERT_EQ(proof.cells, plain.cells) << about;
  ASSERT_EQ(proof.uncovered, plain.uncovered) << about;
  ASSERT_EQ(cells_of(proof, coverage_fault::hole), plain.holes) << about;
  ASSERT_EQ(cells_of(proof, coverage_fault::tie), plain.tied) << about;
  ASSERT_EQ(proof.unreached, plain.unreached) << about;
  std::map<function_at_level, std::uint64_t> unserved;
  std::map<department_code, std::uint64_t> unmanned;
  for (const coverage_finding& each : proof.findings) {
    if (about_cells(each.fault)) {
      ASSERT_TRUE(example_is_true(rules, each)) << about;
    }
    if (each.wanted) unserved[*each.wanted] += each.cells;
    if (each.fault != coverage_fault::unmanned) continue;
    ASSERT_TRUE(unmanned.emplace(each.last, each.cells).second) << about;
  }
  ASSERT_EQ(unserved, plain.unserved) << about;
  ASSERT_EQ(unmanned, plain.unmanned) << about;
  if (plain.tied != 0) return;  // whether a third row of a tie wins is no question
  for (const duty& row : rules.duties.all()) {
    bool idle = std::any_of(proof.idle.begin(), proof.idle.end(),
                            [&](const idle_duty& each) { return each.row == &row; });
    ASSERT_NE(idle, plain.winners.contains(row.row)) << about << ": row " << row.row;
  }
}

void expect_agreement(const policy_parts& parts, const std::string& about) {
  policy rules = parts.made();
  coverage proof = prove(rules);
  expect_agreement(rules, proof, about);
  if (testing::Test::HasFatalFailure()) return;
  ASSERT_EQ(proof.covered(), proof.uncovered + proof.unreached == 0) << about;
  for (const coverage_finding& each : proof.findings) {
    ASSERT_TRUE(about_cells(each.fault)) << about;
    if (each.missing) {
      ASSERT_TRUE(missing_row_fills(parts, each)) << about;
    }
    if (each.fault == coverage_fault::unmanned) {
      ASSERT_TRUE(shift_mends(parts, each)) << about;
    }
  }
}

int covered_of_drawn(int policies, const draw_policy& draw) {
  int covered = 0;
  for (int i = 0; i < policies; ++i) {
    policy_parts parts = draw();
    expect_agreement(parts, "policy " + std::to_string(i));
    if (testing::Test::HasFatalFailure()) return covered;
    covered += prove(parts.made()).covered() ? 1 : 0;
  }
  return covered;
}

int refused_of_slips(int slips, const draw_policy& draw, std::mt19937& chance) {
  int refused = 0;
  for (int made = 0; made < slips;) {
    policy_parts parts = draw();
    if (!prove(parts.made()).covered()) continue;
    std::string what = make_a_slip(parts, chance);
    expect_agreement(parts, what);
    if (testing::Test::HasFatalFailure()) return refused;
    refused += prove(parts.made()).covered() ? 0 : 1;
    ++made;
  }
  return refused;
}

}  // namespace gridwhistle
