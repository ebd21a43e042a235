// Who of a simulated city acts next, by what has become of a whistle.
#include "workers/next_step.hpp"

#include <gtest/gtest.h>

namespace gridwhistle {
namespace {

v1::Report littered() {
  v1::Report made;
  made.mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
  made.mutable_matter()->set_code("06010");
  return made;
}

v1::Obligation& call(v1::WhistleState& state, const char* department, v1::ObligationStage stage) {
  v1::Obligation& made = *state.add_obligations();
  made.set_department(department);
  made.set_stage(stage);
  return made;
}

v1::WhistleState dispatched() {
  v1::WhistleState made;
  made.set_stage(v1::STAGE_DISPATCHED);
  made.set_reporter("walker-7");
  *made.mutable_report() = littered();
  return made;
}

void rule_upheld(v1::Obligation& returned) {
  returned.mutable_ruling()->add_segments()->set_state(v1::CLOCK_STATE_RUNNING);
  returned.mutable_ruling()->add_segments()->set_state(v1::CLOCK_STATE_STOPPED);
}

TEST(next_step, a_department_goes_on_where_somebody_else_has_left_its_seat) {
  struct line {
    v1::ObligationStage left;
    v1::Command::AskCase says;
  };
  for (line each : {line{v1::OBLIGATION_STAGE_OWED, v1::Command::kReportIn},
                    line{v1::OBLIGATION_STAGE_REPORTED_IN, v1::Command::kArrive},
                    line{v1::OBLIGATION_STAGE_ON_SITE, v1::Command::kHandle}}) {
    v1::WhistleState state = dispatched();
    call(state, "water", each.left);
    auto step = next_step_on(state, littered());
    ASSERT_TRUE(step);
    EXPECT_EQ(step->user, "clerk-water");
    EXPECT_EQ(step->ask.ask_case(), each.says);
  }
}

TEST(next_step, the_lead_handles_after_its_helpers_alone) {
  v1::WhistleState state = dispatched();
  call(state, "water", v1::OBLIGATION_STAGE_ON_SITE);
  v1::Obligation& helper = call(state, "parks", v1::OBLIGATION_STAGE_ON_SITE);
  EXPECT_EQ(next_step_on(state, littered())->user, "clerk-parks");
  helper.set_stage(v1::OBLIGATION_STAGE_DONE);
  EXPECT_EQ(next_step_on(state, littered())->user, "clerk-water");
}

TEST(next_step, a_return_waits_for_a_person_at_the_desk_and_who_takes_over_goes_on) {
  v1::WhistleState state = dispatched();
  v1::Obligation& lead = call(state, "water", v1::OBLIGATION_STAGE_RETURNED);
  lead.mutable_ruling()->add_segments()->set_state(v1::CLOCK_STATE_RUNNING);
  state.set_desk("2101");
  EXPECT_FALSE(next_step_on(state, littered())) << "nobody plays a ruling";
  state.clear_desk();
  state.clear_obligations();
  call(state, "parks", v1::OBLIGATION_STAGE_OWED);
  rule_upheld(call(state, "water", v1::OBLIGATION_STAGE_RETURNED));
  EXPECT_EQ(next_step_on(state, littered())->user, "clerk-parks");
}

TEST(next_step, a_desk_files_what_only_lay_before_it_and_decides_nothing) {
  v1::WhistleState state = dispatched();
  state.set_desk("2101");
  state.set_stage(v1::STAGE_FILED);
  EXPECT_FALSE(next_step_on(state, littered())) << "no duty names a lead";
  state.set_stage(v1::STAGE_RAISED);
  state.mutable_report()->clear_matter();
  auto step = next_step_on(state, littered());
  ASSERT_TRUE(step);
  EXPECT_EQ(step->user, "desk-2101");
  EXPECT_EQ(step->ask.file().matter().code(), "06010");
}

TEST(next_step, who_reported_verifies_and_what_stands_or_has_ended_is_nobodys) {
  v1::WhistleState state = dispatched();
  call(state, "water", v1::OBLIGATION_STAGE_DONE);
  state.set_stage(v1::STAGE_HANDLED);
  ASSERT_TRUE(next_step_on(state, littered()));
  EXPECT_EQ(next_step_on(state, littered())->user, "walker-7");
  v1::WhistleState shelved = state, joined = state, ended = state, asked = dispatched();
  shelved.set_shelved_until_ms(1);
  joined.set_stage(v1::STAGE_JOINED);
  ended.set_ended_at_ms(1);
  call(asked, "water", v1::OBLIGATION_STAGE_REPORTED_IN).set_question("哪个门？");
  for (const v1::WhistleState& each : {shelved, joined, ended, asked})
    EXPECT_FALSE(next_step_on(each, littered())) << each.ShortDebugString();
}

}  // namespace
}  // namespace gridwhistle
