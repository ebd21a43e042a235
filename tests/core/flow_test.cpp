// What came in and went out: who counts, in which hour and day, and that the hours of a day sum to
// it.
#include "server/core/flow.hpp"

#include <gtest/gtest.h>

#include "server/core/care_schedule.hpp"
#include "tests/core/random_life.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;

flow_counts told(const whistle_script& life, instant now, area_code within = {}) {
  flow_fold fold(24, now, std::move(within), small_city::rules());
  for (const auto& [id, state] : life.whistles().all()) fold.add(state);
  return fold.told();
}

const flow_hour& hour_at(const flow_counts& of, instant from) {
  for (const flow_hour& each : of.hours) {
    if (each.from == from) return each;
  }
  ADD_FAILURE() << "no such hour";
  return of.hours.front();
}

constexpr const char* a_day = R"(
    at 11 23:59
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 12 00:00
    2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    at 12 09:10
    clerk-um report_in -> reported_in(um)
    2: clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
)";

TEST(flow, counts_today_by_the_citys_days_and_each_hour_by_its_hours) {
  whistle_script life;
  life.run(a_day);
  flow_counts made = told(life, march(12, 9h + 30min));
  EXPECT_EQ(made.raised, 1u) << "one minute before midnight was yesterday";
  EXPECT_EQ(made.closed, 1u);
  EXPECT_EQ(made.reported_in, 2u);
  // 9:11 and 9:10 after delivery.
  EXPECT_EQ(made.response_median, 9h + 10min + 30s);
  ASSERT_EQ(made.hours.size(), 24u);
  EXPECT_EQ(made.hours.back().from, march(12, 9h)) << "the hour that runs is the last";
  EXPECT_EQ(made.hours.front().from, march(11, 10h));
  EXPECT_EQ(hour_at(made, march(11, 23h)).raised, 1u);
  EXPECT_EQ(hour_at(made, march(12, 0h)).raised, 1u);
  EXPECT_EQ(hour_at(made, march(12, 9h)).closed, 1u);
  EXPECT_EQ(told(life, march(13, 9h)).raised, 0u);
  EXPECT_EQ(told(life, march(13, 9h)).response_median, std::nullopt) << "nobody has today";
}

struct vanished {
  const char* name;
  const char* lines;
};

TEST(flow, what_is_no_whistle_of_its_own_counts_nowhere) {
  constexpr vanished all[] = {
      {"withdrawn", R"(walker withdraw "mine" -> withdrawn)"},
      {"joined", R"(
        2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
        desk join to=2 "the same" -> joined(2) 2:member_joined(1)
      )"},
      {"closed with its umbrella", R"(
        2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
        desk join to=2 "the same" -> joined(2) 2:member_joined(1)
        2: clerk-um report_in -> reported_in(um)
        2: clerk-um handle "done" -> handled(um)
        2: walker verify solved -> verified closed(solved) 1:closed(solved)
      )"},
  };
  for (const vanished& each : all) {
    whistle_script life;
    life.run("at 12 08:10\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)");
    life.run(each.lines);
    std::size_t others = life.whistles().all().size() - 1;
    flow_counts made = told(life, march(12, 9h));
    EXPECT_EQ(made.raised, others) << each.name;
    EXPECT_LE(made.closed, others) << each.name;
  }
}

TEST(flow, a_visit_that_the_schedule_opened_is_nobodys_report) {
  whistle visit;
  visit.version = 1;
  visit.what = small_city::report_of("01001");
  visit.raised_at = march(12, 0h);
  flow_fold fold(24, march(12, 9h), {}, small_city::rules());
  fold.add(visit);
  EXPECT_EQ(fold.told().raised, 1u);
  visit.what.source = source::schedule;
  fold.add(visit);
  EXPECT_EQ(fold.told().raised, 1u);
}

TEST(flow, of_an_area_it_counts_what_lies_there_and_a_place_nobody_knows_is_the_citys) {
  whistle_script life;
  life.run(a_day);
  EXPECT_EQ(told(life, march(12, 9h), area_code("2101")).raised, 1u);
  EXPECT_EQ(told(life, march(12, 9h), area_code("2102")).raised, 0u);
  EXPECT_EQ(told(life, march(12, 9h), area_code("nowhere")).raised, 0u);
  whistle lost;
  lost.version = 1;
  lost.what = small_city::report_of("01001");
  lost.what.area = area_code("nobody knows");
  lost.raised_at = march(12, 1h);
  for (const char* each : {"21", "2101"}) {
    flow_fold fold(0, march(12, 9h), area_code(each), small_city::rules());
    fold.add(lost);
    EXPECT_EQ(fold.told().raised, std::string_view(each) == "21" ? 1u : 0u) << each;
  }
}

TEST(flow, over_random_lives_the_hours_of_today_sum_to_it) {
  instant now = march(9, 23h + 59min);
  flow_fold fold(24, now, {}, small_city::rules());
  std::size_t raised = 0;
  for (std::uint32_t seed = 1; seed <= 1'000; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 16; ++i) life.step();
    for (const auto& [id, state] : life.whistles().all()) {
      fold.add(state);
      bool gone = state.joined || state.stage == stage::declined || state.stage == stage::withdrawn;
      bool today = state.raised_at >= march(9, 0h) && state.raised_at < march(10, 0h);
      if (today && !gone) ++raised;
    }
  }
  flow_counts made = fold.told();
  std::size_t in_hours = 0, out_hours = 0;
  for (const flow_hour& each : made.hours) {
    in_hours += each.raised;
    out_hours += each.closed;
  }
  EXPECT_GT(raised, 100u);
  EXPECT_EQ(made.raised, raised);
  EXPECT_EQ(in_hours, made.raised);
  EXPECT_EQ(out_hours, made.closed);
}

}  // namespace
}  // namespace gridwhistle
