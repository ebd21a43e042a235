// Packs in the turn: in force from their instant and not before, decided by the journal alone, and
// what a whistle was dispatched under stays with it until its publisher names it.
#include <gtest/gtest.h>

#include "server/adapters/state_codec.hpp"
#include "server/engine/engine.hpp"
#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using small_city::speaker;
using small_city::whistle_number;

constexpr position first_head = {3, 1};
const instant opened = march(11, 8h);

// The small city with another lead for matters of class 01; `who` may be "environment" or "police".
policy_ptr led_by(const char* who, std::uint8_t hash) {
  auto made = std::make_shared<policy>(*small_city::rules());
  made->hash.bytes.fill(hash);
  std::vector<duty> rows = made->duties.all();
  for (duty& row : rows) {
    if (row.matter.class_prefix == "01") row.lead = {who, area_level::city};
  }
  made->duties = duty_list(std::move(rows));
  return made;
}

const policy_ptr& second_pack() {
  static const policy_ptr made = led_by("environment", 8);
  return made;
}
const policy_ptr& third_pack() {
  static const policy_ptr made = led_by("police", 9);
  return made;
}

actor city_supervisor() {
  actor by = speaker("supervisor");
  by.user = user_id("supervisor-city");
  by.area = area_code("21");
  return by;
}

class publishing : public testing::Test {
 protected:
  publishing() { serve(opened); }

  // As a server does at a start: folds what is durable, learns the packs, goes on.
  void serve(instant last_at) {
    at_work.emplace(small_city::rules());
    for (const batch& each : journal) {
      for (const publication& told : each.publications) ASSERT_TRUE(at_work->fold(told, each.at));
      for (const entry& told : each.entries) ASSERT_TRUE(at_work->fold(told));
    }
    if (journal.empty()) {
      batch opening;
      opening.at = first_head;
      opening.publications = {first_publication(small_city::rules()->hash, opened)};
      ASSERT_TRUE(at_work->fold(opening.publications.front(), opening.at));
      journal.push_back(std::move(opening));
    }
    at_work->know(second_pack());
    at_work->know(third_pack());
    at_work->start_at(journal.back().at, last_at);
  }

  batch settled() {
    const batch* next = at_work->next_batch();
    if (!next) return {};
    batch done = at_work->durable();
    if (done.appends()) journal.push_back(done);
    return done;
  }

  publish_ask wish(const policy_ptr& pack, std::uint64_t seen) {
    publish_ask asked;
    asked.id = small_city::command_number(++commands);
    asked.digest = commands;
    asked.by = city_supervisor();
    asked.seen_version = seen;
    asked.pack = pack->hash;
    asked.reason = "the council said so";
    return asked;
  }

  answer told(const publish_ask& asked, instant now) {
    at_work->publish({1}, asked, now);
    return settled().replies.at(0).answer;
  }
  refusal_code refused_as(const publish_ask& asked, instant now) {
    return std::get<refused>(told(asked, now)).no.code;
  }

  // Whom a fresh whistle calls.
  std::string lead_of_a_blow(std::uint64_t number, instant now, const char* matter = "01001") {
    command asked;
    asked.id = small_city::command_number(++commands);
    asked.whistle = whistle_number(number);
    asked.by = speaker("walker");
    asked.ask = blow{report_of(matter)};
    at_work->ask({2}, asked, now);
    batch done = settled();
    const auto& held = std::get<receipt>(done.replies.at(0).answer);
    return held.called.empty() ? "desk" : held.called.front().text;
  }

  const whistle& whistle_of(std::uint64_t number) { return *at_work->find(whistle_number(number)); }

  std::optional<engine> at_work;
  std::vector<batch> journal;
  std::uint64_t commands = 0;
};

TEST_F(publishing, a_pack_without_an_instant_is_in_force_at_once_and_for_new_whistles_alone) {
  EXPECT_EQ(lead_of_a_blow(1, march(11, 9h)), "um");
  auto done = std::get<published>(told(wish(second_pack(), 1), march(11, 10h)));
  EXPECT_EQ(done.told.version, 2u);
  EXPECT_EQ(done.told.effective_at, march(11, 10h));
  EXPECT_EQ(done.told.by.text, "supervisor-city");
  EXPECT_EQ(lead_of_a_blow(2, march(11, 10h)), "env");
  EXPECT_EQ(whistle_of(2).policy, second_pack()->hash);
  EXPECT_EQ(whistle_of(1).policy, small_city::rules()->hash);
  EXPECT_EQ(whistle_of(1).lead()->department.text, "um");
}

TEST_F(publishing, a_pack_for_later_comes_into_force_at_its_instant_and_not_a_millisecond_before) {
  publish_ask asked = wish(second_pack(), 1);
  asked.effective_at = march(11, 15h);
  told(asked, march(11, 9h));
  EXPECT_EQ(*at_work->wake_at(), march(11, 15h) - 1ms);
  EXPECT_EQ(lead_of_a_blow(1, march(11, 15h) - 1ms), "um");
  EXPECT_EQ(lead_of_a_blow(2, march(11, 15h)), "env");
}

TEST_F(publishing, the_clock_alone_puts_a_pack_into_force) {
  publish_ask asked = wish(second_pack(), 1);
  asked.effective_at = march(11, 15h);
  told(asked, march(11, 9h));
  at_work->tick(march(11, 15h));
  EXPECT_EQ(at_work->rules().hash, second_pack()->hash);
  // A wall clock that is set back makes no turn under the old pack again.
  EXPECT_EQ(lead_of_a_blow(1, march(11, 14h)), "env");
  EXPECT_EQ(whistle_of(1).raised_at, march(11, 15h));
}

TEST_F(publishing, a_later_instant_takes_over_from_what_was_published_meanwhile) {
  publish_ask later = wish(second_pack(), 1);
  later.effective_at = march(12, 9h);
  told(later, march(11, 9h));
  told(wish(third_pack(), 2), march(11, 10h));
  EXPECT_EQ(lead_of_a_blow(1, march(11, 11h)), "ps");
  EXPECT_EQ(lead_of_a_blow(2, march(12, 9h)), "env");
}

TEST_F(publishing, what_is_published_for_the_same_instant_replaces_what_was) {
  publish_ask later = wish(second_pack(), 1);
  later.effective_at = march(12, 9h);
  told(later, march(11, 9h));
  publish_ask instead = wish(small_city::rules(), 2);
  instead.effective_at = later.effective_at;
  told(instead, march(11, 10h));
  const policy_history& packs = at_work->published_packs();
  EXPECT_EQ(packs.standing_of(packs.all()[1], march(11, 10h)), pack_standing::replaced);
  EXPECT_EQ(packs.standing_of(packs.all()[2], march(11, 10h)), pack_standing::ahead);
  EXPECT_EQ(lead_of_a_blow(1, march(12, 9h)), "um");
}

TEST_F(publishing, publishing_an_old_pack_again_is_the_way_back) {
  told(wish(second_pack(), 1), march(11, 9h));
  EXPECT_EQ(lead_of_a_blow(1, march(11, 10h)), "env");
  told(wish(small_city::rules(), 2), march(11, 11h));
  EXPECT_EQ(lead_of_a_blow(2, march(11, 11h)), "um");
  EXPECT_EQ(at_work->published_packs().version(), 3u);
}

TEST_F(publishing, whoever_saw_an_older_version_is_told_what_was_published_meanwhile) {
  publish_ask first = wish(second_pack(), 1), second = wish(third_pack(), 1);
  told(first, march(11, 9h));
  auto no = std::get<refused>(told(second, march(11, 9h)));
  EXPECT_EQ(no.no.code, refusal_code::packs_changed);
  EXPECT_EQ(no.version, 2u);
  ASSERT_EQ(no.packs_meanwhile.size(), 1u);
  EXPECT_EQ(no.packs_meanwhile[0].pack, second_pack()->hash);
  EXPECT_EQ(at_work->rules().hash, second_pack()->hash);
}

TEST_F(publishing, the_same_command_again_publishes_nothing_again) {
  publish_ask asked = wish(second_pack(), 1);
  told(asked, march(11, 9h));
  EXPECT_FALSE(at_work->awaits_proof(asked, march(11, 10h)));
  std::size_t batches = journal.size();
  auto again = std::get<published>(told(asked, march(11, 10h)));
  EXPECT_EQ(again.repeat, repeat::again);
  EXPECT_EQ(again.told.version, 2u);
  EXPECT_EQ(journal.size(), batches);
  asked.digest = 999;
  EXPECT_EQ(refused_as(asked, march(11, 10h)), refusal_code::id_reused);
}

TEST_F(publishing, what_cannot_be_published_is_refused_and_changes_nothing) {
  publish_ask silent = wish(second_pack(), 1);
  silent.reason = " ";
  EXPECT_EQ(refused_as(silent, march(11, 9h)), refusal_code::reason_missing);
  publish_ask past = wish(second_pack(), 1);
  past.effective_at = march(11, 9h) - 1ms;
  EXPECT_EQ(refused_as(past, march(11, 9h)), refusal_code::effective_in_the_past);
  publish_ask early = wish(second_pack(), 1);
  early.effective_at = march(11, 10h);
  early.moves = {whistle_number(1)};
  EXPECT_EQ(refused_as(early, march(11, 9h)), refusal_code::pack_not_in_force);
  EXPECT_EQ(at_work->published_packs().version(), 1u);
  EXPECT_EQ(journal.size(), 1u);
}

TEST_F(publishing, a_pack_whose_calendar_does_not_know_its_day_is_refused) {
  publish_ask late = wish(second_pack(), 1);
  auto after_last_day = second_pack()->days.published_for(march(11, 9h));
  late.effective_at = march(11, 9h) + after_last_day;
  EXPECT_EQ(refused_as(late, march(11, 9h)), refusal_code::effective_beyond_calendar);
  late.effective_at = march(11, 9h) + after_last_day - 1ms;
  EXPECT_EQ(std::get<published>(told(late, march(11, 9h))).told.version, 2u);
}

TEST_F(publishing, a_pack_under_which_its_publisher_could_publish_no_other_is_refused) {
  auto of_another_city = std::make_shared<policy>(*second_pack());
  std::vector<area> areas = of_another_city->areas.all();
  for (area& each : areas) {
    if (each.code.text == "21") each.code = area_code("31");
    if (each.parent.text == "21") each.parent = area_code("31");
  }
  of_another_city->areas = area_tree(std::move(areas));
  of_another_city->hash.bytes.fill(10);
  at_work->know(of_another_city);
  EXPECT_EQ(refused_as(wish(of_another_city, 1), march(11, 9h)), refusal_code::pack_locks_out);
  EXPECT_EQ(at_work->current(), small_city::rules());
}

TEST_F(publishing, only_so_many_packs_wait_for_their_instant) {
  std::uint64_t seen = 1;
  for (std::size_t i = 0; i < packs_ahead_max; ++i) {
    publish_ask asked = wish(second_pack(), seen++);
    asked.effective_at = march(12, 9h) + std::chrono::hours(i);
    ASSERT_TRUE(std::holds_alternative<published>(told(asked, march(11, 9h))));
  }
  publish_ask one_more = wish(third_pack(), seen);
  one_more.effective_at = march(20, 9h);
  EXPECT_EQ(refused_as(one_more, march(11, 9h)), refusal_code::list_too_long);
  one_more.effective_at.reset();
  EXPECT_TRUE(std::holds_alternative<published>(told(one_more, march(11, 9h))));
}

TEST_F(publishing, whoever_does_not_watch_over_the_city_publishes_nothing_and_it_is_recorded) {
  for (const char* name : {"supervisor", "desk-city", "walker", "clerk-um", "hotline"}) {
    publish_ask asked = wish(second_pack(), 1);
    asked.by = speaker(name);
    EXPECT_FALSE(at_work->awaits_proof(asked, march(11, 9h))) << name;
    at_work->publish({1}, asked, march(11, 9h));
    batch done = settled();
    EXPECT_EQ(std::get<refused>(done.replies.at(0).answer).no.code, refusal_code::role_not_allowed)
        << name;
    ASSERT_EQ(done.refusals.records().size(), 1u) << name;
    EXPECT_EQ(done.refusals.records()[0].asked, "publish");
    EXPECT_EQ(done.refusals.records()[0].command, asked.id);
  }
  EXPECT_EQ(at_work->published_packs().version(), 1u);
}

TEST_F(publishing, a_whistle_that_is_named_is_dispatched_anew_with_the_reason_in_the_same_batch) {
  lead_of_a_blow(1, march(11, 9h));
  lead_of_a_blow(2, march(11, 9h));
  publish_ask asked = wish(second_pack(), 1);
  asked.moves = {whistle_number(1), whistle_number(77)};
  at_work->publish({1}, asked, march(11, 10h));
  batch done = settled();
  auto answered = std::get<published>(done.replies.at(0).answer);
  EXPECT_EQ(answered.told.moved, std::vector{whistle_number(1)});
  EXPECT_EQ(answered.left, std::vector{whistle_number(77)});
  ASSERT_EQ(done.publications.size(), 1u);
  ASSERT_EQ(done.entries.size(), 2u);
  const auto& call = std::get<dispatched>(done.entries[0].happened);
  EXPECT_EQ(call.lead.text, "env");
  EXPECT_EQ(call.policy, second_pack()->hash);
  EXPECT_EQ(call.reason, asked.reason);
  EXPECT_EQ(done.entries[0].by.text, "supervisor-city");
  EXPECT_EQ(done.entries[0].command, asked.id);
  EXPECT_EQ(whistle_of(1).lead()->department.text, "env");
  EXPECT_EQ(whistle_of(1).raised_at, march(11, 9h)) << "the total clock never resets";
  EXPECT_EQ(whistle_of(2).lead()->department.text, "um");
  EXPECT_EQ(at_work->owner_violations(), 0u);
}

TEST_F(publishing, a_limit_that_has_passed_is_recorded_before_a_move_stops_its_clock) {
  lead_of_a_blow(1, march(11, 9h));
  publish_ask asked = wish(second_pack(), 1);
  asked.moves = {whistle_number(1)};
  // Four work hours to report in: until 15:00.
  at_work->publish({1}, asked, march(11, 16h));
  batch done = settled();
  const auto* late = std::get_if<overran>(&done.entries.at(0).happened);
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->department.text, "um");
  EXPECT_EQ(late->deadline, march(11, 15h));
}

// Its own date ends the wait, and only then the limit runs out that was waiting with it.
TEST_F(publishing, all_that_has_passed_is_recorded_before_a_move) {
  lead_of_a_blow(1, march(11, 9h));
  for (ask each :
       {ask(report_in{}), ask(note{"which of the two gates?", addressed_to::reporter})}) {
    at_work->ask({2}, asked_by(*at_work, "clerk-um", 1, std::move(each), ++commands),
                 march(11, 9h));
    settled();
  }
  publish_ask asked = wish(second_pack(), 1);
  asked.moves = {whistle_number(1)};
  at_work->publish({1}, asked, march(31, 9h));
  std::vector<std::string> happened;
  for (const entry& each : settled().entries) {
    bool by_itself = each.by.text.empty();
    if (std::holds_alternative<resumed>(each.happened)) happened.push_back("resumed");
    if (std::holds_alternative<overran>(each.happened)) happened.push_back("overran");
    if (!by_itself) happened.push_back("moved");
  }
  ASSERT_GE(happened.size(), 3u);
  happened.resize(3);
  EXPECT_EQ(happened, (std::vector<std::string>{"resumed", "overran", "moved"}));
}

TEST_F(publishing, what_a_desk_has_for_want_of_a_duty_is_filed_and_dispatched_by_a_move) {
  EXPECT_EQ(lead_of_a_blow(1, march(11, 9h), "02002"), "desk");
  auto filled = std::make_shared<policy>(*second_pack());
  filled->hash.bytes.fill(10);
  std::vector<duty> rows = filled->duties.all();
  duty row = rows.front();
  row.matter = {matter_kind::matter, "02002"};
  rows.push_back(row);
  filled->duties = duty_list(std::move(rows));
  at_work->know(filled);
  publish_ask asked = wish(filled, 1);
  asked.moves = {whistle_number(1)};
  auto done = std::get<published>(told(asked, march(11, 9h + 5min)));
  EXPECT_EQ(done.told.moved, asked.moves);
  EXPECT_EQ(whistle_of(1).stage, stage::dispatched);
  EXPECT_EQ(whistle_of(1).lead()->department.text, "env");
  EXPECT_TRUE(whistle_of(1).desk.empty());
}

TEST_F(publishing, what_would_not_change_or_has_nobody_to_go_to_stays_where_it_is) {
  lead_of_a_blow(1, march(11, 9h), "05001");
  lead_of_a_blow(2, march(11, 9h), "02002");
  publish_ask asked = wish(second_pack(), 1);
  asked.moves = {whistle_number(1), whistle_number(2)};
  auto done = std::get<published>(told(asked, march(11, 9h)));
  EXPECT_TRUE(done.told.moved.empty());
  EXPECT_EQ(done.left, asked.moves);
  EXPECT_EQ(whistle_of(1).policy, small_city::rules()->hash);
}

TEST_F(publishing, the_whistles_that_would_change_are_those_whose_duty_has) {
  lead_of_a_blow(1, march(11, 9h));
  lead_of_a_blow(2, march(11, 9h), "05001");
  auto change = change_under(whistle_of(1), *small_city::rules(), *second_pack());
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->before.lead.text, "um");
  EXPECT_EQ(change->after.lead.text, "env");
  ASSERT_FALSE(change->called_before.empty());
  EXPECT_EQ(change->called_before.front().department.text, "um");
  EXPECT_EQ(change->called_after.front().department.text, "env") << "the lead first";
  EXPECT_FALSE(change_under(whistle_of(2), *small_city::rules(), *second_pack()));
  EXPECT_FALSE(change_under(whistle_of(1), *small_city::rules(), *small_city::rules()));
}

// Killed before, between and after: what was durable decides, and nothing else.
TEST_F(publishing, a_restart_folds_which_pack_is_in_force_when) {
  lead_of_a_blow(1, march(11, 9h));
  publish_ask lost = wish(third_pack(), 1);
  at_work->publish({1}, lost, march(11, 9h));
  serve(march(11, 9h));
  EXPECT_EQ(at_work->published_packs().version(), 1u) << "its append never left";
  EXPECT_EQ(lead_of_a_blow(2, march(11, 9h)), "um");

  publish_ask later = wish(second_pack(), 1);
  later.effective_at = march(11, 15h);
  later.moves = {};
  told(later, march(11, 10h));
  serve(march(11, 11h));
  EXPECT_EQ(lead_of_a_blow(3, march(11, 14h)), "um");
  EXPECT_EQ(lead_of_a_blow(4, march(11, 15h)), "env");
  std::string before = state_hash(at_work->in_order(), at_work->published_packs());
  serve(march(11, 15h));
  EXPECT_EQ(state_hash(at_work->in_order(), at_work->published_packs()), before);
  EXPECT_EQ(at_work->rules().hash, second_pack()->hash);
  EXPECT_EQ(std::get<published>(told(later, march(11, 16h))).repeat, repeat::again);
}

TEST_F(publishing, the_state_hash_knows_which_packs_were_published) {
  std::string before = state_hash(at_work->in_order(), at_work->published_packs());
  told(wish(second_pack(), 1), march(11, 9h));
  EXPECT_NE(state_hash(at_work->in_order(), at_work->published_packs()), before);
}

TEST_F(publishing, a_publication_is_projected_when_it_is_durable_and_once) {
  ASSERT_NE(at_work->take_changed(10).packs, nullptr) << "folded";
  EXPECT_EQ(at_work->take_changed(10).packs, nullptr);
  at_work->publish({1}, wish(second_pack(), 1), march(11, 9h));
  EXPECT_EQ(at_work->take_changed(10).packs, nullptr);
  ASSERT_NE(at_work->next_batch(), nullptr);
  EXPECT_EQ(at_work->take_changed(10).packs, nullptr);
  EXPECT_FALSE(at_work->has_changed());
  at_work->durable();
  ASSERT_TRUE(at_work->has_changed());
  // The next one waits for its own batch, and reading begins no later than the first.
  at_work->publish({1}, wish(third_pack(), 2), march(11, 9h));
  auto handed = at_work->take_changed(10);
  EXPECT_EQ(handed.packs, nullptr);
  EXPECT_EQ(handed.reflects_before, (position{3, 2}));
  ASSERT_NE(at_work->next_batch(), nullptr);
  at_work->durable();
  handed = at_work->take_changed(10);
  ASSERT_NE(handed.packs, nullptr);
  EXPECT_EQ(handed.packs->version(), 3u);
  EXPECT_EQ(handed.reflects_before, (position{3, 4}));
}

TEST_F(publishing, a_history_with_a_gap_is_a_broken_journal) {
  publication third;
  third.version = 3;
  EXPECT_FALSE(at_work->fold(third, {3, 2}));
  third.version = 1;
  EXPECT_TRUE(at_work->fold(third, {3, 2})) << "known already";
}

TEST_F(publishing, the_history_says_what_is_past_in_force_and_ahead) {
  told(wish(second_pack(), 1), march(11, 9h));
  publish_ask later = wish(third_pack(), 2);
  later.effective_at = march(12, 9h);
  told(later, march(11, 9h));
  at_work->packs({1}, speaker("desk"), 0, march(11, 10h));
  auto page = std::get<pack_page>(settled().replies.at(0).answer);
  ASSERT_EQ(page.rows.size(), 3u);
  EXPECT_EQ(page.rows[0].standing, pack_standing::past);
  EXPECT_EQ(page.rows[1].standing, pack_standing::in_force);
  EXPECT_EQ(page.rows[2].standing, pack_standing::ahead);
  EXPECT_FALSE(page.more);
  at_work->packs({1}, speaker("clerk-um"), 0, march(11, 10h));
  EXPECT_EQ(std::get<refused>(settled().replies.at(0).answer).no.code,
            refusal_code::role_not_allowed);
}

}  // namespace
}  // namespace gridwhistle
