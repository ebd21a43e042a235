// When a rung's time comes: a share of the counting time of its leg, whatever paused it.
#include "server/core/ladder.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/core/small_city.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::wall_text;

const work_clock& hours() { return small_city::rules()->days.clock_of({}); }

std::string time_text(const rung& of, const clock_ledger& clock) {
  auto at = time_of(of, clock, hours());
  return at ? wall_text(*at) : "never";
}

rung at_percent(int percent, int work_days_before = 0) {
  return {clock_name::handle, percent, work_days_before, rung_action::urge,
          rung_recipient::department};
}

TEST(ladder, a_rung_comes_at_its_share_of_the_limit_also_beyond_it) {
  auto clock = clock_ledger::start(budget{time_unit::urgent_hour, 10h}, march(11, 9h), "dept/um");
  EXPECT_EQ(time_text(at_percent(50), clock), "11 14:00");
  EXPECT_EQ(time_text(at_percent(100), clock), "11 19:00");
  EXPECT_EQ(time_text(at_percent(150), clock), "12 00:00");
  EXPECT_EQ(time_text(at_percent(300), clock), "12 15:00");
}

TEST(ladder, a_limit_of_work_days_warns_a_work_day_before_it) {
  auto two_days = clock_ledger::start(budget{time_unit::work_day, 16h}, march(11, 9h), "dept/um");
  EXPECT_EQ(time_text(at_percent(80, 1), two_days), "12 09:00");
  EXPECT_EQ(time_text(at_percent(80), two_days), "12 15:48");
  // A single day has no work day before it.
  auto one_day = clock_ledger::start(budget{time_unit::work_day, 8h}, march(11, 9h), "dept/um");
  EXPECT_EQ(time_text(at_percent(80, 1), one_day), "11 17:24");
  auto in_hours = clock_ledger::start(budget{time_unit::work_hour, 16h}, march(11, 9h), "dept/um");
  EXPECT_EQ(time_text(at_percent(80, 1), in_hours), "12 15:48");
}

TEST(ladder, a_pause_moves_the_rungs_that_have_not_come_and_no_others) {
  auto clock = clock_ledger::start(budget{time_unit::urgent_hour, 10h}, march(11, 9h), "dept/um");
  clock.pause(march(11, 15h), pause_reason::verifying);
  EXPECT_EQ(time_text(at_percent(50), clock), "11 14:00");
  EXPECT_EQ(time_text(at_percent(80), clock), "never");
  clock.resume(march(11, 20h));
  EXPECT_EQ(time_text(at_percent(50), clock), "11 14:00");
  EXPECT_EQ(time_text(at_percent(80), clock), "11 22:00");
}

TEST(ladder, time_that_was_charged_back_counts) {
  auto clock = clock_ledger::start(budget{time_unit::urgent_hour, 10h}, march(11, 9h), "dept/um");
  clock.pause(march(11, 10h), pause_reason::returned);
  clock.resume_charged(march(11, 15h));
  EXPECT_EQ(time_text(at_percent(50), clock), "11 14:00");
  EXPECT_EQ(time_text(at_percent(80), clock), "11 17:00");
}

TEST(ladder, a_clock_without_limit_or_stopped_before_has_no_rung) {
  EXPECT_EQ(time_text(at_percent(50), clock_ledger()), "never");
  EXPECT_EQ(time_text(at_percent(50), clock_ledger::start({}, march(11, 9h), "dept/um")), "never");
  auto clock = clock_ledger::start(budget{time_unit::urgent_hour, 10h}, march(11, 9h), "dept/um");
  clock.stop(march(11, 13h));
  EXPECT_EQ(time_text(at_percent(50), clock), "never");
}

TEST(ladder, the_default_is_the_law) {
  std::string text;
  for (const rung& each : default_ladder()) {
    if (each.clock != clock_name::handle) continue;
    text += std::to_string(each.percent) + " " + std::string(name_of(each.action)) + " " +
            std::string(name_of(each.to)) + "; ";
  }
  EXPECT_EQ(text,
            "50 urge department; 80 yellow_card department; 100 red_card department_head; "
            "100 red_card street; 150 supervise district; 300 supervise city; ");
}

// After an outage: its times have passed and nobody has noticed them.
std::set<rung_timing> timings_after(std::string_view what_happened_first) {
  policy rules = *small_city::rules();
  rules.ladders.fill(default_ladder());
  whistle_script script(std::make_shared<policy>(rules));
  script.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 13 10:00
  )");
  script.run(what_happened_first);
  std::set<rung_timing> found;
  for (const event& each : decide_rungs(script.state(), small_city::march(13, 10h), rules)) {
    const auto& rung = std::get<escalated>(each);
    if (rung.what.clock == clock_name::handle) found.insert(rung.timing);
  }
  return found;
}

TEST(ladder, a_leg_that_waits_for_a_ruling_is_not_past_and_its_rungs_are_late) {
  EXPECT_EQ(timings_after("clerk-um return to=ps \"not ours\" -> returned(um>ps)"),
            std::set{rung_timing::late});
  EXPECT_EQ(timings_after("clerk-um handle \"swept\" -> handled(um)"), std::set{rung_timing::moot});
}

}  // namespace
}  // namespace gridwhistle
