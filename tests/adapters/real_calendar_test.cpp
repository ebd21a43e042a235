// The Chinese working days of twenty years: what a pack makes of them is what the State Council
// published.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>

#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

// The date of each of the 7,305 days as the tables write it, and its weekday, counted up from
// Monday 2007-01-01 without the calendar of the library.
struct plain_day {
  int year = 2007;
  int month = 1;
  int day = 1;
  int since_monday = 0;

  std::string text() const {
    auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(year) + '-' + two(month) + '-' + two(day);
  }
  void go_on() {
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    // No century that is no leap year lies between 2007 and 2026.
    bool leap_day = month == 2 && year % 4 == 0;
    since_monday = (since_monday + 1) % 7;
    if (++day <= lengths[month - 1] + (leap_day ? 1 : 0)) return;
    day = 1;
    if (++month <= 12) return;
    month = 1;
    ++year;
  }
};

TEST(real_calendar, shenyang_works_on_exactly_the_published_days_of_twenty_years) {
  std::map<std::string, bool> published;
  for (const auto& cells : source_rows("cn_holidays.csv")) {
    ASSERT_EQ(cells.size(), 4u);
    ASSERT_TRUE(cells[2] == "work" || cells[2] == "off") << cells[0];
    ASSERT_TRUE(published.emplace(cells[0], cells[2] == "work").second) << cells[0] << " twice";
  }
  policy_ptr rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  const work_clock& hours = rules->days.clock_of({});
  std::size_t stated_days = 0;
  int all_days = 0;
  local_days date(2007y / 1 / 1);
  for (plain_day at; at.year <= 2026; at.go_on(), date += std::chrono::days(1)) {
    auto stated = published.find(at.text());
    bool expected = stated == published.end() ? at.since_monday < 5 : stated->second;
    EXPECT_EQ(rules->days.days().works(date), expected) << at.text();
    instant midnight = rules->days.where().to_utc(date);
    EXPECT_EQ(hours.counted(midnight, midnight + 24h), expected ? 8h : 0h) << at.text();
    stated_days += stated != published.end();
    ++all_days;
  }
  EXPECT_EQ(all_days, 7305);
  // The notice of 2007 names two days of 2006, which stand before the calendar.
  EXPECT_EQ(stated_days, published.size() - 2);
  EXPECT_EQ(rules->days.days().works(local_days(2006y / 12 / 31)), std::nullopt);
  EXPECT_EQ(rules->days.days().works(local_days(2027y / 1 / 1)), std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
