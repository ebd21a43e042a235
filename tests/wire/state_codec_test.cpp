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
      v1::WhistleState stored;
      write_state(*life.state(), stored);
      v1::WhistleState loaded;
      ASSERT_TRUE(loaded.ParseFromString(stored.SerializeAsString()));
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
