// The law of the ledger: running + paused + closed = elapsed, and every second has one holder.
#include "server/core/clock_ledger.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::sys_days;

const work_clock& office_hours() {
  static const work_clock hours(zone({{instant{}, 8h}}),
                                {local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), {}},
                                {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}});
  return hours;
}

// Wall time in Shenyang, March 2026; the 11th is a Wednesday, the 13th a Friday.
instant march(unsigned day, minutes time) {
  return sys_days(2026y / 3 / std::chrono::day(day)) + time - 8h;
}

constexpr budget four_work_hours = {time_unit::work_hour, 4h};
constexpr budget two_urgent_hours = {time_unit::urgent_hour, 2h};

TEST(clock_ledger, a_pause_outside_office_hours_moves_no_work_deadline) {
  auto clock = clock_ledger::start(four_work_hours, march(13, 17h), "dept/D1");
  EXPECT_EQ(clock.deadline(office_hours()), march(16, 11h));
  clock.pause(march(13, 18h), pause_reason::verifying);
  EXPECT_EQ(clock.deadline(office_hours()), std::nullopt);
  clock.resume(march(16, 8h));
  EXPECT_EQ(clock.deadline(office_hours()), march(16, 11h));
}

TEST(clock_ledger, only_the_overlap_with_office_hours_counts_as_pause) {
  auto clock = clock_ledger::start(four_work_hours, march(13, 15h), "dept/D1");
  clock.pause(march(13, 17h), pause_reason::verifying);
  clock.resume(march(16, 9h));
  // Two hours used; of the pause, an hour on Friday and one on Monday were office time.
  EXPECT_EQ(clock.used(office_hours(), march(16, 9h)), 2h);
  EXPECT_EQ(clock.deadline(office_hours()), march(16, 11h));
}

TEST(clock_ledger, a_pause_moves_an_urgent_deadline_by_its_length) {
  auto clock = clock_ledger::start(two_urgent_hours, march(13, 23h), "dept/D1");
  EXPECT_EQ(clock.deadline(office_hours()), march(14, 1h));
  clock.pause(march(13, 23h + 30min), pause_reason::verifying);
  clock.resume(march(14, 5h));
  EXPECT_EQ(clock.deadline(office_hours()), march(14, 6h + 30min));
  EXPECT_EQ(clock.remaining(office_hours(), march(14, 6h)), 30min);
}

TEST(clock_ledger, an_overrun_leaves_a_negative_remainder_and_keeps_its_deadline) {
  auto clock = clock_ledger::start(two_urgent_hours, march(11, 8h), "dept/D1");
  EXPECT_EQ(clock.remaining(office_hours(), march(11, 13h)), -3h);
  EXPECT_EQ(clock.deadline(office_hours()), march(11, 10h));
}

TEST(clock_ledger, a_limit_that_is_spent_when_the_clock_resumes_is_overdue_at_once) {
  auto clock = clock_ledger::start(four_work_hours, march(11, 8h), "dept/D1");
  clock.pause(march(11, 15h), pause_reason::verifying);
  clock.resume(march(12, 9h));
  EXPECT_EQ(clock.deadline(office_hours()), march(12, 9h));
  EXPECT_EQ(clock.remaining(office_hours(), march(12, 9h)), -1h);
}

TEST(clock_ledger, a_limit_of_nothing_or_less_is_overdue_at_the_start) {
  instant start = march(11, 13h);
  auto deadline_of = [&](time_unit unit, span amount) {
    return clock_ledger::start(budget{unit, amount}, start, "dept/D1").deadline(office_hours());
  };
  EXPECT_EQ(deadline_of(time_unit::work_hour, 0h), start);
  EXPECT_EQ(deadline_of(time_unit::work_hour, -5h), start);
  EXPECT_EQ(deadline_of(time_unit::natural_day, 0h), start);
  EXPECT_EQ(deadline_of(time_unit::natural_day, -5h), start - 5h);
}

TEST(clock_ledger, handing_over_moves_no_deadline) {
  auto clock = clock_ledger::start(four_work_hours, march(13, 14h), "desk/2101");
  clock.hand_to(march(13, 18h), "dept/D1");
  // Used up at the very hand-over: it ended on Friday, not on the new holder's Monday morning.
  EXPECT_EQ(clock.deadline(office_hours()), march(13, 18h));
  clock.hand_to(march(16, 9h), "dept/D2");
  EXPECT_EQ(clock.deadline(office_hours()), march(13, 18h));
  EXPECT_EQ(clock.held_by("desk/2101", march(16, 8h)), 4h);
  EXPECT_EQ(clock.held_by("dept/D1", march(16, 8h)), 62h);
}

TEST(clock_ledger, handing_over_a_paused_clock_does_not_start_it) {
  auto clock = clock_ledger::start(two_urgent_hours, march(11, 8h), "dept/D1");
  clock.pause(march(11, 9h), pause_reason::verifying);
  clock.hand_to(march(11, 10h), "desk/2101");
  EXPECT_FALSE(clock.running());
  EXPECT_FALSE(clock.stopped());
  EXPECT_EQ(clock.segments().back().reason, pause_reason::verifying);
  EXPECT_EQ(clock.used(office_hours(), march(11, 12h)), 1h);
  EXPECT_EQ(clock.held_by("dept/D1", march(11, 12h)), 2h);
  EXPECT_EQ(clock.held_by("desk/2101", march(11, 12h)), 2h);
}

TEST(clock_ledger, a_stopped_clock_counts_no_further_and_has_no_deadline) {
  auto clock = clock_ledger::start(two_urgent_hours, march(11, 8h), "dept/D1");
  clock.stop(march(11, 9h));
  EXPECT_TRUE(clock.stopped());
  EXPECT_EQ(clock.used(office_hours(), march(12, 9h)), 1h);
  EXPECT_EQ(clock.remaining(office_hours(), march(12, 9h)), 1h);
  EXPECT_EQ(clock.held_by("dept/D1", march(12, 9h)), 1h);
  EXPECT_EQ(clock.deadline(office_hours()), std::nullopt);
}

TEST(clock_ledger, without_a_limit_it_counts_wall_time_and_is_never_due) {
  auto clock = clock_ledger::start(std::nullopt, march(13, 17h), "dept/D1");
  EXPECT_EQ(clock.used(office_hours(), march(14, 17h)), 24h);
  EXPECT_EQ(clock.deadline(office_hours()), std::nullopt);
  EXPECT_EQ(clock.remaining(office_hours(), march(14, 17h)), std::nullopt);
}

TEST(clock_ledger, a_clock_that_was_not_started_has_used_nothing) {
  clock_ledger clock;
  EXPECT_FALSE(clock.started() || clock.running() || clock.stopped());
  EXPECT_EQ(clock.used(office_hours(), march(11, 8h)), 0h);
  EXPECT_EQ(clock.deadline(office_hours()), std::nullopt);
}

TEST(clock_ledger, a_moment_without_length_beyond_the_calendar_changes_nothing_of_what_was_used) {
  auto clock = clock_ledger::start(four_work_hours, march(13, 8h), "dept/D1");
  clock.pause(march(13, 15h), pause_reason::verifying);
  instant beyond = sys_days(2026y / 5 / 4);
  clock.resume(beyond);
  clock.pause(beyond, pause_reason::verifying);
  clock.resume(beyond);
  EXPECT_EQ(clock.used(office_hours(), beyond), 5h);
  EXPECT_EQ(clock.deadline(office_hours()), beyond);
  EXPECT_EQ(clock.reaches(3h, office_hours()), march(13, 11h));
  EXPECT_EQ(clock.reaches(6h, office_hours()), std::nullopt);
}

TEST(clock_ledger, beyond_the_published_calendar_only_continuous_time_is_known) {
  instant late = sys_days(2026y / 4 / 30);
  auto work = clock_ledger::start(budget{time_unit::work_hour, 40h}, late, "dept/D1");
  EXPECT_EQ(work.deadline(office_hours()), std::nullopt);
  EXPECT_EQ(work.used(office_hours(), late + 240h), std::nullopt);
  EXPECT_EQ(work.remaining(office_hours(), late + 240h), std::nullopt);
  auto urgent = clock_ledger::start(budget{time_unit::urgent_hour, 40h}, late, "dept/D1");
  EXPECT_EQ(urgent.deadline(office_hours()), late + 40h);
  EXPECT_EQ(urgent.used(office_hours(), late + 240h), 240h);
}

TEST(clock_ledger, a_restored_clock_equals_the_one_that_was_kept) {
  auto clock = clock_ledger::start(four_work_hours, march(11, 8h), "dept/D1");
  clock.pause(march(11, 9h), pause_reason::verifying);
  clock.record_overrun();
  auto again = clock_ledger::restored(clock.limit(), clock.segments());
  again.record_overrun();
  EXPECT_EQ(again, clock);
}

TEST(clock_ledger, an_operation_that_its_state_forbids_is_a_bug) {
  auto clock = clock_ledger::start(four_work_hours, march(11, 8h), "dept/D1");
  EXPECT_DEATH(clock.resume(march(11, 9h)), "check failed");
  EXPECT_DEATH(clock.pause(march(11, 7h), pause_reason::verifying), "check failed");
  clock.stop(march(11, 9h));
  EXPECT_DEATH(clock.stop(march(11, 10h)), "check failed");
  EXPECT_DEATH(clock.hand_to(march(11, 10h), "desk/2101"), "check failed");
}

// What a clerk would note each minute: the state and the holder.
struct noted_minute {
  clock_state state = clock_state::running;
  int holder = 0;
};

constexpr std::array holders = {"dept/D1", "dept/D2", "desk/2101"};

struct random_life {
  clock_ledger clock;
  std::vector<noted_minute> minutes_of;
  instant start;
};

// A clock lived at random, beside the minutes as noted.
random_life live(std::mt19937& chance, budget limit) {
  auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(chance); };
  random_life life;
  life.start = march(2, minutes(below(7 * 24 * 60)));
  life.clock = clock_ledger::start(limit, life.start, holders[0]);
  instant at = life.start;
  noted_minute now;
  for (int steps = below(12); steps >= 0; --steps) {
    int wait = below(5) == 0 ? 0 : below(steps % 3 == 0 ? 2000 : 200);
    life.minutes_of.insert(life.minutes_of.end(), static_cast<std::size_t>(wait), now);
    at += minutes(wait);
    if (now.state == clock_state::stopped) continue;
    int choice = below(10);
    if (choice == 0) {
      life.clock.stop(at);
      now.state = clock_state::stopped;
    } else if (choice < 4) {
      now.holder = below(holders.size());
      life.clock.hand_to(at, holders[static_cast<std::size_t>(now.holder)]);
    } else if (now.state == clock_state::running) {
      life.clock.pause(at, pause_reason::verifying);
      now.state = clock_state::paused;
    } else {
      life.clock.resume(at);
      now.state = clock_state::running;
    }
  }
  int rest = 1 + below(600);
  life.minutes_of.insert(life.minutes_of.end(), static_cast<std::size_t>(rest), now);
  return life;
}

bool is_office_minute(instant at) {
  auto local = at + 8h;
  auto date = std::chrono::floor<std::chrono::days>(local);
  auto hour = (local - date) / 1h;
  bool week = std::chrono::weekday(date).iso_encoding() <= 5;
  return week && ((hour >= 8 && hour < 12) || (hour >= 14 && hour < 18));
}

// The law at one instant, given how many minutes have been noted by then.
void expect_law(const random_life& life, budget limit, std::size_t noted) {
  std::array<span, holders.size()> held{};
  span used{}, stopped{};
  for (std::size_t i = 0; i < noted; ++i) {
    const noted_minute& minute = life.minutes_of[i];
    if (minute.state == clock_state::stopped) {
      stopped += 1min;
      continue;
    }
    held[static_cast<std::size_t>(minute.holder)] += 1min;
    bool counts = is_continuous(limit.unit) || is_office_minute(life.start + minutes(i));
    if (minute.state == clock_state::running && counts) used += 1min;
  }
  instant now = life.start + minutes(noted);
  span sum = stopped;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    ASSERT_EQ(life.clock.held_by(holders[i], now), held[i]) << holders[i];
    sum += life.clock.held_by(holders[i], now);
  }
  ASSERT_EQ(sum, now - life.start);
  ASSERT_EQ(life.clock.used(office_hours(), now), used);
  ASSERT_EQ(life.clock.remaining(office_hours(), now), limit.amount - used);
}

TEST(clock_ledger, running_paused_and_closed_make_up_the_elapsed_time_whatever_happened) {
  std::mt19937 chance(20260311);
  int deadlines = 0;
  for (int i = 0; i < 2000; ++i) {
    budget limit{i % 2 == 0 ? time_unit::work_hour : time_unit::urgent_hour, minutes(i)};
    random_life life = live(chance, limit);
    ASSERT_NO_FATAL_FAILURE(expect_law(life, limit, life.minutes_of.size()));
    std::size_t earlier = chance() % (life.minutes_of.size() + 1);
    ASSERT_NO_FATAL_FAILURE(expect_law(life, limit, earlier));

    auto deadline = life.clock.deadline(office_hours());
    ASSERT_EQ(deadline.has_value(), life.clock.running());
    instant last_change = life.clock.segments().back().from;
    // A limit spent by then has a deadline of its own rule, told by the tests above.
    if (!deadline || *life.clock.remaining(office_hours(), last_change) <= 0ms) continue;
    ASSERT_EQ(life.clock.remaining(office_hours(), *deadline), 0ms) << i;
    ASSERT_GT(*life.clock.remaining(office_hours(), *deadline - 1ms), 0ms) << i;
    ++deadlines;
  }
  EXPECT_GT(deadlines, 300);
}

}  // namespace
}  // namespace gridwhistle
