// The drawing does not lie: its steps are exactly those that lives are seen to take.
#include "server/core/diagram.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/core/random_life.hpp"

namespace gridwhistle {
namespace {

constexpr std::uint32_t first_seed = 20260311;
constexpr std::uint32_t lives = 20'000;
constexpr int steps_a_life = 24;

struct seen_steps {
  std::set<stage_step<stage>> of_whistle;
  std::set<stage_step<obligation_stage>> of_obligation;

  void take(const whistle& before, const entry& told, const whistle& after) {
    std::string_view event = name_of(told.happened);
    if (before.version > 0 && before.stage != after.stage)
      of_whistle.insert({before.stage, event, after.stage});
    for (const obligation& then : before.obligations) {
      // Of a department called again there are two: the step is that of the one it was.
      for (const obligation& now : after.obligations) {
        bool same = then.department == now.department && then.part == now.part &&
                    then.delivered_at == now.delivered_at;
        if (same && then.stage != now.stage) of_obligation.insert({then.stage, event, now.stage});
      }
    }
  }
};

seen_steps look() {
  seen_steps seen;
  for (std::uint32_t seed = first_seed; seed < first_seed + lives; ++seed) {
    random_life life(seed);
    std::map<whistle_id, whistle> followers;
    for (int i = 0; i < steps_a_life; ++i) {
      for (const entry& each : life.step()) {
        whistle& follower = followers[each.whistle];
        whistle before = follower;
        apply(follower, each);
        seen.take(before, each, follower);
      }
    }
  }
  return seen;
}

template <class Stage>
std::string lines_of(const std::set<stage_step<Stage>>& steps) {
  std::string text;
  for (const auto& each : steps) {
    text.append(name_of(each.from)).append(" ").append(each.event).append(" ");
    text.append(name_of(each.to)).append("\n");
  }
  return text;
}

template <class Stage>
std::set<stage_step<Stage>> in_order(std::span<const stage_step<Stage>> steps) {
  return {steps.begin(), steps.end()};
}

TEST(diagram, has_exactly_the_steps_that_twenty_thousand_lives_take) {
  seen_steps seen = look();
  EXPECT_EQ(lines_of(in_order(whistle_steps())), lines_of(seen.of_whistle));
  EXPECT_EQ(lines_of(in_order(obligation_steps())), lines_of(seen.of_obligation));
}

TEST(diagram, docs_stages_is_what_the_program_prints) {
  std::string path = GW_SOURCE_DIR "/docs/stages.md";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  auto drawing = text.str().find("```mermaid");
  ASSERT_NE(drawing, std::string::npos);
  EXPECT_EQ(text.str().substr(drawing), diagram_text());
}

}  // namespace
}  // namespace gridwhistle
