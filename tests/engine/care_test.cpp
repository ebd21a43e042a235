// The schedule of care visits in the turn: each visit opened once whatever restarts come between,
// so many in one turn and no more, and none made up for.
#include <gtest/gtest.h>

#include <set>

#include "server/core/care_schedule.hpp"
#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using std::chrono::local_days;

policy_ptr city_of(std::size_t residents, care_rhythm every) {
  policy rules = *small_city::rules();
  for (std::size_t i = 0; i < residents; ++i) {
    care_row row{"R-" + std::to_string(i),
                 area_code(std::string(small_city::home_grid)),
                 {matter_kind::matter, "01001"},
                 every,
                 local_days(2026y / 3 / 1),
                 {},
                 {}};
    for (std::size_t digit = 0; digit < 4; ++digit)
      row.root[9 - digit] = static_cast<std::uint8_t>(i >> (8 * digit));
    rules.care.push_back(std::move(row));
  }
  return std::make_shared<policy>(std::move(rules));
}

// An engine with the journal it wrote.
struct life {
  explicit life(policy_ptr city) : rules(std::move(city)) {}

  void serve(instant last_at) {
    at_work.emplace(rules);
    for (const entry& each : journal) ASSERT_TRUE(at_work->fold(each));
    at_work->start_at({++epoch, 1}, last_at);
  }
  // How many whistles this turn has begun.
  std::size_t turn(instant now) {
    at_work->tick(now);
    if (!at_work->next_batch()) return 0;
    batch done = at_work->durable();
    EXPECT_LE(done.entries.size(), batch_entries_max);
    std::size_t begun = 0;
    for (entry& each : done.entries) {
      begun += std::holds_alternative<raised>(each.happened);
      journal.push_back(std::move(each));
    }
    return begun;
  }
  // Until nothing is due; the turns it took.
  int settle(instant now) {
    int turns = 0;
    while (at_work->wake_at() && *at_work->wake_at() < now) {
      EXPECT_LE(turn(now), visits_per_turn_max);
      ++turns;
    }
    return turns;
  }
  std::string answer_to(std::string_view who, const whistle_id& id, ask what) {
    command asked;
    asked.id = small_city::command_number(++commands);
    asked.whistle = id;
    asked.seen_version = at_work->find(id)->version;
    asked.by = small_city::speaker(who);
    asked.ask = std::move(what);
    at_work->ask({commands}, asked, march(2, 9h));
    EXPECT_NE(at_work->next_batch(), nullptr);
    batch done = at_work->durable();
    const auto* no = std::get_if<refused>(&done.replies.at(0).answer);
    return no ? std::string(words_of(no->no.code).name) : "receipt";
  }

  policy_ptr rules;
  std::optional<engine> at_work;
  std::vector<entry> journal;
  std::uint64_t epoch = 0;
  std::uint64_t commands = 0;
};

TEST(care, a_months_visits_are_opened_in_bounded_turns_and_each_of_them_once) {
  constexpr std::size_t residents = 5 * visits_per_turn_max + 3;
  life city(city_of(residents, care_rhythm::month));
  city.serve(march(1, 0h) - 1h);
  EXPECT_EQ(city.at_work->wake_at(), march(1, 0h) - 1ms);
  EXPECT_EQ(city.turn(march(1, 0h) - 1ms), 0u);
  EXPECT_EQ(city.settle(march(1, 0h)), 6);
  EXPECT_EQ(city.at_work->whistle_count(), residents);
  EXPECT_EQ(city.at_work->owner_violations(), 0u);
  EXPECT_EQ(city.turn(march(1, 1min)), 0u);
  for (const whistle* each : city.at_work->all()) {
    EXPECT_EQ(each->stage, stage::dispatched);
    EXPECT_EQ(each->raised_at, march(1, 0h));
  }
}

TEST(care, a_restart_in_the_middle_opens_the_rest_and_none_twice) {
  constexpr std::size_t residents = 3 * visits_per_turn_max;
  life city(city_of(residents, care_rhythm::month));
  city.serve(march(1, 0h) - 1h);
  EXPECT_EQ(city.turn(march(1, 0h)), visits_per_turn_max);
  city.serve(march(1, 0h));
  city.settle(march(1, 5min));
  city.serve(march(1, 5min));
  EXPECT_EQ(city.turn(march(1, 6min)), 0u);
  EXPECT_EQ(city.at_work->whistle_count(), residents);
  std::set<whistle_id> begun;
  for (const entry& each : city.journal) {
    if (!std::holds_alternative<raised>(each.happened)) continue;
    EXPECT_TRUE(begun.insert(each.whistle).second) << each.whistle.text();
  }
  EXPECT_EQ(begun.size(), residents);
}

TEST(care, after_an_outage_only_the_current_periods_visit_is_opened) {
  life city(city_of(1, care_rhythm::week));
  city.serve(march(2, 9h));
  city.settle(march(2, 9h) + 1ms);
  ASSERT_EQ(city.at_work->whistle_count(), 1u) << "of the week of 2 March";
  // Down until the 25th, a Wednesday: two weeks have passed without a visit.
  city.serve(march(2, 10h));
  EXPECT_EQ(city.turn(march(25, 9h)), 1u);
  ASSERT_EQ(city.at_work->whistle_count(), 2u);
  EXPECT_EQ(visit_of(*city.at_work->in_order().back())->when.name, "2026-W13");
  EXPECT_EQ(city.turn(march(25, 10h)), 0u);
  // The next one opens on Monday.
  city.settle(march(30, 0h));
  EXPECT_EQ(city.at_work->whistle_count(), 3u);
}

TEST(care, nobody_is_the_reporter_of_a_visit_and_the_walk_of_its_area_verifies_it) {
  life city(city_of(1, care_rhythm::month));
  city.serve(march(1, 0h));
  city.settle(march(1, 1h));
  whistle_id id = city.at_work->all().front()->id;
  EXPECT_EQ(city.answer_to("walker", id, withdraw{"no"}), "not_your_whistle");
  EXPECT_EQ(city.answer_to("walker", id, amend{{.text = "no"}}), "not_your_whistle");
  EXPECT_EQ(city.answer_to("clerk-um", id, report_in{}), "receipt");
  EXPECT_EQ(city.answer_to("clerk-um", id, handle{"visited", {}}), "receipt");
  EXPECT_EQ(city.answer_to("stranger", id, verify{found::solved, {}, {"cc"}}), "not_your_whistle");
  EXPECT_EQ(city.answer_to("walker", id, verify{found::solved, {}, {"cc"}}), "receipt");
  EXPECT_EQ(city.at_work->find(id)->stage, stage::closed);
}

TEST(care, a_row_that_has_ended_opens_nothing_and_wakes_nobody) {
  policy rules = *city_of(1, care_rhythm::month);
  rules.care[0].to = local_days(2026y / 3 / 31);
  life city(std::make_shared<policy>(std::move(rules)));
  city.serve(march(33, 0h));
  EXPECT_EQ(city.at_work->wake_at(), std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
