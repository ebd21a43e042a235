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

demo_city small_city() {
  demo_city made;
  made.coordinator = "parks";
  made.stand_in = "roads";
  made.desks = {"2101", "210102"};
  made.supervisors = {"2101", "210102"};
  return made;
}

constexpr instant noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 25);

std::optional<next_step> next_on(const v1::WhistleState& state, const course& goes = {}) {
  return next_step_on(state, {littered(), goes}, small_city(), noon);
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
    auto step = next_on(state);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->user, "clerk-water");
    EXPECT_EQ(step->ask.ask_case(), each.says);
  }
}

TEST(next_step, the_lead_handles_after_its_helpers_alone) {
  v1::WhistleState state = dispatched();
  call(state, "water", v1::OBLIGATION_STAGE_ON_SITE);
  v1::Obligation& helper = call(state, "parks", v1::OBLIGATION_STAGE_ON_SITE);
  EXPECT_EQ(next_on(state)->user, "clerk-parks");
  helper.set_stage(v1::OBLIGATION_STAGE_DONE);
  EXPECT_EQ(next_on(state)->user, "clerk-water");
}

course on(detour way) {
  course made;
  made.detour = way;
  return made;
}

TEST(next_step, a_return_is_asked_once_ruled_by_the_desk_that_has_to_and_who_takes_over_goes_on) {
  v1::WhistleState state = dispatched();
  v1::Obligation& lead = call(state, "water", v1::OBLIGATION_STAGE_ON_SITE);
  auto asked = next_on(state, on(detour::returned));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->user, "clerk-water");
  EXPECT_EQ(asked->ask.return_().proposed(), "parks");

  state.add_history()->set_event(v1::JournalEntry::kReturnedFieldNumber);
  EXPECT_TRUE(next_on(state, on(detour::returned))->ask.has_handle()) << "not twice";

  lead.set_stage(v1::OBLIGATION_STAGE_RETURNED);
  lead.set_ruling_desk("210102");
  lead.mutable_ruling()->add_segments()->set_state(v1::CLOCK_STATE_RUNNING);
  state.set_desk("210102");
  course refused = on(detour::returned);
  refused.answer = v1::DECISION_REFUSED;
  EXPECT_EQ(next_on(state)->user, "desk-210102");
  EXPECT_EQ(next_on(state)->ask.rule().ruling(), v1::RULING_UPHELD);
  EXPECT_EQ(next_on(state, refused)->ask.rule().ruling(), v1::RULING_REJECTED);
  EXPECT_EQ(next_on(state)->ask.rule().department(), "water");

  state.clear_desk();
  state.clear_obligations();
  call(state, "parks", v1::OBLIGATION_STAGE_OWED);
  rule_upheld(call(state, "water", v1::OBLIGATION_STAGE_RETURNED));
  EXPECT_EQ(next_on(state)->user, "clerk-parks");
}

TEST(next_step, who_coordinates_does_not_return_to_itself) {
  v1::WhistleState state = dispatched();
  call(state, "parks", v1::OBLIGATION_STAGE_ON_SITE);
  EXPECT_EQ(next_on(state, on(detour::returned))->ask.return_().proposed(), "roads");
}

TEST(next_step, more_time_is_asked_for_while_there_is_some_and_granted_by_the_desk_asked) {
  v1::WhistleState state = dispatched();
  v1::Obligation& lead = call(state, "water", v1::OBLIGATION_STAGE_ON_SITE);
  lead.mutable_handle()->add_segments()->set_state(v1::CLOCK_STATE_RUNNING);
  lead.mutable_handle_limit()->set_unit(v1::TIME_UNIT_NATURAL_DAY);
  lead.mutable_handle_limit()->set_amount_ms(1000);
  auto asked = next_on(state, on(detour::extended));
  EXPECT_EQ(asked->ask.request_extension().more().amount_ms(), 500);
  lead.mutable_handle()->set_overrun_recorded(true);
  EXPECT_TRUE(next_on(state, on(detour::extended))->ask.has_handle()) << "too late";

  *lead.mutable_extension_asked() = lead.handle_limit();
  state.set_asked_desk("2101");
  EXPECT_EQ(next_on(state)->user, "desk-2101");
  EXPECT_EQ(next_on(state)->ask.decide_extension().decision(), v1::DECISION_GRANTED);
}

TEST(next_step, a_supervisor_orders_once_what_is_late) {
  v1::WhistleState state = dispatched();
  state.mutable_report()->set_area("210102001002");
  call(state, "water", v1::OBLIGATION_STAGE_ON_SITE).mutable_handle()->set_overrun_recorded(true);
  course watched;
  watched.is_supervised = true;
  EXPECT_EQ(next_on(state, watched)->user, "supervisor-210102");
  EXPECT_GT(next_on(state, watched)->ask.supervise().due_at_ms(), to_ms(noon));
  state.add_history()->set_event(v1::JournalEntry::kSupervisedFieldNumber);
  EXPECT_TRUE(next_on(state, watched)->ask.has_handle());
}

TEST(next_step, a_desk_files_what_lay_before_it_and_gives_what_is_nobodys_to_who_coordinates) {
  v1::WhistleState state = dispatched();
  state.set_desk("2101");
  state.set_stage(v1::STAGE_FILED);
  state.set_desk_reason(v1::DESK_REASON_NO_DEPARTMENT);
  EXPECT_EQ(next_on(state)->ask.dispatch().lead(), "parks");
  state.set_desk_reason(v1::DESK_REASON_MATTER_UNKNOWN);
  EXPECT_FALSE(next_on(state)) << "filed, and for a person to decide";
  state.set_stage(v1::STAGE_RAISED);
  state.mutable_report()->clear_matter();
  auto step = next_on(state);
  ASSERT_TRUE(step);
  EXPECT_EQ(step->user, "desk-2101");
  EXPECT_EQ(step->ask.file().matter().code(), "06010");
}

TEST(next_step, after_the_end_some_are_asked_about_once_and_most_never) {
  v1::WhistleState state = dispatched();
  state.mutable_report()->set_area("210102001002");
  state.set_stage(v1::STAGE_CLOSED);
  state.set_ended_at_ms(1);
  EXPECT_FALSE(next_on(state));
  course asked;
  asked.visit.set_contact(v1::CONTACT_REACHED);
  EXPECT_EQ(next_on(state, asked)->user, "desk-210102");
  EXPECT_TRUE(next_on(state, asked)->ask.has_return_visit());
  state.add_history()->set_event(v1::JournalEntry::kReturnVisitedFieldNumber);
  EXPECT_FALSE(next_on(state, asked));
}

TEST(next_step, who_reported_verifies_and_what_stands_or_has_ended_is_nobodys) {
  v1::WhistleState state = dispatched();
  call(state, "water", v1::OBLIGATION_STAGE_DONE);
  state.set_stage(v1::STAGE_HANDLED);
  ASSERT_TRUE(next_on(state));
  EXPECT_EQ(next_on(state)->user, "walker-7");
  v1::WhistleState shelved = state, joined = state, ended = state, asked = dispatched();
  shelved.set_shelved_until_ms(1);
  joined.set_stage(v1::STAGE_JOINED);
  ended.set_ended_at_ms(1);
  call(asked, "water", v1::OBLIGATION_STAGE_REPORTED_IN).set_question("哪个门？");
  for (const v1::WhistleState& each : {shelved, joined, ended, asked})
    EXPECT_FALSE(next_on(each)) << each.ShortDebugString();
}

}  // namespace
}  // namespace gridwhistle
