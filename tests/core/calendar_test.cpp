// Working time against instants computed by hand; calendar_law_test.cpp draws the rest.
#include "server/core/calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::sys_days;

using shifts = std::vector<shift_hours>;

const shifts office = {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}};
const shifts night_duty = {{30, 2 * 60 + 30}, {22 * 60, 24 * 60}};

zone china() { return zone({{instant{}, 8h}}); }

// Eastern time of North America, copied by hand: clocks jump at 02:00 local time.
zone eastern() {
  return zone({{sys_days(2025y / 11 / 2) + 6h, -5h},
               {sys_days(2026y / 3 / 8) + 7h, -4h},
               {sys_days(2026y / 11 / 1) + 6h, -5h},
               {sys_days(2027y / 3 / 14) + 7h, -4h}});
}

// The days off and make-up days the State Council published for 2026, from December 2025 on.
working_days days_of_test() {
  working_days days{local_days(2025y / 12 / 1), local_days(2027y / 3 / 31), {}};
  auto publish = [&](local_days from, local_days to, auto each_day) {
    for (; from <= to; from += std::chrono::days(1)) days.exceptions.push_back(each_day(from));
  };
  auto off = [](local_days date) { return published_day{date, false}; };
  auto makeup = [](local_days date) { return published_day{date, true}; };
  publish(local_days(2026y / 1 / 1), local_days(2026y / 1 / 3), off);
  publish(local_days(2026y / 1 / 4), local_days(2026y / 1 / 4), makeup);
  publish(local_days(2026y / 2 / 14), local_days(2026y / 2 / 14), makeup);
  publish(local_days(2026y / 2 / 15), local_days(2026y / 2 / 23), off);
  publish(local_days(2026y / 2 / 28), local_days(2026y / 2 / 28), makeup);
  publish(local_days(2026y / 3 / 8), local_days(2026y / 3 / 8), makeup);  // a clock jump at work
  publish(local_days(2026y / 9 / 20), local_days(2026y / 9 / 20), makeup);
  publish(local_days(2026y / 10 / 1), local_days(2026y / 10 / 7), off);
  publish(local_days(2026y / 10 / 10), local_days(2026y / 10 / 10), makeup);
  publish(local_days(2026y / 11 / 1), local_days(2026y / 11 / 1), makeup);  // a clock jump at work
  publish(local_days(2027y / 1 / 1), local_days(2027y / 1 / 1), off);
  return days;
}

// "2026-03-06 17:00" on a wall in Shenyang.
instant shenyang(const char* text) {
  int year = 0, hour = 0, minute = 0;
  unsigned month = 0, day = 0;
  EXPECT_EQ(std::sscanf(text, "%d-%u-%u %d:%d", &year, &month, &day, &hour, &minute), 5) << text;
  auto date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return sys_days(date) + std::chrono::hours(hour - 8) + minutes(minute);
}

TEST(calendar, limits_end_where_a_clerk_with_a_wall_calendar_says) {
  struct row {
    const char* about;
    const char* from;
    minutes amount;
    const char* ends;
  };
  const row table[] = {
      {"a Friday evening goes on on Monday", "2026-03-13 17:00", 240min, "2026-03-16 11:00"},
      {"after closing time nothing counts", "2026-03-13 19:30", 60min, "2026-03-16 09:00"},
      {"the lunch break does not count", "2026-03-11 11:00", 240min, "2026-03-11 17:00"},
      {"raised in the lunch break", "2026-03-11 12:30", 60min, "2026-03-11 15:00"},
      {"used up at noon ends at noon", "2026-03-11 10:00", 120min, "2026-03-11 12:00"},
      {"used up at closing time ends there", "2026-03-13 14:00", 240min, "2026-03-13 18:00"},
      {"one minute more is Monday", "2026-03-13 14:00", 241min, "2026-03-16 08:01"},
      {"before opening", "2026-03-11 03:00", 30min, "2026-03-11 08:30"},
      {"a make-up Sunday works", "2026-09-18 17:00", 240min, "2026-09-20 11:00"},
      {"over the year's end to a make-up Sunday", "2025-12-31 17:00", 240min, "2026-01-04 11:00"},
      {"a make-up Saturday, then the spring festival", "2026-02-14 17:00", 240min,
       "2026-02-24 11:00"},
      {"raised in the spring festival", "2026-02-17 10:00", 480min, "2026-02-24 18:00"},
      {"five work days over the national day", "2026-09-29 08:00", 5 * 480min, "2026-10-10 18:00"},
  };
  work_clock hours(china(), days_of_test(), office);
  for (const row& each : table) {
    EXPECT_EQ(hours.after(shenyang(each.from), each.amount), shenyang(each.ends)) << each.about;
    EXPECT_EQ(hours.counted(shenyang(each.from), shenyang(each.ends)), each.amount) << each.about;
  }
}

TEST(calendar, a_limit_used_up_at_closing_time_may_be_due_at_the_next_opening) {
  struct row {
    const char* about;
    const char* from;
    minutes amount;
    const char* at_closing;
    const char* at_opening;
  };
  const row table[] = {
      {"used up at noon", "2026-03-11 10:00", 120min, "2026-03-11 12:00", "2026-03-11 14:00"},
      {"on a Friday evening", "2026-03-13 14:00", 240min, "2026-03-13 18:00", "2026-03-16 08:00"},
      {"a whole day from the opening", "2026-03-11 08:00", 480min, "2026-03-11 18:00",
       "2026-03-12 08:00"},
      {"a whole day from the evening before", "2026-03-10 22:00", 480min, "2026-03-11 18:00",
       "2026-03-12 08:00"},
      {"before a make-up Sunday", "2026-09-18 14:00", 240min, "2026-09-18 18:00",
       "2026-09-20 08:00"},
      {"before the spring festival", "2026-02-14 14:00", 240min, "2026-02-14 18:00",
       "2026-02-24 08:00"},
      {"one minute less is the same day", "2026-03-13 14:00", 239min, "2026-03-13 17:59",
       "2026-03-13 17:59"},
      {"inside a shift", "2026-03-11 11:00", 240min, "2026-03-11 17:00", "2026-03-11 17:00"},
      {"nothing to use up", "2026-03-11 20:00", 0min, "2026-03-11 20:00", "2026-03-11 20:00"},
  };
  work_clock closing(china(), days_of_test(), office, due_at_closing::closing);
  work_clock opening(china(), days_of_test(), office, due_at_closing::next_opening);
  for (const row& each : table) {
    instant from = shenyang(each.from);
    EXPECT_EQ(closing.after(from, each.amount), shenyang(each.at_closing)) << each.about;
    EXPECT_EQ(opening.after(from, each.amount), shenyang(each.at_opening)) << each.about;
    EXPECT_EQ(opening.counted(from, shenyang(each.at_opening)), each.amount) << each.about;
  }
}

TEST(calendar, the_last_published_closing_time_has_no_next_opening) {
  work_clock hours(china(), days_of_test(), office, due_at_closing::next_opening);
  instant last_noon = shenyang("2027-03-31 12:00");
  EXPECT_EQ(hours.after(last_noon, 4h - 1ms), shenyang("2027-03-31 18:00") - 1ms);
  EXPECT_EQ(hours.after(last_noon, 4h), std::nullopt);
}

TEST(calendar, a_shift_over_a_clock_jump_lasts_as_long_as_it_lasts) {
  work_clock hours(eastern(), days_of_test(), {{0, 6 * 60}});
  EXPECT_EQ(hours.office_day(), 6h);
  auto on = [&](sys_days date) { return hours.counted(instant(date + 4h), instant(date + 16h)); };
  EXPECT_EQ(on(2026y / 3 / 8), 5h);
  EXPECT_EQ(on(2026y / 11 / 1), 7h);
  EXPECT_EQ(on(2026y / 11 / 2), 6h);
}

TEST(calendar, a_shift_inside_a_skipped_hour_counts_nothing) {
  work_clock hours(eastern(), days_of_test(), {{2 * 60, 3 * 60}});
  instant sunday = sys_days(2026y / 3 / 8) + 5h;
  EXPECT_EQ(hours.counted(sunday, sunday + 23h), 0ms);
  EXPECT_EQ(hours.after(sunday, 1min), sys_days(2026y / 3 / 9) + 6h + 1min);
}

TEST(zone, a_repeated_local_time_is_the_earlier_and_a_skipped_one_is_the_jump) {
  struct row {
    std::chrono::local_time<span> local;
    instant utc;
  };
  const row table[] = {
      {local_days(2026y / 3 / 8) + 1h + 59min, sys_days(2026y / 3 / 8) + 6h + 59min},
      {local_days(2026y / 3 / 8) + 2h, sys_days(2026y / 3 / 8) + 7h},
      {local_days(2026y / 3 / 8) + 2h + 30min, sys_days(2026y / 3 / 8) + 7h},
      {local_days(2026y / 3 / 8) + 3h, sys_days(2026y / 3 / 8) + 7h},
      {local_days(2026y / 3 / 8) + 3h + 1min, sys_days(2026y / 3 / 8) + 7h + 1min},
      {local_days(2026y / 11 / 1) + 1h, sys_days(2026y / 11 / 1) + 5h},
      {local_days(2026y / 11 / 1) + 1h + 30min, sys_days(2026y / 11 / 1) + 5h + 30min},
      {local_days(2026y / 11 / 1) + 2h, sys_days(2026y / 11 / 1) + 7h},
      // Before the first step its own offset holds.
      {local_days(2020y / 7 / 1), sys_days(2020y / 7 / 1) + 5h},
      {local_days(2030y / 1 / 1), sys_days(2030y / 1 / 1) + 4h},
  };
  zone where = eastern();
  for (const row& each : table) {
    EXPECT_EQ(where.to_utc(each.local), each.utc) << to_text(each.utc);
    bool skipped = each.utc == sys_days(2026y / 3 / 8) + 7h;
    EXPECT_EQ(where.to_local(each.utc),
              skipped ? std::chrono::local_time<span>(local_days(2026y / 3 / 8) + 3h) : each.local);
  }
}

TEST(zone, every_instant_but_a_repeated_one_is_read_back_from_its_local_time) {
  zone where = eastern();
  for (instant at = sys_days(2026y / 1 / 1); at < sys_days(2027y / 1 / 1); at += 17min) {
    instant repeated = sys_days(2026y / 11 / 1) + 6h;
    bool second_reading = at >= repeated && at < repeated + 1h;
    ASSERT_EQ(where.to_utc(where.to_local(at)), second_reading ? at - 1h : at) << to_text(at);
  }
}

TEST(calendar, a_day_beyond_the_published_years_is_not_guessed) {
  working_days days = days_of_test();
  EXPECT_EQ(days.works(local_days(2025y / 11 / 30)), std::nullopt);
  EXPECT_EQ(days.works(local_days(2025y / 12 / 1)), true);
  EXPECT_EQ(days.works(local_days(2027y / 3 / 31)), true);
  EXPECT_EQ(days.works(local_days(2027y / 4 / 1)), std::nullopt);

  work_clock hours(china(), days, office);
  instant last_noon = shenyang("2027-03-31 12:00");
  EXPECT_EQ(hours.after(last_noon, 4h), shenyang("2027-03-31 18:00"));
  EXPECT_EQ(hours.after(last_noon, 4h + 1ms), std::nullopt);
  EXPECT_EQ(hours.counted(last_noon, shenyang("2027-04-01 00:00")), 4h);
  EXPECT_EQ(hours.counted(last_noon, shenyang("2027-04-01 00:00") + 1ms), std::nullopt);
  EXPECT_EQ(hours.counted(shenyang("2025-12-01 00:00") - 1ms, last_noon), std::nullopt);
  EXPECT_EQ(hours.after(shenyang("2025-11-30 23:59"), 1h), std::nullopt);
}

TEST(calendar, a_limit_may_end_at_the_midnight_that_ends_the_published_years) {
  work_clock hours(china(), days_of_test(), {{0, 24 * 60}});
  instant last_day = shenyang("2027-03-31 00:00");
  EXPECT_EQ(hours.after(last_day, 24h), last_day + 24h);
  EXPECT_EQ(hours.counted(last_day, last_day + 24h), 24h);
  EXPECT_EQ(hours.after(last_day, 24h + 1ms), std::nullopt);
}

TEST(calendar, continuous_units_run_through_nights_and_unpublished_years) {
  work_clock hours(china(), days_of_test(), office);
  instant from = shenyang("2035-05-01 23:00");
  for (time_unit unit : {time_unit::urgent_hour, time_unit::natural_day}) {
    EXPECT_EQ(counted(hours, unit, from, from + 48h), 48h);
    EXPECT_EQ(after(hours, from, {unit, 48h}), from + 48h);
    EXPECT_EQ(after(hours, from, {unit, -1h}), from - 1h);
  }
  for (time_unit unit : {time_unit::work_hour, time_unit::work_day}) {
    EXPECT_EQ(counted(hours, unit, from, from + 48h), std::nullopt);
    EXPECT_EQ(after(hours, from, {unit, 1h}), std::nullopt);
    EXPECT_EQ(after(hours, from, {unit, 0h}), from);
    EXPECT_EQ(after(hours, from, {unit, -1h}), from);
  }
}

TEST(calendar, a_department_with_hours_of_its_own_keeps_them) {
  calendar city(china(), days_of_test(), office,
                {{department_code("D9"), {{0, 24 * 60}}}, {department_code("D2"), night_duty}},
                due_at_closing::next_opening);
  EXPECT_EQ(city.clock_of(department_code("D1")).office_day(), 8h);
  EXPECT_EQ(city.clock_of(department_code("D2")).office_day(), 4h);
  EXPECT_EQ(city.clock_of(department_code("D9")).office_day(), 24h);
  EXPECT_EQ(city.clock_of(department_code("")).office_day(), 8h);
  // What is due at closing time holds for them all.
  instant tuesday = shenyang("2026-03-10 00:00");
  EXPECT_EQ(city.clock_of(department_code("D2")).after(tuesday, 2h), tuesday + 22h);
  EXPECT_EQ(city.clock_of(department_code("D1")).after(tuesday, 8h), tuesday + 32h);
}

TEST(calendar, overlapping_shifts_are_a_bug) {
  auto overlap = [] { return work_clock(china(), days_of_test(), {{480, 720}, {700, 900}}); };
  EXPECT_DEATH(overlap(), "check failed");
  auto past_midnight = [] { return work_clock(china(), days_of_test(), {{1320, 1500}}); };
  EXPECT_DEATH(past_midnight(), "check failed");
}

TEST(calendar, what_is_due_at_closing_has_two_words) {
  EXPECT_EQ(parse_due_at_closing("closing"), due_at_closing::closing);
  EXPECT_EQ(parse_due_at_closing("next_opening"), due_at_closing::next_opening);
  EXPECT_EQ(parse_due_at_closing("Closing"), std::nullopt);
}

TEST(calendar, knows_how_long_its_published_days_last) {
  using namespace std::chrono_literals;
  working_days days{local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), {}};
  calendar april(zone({{instant{}, 8h}}), days, {{480, 720}}, {});
  instant last_midnight{sys_days(2026y / 4 / 30).time_since_epoch() + 16h};
  EXPECT_EQ(april.published_for(last_midnight - 36h), 36h);
  EXPECT_EQ(april.published_for(last_midnight + 1ms), -1ms);
}

TEST(calendar, units_have_the_names_of_the_pack) {
  EXPECT_EQ(name_of(time_unit::urgent_hour), "urgent_hour");
  EXPECT_EQ(name_of(time_unit::work_hour), "work_hour");
  EXPECT_EQ(name_of(time_unit::work_day), "work_day");
  EXPECT_EQ(name_of(time_unit::natural_day), "natural_day");
}

}  // namespace
}  // namespace gridwhistle
