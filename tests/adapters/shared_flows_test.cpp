// One count for many who ask the same, and none for who may not see it.
#include "server/adapters/shared_flows.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

const instant noon = small_city::march(10, 12h);

actor supervisor_of(const std::string& area, const std::string& user) {
  return {user_id(user), role::supervisor, {}, area_code(area)};
}

shared_flows::question asked_by(const actor& by, const std::string& within) {
  return shared_flows::asked_by(by, {area_code(within), 24}, *small_city::rules());
}

flow_table of(std::size_t raised, instant as_of) {
  flow_table made;
  made.counts.raised = raised;
  made.as_of = as_of;
  return made;
}

speaker named(const std::string& peer) { return {nullptr, peer, {}, {}}; }

TEST(shared_flows, who_sees_all_of_an_area_shares_its_count_and_nobody_else_does) {
  auto city = asked_by(supervisor_of("21", "chief"), "2101");
  EXPECT_EQ(city, asked_by(supervisor_of("2101", "of-the-district"), "2101"));
  EXPECT_NE(city, asked_by(supervisor_of("2102", "of-another"), "2101"));
  EXPECT_NE(asked_by(supervisor_of("2102", "one"), "2101"),
            asked_by(supervisor_of("2102", "other"), "2101"));
  actor clerk{user_id("clerk"), role::clerk, department_code("um"), {}};
  EXPECT_NE(city, asked_by(clerk, "2101"));
  EXPECT_NE(asked_by(clerk, ""), asked_by(supervisor_of("21", "chief"), ""));
  EXPECT_NE(city, asked_by(supervisor_of("21", "chief"), "21"));
}

TEST(shared_flows, under_another_pack_or_of_other_hours_it_is_another_question) {
  actor chief = supervisor_of("21", "chief");
  policy next = *small_city::rules();
  next.hash = *policy_hash::from_bytes(std::string(32, 'n'));
  auto before = asked_by(chief, "2101");
  EXPECT_NE(before, shared_flows::asked_by(chief, {area_code("2101"), 24}, next));
  EXPECT_NE(before, shared_flows::asked_by(chief, {area_code("2101"), 25}, *small_city::rules()));
}

TEST(shared_flows, a_count_is_told_again_for_its_interval_and_no_longer) {
  shared_flows flows;
  auto asked = asked_by(supervisor_of("21", "chief"), "21");
  EXPECT_EQ(flows.find(asked, noon), nullptr);
  flows.counted(asked, of(3, noon));
  ASSERT_NE(flows.find(asked, noon + flow_counted_every - 1ms), nullptr);
  EXPECT_EQ(flows.find(asked, noon)->counts.raised, 3u);
  EXPECT_EQ(flows.find(asked, noon + flow_counted_every), nullptr);
  EXPECT_EQ(flows.find(asked_by(supervisor_of("21", "chief"), "2101"), noon), nullptr);
}

TEST(shared_flows, who_asks_while_it_is_counted_is_told_with_the_others_once) {
  shared_flows flows;
  auto asked = asked_by(supervisor_of("21", "chief"), "21");
  EXPECT_FALSE(flows.is_counted(asked));
  EXPECT_TRUE(flows.wait(asked, named("first")));
  EXPECT_TRUE(flows.is_counted(asked));
  for (std::size_t i = 1; i < flow_waiters_max; ++i) EXPECT_TRUE(flows.wait(asked, named("other")));
  EXPECT_FALSE(flows.wait(asked, named("one too many")));
  auto told = flows.counted(asked, of(1, noon));
  ASSERT_EQ(told.size(), flow_waiters_max);
  EXPECT_EQ(told.front().peer, "first");
  EXPECT_FALSE(flows.is_counted(asked));
  EXPECT_TRUE(flows.counted(asked, of(2, noon)).empty());
}

TEST(shared_flows, of_more_than_are_kept_the_oldest_goes) {
  shared_flows flows;
  auto of_hours = [](std::size_t hours) {
    return shared_flows::asked_by(supervisor_of("21", "chief"), {area_code("21"), hours},
                                  *small_city::rules());
  };
  for (std::size_t i = 0; i <= flows_kept_max; ++i)
    flows.counted(of_hours(i + 1), of(i, noon + std::chrono::milliseconds(i)));
  EXPECT_EQ(flows.find(of_hours(1), noon), nullptr);
  for (std::size_t i = 1; i <= flows_kept_max; ++i)
    EXPECT_NE(flows.find(of_hours(i + 1), noon + std::chrono::milliseconds(i)), nullptr) << i;
}

}  // namespace
}  // namespace gridwhistle
