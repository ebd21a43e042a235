// Two opinions of one law: the core and the plain model, asked the same questions all their lives.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/core/plain_life.hpp"

namespace gridwhistle::plain {
namespace {

constexpr std::uint32_t first_seed = 20260311;

// GW_LIVES=1000000 is the long form.
std::uint32_t lives_or(std::uint32_t short_form) {
  const char* given = std::getenv("GW_LIVES");
  return given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : short_form;
}

// Refusals that no life comes upon: the door and the streams give them before or beside the core.
bool is_out_of_reach(refusal_code code) {
  using enum refusal_code;
  constexpr refusal_code rim[] = {
      // The wire: what cannot be read never becomes a command.
      malformed, frame_too_large, not_one_frame, wire_version_unknown, unknown_field,
      forbidden_character, text_too_long, list_too_long, id_invalid,
      // The door: who speaks is known, and there is room, before anything is decided.
      key_not_enrolled, replay_not_served, overloaded, not_serving,
      // Reading, not deciding.
      topic_unknown, topic_not_allowed, page_unknown,
      // More whistles than live together here: whistle_join_test.cpp.
      umbrella_full,
      // Publishing, which is about no whistle: tests/engine/publishing_test.cpp.
      packs_changed, effective_in_the_past, pack_not_in_force, pack_unknown, pack_incomplete,
      effective_beyond_calendar, pack_locks_out};
  return std::find(std::begin(rim), std::end(rim), code) != std::end(rim);
}

TEST(plain_model, and_the_core_give_the_same_answers_all_their_lives) {
  coverage chance_met;
  std::uint32_t lives = lives_or(20'000);
  for (std::uint32_t i = 0; i < lives; ++i) {
    auto differs = life(first_seed + i, pack_in_force::stays).live(chance_met);
    ASSERT_FALSE(differs) << differs->story;
  }
  if (lives < 20'000) return;
  for (std::size_t i = 0; i < std::variant_size_v<event>; ++i) {
    // The city of these lives has no ladders; tests/engine/escalation_test.cpp climbs them.
    bool expected = event_name_at(i) != "escalated";
    EXPECT_EQ(chance_met.events.contains(i), expected) << event_name_at(i);
  }
  for (const refusal_words& each : all_refusals()) {
    EXPECT_NE(chance_met.refusals.contains(each.code), is_out_of_reach(each.code)) << each.name;
  }
}

TEST(plain_model, and_the_core_agree_when_a_pack_drops_a_matter_of_open_whistles) {
  coverage chance_met;
  for (std::uint32_t i = 0; i < lives_or(5'000); ++i) {
    auto differs = life(first_seed + i, pack_in_force::changes).live(chance_met);
    ASSERT_FALSE(differs) << differs->story;
  }
}

}  // namespace
}  // namespace gridwhistle::plain
