// "Not ours": returns, rulings, redispatch and release, and what they do to owners and clocks
// (domain.md sections 3 and 4). Office hours are 8-12 and 14-18; um's limits are 4 work hours to
// report in and 2 work days to handle.
#include <gtest/gtest.h>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

TEST(whistle_return, the_lead_returns_and_the_desk_owns_it_until_it_has_ruled) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    owner -> dept/um
    at 11 10:00
    clerk-um return to=ps "not our street" -> returned(um>ps)
    owner -> desk/2101
    due -> ruling:um 11 10:15
    obligations -> um:returned
    clerk-um report_in -> refused return_pending
  )");
}

TEST(whistle_return, a_rejected_return_buys_no_time) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    due -> report_in:um 11 15:00, handle:um 13 09:00
    at 11 10:00
    clerk-um return to=ps "not our street" -> returned(um>ps)
    at 11 11:30
    desk rule rejected of=um "it is" -> rejected(um)
    owner -> dept/um
    obligations -> um:owed
    due -> report_in:um 11 15:00, handle:um 13 09:00
    used -> um:150
  )");
}

TEST(whistle_return, an_upheld_return_gives_the_proposed_owner_a_fresh_leg) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 10:00
    clerk-um return to=ps "theirs" -> returned(um>ps)
    at 11 10:10
    desk rule upheld of=um "right" -> upheld(um) dispatched(ps) delivered(ps)
    owner -> dept/ps
    stage -> dispatched
    obligations -> ps:owed um:returned
    due -> report_in:ps 11 16:10, handle:ps 13 10:10
    clerk-um handle "done" -> refused department_not_called
    clerk-ps report_in -> reported_in(ps)
    stage -> handling
  )");
}

TEST(whistle_return, the_desk_may_choose_another_owner_than_was_proposed) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps "theirs" -> returned(um>ps)
    desk rule upheld of=um instead=um "no" -> refused proposed_owner_invalid
    desk rule upheld of=um instead=nobody "no" -> refused department_unknown
    desk rule upheld of=um instead=env "env's" -> upheld(um) dispatched(env) delivered(env)
  )");
}

TEST(whistle_return, reason_evidence_and_another_owner_are_mandatory) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps " " -> refused reason_missing
    clerk-um return to=ps evidence= "not ours" -> refused evidence_missing
    clerk-um return "not ours" -> refused proposed_owner_invalid
    clerk-um return to=um "not ours" -> refused proposed_owner_invalid
    clerk-um return to=nobody "not ours" -> refused department_unknown
    clerk-um return to=ps "not ours" -> returned(um>ps)
    desk rule rejected of=um "" -> refused reason_missing
    desk rule rejected of=ps "yours" -> refused no_return_pending
  )");
}

TEST(whistle_return, after_two_returns_the_ruling_is_final) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps "theirs" -> returned(um>ps)
    desk rule upheld of=um "right" -> upheld(um) dispatched(ps) delivered(ps)
    clerk-ps return to=um "theirs" -> returned(ps>um)
    desk rule upheld of=ps "right" -> upheld(ps) dispatched(um) delivered(um)
    obligations -> um:owed um:returned ps:returned
    clerk-um return to=ps "theirs" -> refused returns_used_up
    clerk-um report_in -> reported_in(um)
  )");
}

TEST(whistle_return, a_desk_that_does_not_rule_in_time_overruns_its_own_clock) {
  whistle_script().run(R"(
    at 11 10:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps "theirs" -> returned(um>ps)
    at 11 10:15
    clock -> nothing
    at 11 10:15:00.001
    clock -> overran(ruling:um)
    clock -> nothing
    desk rule rejected of=um "yours" -> rejected(um)
  )");
}

TEST(whistle_return, a_helper_returns_its_part_and_the_lead_still_owns_the_whistle) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-um report_in -> reported_in(um)
    clerk-ps return to=env "no case for us" -> returned(ps>env)
    owner -> dept/um
    clerk-pw report_in -> reported_in(pw)
    clerk-pw handle "done" -> handled(pw)
    clerk-um handle "done" -> refused helper_still_open
    desk rule upheld of=ps "right" -> upheld(ps)
    clerk-um handle "done" -> handled(um)
  )");
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-ps return to=env "no case for us" -> returned(ps>env)
    desk rule upheld of=ps instead=pw "right" -> refused helper_named_twice
    desk rule upheld of=ps instead=env "right" -> upheld(ps) helper_called(env) delivered(env)
    obligations -> um:owed ps:returned pw:owed env:owed
    owner -> dept/um
  )");
}

TEST(whistle_return, a_ruling_names_the_lead_and_its_helpers_in_one_act) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-um return to=env "not ours" -> returned(um>env)
    desk rule upheld of=um instead=ps helpers=um "help" -> refused proposed_owner_invalid
    desk rule upheld of=um instead=ps helpers=pw "help" -> refused helper_named_twice
    desk rule upheld of=um instead=env helpers=env "help" -> refused helper_named_twice
    desk rule upheld of=um instead=env helpers=nobody "help" -> refused department_unknown
    desk rule upheld of=um instead=ps helpers=env "help" -> upheld(um) \
      dispatched(ps+pw+env) delivered(ps) delivered(env)
    obligations -> ps:owed ps:released pw:owed um:returned env:owed
    owner -> dept/ps
  )");
}

TEST(whistle_return, helpers_that_a_ruling_adds_are_called_also_where_the_lead_stays) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-um return to=env "not ours" -> returned(um>env)
    desk rule rejected of=um helpers=um "yours" -> refused helper_named_twice
    desk rule rejected of=um helpers=env,env "yours" -> refused helper_named_twice
    desk rule rejected of=um helpers=nobody "yours" -> refused department_unknown
    desk rule rejected of=um helpers=env "yours" -> rejected(um) helper_called(env) delivered(env)
    obligations -> um:owed ps:owed pw:owed env:owed
    clerk-ps return to=pw "no case for us" -> returned(ps>pw)
    desk rule upheld of=ps helpers=ps "right" -> refused proposed_owner_invalid
    desk rule upheld of=ps helpers=env "right" -> refused helper_named_twice
    desk rule upheld of=ps "right" -> upheld(ps)
    owner -> dept/um
  )");
}

TEST(whistle_return, redispatch_gives_another_lead_a_fresh_leg_and_the_helpers_go_on) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-ps report_in -> reported_in(ps)
    desk redispatch lead=um "again" -> refused already_lead
    desk redispatch lead=env "" -> refused reason_missing
    desk redispatch lead=env helpers=ps "theirs" -> refused helper_named_twice
    at 11 10:00
    desk redispatch lead=env "theirs" -> dispatched(env+ps+pw) delivered(env)
    obligations -> env:owed ps:reported_in pw:owed um:released
    owner -> dept/env
    desk redispatch lead=ps helpers=um "theirs" -> dispatched(ps+pw+um) delivered(ps) delivered(um)
    obligations -> ps:owed ps:released pw:owed um:released env:released um:owed
    owner -> dept/ps
  )");
}

TEST(whistle_return, a_released_helper_owes_nothing_more) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    desk release of=um "enough" -> refused lead_cannot_be_released
    desk release of=env "enough" -> refused department_not_called
    desk release of=ps "" -> refused reason_missing
    desk release of=ps "enough" -> released(ps)
    desk release of=ps "enough" -> refused department_not_called
    clerk-ps report_in -> refused department_not_called
    desk release of=pw "enough" -> released(pw)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
  )");
}

TEST(whistle_return, a_report_in_taken_back_bought_no_time) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 11 10:00
    clerk-um report_in -> reported_in(um)
    due -> handle:um 13 09:00
    at 11 11:00
    clerk-um unreport "wrong button" -> unreported(um)
    stage -> dispatched
    due -> report_in:um 11 15:00, handle:um 13 09:00
  )");
}

TEST(whistle_return, what_the_clock_did_is_no_conflict_but_what_somebody_did_is) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 11 17:00
    clock -> overran(report_in:um)
    clerk-um report_in seen=4 -> reported_in(um)
    clerk-um arrive seen=4 -> refused version_conflict
    clerk-um arrive seen=9 -> refused version_conflict
    clerk-um arrive seen=6 -> arrived(um)
  )");
}

TEST(whistle_return, whoever_leads_no_more_asks_for_nothing_more) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    desk redispatch lead=env "theirs" -> dispatched(env) delivered(env)
    clerk-um request_shelving until=16-09:00 "frost" -> refused department_not_called
    clerk-um request_extension more=24 "rain" -> refused department_not_called
  )");
}

TEST(whistle_return, a_desk_has_nothing_to_decide_for_a_lead_that_was_replaced) {
  whistle_script life;
  life.run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um request_extension more=24 "rain" -> extension_requested(um)
  )");
  EXPECT_EQ(life.state().asked_desk, area_code("2101"));
  life.run(R"(
    desk redispatch lead=env "theirs" -> dispatched(env) delivered(env)
    desk decide_extension granted of=um -> refused nothing_asked
  )");
  EXPECT_TRUE(life.state().asked_desk.empty());
}

TEST(whistle_return, of_a_department_called_twice_the_last_call_counts) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    desk redispatch lead=pw helpers=um "x" -> dispatched(pw+um) delivered(pw) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    clerk-um handle "again" -> refused obligation_done
  )");
}

TEST(whistle_return, a_ruling_under_a_pack_that_knows_the_matter_no_more_is_refused) {
  whistle_script life;
  life.run(R"(
    walker blow 02002 -> raised filed desk_took(2101:no_duty)
    desk dispatch lead=env -> dispatched(env) delivered(env)
    clerk-env return to=pw "no" -> returned(env>pw)
  )");
  life.publish(small_city::rules_without_the_hole());
  life.run(R"(
    desk rule upheld of=env "right" -> refused matter_unknown
    desk rule rejected of=env "yours" -> rejected(env)
  )");
}

}  // namespace
}  // namespace gridwhistle
