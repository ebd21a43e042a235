// The projection: a state reads back equal, equal states have equal hashes, and what we did not
// write is refused instead of believed.
#include "server/adapters/state_codec.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/core/random_life.hpp"

namespace gridwhistle {
namespace {

std::string hash_of(const whistle& state) { return state_hash({&state}); }

TEST(state_codec, every_state_of_random_lives_reads_back_equal) {
  constexpr std::uint32_t first_seed = 99;
  constexpr std::uint32_t lives = 2'000;
  for (std::uint32_t seed = first_seed; seed < first_seed + lives; ++seed) {
    random_life life(seed);
    std::string last_hash;
    for (int i = 0; i < 16; ++i) {
      if (life.step().empty()) continue;
      std::string stored;
      write_state(*life.state(), stored);
      v1::WhistleState loaded;
      ASSERT_TRUE(loaded.ParseFromString(stored));
      ASSERT_EQ(stored, loaded.SerializeAsString()) << "seed " << seed;
      auto read = read_state(loaded);
      ASSERT_TRUE(read) << "seed " << seed;
      ASSERT_EQ(*read, *life.state()) << "seed " << seed;
      std::string hash = hash_of(*life.state());
      ASSERT_EQ(hash_of(*read), hash) << "seed " << seed;
      ASSERT_NE(hash, last_hash) << "seed " << seed;
      last_hash = hash;
    }
  }
}

// An open whistle that departments were called to.
whistle some_state() {
  for (std::uint32_t seed = 1;; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 4; ++i) life.step();
    bool fits = life.state() && life.state()->open() && !life.state()->obligations.empty();
    if (fits) return *life.state();
  }
}

// With everything set that a course can leave behind, each with a value of its own.
whistle eventful_state() {
  whistle made = some_state();
  auto limit = [](int ms) { return budget{time_unit::work_day, span(ms)}; };
  auto clock = [&](int ms) {
    std::vector<clock_segment> segments = {
        {from_ms(1), clock_state::running, pause_reason::none, "dept/um"},
        {from_ms(2), clock_state::paused, pause_reason::returned, "dept/um", true},
        {from_ms(3), clock_state::paused, pause_reason::shelved, "dept/um"}};
    return clock_ledger::restored(limit(ms), std::move(segments));
  };
  obligation& owed = made.obligations.front();
  owed.stage = obligation_stage::returned;
  owed.handle = clock(11);
  owed.handle_limit = limit(12);
  owed.ruling = clock(13);
  owed.ruling_desk = area_code("2101");
  owed.proposed = department_code("ps");
  owed.handlers = {user_id("clerk-um"), user_id("clerk-um2")};
  owed.extensions = 2;
  owed.questions = 1;
  owed.question = "which gate?";
  owed.answer_until = from_ms(18);
  owed.extension_asked = limit(14);
  owed.report_in_appeal = appeal_stage::rejected;
  owed.handle_appeal = appeal_stage::pending;
  owed.called = {department_code("pw"), user_id("clerk-pw"), staffing::backup};
  made.reporter_is_importer = true;
  made.supervision = clock(15);
  made.supervised_by = user_id("supervisor");
  made.supervised_area = area_code("2101");
  made.returns = 3;
  made.shelvings = 4;
  made.shelving_asked = from_ms(16);
  made.shelved_until = from_ms(17);
  made.asked_desk = area_code("21");
  made.visit = contact::not_reached;
  made.visited_opinion = opinion{verdict::yes, verdict::no, "so"};
  made.rating = opinion{verdict::no, verdict::not_said, "sp"};
  made.joined = joining{small_city::whistle_number(18), stage::filed, area_code("2101")};
  made.members = {{small_city::whistle_number(19), user_id("mate")},
                  {small_city::whistle_number(20), user_id("stranger")}};
  return made;
}

TEST(state_codec, what_returns_extensions_shelvings_appeals_and_joins_left_reads_back_equal) {
  whistle state = eventful_state();
  v1::WhistleState stored;
  write_state(state, stored);
  auto read = read_state(stored);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, state);
  std::string bytes;
  write_state(state, bytes);
  EXPECT_EQ(bytes, stored.SerializeAsString());
}

TEST(state_codec, an_obligation_stored_before_extensions_had_the_limit_of_its_clock) {
  whistle state = eventful_state();
  v1::WhistleState stored;
  write_state(state, stored);
  stored.mutable_obligations(0)->clear_handle_limit();
  auto read = read_state(stored);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->obligations.front().handle_limit, state.obligations.front().handle.limit());
}

TEST(state_codec, an_obligation_stored_when_only_the_last_handler_was_kept_has_that_one) {
  whistle state = eventful_state();
  v1::WhistleState stored;
  write_state(state, stored);
  EXPECT_EQ(stored.obligations(0).handler(), "clerk-um2");
  stored.mutable_obligations(0)->clear_handlers();
  auto read = read_state(stored);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->obligations.front().handlers, std::vector{user_id("clerk-um2")});
}

TEST(state_codec, the_hash_covers_every_whistle_and_their_order) {
  whistle one = some_state();
  whistle two = one;
  two.id = small_city::whistle_number(2);
  EXPECT_NE(state_hash({&one}), state_hash({&one, &two}));
  EXPECT_NE(state_hash({&one, &two}), state_hash({&two, &one}));
  EXPECT_EQ(state_hash({&one, &two}).size(), 64u);
  EXPECT_NE(state_hash({}), state_hash({&one}));
}

TEST(state_codec, a_state_that_we_did_not_write_is_refused) {
  struct row {
    const char* what;
    std::function<void(v1::WhistleState&)> spoil;
  };
  const row table[] = {
      {"id", [](auto& s) { s.set_whistle_id("short"); }},
      {"stage", [](auto& s) { s.set_stage(v1::STAGE_UNSPECIFIED); }},
      {"unknown stage", [](auto& s) { s.set_stage(static_cast<v1::Stage>(99)); }},
      {"policy", [](auto& s) { s.set_policy("short"); }},
      {"report", [](auto& s) { s.mutable_report()->set_kind(static_cast<v1::WhistleKind>(99)); }},
      {"part", [](auto& s) { s.mutable_obligations(0)->set_part(v1::PART_UNSPECIFIED); }},
      {"obligation stage",
       [](auto& s) { s.mutable_obligations(0)->set_stage(static_cast<v1::ObligationStage>(99)); }},
      {"clock state",
       [](auto& s) {
         s.mutable_total()->mutable_segments(0)->set_state(v1::CLOCK_STATE_UNSPECIFIED);
       }},
      {"limit",
       [](auto& s) { s.mutable_obligations(0)->mutable_handle()->mutable_limit()->clear_unit(); }},
      {"limit as given",
       [](auto& s) {
         s.mutable_obligations(0)->mutable_handle_limit()->set_unit(v1::TIME_UNIT_UNSPECIFIED);
       }},
      {"extension asked for", [](auto& s) { s.mutable_obligations(0)->mutable_extension_asked(); }},
      {"appeal",
       [](auto& s) {
         s.mutable_obligations(0)->set_handle_appeal(static_cast<v1::AppealStage>(99));
       }},
      {"other appeal",
       [](auto& s) {
         s.mutable_obligations(0)->set_report_in_appeal(static_cast<v1::AppealStage>(99));
       }},
      {"staffing",
       [](auto& s) { s.mutable_obligations(0)->set_staffing(static_cast<v1::Staffing>(99)); }},
      {"ruling",
       [](auto& s) { s.mutable_obligations(0)->mutable_ruling()->add_segments()->clear_state(); }},
      {"supervision", [](auto& s) { s.mutable_supervision()->add_segments()->clear_state(); }},
      {"umbrella", [](auto& s) { s.mutable_joined()->set_umbrella_id("short"); }},
      {"stage before", [](auto& s) { s.mutable_joined()->set_umbrella_id(s.whistle_id()); }},
      {"member", [](auto& s) { s.add_members()->set_reporter("mate"); }},
      {"pause reason",
       [](auto& s) {
         s.mutable_total()->mutable_segments(0)->set_reason(static_cast<v1::PauseReason>(99));
       }},
      {"outcome", [](auto& s) { s.set_outcome(static_cast<v1::Outcome>(99)); }},
      {"desk reason", [](auto& s) { s.set_desk_reason(static_cast<v1::DeskReason>(99)); }},
      {"limit of the dispatch", [](auto& s) { s.mutable_report_in_limit()->clear_unit(); }},
      {"visit", [](auto& s) { s.set_visit(static_cast<v1::Contact>(99)); }},
      {"opinion",
       [](auto& s) { s.mutable_visited_opinion()->set_solved(static_cast<v1::Verdict>(99)); }},
      {"rating", [](auto& s) { s.mutable_rating()->set_satisfied(static_cast<v1::Verdict>(99)); }},
      {"event", [](auto& s) { s.mutable_history(0)->set_event(15); }},
      {"unknown event", [](auto& s) { s.mutable_history(0)->set_event(99); }},
      {"segments out of order",
       [](auto& s) {
         *s.mutable_total()->add_segments() = s.total().segments(0);
         s.mutable_total()->mutable_segments(s.total().segments_size() - 1)->set_from_at_ms(1);
       }},
  };
  for (const row& each : table) {
    v1::WhistleState stored;
    write_state(some_state(), stored);
    ASSERT_TRUE(read_state(stored));
    each.spoil(stored);
    EXPECT_FALSE(read_state(stored)) << each.what;
  }
}

}  // namespace
}  // namespace gridwhistle
