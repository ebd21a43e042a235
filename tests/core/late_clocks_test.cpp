// What is late is seen: every clock that overran, since when, and whether it is still to be done.
// um's limits are 4 work hours to report in and 2 work days to handle.
#include "server/core/late_clocks.hpp"

#include <gtest/gtest.h>

#include "tests/core/random_life.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

std::string text_of(const std::vector<late_clock>& late) {
  std::string text;
  for (const late_clock& each : late) {
    if (!text.empty()) text += ", ";
    text += std::string(name_of(each.clock)) + ":" + each.department.text + " " +
            small_city::wall_text(each.since);
    if (each.stopped) text += " stopped " + small_city::wall_text(*each.stopped);
    if (each.appeal == appeal_stage::pending) text += " appealed";
  }
  return text;
}

std::string late_in(const whistle_script& life) {
  return text_of(late_clocks(life.state(), life.rules()));
}

TEST(late_clocks, a_clock_that_overran_is_late_since_its_limit_and_stays_so_while_it_runs) {
  whistle_script life;
  life.run(
      "at 11 09:00\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)\n"
      "at 11 15:01");
  EXPECT_EQ(late_in(life), "");
  life.outcome_of("clock");
  EXPECT_EQ(late_in(life), "report_in:um 11 15:00");
  life.run("at 13 09:01");
  life.outcome_of("clock");
  EXPECT_EQ(late_in(life), "report_in:um 11 15:00, handle:um 13 09:00");
  EXPECT_EQ(text_of(clocks_still_late(life.state(), life.rules())), late_in(life));
  auto late = late_clocks(life.state(), life.rules());
  EXPECT_EQ(late[0].limit, (budget{time_unit::work_hour, 4h}));
  EXPECT_EQ(late[0].work_day, 0h);
  EXPECT_EQ(late[1].limit, (budget{time_unit::work_day, 16h}));
  EXPECT_EQ(late[1].work_day, 8h);
}

TEST(late_clocks, what_was_done_late_says_when_it_stopped_and_is_not_to_be_done) {
  whistle_script life;
  life.run(
      "at 11 09:00\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)\n"
      "at 11 16:30");
  life.outcome_of("clock");
  life.outcome_of("clerk-um report_in");
  life.outcome_of("clerk-um appeal clock=report_in \"flood\"");
  EXPECT_EQ(late_in(life), "report_in:um 11 15:00 stopped 11 16:30 appealed");
  EXPECT_EQ(text_of(clocks_still_late(life.state(), life.rules())), "");
}

TEST(late_clocks, what_waits_for_verification_is_done_until_that_fails) {
  whistle_script life;
  life.run(
      "at 11 09:00\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)\n"
      "at 11 10:00\nclerk-um report_in -> reported_in(um)\n"
      "at 13 09:30");
  life.outcome_of("clock");
  life.outcome_of("clerk-um handle \"swept\"");
  EXPECT_EQ(late_in(life), "handle:um 13 09:00 stopped 13 09:30");
  EXPECT_EQ(text_of(clocks_still_late(life.state(), life.rules())), "");
  life.run("at 13 11:00");
  life.outcome_of("walker verify not_solved \"still there\"");
  EXPECT_EQ(text_of(clocks_still_late(life.state(), life.rules())), "handle:um 13 09:00");
}

TEST(late_clocks, a_desk_that_is_late_is_seen_as_well) {
  whistle_script life;
  life.run(
      "at 11 09:00\nwalker blow 01003 -> raised desk_took(2101:matter_not_admitted)\n"
      "at 11 09:16");
  life.outcome_of("clock");
  EXPECT_EQ(late_in(life), "desk: 11 09:15");
}

// No clock is both due and overdue, and none that has overrun is missing while it is to be done.
TEST(late_clocks, together_with_the_deadlines_every_running_limit_is_told_exactly_once) {
  constexpr std::uint32_t first_seed = 700, lives = 400;
  std::size_t late = 0;
  for (std::uint32_t seed = first_seed; seed < first_seed + lives; ++seed) {
    random_life life(seed);
    const policy& rules = seed % 2 == 0 ? *small_city::rules() : *small_city::rules_with_roster();
    for (int i = 0; i < 24; ++i) {
      life.step();
      const whistle* state = life.state();
      if (!state || !state->open()) continue;
      std::size_t overdue = 0;
      auto count = [&overdue](const clock_ledger& clock) {
        overdue += clock.started() && !clock.stopped() && clock.overrun_recorded();
      };
      count(state->desk_clock);
      for (const obligation& owed : state->obligations) {
        count(owed.report_in);
        if (!owed.done_at) count(owed.handle);
        count(owed.ruling);
      }
      if (state->lead()) count(state->supervision);
      auto open = clocks_still_late(*state, rules);
      ASSERT_EQ(open.size(), overdue) << "seed " << seed;
      for (const late_clock& each : open) {
        EXPECT_LT(each.since, life.now()) << "seed " << seed;
        for (const due& pending : deadlines(*state, rules)) {
          bool same = pending.clock == each.clock && pending.department == each.department &&
                      pending.at == each.since;
          EXPECT_FALSE(same) << "seed " << seed;
        }
      }
      late += open.size();
    }
  }
  EXPECT_GT(late, 100u);
}

}  // namespace
}  // namespace gridwhistle
