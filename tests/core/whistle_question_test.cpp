// A called department asks the reporter something, and its clocks stand until he answers
// (domain.md section 4). um's limits are 4 work hours to report in and 2 work days to handle;
// office hours are 8-12 and 14-18.
#include <gtest/gtest.h>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

constexpr const char* asked_and_waiting = R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 11 10:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
)";
constexpr const char* asked_when_reported_in = R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 10:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
)";

TEST(whistle_question, both_legs_stand_until_the_reporter_writes_and_nobody_else_ends_the_wait) {
  whistle_script life;
  life.run(asked_and_waiting).run(R"(
    due -> nothing
    desk note "the north one, I think" -> noted
    clerk-um note "waiting" -> noted
    due -> nothing
    at 11 11:00
    walker note "the north one" -> noted
    due -> report_in:um 11 16:00, handle:um 13 10:00
  )");
  EXPECT_FALSE(life.state().obligations.front().waits_for_reporter());
}

TEST(whistle_question, a_correction_of_the_report_is_an_answer_too) {
  whistle_script().run(asked_and_waiting).run(R"(
    at 11 11:00
    walker amend "by the north gate" -> amended
    due -> report_in:um 11 16:00, handle:um 13 10:00
  )");
}

TEST(whistle_question, only_the_overlap_with_office_hours_is_a_pause) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 17:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
    at 12 09:00
    walker note "the north one" -> noted
    due -> handle:um 13 11:00
  )");
}

TEST(whistle_question, without_an_answer_the_clocks_go_on_by_themselves_after_a_day) {
  whistle_script().run(asked_when_reported_in).run(R"(
    at 12 10:00
    clock -> nothing
    due -> nothing
    at 12 10:00:00.001
    clock -> resumed(um)
    clock -> nothing
    due -> handle:um 16 09:00
    walker note "the north one" -> noted
    due -> handle:um 16 09:00
  )");
}

TEST(whistle_question, an_obligation_has_two_of_them_one_at_a_time) {
  whistle_script().run(asked_when_reported_in).run(R"(
    clerk-um note to=reporter "or which street?" -> refused question_pending
    walker note "the north one" -> noted
    clerk-um note to=reporter "" -> refused reason_missing
    clerk-um note to=reporter "of which yard?" -> noted(um?)
    walker note "the old one" -> noted
    clerk-um note to=reporter "sure?" -> refused questions_used_up
    clerk-um note "on our way" -> noted
    desk redispatch lead=ps "theirs" -> dispatched(ps) delivered(ps)
    clerk-ps note to=reporter "which gate?" -> noted(ps?)
  )");
}

TEST(whistle_question, is_asked_by_a_department_that_is_at_it_of_a_reporter_who_can_answer) {
  whistle_script().run(asked_when_reported_in).run(R"(
    desk note to=reporter "which gate?" -> refused only_called_may_ask
    supervisor note to=reporter "which gate?" -> refused only_called_may_ask
    walker note to=reporter "who is it?" -> refused only_called_may_ask
    clerk-ps note to=reporter "which gate?" -> refused not_your_whistle
    walker note "the north one" -> noted
    clerk-um return to=ps "not ours" -> returned(um>ps)
    clerk-um note to=reporter "which gate?" -> refused return_pending
    desk rule upheld of=um "theirs" -> upheld(um) dispatched(ps) delivered(ps)
    clerk-um note to=reporter "which gate?" -> refused department_not_called
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "swept" -> handled(ps)
    clerk-ps note to=reporter "well?" -> refused obligation_done
  )");
  whistle_script().run(R"(
    hotline blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um note to=reporter "which gate?" -> refused reporter_cannot_be_asked
  )");
  whistle_script().run(R"(
    clerk-um blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    clerk-um2 note to=reporter "which gate?" -> noted(um?)
    clerk-um note to=reporter "which gate?" -> refused reporter_cannot_be_asked
  )");
}

TEST(whistle_question, whoever_waits_may_ask_for_time_as_long_as_its_deadline_lies_ahead) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 10:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
    at 11 17:00
    clerk-um request_extension unit=urgent more=2 "rain" -> extension_requested(um)
    desk decide_extension granted of=um "so it does" -> extension_granted(um)
    walker note "the north one" -> noted
    due -> handle:um 11 20:00
  )");
  // The question came after the limit was used up, and saves nothing.
  whistle_script().run(R"(
    at 11 09:00
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 11:01
    clerk-um note to=reporter "which gate?" -> noted(um?)
    clerk-um request_extension unit=urgent more=2 "rain" -> refused deadline_passed
  )");
  whistle_script().run(R"(
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps "not ours" -> returned(um>ps)
    clerk-um request_extension unit=urgent more=2 "rain" -> refused clock_not_running
  )");
}

TEST(whistle_question, other_clocks_run_on) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) \
      delivered(pw)
    clerk-um report_in -> reported_in(um)
    clerk-pw report_in -> reported_in(pw)
    supervisor supervise until=11-17:00 "today" -> supervised
    at 11 10:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
    due -> report_in:ps 11 15:00, supervision:um 11 17:00, handle:ps 18 09:00, handle:pw 18 09:00
  )");
  EXPECT_TRUE(life.state().total.running());
}

TEST(whistle_question, an_answer_reaches_every_department_that_waits) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) \
      delivered(pw)
    at 11 10:00
    clerk-um note to=reporter "which gate?" -> noted(um?)
    clerk-ps note to=reporter "how many?" -> noted(ps?)
    at 11 11:00
    walker note "north, two" -> noted
    due -> report_in:pw 11 15:00, report_in:um 11 16:00, report_in:ps 11 16:00, \
handle:pw 18 09:00, handle:um 18 10:00, handle:ps 18 10:00
  )");
}

TEST(whistle_question, shelved_meanwhile_the_clocks_stand_until_both_have_ended) {
  std::string shelved = std::string(asked_when_reported_in) + R"(
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
    clerk-um note to=reporter "and which yard?" -> refused shelved
    at 11 11:00
  )";
  whistle_script().run(shelved).run(R"(
    walker note "the north one" -> noted
    due -> nothing
    at 16 09:00:00.001
    clock -> resumed
    due -> handle:um 17 18:00
  )");
  whistle_script().run(shelved).run(R"(
    desk decide_shelving refused "it has thawed" -> resumed
    due -> nothing
    at 11 12:00
    walker note "the north one" -> noted
    due -> handle:um 13 11:00
  )");
  whistle_script().run(shelved).run(R"(
    at 12 11:00
    clock -> resumed(um)
    due -> nothing
    at 16 09:00:00.001
    clock -> resumed
    due -> handle:um 17 18:00
  )");
  whistle_script().run(shelved).run(R"(
    at 16 09:00:00.001
    clock -> resumed(um) resumed
    due -> handle:um 17 18:00
  )");
}

TEST(whistle_question, a_return_ends_the_wait_and_is_charged_alone_when_it_was_unfounded) {
  whistle_script().run(asked_and_waiting).run(R"(
    at 11 11:00
    clerk-um return to=ps "not ours" -> returned(um>ps)
    walker note "the north one" -> noted
    at 11 11:10
    desk rule rejected of=um "yours" -> rejected(um)
    due -> report_in:um 11 16:00, handle:um 13 10:00
  )");
}

TEST(whistle_question, reporting_in_does_not_wait_for_the_answer_and_its_mistake_buys_no_time) {
  whistle_script().run(asked_and_waiting).run(R"(
    at 11 10:30
    clerk-um report_in -> reported_in(um)
    due -> nothing
    at 11 11:00
    walker note "the north one" -> noted
    due -> handle:um 13 10:00
  )");
  whistle_script().run(asked_and_waiting).run(R"(
    at 11 10:30
    clerk-um report_in -> reported_in(um)
    at 11 11:00
    clerk-um unreport "mistake" -> unreported(um)
    due -> nothing
    at 11 11:30
    walker note "the north one" -> noted
    due -> report_in:um 11 16:00, handle:um 13 10:30
  )");
}

TEST(whistle_question, who_handles_waits_no_longer) {
  whistle_script().run(asked_when_reported_in).run(R"(
    at 11 11:00
    clerk-um handle "swept both" -> handled(um)
    due -> nothing
    at 11 12:00
    mate verify not_solved "still there" -> verification_failed
    due -> handle:um 13 11:00
    at 12 11:00
    clock -> nothing
  )");
}

TEST(whistle_question, another_lead_and_the_end_leave_nothing_that_waits) {
  whistle_script life;
  life.run(asked_and_waiting).run(R"(
    desk redispatch lead=ps "theirs" -> dispatched(ps) delivered(ps)
    at 12 11:00
    clock -> overran(report_in:ps)
    walker withdraw "gone" -> withdrawn
    clock -> nothing
  )");
  for (const obligation& each : life.state().obligations) EXPECT_FALSE(each.waits_for_reporter());
}

TEST(whistle_question, a_helper_goes_on_waiting_under_another_lead) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) \
      delivered(pw)
    at 11 10:00
    clerk-ps note to=reporter "how many?" -> noted(ps?)
    desk redispatch lead=env "theirs" -> dispatched(env+ps+pw) delivered(env)
    due -> report_in:pw 11 15:00, report_in:env 11 16:00, handle:pw 18 09:00, handle:env 18 10:00
    desk release of=ps "enough" -> released(ps)
    at 12 11:00
    walker note "two" -> noted
    due -> report_in:pw 11 15:00, report_in:env 11 16:00, handle:pw 18 09:00, handle:env 18 10:00
  )");
}

TEST(whistle_question, a_pack_may_wait_less) {
  policy hasty = *small_city::rules();
  hasty.reporter_answers_within = {time_unit::urgent_hour, std::chrono::hours(2)};
  whistle_script(std::make_shared<policy>(hasty)).run(asked_when_reported_in).run(R"(
    at 11 12:00:00.001
    clock -> resumed(um)
  )");
}

}  // namespace
}  // namespace gridwhistle
