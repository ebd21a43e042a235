// The life of a whistle, told as scripts: whistle_script.hpp says how to read them.
#include <gtest/gtest.h>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

TEST(whistle, a_routine_whistle_goes_from_blow_to_closed_without_a_desk) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    stage -> dispatched
    owner -> dept/um
    due -> report_in:um 11 15:00, handle:um 13 09:00
    at 11 10:30
    clerk-um report_in -> reported_in(um)
    stage -> handling
    due -> handle:um 13 09:00
    clerk-um arrive -> arrived(um)
    obligations -> um:on_site
    at 11 11:00
    clerk-um handle "swept" -> handled(um)
    stage -> handled
    owner -> dept/um
    due -> nothing
    at 12 08:00
    mate verify solved "clean" -> verified closed(solved)
    stage -> closed
    owner -> nobody
    due -> nothing
    version -> 9
  )");
}

TEST(whistle, a_joint_whistle_is_an_obligation_of_its_own_for_each_called_department) {
  whistle_script().run(R"(
    at 11 09:00
    supervisor blow 03001 kind=joint -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) \
        delivered(pw)
    owner -> dept/um
    clerk-um report_in -> reported_in(um)
    stage -> handling
    due -> report_in:ps 11 10:00, report_in:pw 11 10:00, handle:um 18 09:00, handle:ps 18 09:00, \
        handle:pw 18 09:00
    clerk-um arrive -> arrived(um)
    clerk-um handle "towed" -> refused helper_still_open
    clerk-ps handle "done" -> refused not_reported_in
    clerk-ps arrive -> refused not_reported_in
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "ticketed" -> handled(ps)
    clerk-um handle "towed" -> refused helper_still_open
    obligations -> um:on_site ps:done pw:owed
    due -> report_in:pw 11 10:00, handle:um 18 09:00, handle:pw 18 09:00
    clerk-ps report_in -> refused obligation_done
    at 11 10:00:00.001
    clock -> overran(report_in:pw)
    clerk-pw report_in -> reported_in(pw)
    clerk-pw handle "fenced" -> handled(pw)
    stage -> handling
    clerk-um handle "towed" -> handled(um)
    stage -> handled
    owner -> dept/um
  )");
}

TEST(whistle, a_helper_that_reports_in_first_does_not_begin_the_handling) {
  whistle_script().run(R"(
    supervisor blow 03001 kind=joint -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) \
        delivered(pw)
    clerk-pw report_in -> reported_in(pw)
    stage -> dispatched
    clerk-um report_in -> reported_in(um)
    stage -> handling
  )");
}

TEST(whistle, a_failed_verification_reopens_it_and_handling_resumes_with_what_was_left) {
  whistle_script life;
  // Two work days are sixteen hours; 9-12 and 14-16 on Wednesday used five of them.
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 11 10:00
    clerk-um report_in -> reported_in(um)
    at 11 16:00
    clerk-um handle "swept" -> handled(um)
    at 12 11:00
    walker verify not_solved "still there" -> verification_failed
    stage -> handling
    owner -> dept/um
    obligations -> um:reported_in
  )");
  // Eleven are left: five on Thursday, six on Friday.
  life.run("due -> handle:um 13 16:00");
  EXPECT_EQ(life.state().id, small_city::whistle_number(1));
  // One more was used on Thursday; of the ten left two fit on Thursday and eight on Friday.
  life.run(R"(
    clerk-um report_in -> refused already_reported_in
    at 12 14:00
    clerk-um arrive -> arrived(um)
    clerk-um handle "swept again" -> handled(um)
    at 12 16:00
    walker verify not_solved "a little left" -> verification_failed
    obligations -> um:on_site
    due -> handle:um 13 18:00
    clerk-um handle "spotless" -> handled(um)
    walker verify solved -> verified closed(solved)
  )");
}

TEST(whistle, a_failed_verification_leaves_the_helpers_done) {
  whistle_script life;
  life.run(R"(
    supervisor blow 03001 kind=joint -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) \
        delivered(pw)
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "done" -> handled(ps)
    clerk-pw report_in -> reported_in(pw)
    clerk-pw handle "done" -> handled(pw)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    mate verify not_solved "no" -> verification_failed
    obligations -> um:reported_in ps:done pw:done
    clerk-um handle "done" -> handled(um)
    stage -> handled
  )");
}

TEST(whistle, a_matter_that_needs_no_verification_closes_when_it_is_handled) {
  whistle_script().run(R"(
    walker blow 01002 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "peeled off" -> handled(um) closed(solved)
    owner -> nobody
    due -> nothing
  )");
}

TEST(whistle, what_cannot_be_filed_or_dispatched_goes_to_the_desk_with_the_reason) {
  constexpr const char* table[] = {
      "walker blow 09999 -> raised desk_took(2101:matter_unknown)",
      "walker blow - -> raised desk_took(2101:matter_unknown)",
      "walker blow 01003 -> raised desk_took(2101:matter_not_admitted)",
      "walker blow 01001 area=99 -> raised desk_took(21:area_unknown)",
      "walker blow 01001 area= -> raised desk_took(21:area_unknown)",
      "walker blow 01001 kind=- -> raised desk_took(2101:kind_unknown)",
      "walker blow 02002 -> raised filed desk_took(2101:no_duty)",
      "walker blow 02001 -> raised filed desk_took(2101:duty_ambiguous)",
      "walker blow 01001 area=2102010101 -> raised filed desk_took(21:no_department)",
      "supervisor blow 03001 kind=joint area=2102010101 -> raised filed "
      "desk_took(21:no_department)",
      "walker blow 04001 -> raised filed desk_took(2101:limit_unknown)",
      "walker blow 01001 area=2101 -> raised filed dispatched(um) delivered(um)",
  };
  for (const char* line : table) whistle_script().run(line);
}

TEST(whistle, the_desk_owns_it_on_its_own_clock) {
  whistle_script().run(R"(
    at 11 23:50
    walker blow 02002 -> raised filed desk_took(2101:no_duty)
    owner -> desk/2101
    due -> desk 12 00:05
    at 12 00:05
    clock -> nothing
    at 12 00:05:00.001
    clock -> overran(desk)
    clock -> nothing
    due -> nothing
  )");
}

TEST(whistle, once_the_desk_has_repaired_it_the_duty_list_dispatches) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 09999 area=99 kind=- -> raised desk_took(21:area_unknown)
    owner -> desk/21
    due -> desk 11 09:15
    desk-city file matter=01001 kind=routine -> refused area_unknown
    desk-city file area=2101010101 matter=01001 -> refused kind_missing
    desk-city file area=2101010101 kind=routine -> refused matter_unknown
    desk-city file area=2101010101 kind=routine matter=01003 -> refused matter_not_admitted
    at 11 09:10
    desk-city file area=2101010101 kind=routine matter=01001 -> filed dispatched(um) delivered(um)
    stage -> dispatched
    owner -> dept/um
    due -> report_in:um 11 15:10, handle:um 13 09:10
  )");
  EXPECT_TRUE(life.state().desk_clock.stopped());
  EXPECT_EQ(life.state().total.held_by("desk/21", small_city::march(12, {})),
            std::chrono::minutes(10));
}

TEST(whistle, a_repair_that_does_not_help_buys_the_same_desk_no_time) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01003 -> raised desk_took(2101:matter_not_admitted)
    at 11 09:10
    desk file matter=02002 -> filed desk_took(2101:no_duty)
    stage -> filed
    due -> desk 11 09:15
    desk file matter=02001 -> filed desk_took(2101:duty_ambiguous)
    due -> desk 11 09:15
  )");
}

TEST(whistle, a_repair_that_moves_it_to_another_desk_starts_that_desks_clock) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 02002 area=99 -> raised desk_took(21:area_unknown)
    at 11 09:10
    desk-city file area=2101010102 -> filed desk_took(2101:no_duty)
    owner -> desk/2101
    due -> desk 11 09:25
    desk dispatch lead=env -> dispatched(env) delivered(env)
  )");
}

TEST(whistle, the_desk_dispatches_by_name_where_no_duty_does) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 02002 -> raised filed desk_took(2101:no_duty)
    desk dispatch lead=nobody -> refused department_unknown
    desk dispatch lead=ps helpers=nobody -> refused department_unknown
    desk dispatch lead=ps helpers=ps -> refused helper_named_twice
    desk dispatch lead=ps helpers=um,um -> refused helper_named_twice
    desk dispatch lead=ps helpers=um,env -> dispatched(ps+um+env) delivered(ps) delivered(um) \
        delivered(env)
    owner -> dept/ps
    desk dispatch lead=ps -> refused wrong_stage
    clerk-ps report_in -> reported_in(ps)
  )");
}

TEST(whistle, a_limit_beyond_the_published_calendar_is_refused_and_never_guessed) {
  // Day 60 of March is the 29th of April; the calendar ends on the 30th.
  whistle_script().run(R"(
    at 60 09:00
    supervisor blow 02002 kind=joint -> raised filed desk_took(2101:no_duty)
    desk dispatch lead=um -> refused calendar_horizon
    desk file matter=05001 kind=routine -> filed dispatched(um) delivered(um)
  )");
}

TEST(whistle, a_pack_that_dropped_the_matter_sends_it_back_to_the_desk_instead_of_failing) {
  whistle_script life;
  life.run("walker blow 02002 -> raised filed desk_took(2101:no_duty)");
  life.publish(small_city::rules_without_the_hole());
  life.run(R"(
    desk dispatch lead=ps -> refused matter_unknown
    desk file matter=01001 -> filed dispatched(um) delivered(um)
  )");
  EXPECT_EQ(life.state().policy, small_city::rules_without_the_hole()->hash);
}

TEST(whistle, the_desk_declines_only_what_it_holds_and_only_with_a_reason) {
  whistle_script().run(R"(
    walker blow 01003 -> raised desk_took(2101:matter_not_admitted)
    desk decline " " -> refused reason_missing
    desk decline "not ours to whistle" -> declined
    stage -> declined
    owner -> nobody
    due -> nothing
  )");
}

TEST(whistle, its_reporter_withdraws_it_until_it_is_handled) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    walker withdraw "" -> refused reason_missing
    mate withdraw "gone" -> refused not_your_whistle
    clerk-um report_in -> reported_in(um)
    walker withdraw "gone" -> withdrawn
    owner -> nobody
  )");
}

TEST(whistle, a_note_changes_nothing_but_the_version) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    version -> 4
    walker note "beside the school" -> noted
    clerk-um note "crew of two" -> noted
    desk note "seen" -> noted
    desk note "	" -> refused reason_missing
    version -> 7
    stage -> dispatched
    due -> report_in:um 11 15:00, handle:um 13 09:00
  )");
}

TEST(whistle, the_desk_closes_what_was_handled_with_an_outcome_and_a_reason) {
  constexpr const char* handled_whistle = R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "" -> refused result_missing
    clerk-um handle "could not" -> handled(um)
    desk close "no owner found" -> refused result_missing
    desk close solved -> refused reason_missing
  )";
  whistle_script()
      .run(handled_whistle)
      .run("desk close unsolved_recorded \"no owner\" -> closed(unsolved_recorded)");
  whistle_script().run(handled_whistle).run("desk close solved \"seen\" -> refused not_verified");
}

TEST(whistle, a_command_on_another_version_is_refused) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in seen=3 -> refused version_conflict
    clerk-um report_in seen=0 -> refused version_conflict
    clerk-um report_in seen=5 -> refused version_conflict
    clerk-um report_in seen=4 -> reported_in(um)
  )");
}

TEST(whistle, the_same_command_twice_is_taken_once_at_any_later_version) {
  whistle_script().run(R"(
    walker blow 01001 id=1 -> raised filed dispatched(um) delivered(um)
    walker blow 01001 id=1 -> nothing
    clerk-um report_in id=2 seen=4 -> reported_in(um)
    clerk-um report_in id=2 seen=4 -> nothing
    walker withdraw "gone" id=3 -> withdrawn
    clerk-um report_in id=2 seen=4 -> nothing
    walker blow 01001 id=1 -> nothing
    version -> 6
  )");
}

TEST(whistle, an_id_used_for_something_else_is_refused) {
  whistle_script().run(R"(
    walker blow 01001 id=1 digest=5 -> raised filed dispatched(um) delivered(um)
    walker blow 01001 id=1 digest=6 -> refused id_reused
    mate blow 01001 id=1 digest=5 -> refused id_reused
    clerk-um report_in id=1 digest=7 -> refused id_reused
    mate blow 01001 id=8 -> refused whistle_exists
    version -> 4
  )");
}

TEST(whistle, a_refused_command_id_may_be_used_again) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um handle "swept" id=7 digest=1 -> refused not_reported_in
    clerk-um report_in id=7 digest=2 -> reported_in(um)
  )");
}

TEST(whistle, an_overrun_is_recorded_once_and_the_limit_itself_is_in_time) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    due -> handle:um 11 11:00, report_in:um 11 15:00
    at 11 11:00
    clock -> nothing
    at 11 11:00:00.001
    clock -> overran(handle:um)
    clock -> nothing
    due -> report_in:um 11 15:00
    at 11 15:00:00.001
    clock -> overran(report_in:um)
    at 20 09:00
    clock -> nothing
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify not_solved "no" -> verification_failed
    at 30 09:00
    clock -> nothing
  )");
}

TEST(whistle, limits_that_passed_together_are_recorded_in_the_order_they_passed) {
  whistle_script().run(R"(
    at 11 09:00
    supervisor blow 03001 kind=joint -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) \
        delivered(pw)
    at 30 09:00
    clock -> overran(report_in:um) overran(report_in:ps) overran(report_in:pw) overran(handle:um) \
        overran(handle:ps) overran(handle:pw)
  )");
}

TEST(whistle, no_limit_passes_while_it_is_being_verified) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 11 10:30
    clerk-um handle "swept" -> handled(um)
    at 12 10:00
    clock -> nothing
    mate verify not_solved "no" -> verification_failed
    due -> handle:um 12 10:30
  )");
}

TEST(whistle, an_importer_may_order_the_handling_limit_and_nobody_else) {
  whistle_script().run("walker blow 01001 due=12-10:00 -> refused ordered_limit_not_allowed");
  whistle_script().run("desk blow 01001 due=none -> refused ordered_limit_not_allowed");
  whistle_script().run(R"(
    at 11 09:00
    hotline blow 01001 due=12-10:00 -> raised filed dispatched(um) delivered(um)
    due -> report_in:um 11 15:00, handle:um 12 10:00
  )");
  whistle_script().run(R"(
    at 11 09:00
    hotline blow 01001 due=none -> raised filed dispatched(um) delivered(um)
    due -> report_in:um 11 15:00
  )");
}

TEST(whistle, an_ordered_limit_survives_the_desk) {
  whistle_script().run(R"(
    at 11 09:00
    hotline blow 02002 due=12-10:00 -> raised filed desk_took(2101:no_duty)
    at 11 17:00
    desk dispatch lead=env -> dispatched(env) delivered(env)
    due -> handle:env 12 10:00, report_in:env 12 11:00
  )");
}

TEST(whistle, an_ordered_limit_that_lies_in_the_past_is_overrun_at_once) {
  whistle_script().run(R"(
    at 11 09:00
    hotline blow 01001 due=10-10:00 -> raised filed dispatched(um) delivered(um)
    clock -> overran(handle:um)
  )");
}

}  // namespace
}  // namespace gridwhistle
