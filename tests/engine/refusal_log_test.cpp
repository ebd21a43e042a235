// Refusals by the permission table are facts of the journal: each is recorded or counted, none
// changes a whistle, and a flood of one speaker leaves the others their place.
#include "server/engine/refusal_log.hpp"

#include <gtest/gtest.h>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::command_number;
using small_city::march;
using small_city::report_of;
using small_city::speaker;
using small_city::whistle_number;

refusal_record told_of(const char* who, std::uint64_t number,
                       refusal_code code = refusal_code::role_not_allowed) {
  return {from_ms(static_cast<std::int64_t>(number)),
          user_id(who),
          whistle_number(number),
          command_number(number),
          "handle",
          {},
          code};
}

std::uint64_t sum_of(const std::vector<refusal_record>& records) {
  std::uint64_t sum = 0;
  for (const refusal_record& each : records) sum += each.count();
  return sum;
}

TEST(refusal_log, beyond_its_share_what_one_speaker_is_refused_is_counted_and_not_lost) {
  refusal_log log;
  constexpr std::uint64_t asked = refusals_of_one_max + 100;
  for (std::uint64_t n = 1; n <= asked; ++n) log.add(told_of("mate", n));
  ASSERT_EQ(log.records().size(), refusals_of_one_max + 1);
  for (std::uint64_t n = 1; n <= refusals_of_one_max; ++n)
    EXPECT_EQ(log.records()[n - 1], told_of("mate", n));
  refusal_record counted = told_of("mate", asked);
  counted.whistle = {};
  counted.command = {};
  counted.asked.clear();
  counted.more = 100;
  EXPECT_EQ(log.records().back(), counted);
}

TEST(refusal_log, a_flood_of_one_speaker_takes_nobody_elses_place) {
  refusal_log log;
  for (std::uint64_t n = 1; n <= 10'000; ++n) log.add(told_of("mate", n));
  log.add(told_of("stranger", 1));
  log.add(told_of("mate", 2, refusal_code::not_your_whistle));
  EXPECT_EQ(log.records()[log.records().size() - 2], told_of("stranger", 1));
  EXPECT_EQ(log.records().back(), told_of("mate", 2, refusal_code::not_your_whistle));
}

TEST(refusal_log, a_flood_of_many_speakers_is_counted_for_each_of_them) {
  refusal_log log;
  constexpr std::uint64_t speakers = 300;
  std::uint64_t asked = 0;
  for (std::uint64_t round = 1; round <= 3; ++round) {
    for (std::uint64_t n = 1; n <= speakers; ++n, ++asked)
      log.add(told_of(("walker-" + std::to_string(n)).c_str(), round));
  }
  std::size_t in_full = 0;
  for (const refusal_record& each : log.records()) in_full += each.more == 0 ? 1 : 0;
  EXPECT_EQ(in_full, refusals_in_full_max);
  EXPECT_EQ(log.records().size(), refusals_in_full_max + speakers);
  EXPECT_EQ(sum_of(log.records()), asked);
}

// --- in the engine's turn -----------------------------------------------------------------------

class refused_turn : public testing::Test {
 protected:
  refused_turn() {
    at_work.start_at({3, 1}, march(11, 8h));
    ask_for("walker", blow{report_of("01001")}, 0);
    settled();
  }

  void ask_for(const char* who, ask what, std::uint64_t seen) {
    command asked;
    asked.id = command_number(++commands);
    asked.digest = commands;
    asked.whistle = whistle_number(1);
    asked.seen_version = seen;
    asked.by = speaker(who);
    asked.ask = std::move(what);
    at_work.ask({commands}, asked, march(11, 9h));
  }
  batch settled() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable();
  }
  refusal_record recorded(const char* who, const char* asked, refusal_code code) const {
    return {march(11, 9h), user_id(who), whistle_number(1), command_number(commands), asked, {},
            code};
  }
  using records = std::vector<refusal_record>;

  engine at_work{small_city::rules()};
  std::uint64_t commands = 0;
};

TEST_F(refused_turn, every_no_of_the_permission_table_is_recorded_and_changes_no_whistle) {
  const whistle before = *at_work.find(whistle_number(1));
  struct row {
    const char* who;
    ask what;
    const char* name;
    refusal_code code;
  };
  const row table[] = {
      {"walker", file{}, "file", refusal_code::role_not_allowed},
      {"mate", withdraw{"gone"}, "withdraw", refusal_code::not_your_whistle},
      {"clerk-ps", handle{"swept", {}}, "handle", refusal_code::department_not_called},
      // On an old version too: who may not speak learns nothing of what happened.
      {"officer-2102", decline{"no"}, "decline", refusal_code::not_your_whistle},
  };
  for (const row& each : table) {
    ask_for(each.who, each.what, 1);
    batch done = settled();
    EXPECT_TRUE(done.entries.empty());
    EXPECT_EQ(done.refusals.records(), records{recorded(each.who, each.name, each.code)});
    EXPECT_EQ(std::get<refused>(done.replies.at(0).answer).no.code, each.code);
  }
  EXPECT_EQ(*at_work.find(whistle_number(1)), before);
}

TEST_F(refused_turn, what_the_law_of_the_whistle_refuses_is_no_matter_of_permission) {
  ask_for("clerk-um", handle{"swept", {}}, 4);                   // not_reported_in
  ask_for("clerk-um", report_in{}, 3'000);                       // version_conflict
  ask_for("walker", blow{report_of("01001")}, 0);                // whistle_exists
  ask_for("desk", release{department_code("ps"), "enough"}, 4);  // department_not_called
  batch done = settled();
  EXPECT_EQ(std::get<refused>(done.replies.at(3).answer).no.code,
            refusal_code::department_not_called);
  EXPECT_TRUE(done.refusals.empty());
  EXPECT_FALSE(done.appends());
}

TEST_F(refused_turn, a_refusal_is_answered_only_after_its_record_is_durable) {
  ask_for("clerk-ps", handle{"swept", {}}, 4);
  const batch* sent = at_work.next_batch();
  ASSERT_NE(sent, nullptr);
  EXPECT_TRUE(sent->appends());
  EXPECT_EQ(sent->at, (position{3, 3}));
  EXPECT_EQ(at_work.head(), (position{3, 2}));
  // What collects meanwhile stands behind it.
  ask_for("clerk-um", report_in{}, 4);
  EXPECT_EQ(at_work.durable().replies.size(), 1u);
  EXPECT_EQ(at_work.head(), (position{3, 3}));
  batch done = settled();
  EXPECT_EQ(done.at, (position{3, 4}));
  EXPECT_EQ(done.entries.at(0).batch, done.at);
  EXPECT_TRUE(done.refusals.empty());
}

TEST_F(refused_turn, a_look_at_what_is_anothers_is_recorded_with_what_was_looked_for) {
  instant now = march(11, 9h);
  at_work.show({1}, speaker("stranger"), whistle_number(1), now);
  at_work.inbox({2}, speaker("clerk-ps"), department_code("um"), {}, now);
  at_work.inbox({3}, speaker("desk"), area_code("21"), {}, now);
  at_work.inbox({4}, speaker("mate"), user_id("walker"), {}, now);
  at_work.deny(speaker("clerk-ps"), "follow", "dept/um", refusal_code::topic_not_allowed, now);
  using enum refusal_code;
  EXPECT_EQ(
      settled().refusals.records(),
      (records{{now, user_id("stranger"), whistle_number(1), {}, "show", {}, not_your_whistle},
               {now, user_id("clerk-ps"), {}, {}, "inbox", "dept/um", role_not_allowed},
               {now, user_id("desk"), {}, {}, "inbox", "desk/21", role_not_allowed},
               {now, user_id("mate"), {}, {}, "inbox", "reporter/walker", role_not_allowed},
               {now, user_id("clerk-ps"), {}, {}, "follow", "dept/um", topic_not_allowed}}));
}

TEST_F(refused_turn, a_flood_of_refused_commands_leaves_room_for_what_is_allowed) {
  for (int n = 0; n < 5'000; ++n) ask_for("clerk-ps", handle{"swept", {}}, 4);
  EXPECT_TRUE(at_work.room());
  ask_for("clerk-um", report_in{}, 4);
  batch done = settled();
  EXPECT_EQ(done.refusals.records().size(), refusals_of_one_max + 1);
  EXPECT_EQ(sum_of(done.refusals.records()), 5'000u);
  ASSERT_EQ(done.entries.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<receipt>(done.replies.back().answer));
}

TEST_F(refused_turn, journal_time_does_not_run_backwards_for_a_refusal) {
  at_work.show({1}, speaker("stranger"), whistle_number(1), march(11, 10h));
  at_work.show({2}, speaker("stranger"), whistle_number(1), march(11, 9h));
  batch done = settled();
  EXPECT_EQ(done.when, march(11, 10h));
  for (const refusal_record& each : done.refusals.records()) EXPECT_EQ(each.at, march(11, 10h));
}

}  // namespace
}  // namespace gridwhistle
