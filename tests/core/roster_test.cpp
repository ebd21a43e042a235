// Who is called: the posts of a seat and their shifts, deputies and backups; and a minute table
// that reads the wall clock step by step, for shifts over midnight and clocks that jump.
#include "server/core/roster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr int hour = 60;

std::string text_of(const seat_call& called) {
  std::string text(name_of(called.staffing));
  if (!called.person.empty()) text += " " + called.person.text;
  if (!called.seat.empty()) text += " @" + called.seat.text;
  return text;
}

struct called_at {
  const char* seat;
  int day;  // of March 2026: the 11th is a Wednesday
  minutes time;
  const char* who;
};

void expect_calls(const policy& rules, const std::vector<called_at>& table) {
  for (const called_at& each : table) {
    auto called = rules.roster.call(department_code(each.seat), march(each.day, each.time),
                                    rules.departments, rules.days);
    EXPECT_EQ(text_of(called), each.who)
        << each.seat << " " << small_city::wall_text(march(each.day, each.time));
  }
}

// small_city.hpp has the posts and the backups.
TEST(roster, a_seat_calls_its_post_then_a_deputy_then_its_backup_and_says_which) {
  expect_calls(*small_city::rules_with_roster(), {{"um", 11, 9h, "on_duty clerk-um"},
                                                  {"um", 11, 18h, "on_duty clerk-um2"},
                                                  {"um", 11, 20h, "backup clerk-pw @pw"},
                                                  {"um", 12, 5h, "backup clerk-pw @pw"},
                                                  {"um", 14, 9h, "backup clerk-env @env"},
                                                  {"um", 14, 19h, "backup clerk-pw @pw"},
                                                  {"pw", 11, 9h, "nobody clerk-pw"},
                                                  {"pw", 11, 19h, "on_duty clerk-pw"},
                                                  {"pw", 15, 12h, "backup clerk-env @env"},
                                                  {"ps", 11, 9h, "on_duty clerk-ps"},
                                                  {"ps", 11, 21h, "nobody clerk-ps"},
                                                  {"ps", 15, 12h, "deputy clerk-env @env"},
                                                  {"env", 15, 12h, "on_duty clerk-env"},
                                                  {"env", 11, 9h, "nobody clerk-env"}});
}

TEST(roster, a_shift_holds_from_its_first_minute_until_before_its_last) {
  expect_calls(*small_city::rules_with_roster(), {{"um", 11, 8h - 1min, "backup clerk-pw @pw"},
                                                  {"um", 11, 8h, "on_duty clerk-um"},
                                                  {"um", 11, 18h - 1min, "on_duty clerk-um"},
                                                  {"pw", 12, 8h - 1min, "on_duty clerk-pw"},
                                                  {"pw", 12, 8h, "nobody clerk-pw"},
                                                  {"pw", 12, 18h, "on_duty clerk-pw"}});
}

TEST(roster, a_department_without_posts_is_always_staffed_also_as_a_backup) {
  expect_calls(*small_city::rules(), {{"um", 15, 3h, "no_roster"}, {"env", 11, 9h, "no_roster"}});
  policy rules = *small_city::rules_with_roster();
  std::vector<post> without_backups;
  for (const post& each : rules.roster.all()) {
    if (each.seat.text == "um") without_backups.push_back(each);
  }
  rules.roster = roster(without_backups);
  expect_calls(rules, {{"um", 15, 3h, "backup @pw"}, {"um", 11, 9h, "on_duty clerk-um"}});
}

TEST(roster, a_day_beyond_the_calendar_is_neither_a_workday_nor_off) {
  // Published until the 30th of April; the night post of pw is there every day.
  expect_calls(*small_city::rules_with_roster(), {{"um", 61, 9h, "on_duty clerk-um"},
                                                  {"um", 62, 9h, "nobody clerk-um"},
                                                  {"ps", 63, 9h, "nobody clerk-ps"},
                                                  {"um", 62, 19h, "backup clerk-pw @pw"}});
}

post made_post(const char* code, const char* seat, const char* deputy, std::vector<shift> shifts) {
  return {post_code(code),
          user_id(std::string("p-") + code),
          department_code(seat),
          {},
          "",
          post_code(deputy),
          std::move(shifts)};
}

TEST(roster, deputies_stand_in_for_deputies_and_posts_come_before_all_of_them) {
  policy rules = *small_city::rules();
  shift morning{shift_days::daily, 6 * hour, 12 * hour};
  shift afternoon{shift_days::daily, 12 * hour, 18 * hour};
  shift evening{shift_days::daily, 18 * hour, 24 * hour};
  shift night{shift_days::daily, 0, 6 * hour};
  rules.roster =
      roster({made_post("a", "um", "b", {morning}), made_post("b", "ps", "c", {evening}),
              made_post("c", "env", "", {evening, night}), made_post("d", "um", "", {afternoon})});
  expect_calls(rules, {{"um", 11, 9h, "on_duty p-a"},
                       {"um", 11, 13h, "on_duty p-d"},
                       {"um", 11, 19h, "deputy p-b @ps"},
                       {"um", 11, 2h, "deputy p-c @env"}});
}

TEST(roster, a_range_of_dates_is_that_of_the_days_on_which_its_shifts_begin) {
  policy rules = *small_city::rules();
  date_range festival{local_days(2026y / 3 / 10), local_days(2026y / 3 / 11)};
  rules.roster = roster({made_post("a", "env", "", {{festival, 22 * hour, 6 * hour}})});
  expect_calls(rules, {{"env", 10, 5h, "nobody p-a"},
                       {"env", 10, 22h, "on_duty p-a"},
                       {"env", 11, 5h, "on_duty p-a"},
                       {"env", 11, 7h, "nobody p-a"},
                       {"env", 12, 5h, "on_duty p-a"},
                       {"env", 12, 22h, "nobody p-a"}});
}

TEST(roster, the_walker_is_that_of_the_nearest_area_with_somebody_on_duty) {
  policy_ptr rules = small_city::rules_with_roster();
  auto walker = [&](std::string_view where, int day, minutes time) {
    const post* found = rules->roster.walker_of(area_code(std::string(where)), march(day, time),
                                                rules->areas, rules->days);
    return found ? found->person.text : std::string();
  };
  EXPECT_EQ(walker(small_city::home_grid, 11, 9h), "walker");
  EXPECT_EQ(walker(small_city::home_grid, 11, 19h), "mate");
  EXPECT_EQ(walker("210101", 11, 9h), "mate");
  EXPECT_EQ(walker(small_city::far_grid, 11, 9h), "");
  EXPECT_EQ(walker("nowhere", 11, 9h), "");
}

// --- against a minute table ----------------------------------------------------------------------

struct jumping_city {
  std::vector<zone_step> steps;
  working_days published;
  shift what;
};

using chance = std::mt19937;

int below(chance& draw, int limit) {
  return std::uniform_int_distribution<int>(0, limit - 1)(draw);
}

// Three weeks with up to four jumps forth and back, by half an hour to two hours, also at midnight.
jumping_city drawn_city(chance& draw) {
  constexpr minutes offsets[] = {0min, 480min, -300min, 345min, -210min};
  constexpr minutes jumps[] = {60min, 30min, 120min, 90min};
  jumping_city made;
  made.published.first = local_days(2026y / 3 / 2) + days(below(draw, 300));
  made.published.last = made.published.first + days(21);
  for (int i = 0; i < 3; ++i) {
    made.published.exceptions.push_back(
        {made.published.first + days(1 + i * 6 + below(draw, 6)), below(draw, 2) == 0});
  }
  minutes offset = offsets[below(draw, 5)];
  instant begin(made.published.first.time_since_epoch());
  made.steps = {{begin - days(30), offset}};
  minutes jump = jumps[below(draw, 4)] * (below(draw, 2) == 0 ? 1 : -1);
  instant day = begin;
  for (int i = below(draw, 5); i > 0; --i, jump = -jump) {
    day += days(1 + below(draw, 5));
    minutes wall = below(draw, 2) == 0 ? minutes(24 * hour) : minutes(below(draw, 24 * hour));
    offset += jump;
    made.steps.push_back({day + wall - (offset - jump), offset});
  }
  switch (below(draw, 4)) {
    case 0:
      made.what.days = shift_days::workday;
      break;
    case 1:
      made.what.days = shift_days::off;
      break;
    case 2:
      made.what.days = date_range{made.published.first + days(below(draw, 10)),
                                  made.published.first + days(10 + below(draw, 10))};
      break;
    default:
      break;
  }
  made.what.open_minute = below(draw, 24 * hour);
  made.what.close_minute = below(draw, 8) == 0 ? made.what.open_minute : below(draw, 24 * hour + 1);
  return made;
}

bool begins(const jumping_city& city, local_days date) {
  if (const auto* range = std::get_if<date_range>(&city.what.days))
    return range->first <= date && date <= range->last;
  auto wanted = std::get<shift_days>(city.what.days);
  if (wanted == shift_days::daily) return true;
  if (date < city.published.first || date > city.published.last) return false;
  bool works = std::chrono::weekday(date).iso_encoding() < 6;
  for (const published_day& each : city.published.exceptions) {
    if (each.date == date) works = each.working;
  }
  return works == (wanted == shift_days::workday);
}

// Of a minute of the wall: the shift of its own day, or that of the day before.
bool on_shift_by_table(const jumping_city& city, std::chrono::local_time<minutes> wall) {
  auto date = std::chrono::floor<days>(wall);
  int minute = static_cast<int>((wall - date).count());
  int open = city.what.open_minute, close = city.what.close_minute;
  if (close > open) return open <= minute && minute < close && begins(city, date);
  return (minute >= open && begins(city, date)) || (minute < close && begins(city, date - days(1)));
}

TEST(roster, shifts_agree_with_a_minute_table_over_midnight_and_over_every_clock_jump) {
  constexpr std::uint32_t first_seed = 20261126;
  constexpr std::uint32_t cities = 60;
  for (std::uint32_t seed = first_seed; seed < first_seed + cities; ++seed) {
    chance draw(seed);
    jumping_city city = drawn_city(draw);
    calendar known(zone(city.steps), city.published, {{480, 720}}, {});
    post of = made_post("a", "um", "", {city.what});
    std::size_t step = 0;
    // A clock put back begins and ends nothing again: what counts is the furthest the wall has
    // been.
    std::chrono::local_time<minutes> furthest{};
    instant begin((city.published.first - days(2)).time_since_epoch());
    instant end((city.published.last + days(2)).time_since_epoch());
    for (instant at = begin; at < end; at += 1min) {
      while (step + 1 < city.steps.size() && city.steps[step + 1].from <= at) ++step;
      auto wall = std::chrono::local_time<minutes>(
          std::chrono::floor<minutes>(at.time_since_epoch() + city.steps[step].offset));
      furthest = std::max(furthest, wall);
      ASSERT_EQ(on_shift(of, at, known), on_shift_by_table(city, furthest))
          << "seed " << seed << " wall " << (wall.time_since_epoch() / 1min) << " shift "
          << city.what.open_minute << "-" << city.what.close_minute;
    }
  }
}

}  // namespace
}  // namespace gridwhistle
