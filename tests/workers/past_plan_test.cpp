// The past of a simulated city: the same from the same settings, at plausible hours, and never
// ahead of the clock.
#include "workers/past_plan.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gridwhistle {
namespace {

// 25 November 2026, 15:00 in Shenyang: a Wednesday.
constexpr instant afternoon =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 25) + std::chrono::hours(7);

demo_city some_city() {
  demo_city made;
  made.time_zone = "Asia/Shanghai";
  for (int i = 1; i <= 5; ++i) made.walkers.push_back({"walker-" + std::to_string(i), "2101"});
  made.hotline = {"importer", "2101"};
  return made;
}

past_settings ten_days() {
  past_settings made;
  made.until = afternoon;
  return made;
}

TEST(past_plan, the_same_settings_plan_the_same_and_another_seed_does_not) {
  past_settings settings = ten_days();
  auto instants = [&] {
    std::vector<std::int64_t> all;
    for (const planned_whistle& each : plan_past(settings, some_city()))
      all.push_back(to_ms(each.at));
    return all;
  };
  auto first = instants();
  EXPECT_EQ(instants(), first);
  settings.seed = 2;
  EXPECT_NE(instants(), first);
}

TEST(past_plan, it_begins_at_midnight_of_its_first_day_and_nothing_of_it_is_to_come) {
  auto all = plan_past(ten_days(), some_city());
  instant begins = begin_of(ten_days(), some_city());
  EXPECT_EQ(to_text(begins), "2026-11-14T16:00:00.000Z");
  ASSERT_GT(all.size(), 1200u);
  EXPECT_GE(all.front().at, begins);
  EXPECT_LT(all.back().at, afternoon);
}

TEST(past_plan, most_is_reported_by_day_and_each_day_has_its_part) {
  std::map<std::int64_t, int> of_day;
  int by_day = 0, at_night = 0;
  for (const planned_whistle& each : plan_past(ten_days(), some_city())) {
    auto local = each.at + std::chrono::hours(8);
    auto day = std::chrono::floor<std::chrono::days>(local);
    ++of_day[day.time_since_epoch().count()];
    auto hour = std::chrono::floor<std::chrono::hours>(local - day).count();
    ++(hour >= 8 && hour < 18 ? by_day : at_night);
  }
  EXPECT_EQ(of_day.size(), 11u);
  for (const auto& [day, count] : of_day) EXPECT_GT(count, 50) << day;
  EXPECT_GT(by_day, 2 * at_night);
}

// What a desk has been asked just before is not answered before the visitor comes.
TEST(past_plan, what_is_left_over_was_asked_within_the_last_minutes_and_waits) {
  std::mt19937_64 chance(1);
  planned_whistle left;
  left.leaves = left_over::returned;
  last_word arrived, returned;
  arrived.said.mutable_arrive();
  arrived.at = afternoon - std::chrono::hours(1);
  returned.said.mutable_return_();
  returned.at = afternoon - std::chrono::minutes(5);
  instant asks = next_moment(left, arrived, ten_days(), some_city(), chance);
  EXPECT_GT(asks, afternoon - std::chrono::minutes(12));
  EXPECT_LT(asks, afternoon);
  EXPECT_GT(next_moment(left, returned, ten_days(), some_city(), chance), afternoon);
}

TEST(past_plan, who_is_prompt_keeps_the_limit_and_who_is_late_does_not) {
  std::mt19937_64 chance(1);
  last_word blown;
  blown.said.mutable_blow();
  blown.at = afternoon;
  instant due = afternoon + std::chrono::hours(2);
  v1::Deadline& limit = *blown.receipt.add_deadlines();
  limit.set_clock(v1::CLOCK_NAME_REPORT_IN);
  limit.set_due_at_ms(to_ms(due));
  for (int i = 0; i < 200; ++i) {
    planned_whistle prompt, late;
    late.report_in = pace::late;
    EXPECT_LT(next_moment(prompt, blown, ten_days(), some_city(), chance), due);
    EXPECT_GT(next_moment(late, blown, ten_days(), some_city(), chance), due);
  }
}

}  // namespace
}  // namespace gridwhistle
