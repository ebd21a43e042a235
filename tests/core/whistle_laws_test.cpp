// What holds after every step of any life: one owner, no gap in the versions, every second with one
// holder, duplicates that go with their umbrella, and states that are nothing but the fold of their
// entries.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/core/random_life.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

constexpr std::uint32_t first_seed = 20260311;
constexpr std::uint32_t lives = 20'000;
constexpr int steps_a_life = 24;

std::map<whistle_id, whistle> folded(const std::vector<entry>& entries) {
  std::map<whistle_id, whistle> states;
  for (const entry& each : entries) apply(states[each.whistle], each);
  return states;
}

TEST(whistle_laws, hold_after_every_step_of_twenty_thousand_random_lives) {
  std::set<std::size_t> events_seen;
  std::set<stage> stages_seen;
  for (std::uint32_t seed = first_seed; seed < first_seed + lives; ++seed) {
    random_life life(seed);
    std::map<whistle_id, whistle> followers;
    std::vector<entry> all;
    for (int i = 0; i < steps_a_life; ++i) {
      std::vector<entry> told = life.step();
      if (told.empty()) continue;
      for (const entry& each : told) {
        apply(followers[each.whistle], each);
        events_seen.insert(each.happened.index());
        all.push_back(each);
      }
      ASSERT_EQ(life.whistles().all(), followers) << "seed " << seed;
      for (const auto& [id, state] : life.whistles().all()) {
        stages_seen.insert(state.stage);
        ASSERT_NO_FATAL_FAILURE(expect_the_laws(state, life.now())) << "seed " << seed;
      }
      ASSERT_NO_FATAL_FAILURE(expect_the_join_law(life.whistles())) << "seed " << seed;
    }
    ASSERT_EQ(life.whistles().all(), folded(all)) << "seed " << seed;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  // Chance must have been everywhere, or the above says little.
  // This city has no ladders; tests/engine/escalation_test.cpp climbs them.
  EXPECT_EQ(events_seen.size(), std::variant_size_v<event> - 1);
  EXPECT_EQ(stages_seen.size(), 9u);
}

TEST(whistle_laws, an_overrun_names_a_deadline_that_has_passed_and_comes_once_for_it) {
  for (std::uint32_t seed = first_seed; seed < first_seed + 2'000; ++seed) {
    random_life life(seed);
    std::set<std::tuple<whistle_id, clock_name, std::string, instant>> late_for;
    for (int i = 0; i < steps_a_life; ++i) {
      for (const entry& each : life.step()) {
        const auto* late = std::get_if<overran>(&each.happened);
        if (!late) continue;
        ASSERT_LT(late->deadline, each.at) << "seed " << seed;
        ASSERT_TRUE(
            late_for.emplace(each.whistle, late->clock, late->department.text, late->deadline)
                .second)
            << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace gridwhistle
