// Working time against a counter of single minutes: any office, any calendar, any clock jump, drawn
// from a seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>

#include "server/core/policy.hpp"
#include "tests/core/minute_counter.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::uint32_t first_seed = 20260224;
// One office answers so many questions.
constexpr std::uint32_t cases_per_office = 50;
constexpr std::uint32_t short_form = 10'000;

// GW_CALENDAR_CASES=100000 is the long form.
std::uint32_t cases_wanted() {
  const char* given = std::getenv("GW_CALENDAR_CASES");
  return given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : short_form;
}

class chance {
 public:
  explicit chance(std::uint32_t seed) : source_(seed) {}
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(source_); }
  bool one_in(int count) { return below(count) == 0; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
  }

 private:
  std::mt19937 source_;
};

// --- offices -----------------------------------------------------------------------------------

// One to ten weeks, half of them around a year's end.
working_days drawn_days(chance& draw) {
  working_days made;
  std::chrono::year year(2007 + draw.below(20));
  made.first = draw.one_in(2) ? local_days(year / 12 / 5) + days(draw.below(35))
                              : local_days(year / 1 / 1) + days(draw.below(365));
  made.last = made.first + days(draw.one_in(8) ? draw.below(4) : 7 + draw.below(64));
  bool works = false;
  int run = 0;  // so many days more are published alike
  for (auto date = made.first; date <= made.last; date += days(1)) {
    if (run == 0 && draw.one_in(8)) {
      run = draw.one_in(3) ? 2 + draw.below(8) : 1;  // a festival, a single day
      works = draw.one_in(2);
    }
    if (run == 0) continue;
    made.exceptions.push_back({date, works});
    --run;
  }
  return made;
}

std::vector<shift_hours> drawn_shifts(chance& draw) {
  const std::vector<shift_hours> usual[] = {
      {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}},                      // two shifts
      {{8 * 60, 12 * 60}},                                          // half a day
      {{9 * 60, 17 * 60 + 30}},                                     // one shift
      {{6 * 60, 10 * 60}, {12 * 60, 14 * 60}, {18 * 60, 22 * 60}},  // three shifts
      {{0, 2 * 60 + 30}, {22 * 60, 24 * 60}},                       // a night
      {{0, 8 * 60}, {8 * 60, 16 * 60}, {16 * 60, 24 * 60}},         // round the clock
  };
  if (!draw.one_in(3)) return draw.one_of(usual);
  std::vector<int> doors;
  for (int wanted = 2 * (1 + draw.below(3)); static_cast<int>(doors.size()) < wanted;) {
    int door = draw.below(1441);
    if (std::find(doors.begin(), doors.end(), door) == doors.end()) doors.push_back(door);
  }
  std::sort(doors.begin(), doors.end());
  std::vector<shift_hours> made;
  for (std::size_t i = 0; i < doors.size(); i += 2) made.push_back({doors[i], doors[i + 1]});
  return made;
}

// Up to three jumps, forth and back as with summer time, by half an hour to a whole day (a city
// that changed its side of the date line), in the night or at work.
std::vector<zone_step> drawn_zone(const working_days& published, chance& draw) {
  constexpr minutes offsets[] = {0min, 480min, -300min, 345min, -210min, 630min};
  constexpr minutes jumps[] = {60min, 60min, 60min, 30min, 120min, 1440min};
  minutes offset = draw.one_of(offsets);
  instant begin(published.first.time_since_epoch());
  std::vector<zone_step> made = {{begin - days(draw.below(400)), offset}};
  minutes jump = draw.one_of(jumps);
  if (offset > 0min || (jump < 1440min && draw.one_in(2))) jump = -jump;
  instant at = begin - days(2);
  for (int i = draw.below(4); i > 0; --i, jump = -jump) {
    at = std::chrono::floor<days>(at) + days(4 + draw.below(20));
    int minute_of_day = draw.one_in(2) ? draw.below(4) * 60 : draw.below(1440);
    at += minutes(minute_of_day) - offset;
    offset += jump;
    made.push_back({at, offset});
  }
  return made;
}

office drawn_office(chance& draw) {
  office made;
  made.days = drawn_days(draw);
  made.shifts = drawn_shifts(draw);
  if (!draw.one_in(5)) made.steps = drawn_zone(made.days, draw);
  made.at_closing = draw.one_in(2) ? due_at_closing::closing : due_at_closing::next_opening;
  return made;
}

// --- questions ---------------------------------------------------------------------------------

struct calendar_question {
  time_unit unit = time_unit::urgent_hour;
  instant from;
  instant to;
  span amount{};
};

// Mostly in the published days, often at a door or a millisecond beside it.
instant drawn_instant(const minute_counter& plain, chance& draw) {
  instant at = plain.first();
  if (draw.one_in(3) && !plain.doors().empty()) {
    at = draw.one_of(plain.doors());
  } else if (draw.one_in(20)) {
    at = draw.one_in(2) ? plain.first() : plain.end();
  } else if (draw.one_in(20)) {
    at += days(draw.below(160) - 80);
  } else {
    at += minutes(draw.below(static_cast<int>((plain.end() - plain.first()) / 1min) + 1));
  }
  if (draw.one_in(4)) at += span(draw.below(3) - 1);
  if (draw.one_in(8)) at += span(draw.below(60'000));
  return at;
}

// Of each unit what packs write in it, else just what lies between the two instants, or nothing.
span drawn_amount(const minute_counter& plain, const calendar_question& asked, chance& draw) {
  span amount = minutes(1 + draw.below(600));
  if (draw.one_in(4)) {
    amount = plain.counted(asked.unit, asked.from, asked.to).value_or(1h);
  } else if (asked.unit == time_unit::natural_day) {
    amount = days(1 + draw.below(20));
  } else if (asked.unit == time_unit::work_day) {
    amount = (1 + draw.below(15)) * plain.office_day() / (draw.one_in(4) ? 2 : 1);
  }
  if (draw.one_in(6)) amount += span(draw.below(3) - 1);
  if (draw.one_in(40)) amount = draw.one_in(2) ? span{} : -amount;
  return amount;
}

calendar_question drawn_question(const minute_counter& plain, chance& draw) {
  constexpr time_unit units[] = {time_unit::urgent_hour, time_unit::work_hour,
                                 time_unit::work_hour,   time_unit::work_day,
                                 time_unit::work_day,    time_unit::natural_day};
  calendar_question asked{
      draw.one_of(units), drawn_instant(plain, draw), drawn_instant(plain, draw), {}};
  if (asked.to < asked.from && !draw.one_in(4)) std::swap(asked.from, asked.to);
  asked.amount = drawn_amount(plain, asked, draw);
  return asked;
}

// --- answers -----------------------------------------------------------------------------------

// What the draws met: a test that never draws a case proves nothing of it.
struct draws_met {
  std::array<int, 4> by_unit{};
  int beyond = 0;
  int used_up_at_a_door = 0;
  int over_years_end = 0;
  int over_jump_forth = 0;
  int over_jump_back = 0;
  int over_make_up_day = 0;
  int off_the_minute = 0;
  std::array<int, 4> by_shifts{};

  void add(const office& where, const minute_counter& plain, const calendar_question& asked,
           std::optional<instant> due);
};

void draws_met::add(const office& where, const minute_counter& plain,
                    const calendar_question& asked, std::optional<instant> due) {
  ++by_unit.at(static_cast<std::size_t>(asked.unit));
  ++by_shifts.at(where.shifts.size());
  off_the_minute += asked.from != std::chrono::floor<minutes>(asked.from);
  beyond += !due;
  if (!due || is_continuous(asked.unit)) return;
  used_up_at_a_door += std::binary_search(plain.doors().begin(), plain.doors().end(), *due);
  auto year_of = [](instant at) {
    return std::chrono::year_month_day(std::chrono::floor<days>(at)).year();
  };
  over_years_end += year_of(asked.from) != year_of(*due);
  for (std::size_t i = 1; i < where.steps.size(); ++i) {
    if (where.steps[i].from <= asked.from || where.steps[i].from > *due) continue;
    ++(where.steps[i].offset > where.steps[i - 1].offset ? over_jump_forth : over_jump_back);
  }
  for (const published_day& each : where.days.exceptions) {
    instant date(each.date.time_since_epoch());
    bool weekend = std::chrono::weekday(each.date).iso_encoding() > 5;
    over_make_up_day += each.working && weekend && date > asked.from && date + 24h < *due;
  }
}

std::string text_of(std::optional<instant> at) { return at ? to_text(*at) : "nothing"; }

std::string text_of(std::optional<span> time) {
  return time ? std::to_string(time->count()) + " ms" : "nothing";
}

// "" if the clock and the counter agree.
std::string difference(const work_clock& hours, const minute_counter& plain,
                       const calendar_question& asked) {
  std::string text;
  auto due = after(hours, asked.from, {asked.unit, asked.amount});
  auto plain_due = plain.after(asked.unit, asked.from, asked.amount);
  if (due != plain_due) {
    text += std::to_string(asked.amount.count()) + " ms after " + to_text(asked.from) + ": " +
            text_of(due) + ", by the minute " + text_of(plain_due) + "\n";
  }
  auto passed = counted(hours, asked.unit, asked.from, asked.to);
  auto plain_passed = plain.counted(asked.unit, asked.from, asked.to);
  if (passed != plain_passed) {
    text += to_text(asked.from) + " to " + to_text(asked.to) + ": " + text_of(passed) +
            ", by the minute " + text_of(plain_passed) + "\n";
  }
  return text.empty() ? text : std::string(name_of(asked.unit)) + "\n" + text;
}

TEST(calendar_law, any_office_agrees_with_a_minute_counter) {
  draws_met met;
  std::uint32_t cases = cases_wanted();
  for (std::uint32_t i = 0; i < cases; i += cases_per_office) {
    std::uint32_t seed = first_seed + i;
    chance draw(seed);
    office where = drawn_office(draw);
    work_clock hours(zone(where.steps), where.days, where.shifts, where.at_closing);
    minute_counter plain(where);
    ASSERT_EQ(hours.office_day(), plain.office_day()) << to_text(where);
    for (std::uint32_t j = i; j < std::min(i + cases_per_office, cases); ++j) {
      calendar_question asked = drawn_question(plain, draw);
      ASSERT_EQ(difference(hours, plain, asked), "") << "seed " << seed << "\n" << to_text(where);
      met.add(where, plain, asked, plain.after(asked.unit, asked.from, asked.amount));
    }
  }
  if (cases < short_form) return;
  for (int each : met.by_unit) EXPECT_GT(each, 1000);
  for (std::size_t shifts : {1u, 2u, 3u}) EXPECT_GT(met.by_shifts.at(shifts), 1000);
  for (int each : {met.beyond, met.used_up_at_a_door, met.over_years_end, met.over_jump_forth,
                   met.over_jump_back, met.over_make_up_day, met.off_the_minute}) {
    EXPECT_GT(each, 100);
  }
}

// --- what the counter's law means, by hand ------------------------------------------------------

// Eastern time of 2026, whose clocks jump on Sundays at 02:00; those two are make-up days here.
office eastern(std::vector<shift_hours> shifts) {
  local_days spring(2026y / 3 / 8), autumn(2026y / 11 / 1);
  return {
      {{sys_days(2025y / 11 / 2) + 6h, -5h},
       {sys_days(2026y / 3 / 8) + 7h, -4h},
       {sys_days(2026y / 11 / 1) + 6h, -5h}},
      {local_days(2026y / 3 / 1), local_days(2026y / 11 / 30), {{spring, true}, {autumn, true}}},
      std::move(shifts)};
}

TEST(calendar_law, a_clock_put_back_neither_opens_nor_closes_an_office_again) {
  struct row {
    const char* about;
    shift_hours shift;
    span counted;
  };
  const row table[] = {
      {"over before the repeated hour", {0, 60}, 1h},
      {"from within it until after", {90, 180}, 2h + 30min},
      {"from before it until within", {30, 90}, 1h},
      {"within it", {75, 105}, 30min},
      {"the hour itself", {60, 120}, 2h},
      {"all around it", {0, 360}, 7h},
      {"right after it", {120, 180}, 1h},
  };
  instant midnight = sys_days(2026y / 11 / 1) + 4h;
  for (const row& each : table) {
    office where = eastern({each.shift});
    work_clock hours(zone(where.steps), where.days, where.shifts);
    EXPECT_EQ(hours.counted(midnight, midnight + 25h), each.counted) << each.about;
    minute_counter plain(where);
    EXPECT_EQ(plain.counted(time_unit::work_hour, midnight, midnight + 25h), each.counted)
        << each.about;
  }
}

TEST(calendar_law, an_office_that_should_open_in_a_skipped_hour_opens_at_the_jump) {
  struct row {
    const char* about;
    shift_hours shift;
    span counted;
  };
  const row table[] = {
      {"until the jump", {0, 120}, 2h},
      {"from within it until after", {150, 240}, 1h},
      {"from before it until within", {60, 150}, 1h},
      {"within it", {135, 165}, 0h},
      {"all around it", {0, 360}, 5h},
  };
  instant midnight = sys_days(2026y / 3 / 8) + 5h;
  for (const row& each : table) {
    office where = eastern({each.shift});
    work_clock hours(zone(where.steps), where.days, where.shifts);
    EXPECT_EQ(hours.counted(midnight, midnight + 23h), each.counted) << each.about;
    minute_counter plain(where);
    EXPECT_EQ(plain.counted(time_unit::work_hour, midnight, midnight + 23h), each.counted)
        << each.about;
  }
}

TEST(calendar_law, written_work_days_are_worth_the_open_minutes_of_a_day) {
  for (std::uint32_t seed = first_seed; seed < first_seed + 200; ++seed) {
    chance draw(seed);
    office where = drawn_office(draw);
    work_clock hours(zone(where.steps), where.days, where.shifts);
    minute_counter plain(where);
    int days_written = 1 + draw.below(15);
    budget written{time_unit::work_day, days_written * 24h};
    EXPECT_EQ(as_office_time(written, hours).amount, days_written * plain.office_day());
    written.amount += 12h;
    EXPECT_EQ(as_office_time(written, hours).amount,
              days_written * plain.office_day() + plain.office_day() / 2);
  }
}

TEST(calendar_law, a_shift_of_no_length_and_an_inverted_one_are_a_bug) {
  office where = eastern({{480, 720}});
  for (shift_hours wrong : {shift_hours{840, 840}, shift_hours{1080, 840}}) {
    auto build = [&] { return work_clock(zone(where.steps), where.days, {{480, 720}, wrong}); };
    EXPECT_DEATH(build(), "check failed");
  }
}

}  // namespace
}  // namespace gridwhistle
