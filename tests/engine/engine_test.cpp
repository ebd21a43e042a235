// The turn: nothing leaves before it is durable, one batch is in flight while the next one
// collects, and time never runs backwards.
#include "server/engine/engine.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using small_city::speaker;
using small_city::whistle_number;

constexpr position first_head = {3, 1};

class engine_turn : public testing::Test {
 protected:
  engine_turn() { at_work.start_at(first_head, march(11, 8h)); }

  command made(std::string_view who, std::uint64_t whistle, ask what, std::uint64_t seen) {
    command asked;
    asked.id = small_city::command_number(++commands);
    asked.digest = commands;
    asked.whistle = whistle_number(whistle);
    asked.seen_version = seen;
    asked.by = speaker(who);
    asked.ask = std::move(what);
    return asked;
  }
  ticket ask_for(const command& asked, instant now) {
    ticket from{++tickets};
    at_work.ask(from, asked, now);
    return from;
  }
  ticket blown(std::uint64_t whistle, instant now, const char* matter = "01001") {
    return ask_for(made("walker", whistle, blow{report_of(matter)}, 0), now);
  }
  batch settled() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable();
  }
  template <class Kind>
  static const Kind& only(const batch& done) {
    EXPECT_EQ(done.replies.size(), 1u);
    return std::get<Kind>(done.replies.at(0).answer);
  }

  engine at_work{small_city::rules()};
  std::uint64_t commands = 0;
  std::uint64_t tickets = 0;
};

TEST_F(engine_turn, an_answer_comes_out_with_its_durable_batch_and_not_before) {
  ticket from = blown(1, march(11, 9h));
  const batch* sent = at_work.next_batch();
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->entries.size(), 4u);
  EXPECT_EQ(at_work.head(), first_head);
  EXPECT_FALSE(at_work.has_changed());
  batch done = at_work.durable();
  ASSERT_EQ(done.replies.size(), 1u);
  EXPECT_EQ(done.replies[0].to.number, from.number);
  const auto& told = only<receipt>(done);
  EXPECT_EQ(told.version, 4u);
  EXPECT_EQ(told.at, (position{3, 2}));
  EXPECT_EQ(told.stage, stage::dispatched);
  EXPECT_EQ(told.called, std::vector{department_code("um")});
  EXPECT_EQ(told.repeat, repeat::first);
  ASSERT_EQ(told.deadlines.size(), 2u);
  EXPECT_EQ(told.deadlines[0].at, march(11, 15h));
  EXPECT_EQ(at_work.head(), (position{3, 2}));
  EXPECT_TRUE(at_work.has_changed());
}

TEST_F(engine_turn, there_is_nothing_to_send_when_nothing_waits) {
  EXPECT_EQ(at_work.next_batch(), nullptr);
}

TEST_F(engine_turn, confirming_a_batch_that_is_not_in_flight_is_a_bug) {
  EXPECT_DEATH(at_work.durable(), "check failed");
}

TEST_F(engine_turn, while_one_batch_is_in_flight_the_next_one_collects) {
  blown(1, march(11, 9h));
  ASSERT_NE(at_work.next_batch(), nullptr);
  ticket second = blown(2, march(11, 9h));
  ticket third = blown(3, march(11, 9h));
  EXPECT_EQ(at_work.next_batch(), nullptr);
  batch first_done = at_work.durable();
  EXPECT_EQ(first_done.entries.size(), 4u);
  batch next_done = settled();
  ASSERT_EQ(next_done.replies.size(), 2u);
  EXPECT_EQ(next_done.replies[0].to.number, second.number);
  EXPECT_EQ(next_done.replies[1].to.number, third.number);
  EXPECT_EQ(next_done.entries.size(), 8u);
  EXPECT_EQ(next_done.at, (position{3, 3}));
}

TEST_F(engine_turn, every_entry_and_receipt_names_the_batch_it_stands_in) {
  position last = first_head;
  for (std::uint64_t turn = 1; turn <= 5; ++turn) {
    blown(turn, march(11, 9h));
    batch done = settled();
    EXPECT_EQ(done.at, (position{last.epoch, last.sequence + 1}));
    for (const entry& each : done.entries) EXPECT_EQ(each.batch, done.at);
    EXPECT_EQ(only<receipt>(done).at, done.at);
    last = done.at;
  }
}

TEST_F(engine_turn, answers_without_entries_rest_on_the_head_and_do_not_move_it) {
  blown(1, march(11, 9h));
  settled();
  at_work.show({7}, speaker("walker"), whistle_number(1), march(11, 9h));
  const batch* sent = at_work.next_batch();
  ASSERT_NE(sent, nullptr);
  EXPECT_TRUE(sent->entries.empty());
  EXPECT_EQ(sent->at, (position{3, 2}));
  // What collects meanwhile follows the head, not the confirmation.
  blown(2, march(11, 9h));
  EXPECT_EQ(only<shown>(at_work.durable()).state->version, 4u);
  EXPECT_EQ(at_work.head(), (position{3, 2}));
  batch done = settled();
  EXPECT_EQ(done.at, (position{3, 3}));
  EXPECT_EQ(done.entries.front().batch, done.at);
}

TEST_F(engine_turn, what_is_shown_leaves_after_the_entries_it_rests_on) {
  blown(1, march(11, 9h));
  ASSERT_NE(at_work.next_batch(), nullptr);
  at_work.show({8}, speaker("walker"), whistle_number(1), march(11, 9h));
  EXPECT_TRUE(at_work.durable().replies[0].to.number != 8);
  EXPECT_EQ(only<shown>(settled()).state->version, 4u);
}

TEST_F(engine_turn, a_repeated_command_gets_the_first_version_and_position_again) {
  command first = made("walker", 1, blow{report_of("01001")}, 0);
  ask_for(first, march(11, 9h));
  ASSERT_NE(at_work.next_batch(), nullptr);
  ask_for(first, march(11, 9h));  // while the first is in flight
  position was = only<receipt>(at_work.durable()).at;
  EXPECT_EQ(only<receipt>(settled()).at, was);
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 10h));
  settled();
  ask_for(first, march(12, 9h));
  batch done = settled();
  const auto& told = only<receipt>(done);
  EXPECT_TRUE(done.entries.empty());
  EXPECT_EQ(told.repeat, repeat::again);
  EXPECT_EQ(told.version, 4u);
  EXPECT_EQ(told.at, was);
  EXPECT_EQ(told.stage, stage::handling);
  EXPECT_EQ(at_work.find(whistle_number(1))->version, 5u);
}

TEST_F(engine_turn, a_command_on_an_old_version_is_told_what_happened_meanwhile_and_by_whom) {
  blown(1, march(11, 9h));
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 10h));
  ask_for(made("clerk-um", 1, arrive{}, 5), march(11, 11h));
  settled();
  ask_for(made("walker", 1, withdraw{"gone"}, 4), march(11, 11h));
  const batch done = settled();
  const auto& told = only<refused>(done);
  EXPECT_EQ(told.no.code, refusal_code::version_conflict);
  EXPECT_EQ(told.version, 6u);
  ASSERT_EQ(told.meanwhile.size(), 2u);
  EXPECT_EQ(event_name_at(told.meanwhile[0].event_index), "reported_in");
  EXPECT_EQ(told.meanwhile[0].by, user_id("clerk-um"));
  EXPECT_EQ(told.meanwhile[0].at, march(11, 10h));
  EXPECT_EQ(event_name_at(told.meanwhile[1].event_index), "arrived");
}

TEST_F(engine_turn, only_a_version_conflict_tells_what_happened_meanwhile) {
  blown(1, march(11, 9h));
  settled();
  ask_for(made("mate", 1, withdraw{"gone"}, 1), march(11, 9h));
  const batch done = settled();
  const auto& told = only<refused>(done);
  EXPECT_EQ(told.no.code, refusal_code::not_your_whistle);
  EXPECT_TRUE(told.meanwhile.empty());
}

TEST_F(engine_turn, a_whistle_is_shown_to_whom_it_concerns) {
  blown(1, march(11, 9h));
  settled();
  at_work.show({1}, speaker("stranger"), whistle_number(1), march(11, 9h));
  EXPECT_EQ(only<refused>(settled()).no.code, refusal_code::not_your_whistle);
  at_work.show({1}, speaker("walker"), whistle_number(2), march(11, 9h));
  EXPECT_EQ(only<refused>(settled()).no.code, refusal_code::whistle_unknown);
  at_work.show({1}, speaker("clerk-um"), whistle_number(1), march(11, 9h));
  EXPECT_EQ(only<shown>(settled()).deadlines.size(), 2u);
}

TEST_F(engine_turn, a_call_that_went_to_a_backup_is_in_both_inboxes_until_it_is_done) {
  at_work = engine(small_city::rules_with_roster());
  at_work.start_at(first_head, march(11, 8h));
  blown(1, march(11, 20h), "05001");
  auto states_in = [&](std::string_view who, const char* department) {
    settled();
    at_work.inbox({1}, speaker(who), department_code(department), {}, march(11, 21h));
    batch done = settled();
    std::vector<obligation_stage> states;
    for (const inbox_item& each : only<inbox_page>(done).items)
      states.push_back(each.obligation.value());
    return states;
  };
  EXPECT_EQ(states_in("clerk-pw", "pw"), std::vector{obligation_stage::owed});
  ask_for(made("clerk-pw", 1, report_in{}, 4), march(11, 20h));
  EXPECT_EQ(states_in("clerk-um", "um"), std::vector{obligation_stage::reported_in});
  ask_for(made("clerk-um", 1, handle{"fenced off", {}}, 5), march(11, 21h));
  EXPECT_EQ(states_in("clerk-pw", "pw"), std::vector<obligation_stage>());
}

TEST_F(engine_turn, whoever_looks_is_told_whose_walk_it_is_once_it_is_handled) {
  at_work = engine(small_city::rules_with_roster());
  at_work.start_at(first_head, march(11, 8h));
  blown(1, march(11, 9h));
  auto verifier_at = [&](instant when) {
    if (at_work.next_batch()) at_work.durable();
    at_work.show({7}, speaker("walker"), whistle_number(1), when);
    batch done = settled();
    return only<shown>(done).verifier.text;
  };
  EXPECT_EQ(verifier_at(march(11, 10h)), "");
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 10h));
  ask_for(made("clerk-um", 1, handle{"swept", {}}, 5), march(11, 11h));
  EXPECT_EQ(verifier_at(march(11, 12h)), "walker");
  EXPECT_EQ(verifier_at(march(11, 19h)), "mate");
}

TEST_F(engine_turn, an_inbox_is_paged_oldest_first_without_a_gap_or_a_repeat) {
  constexpr std::uint64_t whistles = 2 * inbox_page_max + 50;
  for (std::uint64_t n = whistles; n > 0; --n) blown(n, march(11, 9h));
  settled();
  std::vector<whistle_id> read;
  whistle_id after;
  for (std::size_t wanted : {inbox_page_max, inbox_page_max, std::size_t{50}}) {
    at_work.inbox({1}, speaker("clerk-um"), department_code("um"), after, march(11, 9h));
    const batch done = settled();
    const auto& page = only<inbox_page>(done);
    ASSERT_EQ(page.items.size(), wanted);
    EXPECT_EQ(page.more, wanted == inbox_page_max);
    for (const inbox_item& each : page.items) read.push_back(each.whistle);
    after = read.back();
  }
  ASSERT_EQ(read.size(), whistles);
  for (std::uint64_t n = 1; n <= whistles; ++n) EXPECT_EQ(read[n - 1], whistle_number(n));
}

TEST_F(engine_turn, a_full_last_page_says_that_there_is_no_more) {
  for (std::uint64_t n = 1; n <= inbox_page_max; ++n) blown(n, march(11, 9h));
  settled();
  at_work.inbox({1}, speaker("walker"), user_id("walker"), {}, march(11, 9h));
  const batch done = settled();
  EXPECT_EQ(only<inbox_page>(done).items.size(), inbox_page_max);
  EXPECT_FALSE(only<inbox_page>(done).more);
}

TEST_F(engine_turn, an_inbox_holds_what_somebody_still_owes) {
  auto count = [&](const char* who, const inbox_key& whose) {
    at_work.inbox({1}, speaker(who), whose, {}, march(11, 9h));
    return only<inbox_page>(settled()).items.size();
  };
  blown(1, march(11, 9h));
  blown(2, march(11, 9h), "02002");
  settled();
  EXPECT_EQ(count("clerk-um", department_code("um")), 1u);
  EXPECT_EQ(count("desk", area_code("2101")), 1u);
  EXPECT_EQ(count("walker", user_id("walker")), 2u);
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 9h));
  ask_for(made("clerk-um", 1, handle{"swept", {}}, 5), march(11, 9h));
  ask_for(made("desk", 2, decline{"no"}, 3), march(11, 9h));
  settled();
  EXPECT_EQ(count("clerk-um", department_code("um")), 0u);
  EXPECT_EQ(count("desk", area_code("2101")), 0u);
  EXPECT_EQ(count("walker", user_id("walker")), 1u);
  ask_for(made("walker", 1, verify{found::not_solved, "still there", {"cc"}}, 6), march(11, 9h));
  settled();
  EXPECT_EQ(count("clerk-um", department_code("um")), 1u);
  EXPECT_EQ(at_work.open_count(), 1u);
}

TEST_F(engine_turn, an_inbox_opens_to_those_whose_it_is) {
  struct row {
    const char* who;
    inbox_key whose;
    bool opens;
  };
  const row table[] = {
      {"clerk-um", department_code("um"), true}, {"clerk-ps", department_code("um"), false},
      {"desk", department_code("um"), false},    {"walker", department_code(""), false},
      {"desk", area_code("2101"), true},         {"desk-city", area_code("2101"), true},
      {"desk", area_code("21"), false},          {"officer-2102", area_code("2101"), false},
      {"desk-city", area_code("99"), false},     {"walker", area_code("2101010101"), false},
      {"walker", user_id("walker"), true},       {"mate", user_id("walker"), false},
      {"desk-city", user_id("walker"), false},   {"hotline", user_id("hotline"), true},
  };
  for (const row& each : table) {
    at_work.inbox({1}, speaker(each.who), each.whose, {}, march(11, 9h));
    const batch done = settled();
    EXPECT_EQ(std::holds_alternative<inbox_page>(done.replies.at(0).answer), each.opens)
        << each.who << ' ' << each.whose.index();
  }
}

TEST_F(engine_turn, an_overrun_is_recorded_once_and_never_early) {
  blown(1, march(11, 9h));
  settled();
  EXPECT_EQ(at_work.wake_at(), march(11, 15h));
  at_work.tick(march(11, 15h));
  EXPECT_EQ(at_work.next_batch(), nullptr);
  at_work.tick(march(11, 15h) + 1ms);
  batch done = settled();
  ASSERT_EQ(done.entries.size(), 1u);
  EXPECT_EQ(std::get<overran>(done.entries[0].happened).deadline, march(11, 15h));
  EXPECT_TRUE(done.entries[0].by.empty());
  EXPECT_TRUE(done.entries[0].command.empty());
  at_work.tick(march(11, 16h));
  EXPECT_EQ(at_work.next_batch(), nullptr);
  EXPECT_EQ(at_work.wake_at(), march(13, 9h));
}

TEST_F(engine_turn, a_question_stands_in_the_inboxes_and_its_end_wakes_the_clock) {
  blown(1, march(11, 9h));
  ask_for(made("clerk-um", 1, note{"which gate?", addressed_to::reporter}, 4), march(11, 10h));
  settled();
  EXPECT_EQ(at_work.wake_at(), march(12, 10h));
  for (const inbox_key& whose : {inbox_key(user_id("walker")), inbox_key(department_code("um"))}) {
    const char* who = std::holds_alternative<user_id>(whose) ? "walker" : "clerk-um";
    at_work.inbox({1}, speaker(who), whose, {}, march(11, 11h));
    const batch done = settled();
    EXPECT_EQ(only<inbox_page>(done).items.at(0).question, "which gate?") << who;
  }
  at_work.tick(march(12, 10h) + 1ms);
  batch done = settled();
  ASSERT_EQ(done.entries.size(), 1u);
  EXPECT_EQ(std::get<resumed>(done.entries[0].happened).department, department_code("um"));
  at_work.inbox({1}, speaker("walker"), user_id("walker"), {}, march(12, 11h));
  done = settled();
  EXPECT_EQ(only<inbox_page>(done).items.at(0).question, "");
}

TEST_F(engine_turn, many_overruns_at_once_are_spread_over_turns_without_losing_one) {
  constexpr std::uint64_t whistles = 2 * overruns_per_turn_max + 88;
  for (std::uint64_t n = 1; n <= whistles; ++n) blown(n, march(11, 9h), "02002");
  settled();
  std::set<whistle_id> late;
  for (std::size_t wanted : {overruns_per_turn_max, overruns_per_turn_max, std::size_t{88}}) {
    at_work.tick(march(11, 10h));
    batch done = settled();
    EXPECT_EQ(done.entries.size(), wanted);
    for (const entry& each : done.entries) EXPECT_TRUE(late.insert(each.whistle).second);
  }
  at_work.tick(march(11, 10h));
  EXPECT_EQ(at_work.next_batch(), nullptr);
  EXPECT_EQ(late.size(), whistles);
}

TEST_F(engine_turn, a_late_command_finds_the_overrun_recorded_before_it) {
  blown(1, march(11, 9h));
  settled();
  // What the clock did is no conflict: nobody else has acted since version 4.
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 16h));
  batch done = settled();
  ASSERT_EQ(done.entries.size(), 2u);
  EXPECT_EQ(name_of(done.entries[0].happened), "overran");
  EXPECT_TRUE(done.entries[0].by.empty());
  EXPECT_EQ(name_of(done.entries[1].happened), "reported_in");
  EXPECT_EQ(only<receipt>(done).version, 6u);
}

TEST_F(engine_turn, a_command_on_what_somebody_changed_meanwhile_is_told_what_and_by_whom) {
  blown(1, march(11, 9h));
  settled();
  ask_for(made("clerk-um", 1, report_in{}, 4), march(11, 10h));
  settled();
  ask_for(made("clerk-um2", 1, report_in{}, 4), march(11, 10h));
  const batch done = settled();
  const auto& told = only<refused>(done);
  ASSERT_EQ(told.meanwhile.size(), 1u);
  EXPECT_EQ(event_name_at(told.meanwhile[0].event_index), "reported_in");
  EXPECT_EQ(told.meanwhile[0].by, user_id("clerk-um"));
}

TEST_F(engine_turn, journal_time_never_runs_backwards) {
  blown(1, march(11, 10h));
  blown(2, march(11, 9h));
  batch done = settled();
  for (const entry& each : done.entries) EXPECT_EQ(each.at, march(11, 10h));
  EXPECT_EQ(done.when, march(11, 10h));
  EXPECT_EQ(at_work.find(whistle_number(2))->raised_at, march(11, 10h));
  blown(3, march(10, 9h), "02002");
  EXPECT_EQ(settled().when, march(11, 10h));
  at_work.tick(march(11, 11h));
  done = settled();
  ASSERT_EQ(done.entries.size(), 1u);
  EXPECT_EQ(done.when, march(11, 11h));
  blown(4, march(11, 10h));
  EXPECT_EQ(settled().when, march(11, 11h));
}

TEST_F(engine_turn, time_goes_on_from_the_last_entry_of_the_journal) {
  engine later(small_city::rules());
  later.start_at({4, 1}, march(12, 9h));
  later.ask({1}, made("walker", 1, blow{report_of("01001")}, 0), march(11, 9h));
  ASSERT_NE(later.next_batch(), nullptr);
  EXPECT_EQ(later.durable().entries.at(0).at, march(12, 9h));
}

TEST_F(engine_turn, it_takes_no_more_when_a_batch_is_full) {
  std::uint64_t n = 0;
  while (at_work.room() && n < batch_entries_max) blown(++n, march(11, 9h));
  // Whatever one command more may bring still fits.
  EXPECT_LE(n * 4, batch_entries_max);
  EXPECT_GT((n + 1) * 4 + entries_of_a_command_max, batch_entries_max);
  ASSERT_NE(at_work.next_batch(), nullptr);
  EXPECT_TRUE(at_work.room());
}

TEST_F(engine_turn, it_takes_no_more_when_too_many_answers_wait) {
  std::size_t asked = 0;
  while (at_work.room() && asked <= answers_waiting_max) {
    at_work.show({++asked}, speaker("walker"), whistle_number(1), march(11, 9h));
  }
  EXPECT_EQ(asked, answers_waiting_max);
}

TEST_F(engine_turn, a_whistle_keeps_the_calendar_it_was_dispatched_under) {
  blown(1, march(11, 9h));
  settled();
  policy night_and_day = *small_city::rules();
  night_and_day.hash.bytes.fill(9);
  night_and_day.days =
      calendar(night_and_day.days.where(), night_and_day.days.days(), {{0, 1440}}, {});
  auto after_publishing = [&](policy_ptr older) {
    engine later(std::make_shared<policy>(night_and_day));
    if (older) later.know(older);
    later.restore(*at_work.find(whistle_number(1)));
    later.start_at({4, 1}, march(11, 9h));
    return later.wake_at();
  };
  EXPECT_EQ(after_publishing(small_city::rules()), march(11, 15h));
  EXPECT_EQ(after_publishing(nullptr), march(11, 13h));
}

TEST_F(engine_turn, no_open_whistle_is_without_an_owner) {
  for (std::uint64_t n = 1; n <= 3; ++n) blown(n, march(11, 9h), n == 2 ? "02002" : "01001");
  ask_for(made("walker", 3, withdraw{"gone"}, 4), march(11, 9h));
  settled();
  EXPECT_EQ(at_work.owner_violations(), 0u);
  EXPECT_EQ(at_work.open_count(), 2u);
  EXPECT_EQ(at_work.whistle_count(), 3u);
}

}  // namespace
}  // namespace gridwhistle
