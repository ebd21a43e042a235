// Seats with nobody on duty: found by the minute, with a true instant, and one missing shift is one
// finding.
#include "server/core/seat_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/core/coverage_agreement.hpp"
#include "tests/core/plain_coverage.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

policy_parts drawn_with_people(std::mt19937& chance) {
  policy_parts parts = random_parts(chance, policy_size{});
  add_roster(parts, chance);
  return parts;
}

TEST(seat_watch, with_people_on_duty_the_proof_says_what_asking_every_half_hour_says) {
  std::mt19937 chance(300);
  int packs = count_from("GW_PROOFS", 80);
  int unmanned = 0;
  covered_of_drawn(packs, [&] {
    policy_parts parts = drawn_with_people(chance);
    unmanned += prove(parts.made()).unreached == 0 ? 0 : 1;
    return parts;
  });
  if (HasFatalFailure()) return;
  EXPECT_GT(unmanned, packs / 10);
  EXPECT_LT(unmanned, packs);
}

TEST(seat_watch, a_single_slip_in_posts_shifts_or_backups_is_certified_or_refused_rightly) {
  std::mt19937 chance(77);
  int slips = count_from("GW_SLIPS", 60);
  int refused = refused_of_slips(
      slips, [&] { return drawn_with_people(chance); }, chance);
  if (HasFatalFailure()) return;
  EXPECT_GT(refused, slips / 10);
  EXPECT_LT(refused, slips);
}

// --- one slip, one finding ---------------------------------------------------------------------

// Three districts whose streets hand on to the city's, which is on duty day and night.
policy_parts town() {
  policy_parts made;
  made.areas.push_back({area_code("1"), area_level::city, "", {}});
  auto add = [&](const char* code, area_level level, const char* area, const char* backup) {
    std::string name = std::string("streets") + area;
    made.departments.push_back({department_code(name), name, "streets", level, area_code(area), "",
                                department_code(backup)});
    made.posts.push_back({post_code(std::string(code) + "-day"),
                          user_id(std::string(code) + "-d"),
                          department_code(name),
                          {},
                          "",
                          {},
                          {{shift_days::workday, 480, 1080}}});
  };
  add("city", area_level::city, "1", "");
  made.posts.push_back({post_code("city-night"),
                        user_id("city-n"),
                        department_code("streets1"),
                        {},
                        "",
                        {},
                        {{shift_days::workday, 1080, 480}, {shift_days::off, 480, 480}}});
  for (const char* district : {"11", "12", "13"}) {
    made.areas.push_back({area_code(district), area_level::district, "", area_code("1")});
    add(district, area_level::district, district, "streets1");
  }
  matter each;
  each.key = {matter_kind::matter, "01001"};
  made.matters.push_back(each);
  duty row;
  row.lead = {"streets", area_level::district};
  row.row = 2;
  made.duties.push_back(row);
  made.days = {local_days(2026y / 10 / 12), local_days(2026y / 11 / 1), {}};
  return made;
}

TEST(seat_watch, a_town_that_hands_on_to_somebody_awake_is_covered) {
  policy rules = town().made();
  EXPECT_TRUE(prove(rules).covered());
  time_axis times(rules.days, rules.duties.all());
  EXPECT_EQ(seat_watch(rules, times).of(department_code("streets11")), nullptr);
}

TEST(seat_watch, one_missing_night_shift_is_one_finding_for_all_who_hand_on_to_it) {
  policy_parts parts = town();
  parts.posts[1].shifts.erase(parts.posts[1].shifts.begin());
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  const coverage_finding& found = proof.findings[0];
  EXPECT_EQ(found.fault, coverage_fault::unmanned);
  EXPECT_EQ(found.last, department_code("streets1"));
  EXPECT_EQ(found.seats.size(), 3u);
  EXPECT_EQ(found.scope.areas, std::vector{area_code("1")});
  // Three leaves, four kinds, and the nights and days, workdays and days off that begin or end with
  // hours nobody has: the night from Friday is of the off class after midnight.
  EXPECT_EQ(found.cells, 3u * 4 * 4);
  EXPECT_EQ(proof.unreached, found.cells);
  EXPECT_EQ(proof.uncovered, 0u);
  auto local = rules.days.where().to_local(found.example.at);
  EXPECT_EQ(local, std::chrono::local_time<span>(local_days(2026y / 10 / 13)))
      << "the first there is: the night that would have begun on Monday";
  EXPECT_EQ(found.mend->open_minute, 1080);
  EXPECT_EQ(found.mend->close_minute, 480);
}

TEST(seat_watch, a_gap_that_no_duty_calls_into_is_no_finding) {
  policy_parts parts = town();
  parts.posts[1].shifts.erase(parts.posts[1].shifts.begin() + 1);  // days off
  ASSERT_EQ(prove(parts.made()).findings.size(), 1u);
  parts.duties[0].when = day_class::workday;
  duty off = parts.duties[0];
  off.when = day_class::off;
  off.lead = {"watch", area_level::city};
  off.row = 3;
  parts.duties.push_back(off);
  parts.departments.push_back(
      {department_code("watch"), "", "watch", area_level::city, area_code("1"), "", {}});
  coverage proof = prove(parts.made());
  // Mondays begin with a shift that would have begun on Sunday.
  ASSERT_EQ(proof.findings.size(), 1u);
  parts.posts[0].shifts.push_back({shift_days::workday, 0, 480});
  EXPECT_TRUE(prove(parts.made()).covered());
}

TEST(seat_watch, a_gap_of_one_dated_week_is_found_in_it) {
  policy_parts parts = town();
  date_range before{local_days(2026y / 10 / 1), local_days(2026y / 10 / 18)};
  date_range after{local_days(2026y / 10 / 20), local_days(2026y / 11 / 30)};
  parts.posts[1].shifts = {{before, 1080, 480}, {after, 1080, 480}, {shift_days::off, 480, 480}};
  policy rules = parts.made();
  coverage proof = prove(rules);
  ASSERT_EQ(proof.findings.size(), 1u);
  auto local = rules.days.where().to_local(proof.findings[0].gap->from);
  EXPECT_EQ(local, std::chrono::local_time<span>(local_days(2026y / 10 / 19)) + 18h);
}

TEST(seat_watch, on_the_first_published_day_nothing_is_held_against_a_seat) {
  policy_parts parts = town();
  parts.days.first = parts.days.last = local_days(2026y / 10 / 20);
  for (post& each : parts.posts) each.shifts = {{shift_days::workday, 480, 481}};
  policy rules = parts.made();
  time_axis times(rules.days, rules.duties.all());
  EXPECT_EQ(seat_watch(rules, times).of(department_code("streets1")), nullptr);
}

TEST(seat_watch, without_a_roster_every_seat_is_manned) {
  policy_parts parts = town();
  parts.posts.clear();
  EXPECT_TRUE(prove(parts.made()).covered());
}

}  // namespace
}  // namespace gridwhistle
