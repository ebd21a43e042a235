// More time, orders, and what comes after the end (domain.md section 4). um's limits are 4 work
// hours to report in and 2 work days to handle; office hours are 8-12 and 14-18.
#include <gtest/gtest.h>

#include "server/core/decider.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

constexpr const char* handling = R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
)";

TEST(whistle_time, an_extension_adds_at_most_one_original_limit_and_comes_twice) {
  whistle_script().run(handling).run(R"(
    due -> handle:um 13 09:00
    clerk-um request_extension more=72 "rain" -> refused extension_too_long
    clerk-um request_extension unit=urgent more=1 "rain" -> refused extension_too_long
    clerk-um request_extension more=24 "" -> refused reason_missing
    clerk-um request_extension more=24 "rain" -> extension_requested(um)
    clerk-um request_extension more=24 "rain" -> refused already_asked
    desk decide_extension granted of=um -> extension_granted(um)
    due -> handle:um 16 09:00
    clerk-um request_extension more=48 "rain" -> extension_requested(um)
    desk decide_extension refused of=um "" -> refused reason_missing
    desk decide_extension refused of=um "no" -> extension_refused(um)
    desk decide_extension granted of=um -> refused nothing_asked
    clerk-um request_extension more=48 "rain" -> extension_requested(um)
    supervisor decide_extension granted of=um -> extension_granted(um)
    due -> handle:um 18 09:00
    clerk-um request_extension more=24 "rain" -> refused extensions_used_up
  )");
}

TEST(whistle_time, an_extension_is_only_asked_for_before_the_deadline) {
  whistle_script().run(handling).run(R"(
    at 13 09:00
    clerk-um request_extension more=24 "rain" -> extension_requested(um)
    at 13 09:01
    clock -> overran(handle:um)
    desk decide_extension granted of=um -> extension_granted(um)
    due -> handle:um 16 09:00
    at 16 09:01
    clock -> overran(handle:um)
    clerk-um request_extension more=24 "rain" -> refused deadline_passed
  )");
}

TEST(whistle_time, a_shelved_whistle_stands_still_and_resumes_by_itself) {
  whistle_script().run(handling).run(R"(
    at 11 10:00
    clerk-um request_shelving until=10-09:00 "frost" -> refused shelving_date_invalid
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
    due -> nothing
    clerk-um handle "done" -> refused shelved
    at 16 09:00
    clock -> nothing
    at 16 09:00:00.001
    clock -> resumed
    due -> handle:um 17 18:00
    clerk-um request_shelving until=20-09:00 "frost" -> refused shelving_used_up
    clerk-um handle "done" -> handled(um)
  )");
  whistle_script().run(handling).run(R"(
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
    desk decide_shelving refused "it has thawed" -> resumed
    due -> handle:um 13 09:00
  )");
}

TEST(whistle_time, a_shelving_ends_on_its_date_however_late_that_is_noticed) {
  const std::string shelved = std::string(handling) + R"(
    at 11 10:00
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
  )";
  whistle_script().run(shelved).run(R"(
    at 16 15:00
    clock -> resumed
    clock -> nothing
    due -> handle:um 17 18:00
  )");
  whistle_script().run(shelved).run(R"(
    at 18 09:00
    clock -> resumed
    clock -> overran(handle:um)
  )");
}

TEST(whistle_time, a_helpers_return_that_was_unfounded_is_not_charged_with_the_leads_shelving) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-ps report_in -> reported_in(ps)
    at 11 10:00
    clerk-ps return to=pw "not ours" -> returned(ps>pw)
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
    at 16 09:10
    clock -> resumed
    desk rule rejected of=ps "yours" -> rejected(ps)
    clock -> nothing
    due -> report_in:um 16 12:00, report_in:pw 16 12:00, handle:um 23 08:00, handle:ps 23 08:00, \
      handle:pw 23 08:00
  )");
}

TEST(whistle_time, no_more_time_is_given_than_the_published_calendar_can_count) {
  // It ends with April.
  whistle_script().run(handling).run(R"(
    clerk-um request_shelving until=60-15:00 "frost" -> refused calendar_horizon
    clerk-um request_shelving until=59-09:00 "frost" -> shelving_requested
    desk decide_shelving granted -> shelving_granted
    at 59 09:00:00.001
    clock -> resumed
    due -> handle:um 61 09:00
    clerk-um request_extension more=24 "rain" -> refused calendar_horizon
  )");
}

TEST(whistle_time, more_time_is_judged_by_the_pack_that_a_whistle_was_dispatched_under) {
  whistle_script script;
  script.run(handling);
  policy day_and_night = script.rules();
  day_and_night.days =
      calendar(zone({{instant{}, 8h}}), {local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), {}},
               {{0, 24 * 60}}, {});
  command asked;
  asked.id = small_city::command_number(100);
  asked.whistle = small_city::whistle_number(1);
  asked.seen_version = script.state().version;
  asked.by = small_city::speaker("clerk-um");
  asked.ask = request_extension{{time_unit::work_day, 24h}, "rain"};
  instant now = small_city::march(11, 10h);
  auto more = decide(question{script.state(), asked, now, day_and_night, nullptr, script.rules()});
  ASSERT_TRUE(more);
  EXPECT_EQ(std::get<extension_requested>(more->front()).more, (budget{time_unit::work_day, 8h}));
}

TEST(whistle_time, a_helper_may_not_shelve_and_a_refused_shelving_may_be_asked_again) {
  whistle_script().run(R"(
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-ps request_shelving until=16-09:00 "frost" -> refused lead_only
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    desk decide_shelving refused "no" -> shelving_refused
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
  )");
}

TEST(whistle_time, a_supervisors_order_has_a_clock_of_its_own) {
  whistle_script().run(handling).run(R"(
    supervisor supervise until=10-09:00 "at once" -> refused due_in_the_past
    supervisor supervise until=11-12:30 "at once" -> supervised
    due -> supervision:um 11 12:30, handle:um 13 09:00
    supervisor supervise until=11-16:00 "by four" -> supervised
    due -> supervision:um 11 16:00, handle:um 13 09:00
    at 11 16:01
    clock -> overran(supervision:um)
    desk urge "quick" -> urged
    clerk-um handle "done" -> handled(um)
    due -> nothing
  )");
}

TEST(whistle_time, an_order_from_above_stands_until_it_has_overrun) {
  whistle_script life;
  life.run(handling).run(R"(
    supervisor supervise until=12-09:00 "tomorrow" -> supervised
    supervisor-city supervise until=11-16:00 "today" -> supervised
    supervisor supervise until=20-09:00 "no hurry" -> refused ordered_from_above
    supervisor-city supervise until=11-17:00 "by five" -> supervised
    due -> supervision:um 11 17:00, handle:um 13 09:00
  )");
  command asked;
  asked.id = small_city::command_number(99);
  asked.whistle = life.state().id;
  asked.seen_version = life.state().version;
  asked.by = small_city::speaker("supervisor");
  asked.ask = supervise{"no hurry", small_city::march(20, std::chrono::hours(9))};
  auto refused_at = [&](std::chrono::hours hour) {
    return decide(&life.state(), asked, small_city::march(11, hour), life.rules(), nullptr);
  };
  auto no = refused_at(std::chrono::hours(17));
  ASSERT_FALSE(no);
  EXPECT_EQ(no.refused().code, refusal_code::ordered_from_above);
  EXPECT_EQ(no.refused().detail, "supervisor-city 2026-03-11T09:00:00.000Z")
      << "who ordered, and until when";
  EXPECT_TRUE(refused_at(std::chrono::hours(18))) << "it has overrun, recorded or not";
  life.run(R"(
    at 11 17:01
    clock -> overran(supervision:um)
    supervisor supervise until=12-09:00 "tomorrow, then" -> supervised
  )");
}

TEST(whistle_time, an_order_goes_on_after_a_failed_verification_and_is_met_by_the_closing) {
  whistle_script().run(handling).run(R"(
    at 11 10:00
    supervisor-city supervise until=12-10:00 "tomorrow" -> supervised
    at 11 12:00
    clerk-um handle "done" -> handled(um)
    at 11 13:00
    mate verify not_solved "no" -> verification_failed
    due -> supervision:um 12 11:00, handle:um 13 09:00
    supervisor supervise until=20-09:00 "no hurry" -> refused ordered_from_above
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
    supervisor reopen "look" -> reopened
    supervisor supervise until=20-09:00 "again" -> supervised
  )");
}

TEST(whistle_time, an_order_is_due_within_a_year) {
  whistle_script().run(handling).run(R"(
    at 11 10:00
    supervisor supervise until=376-10:01 "some day" -> refused due_too_far
    supervisor supervise until=376-10:00 "within the year" -> supervised
  )");
}

TEST(whistle_time, an_appeal_is_for_a_recorded_overrun_and_is_decided_once) {
  whistle_script().run(handling).run(R"(
    clerk-um appeal clock=handle "flood" -> refused no_overrun
    at 13 10:00
    clock -> overran(handle:um)
    clerk-um appeal clock=handle "flood" -> appealed(handle:um)
    clerk-um appeal clock=handle "flood" -> refused appeal_used_up
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
    desk decide_appeal granted of=um clock=handle "" -> refused reason_missing
    desk decide_appeal granted of=um clock=handle "flood it was" -> appeal_granted(handle:um)
    desk decide_appeal refused of=um clock=handle "no" -> refused nothing_asked
    clerk-um appeal clock=handle "flood" -> refused appeal_used_up
  )");
}

TEST(whistle_time, a_closed_whistle_is_reopened_within_fifteen_days_with_what_was_left) {
  constexpr const char* closed = R"(
    at 11 10:00
    clerk-um handle "done" -> handled(um)
    at 11 11:00
    mate verify solved -> verified closed(solved)
  )";
  whistle_script().run(handling).run(closed).run(R"(
    at 12 09:00
    walker reopen "" -> refused reason_missing
    walker reopen "it is back" -> reopened
    stage -> handling
    owner -> dept/um
    due -> handle:um 13 18:00
    clerk-um handle "done again" -> handled(um)
    mate verify solved -> verified closed(solved)
  )");
  whistle_script().run(handling).run(closed).run(R"(
    at 26 11:00
    supervisor reopen "look" -> reopened
  )");
  whistle_script().run(handling).run(closed).run(R"(
    at 26 11:01
    supervisor reopen "look" -> refused reopen_too_late
  )");
}

TEST(whistle_time, visit_and_rating_follow_the_closing_and_need_an_opinion) {
  whistle_script().run(handling).run(R"(
    desk return_visit yes -> refused wrong_stage
    clerk-um handle "done" -> handled(um)
    desk close solved "looks fine" -> refused not_verified
    desk close unsolved_recorded "needs a budget" -> closed(unsolved_recorded)
    desk return_visit no "still there" -> return_visited
    walker rate no -> rated
    mate rate yes -> refused not_your_whistle
  )");
}

TEST(whistle_time, an_answer_stands_until_it_is_reopened_and_nobody_reached_is_no_answer) {
  whistle_script life;
  life.run(handling).run(R"(
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
    desk return_visit not_reached -> return_visited
    desk return_visit not_reached yes -> refused nobody_reached
    desk return_visit no "still there" -> return_visited
    desk return_visit yes -> refused already_visited
    desk return_visit not_reached -> refused already_visited
    walker rate nothing -> refused opinion_missing
    walker rate no -> rated
    walker rate yes -> refused already_rated
  )");
  EXPECT_EQ(life.state().visited_opinion->solved, verdict::no);
  EXPECT_EQ(life.state().rating->solved, verdict::no);
  life.run("walker reopen \"it is back\" -> reopened");
  EXPECT_EQ(life.state().visit, std::nullopt);
  EXPECT_EQ(life.state().visited_opinion, std::nullopt);
  EXPECT_EQ(life.state().rating, std::nullopt);
  life.run(R"(
    clerk-um handle "done again" -> handled(um)
    mate verify solved -> verified closed(solved)
    desk return_visit yes -> return_visited
    walker rate yes -> rated
  )");
}

TEST(whistle_time, an_amendment_repairs_a_report_that_waits_at_the_desk) {
  whistle_script().run(R"(
    walker blow 01003 -> raised desk_took(2101:matter_not_admitted)
    walker amend "" -> refused change_missing
    walker amend matter=01003 "by the gate" -> amended
    walker amend matter=01001 -> amended filed dispatched(um) delivered(um)
    walker amend matter=03001 -> refused wrong_stage
    walker amend "left of the gate" -> amended
  )");
}

TEST(whistle_time, a_kind_that_the_speaker_may_not_blow_goes_to_the_desk_and_is_not_lost) {
  whistle_script().run(R"(
    walker blow 01001 kind=joint -> raised desk_took(2101:kind_not_allowed)
    desk file kind=routine -> filed dispatched(um) delivered(um)
  )");
  whistle_script().run(R"(
    clerk-ps blow 01001 kind=emergency -> raised filed dispatched(um) delivered(um)
    owner -> dept/um
  )");
}

TEST(whistle_time, while_it_is_shelved_the_desk_that_may_not_rule_is_not_late_either) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) delivered(pw)
    clerk-um request_shelving until=16-09:00 "frost" -> shelving_requested
    clerk-ps return to=env "no" -> returned(ps>env)
    desk decide_shelving granted -> shelving_granted
    at 11 10:00
    desk rule rejected of=ps "yours" -> refused shelved
    clock -> nothing
    at 16 09:00:00.001
    clock -> resumed
    desk rule rejected of=ps "yours" -> rejected(ps)
  )");
}

TEST(whistle_time, a_deadline_has_passed_whether_or_not_the_clock_was_looked_at) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 05001 -> raised filed dispatched(um) delivered(um)
    at 11 11:01
    clerk-um request_extension unit=urgent more=1 "rain" -> refused deadline_passed
  )");
}

}  // namespace
}  // namespace gridwhistle
