// Duplicates: one is joined to its umbrella and follows it, and is parted as if nothing had been.
#include <gtest/gtest.h>

#include "server/core/figures.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::whistle_number;

constexpr const char* three_reports = R"(
  at 11 09:00
  walker blow 01001 -> raised filed dispatched(um) delivered(um)
  2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
  3: stranger blow 01001 -> raised filed dispatched(um) delivered(um)
)";
constexpr const char* two_joined = R"(
  at 11 10:00
  2: desk join to=1 "the same heap" -> joined(1) 1:member_joined(2)
  3: desk join to=1 "the same heap" -> joined(1) 1:member_joined(3)
)";
constexpr const char* closed_together = R"(
  clerk-um report_in -> reported_in(um)
  clerk-um handle "swept" -> handled(um)
  walker verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
)";

TEST(whistle_join, a_duplicate_has_no_owner_and_nothing_is_due_on_it) {
  whistle_script life;
  life.run(three_reports).run(two_joined).run(R"(
    2: stage -> joined
    2: owner -> nobody
    2: due -> nothing
    2: clerk-um report_in -> refused joined_to_another
    2: mate withdraw "gone" -> refused joined_to_another
    at 18 09:00
    2: clock -> nothing
  )");
  EXPECT_EQ(life.state(2).total.held_by("dept/um", march(18, 9h)), 1h);
}

TEST(whistle_join, all_members_end_with_their_umbrella_and_have_its_outcome) {
  whistle_script life;
  life.run(three_reports).run(two_joined).run(closed_together);
  for (std::uint64_t number : {1u, 2u, 3u}) {
    EXPECT_EQ(life.state(number).stage, stage::closed);
    EXPECT_EQ(life.state(number).outcome, outcome::solved);
    EXPECT_EQ(life.state(number).history.back().by, user_id("walker"));
  }
  const auto& told = std::get<closed>(life.entries().back().happened);
  EXPECT_EQ(told.umbrella, whistle_number(1));
}

TEST(whistle_join, what_is_recorded_as_unsolved_is_so_for_all_its_reporters) {
  whistle_script life;
  life.run(three_reports).run(two_joined).run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "cannot" -> handled(um)
    desk close unsolved_recorded "no owner" -> closed(unsolved_recorded) \
      2:closed(unsolved_recorded) 3:closed(unsolved_recorded)
  )");
  EXPECT_EQ(life.state(3).outcome, outcome::unsolved_recorded);
}

TEST(whistle_join, a_declined_umbrella_declines_its_members) {
  whistle_script().run(R"(
    walker blow 01003 -> raised desk_took(2101:matter_not_admitted)
    2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    desk decline "private land" -> declined 2:declined
    2: stage -> declined
    2: desk part "another" -> refused already_ended
  )");
}

TEST(whistle_join, a_reopened_umbrella_takes_its_members_back_and_closes_them_again) {
  whistle_script life;
  life.run(three_reports).run(two_joined).run(closed_together).run(R"(
    2: mate reopen "still there" -> refused joined_to_another
    supervisor reopen "still there" -> reopened 2:joined(1) 3:joined(1)
    2: stage -> joined
    clerk-um handle "swept again" -> handled(um)
    walker verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
  )");
}

TEST(whistle_join, parting_resumes_the_leg_with_what_was_left_and_the_time_between_is_nobodys) {
  whistle_script life;
  life.run(three_reports)
      .run(R"(
    2: clerk-um report_in -> reported_in(um)
    2: due -> handle:um 13 09:00
  )")
      .run(two_joined)
      .run(R"(
    at 12 10:00
    2: desk part "another heap" -> parted 1:member_parted(2)
    2: stage -> handling
    2: owner -> dept/um
    2: due -> handle:um 16 09:00
    2: used -> um:60
    2: clerk-um arrive -> arrived(um)
  )");
  EXPECT_EQ(life.state(2).total.held_by("dept/um", march(12, 11h)), 2h);
  EXPECT_EQ(life.state(1).members, (std::vector<member>{{whistle_number(3), user_id("stranger")}}));
}

TEST(whistle_join, what_a_desk_had_it_has_again_with_what_was_left_of_its_clock) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    2: mate blow 02002 -> raised filed desk_took(2101:no_duty)
    2: due -> desk 11 09:15
    at 11 09:05
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    at 11 10:00
    2: clock -> nothing
    2: desk part "another" -> parted 1:member_parted(2)
    2: owner -> desk/2101
    2: stage -> filed
    2: due -> desk 11 10:10
    2: desk dispatch lead=env -> dispatched(env) delivered(env)
  )");
}

TEST(whistle_join, a_report_in_taken_back_after_parting_is_charged_but_for_the_time_joined) {
  whistle_script().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    at 11 09:30
    2: clerk-um report_in -> reported_in(um)
    at 11 10:00
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    at 11 11:00
    2: desk part "another" -> parted 1:member_parted(2)
    2: clerk-um unreport "wrong button" -> unreported(um)
    2: due -> report_in:um 11 16:00, handle:um 13 10:00
  )");
}

TEST(whistle_join, what_was_asked_for_before_is_asked_for_anew) {
  whistle_script()
      .run(three_reports)
      .run(R"(
    2: clerk-um report_in -> reported_in(um)
    2: clerk-um request_extension more=24 "rain" -> extension_requested(um)
  )")
      .run(two_joined)
      .run(R"(
    2: desk decide_extension granted of=um -> refused joined_to_another
    2: desk part "another" -> parted 1:member_parted(2)
    2: desk decide_extension granted of=um -> refused nothing_asked
    2: clerk-um request_extension more=24 "rain" -> extension_requested(um)
  )");
}

TEST(whistle_join, every_way_to_name_a_wrong_umbrella_has_its_refusal) {
  whistle_script().run(three_reports).run(R"(
    desk join to=1 "the same" -> refused umbrella_is_itself
    desk join to=9 "the same" -> refused umbrella_unknown
    desk join to=2 "" -> refused reason_missing
    4: mate blow 01001 area=2102010101 -> raised filed desk_took(21:no_department)
    desk join to=4 "the same" -> refused umbrella_not_yours
    officer-2102 join to=2 "the same" -> refused not_your_whistle
    desk-city join to=4 "the same" -> joined(4) 4:member_joined(1)
    desk-city join to=2 "the same" -> refused joined_to_another
    2: desk join to=1 "the same" -> refused umbrella_joined
    4: desk-city join to=2 "the same" -> refused has_members
    4: mate withdraw "gone" -> refused has_members
    2: desk part "another" -> refused not_joined
    5: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    5: mate withdraw "gone" -> withdrawn
    3: desk join to=5 "the same" -> refused umbrella_ended
  )");
}

TEST(whistle_join, what_waits_for_somebody_else_is_not_joined) {
  whistle_script().run(three_reports).run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    desk join to=2 "the same" -> refused wrong_stage
    2: clerk-um return to=ps "not ours" -> returned(um>ps)
    2: desk join to=1 "the same" -> refused return_pending
    3: clerk-um request_shelving until=20-09:00 "frost" -> shelving_requested
    3: desk decide_shelving granted -> shelving_granted
    3: desk join to=1 "the same" -> refused shelved
  )");
}

TEST(whistle_join, to_one_umbrella_no_more_are_joined_than_its_end_can_close_at_once) {
  whistle_script life;
  life.run("walker blow 01001 -> raised filed dispatched(um) delivered(um)");
  for (std::size_t i = 2; i < members_max + 2; ++i) {
    std::string number = std::to_string(i);
    life.run(number + ": mate blow 01001 -> raised filed dispatched(um) delivered(um)");
    life.run(number + ": desk join to=1 \"x\" -> joined(1) 1:member_joined(" + number + ")");
  }
  life.run(R"(
    90: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    90: desk join to=1 "x" -> refused umbrella_full
    2: desk part "another" -> parted 1:member_parted(2)
    90: desk join to=1 "x" -> joined(1) 1:member_joined(90)
  )");
}

TEST(whistle_join, a_member_is_named_at_the_version_its_speaker_saw) {
  whistle_script().run(three_reports).run(R"(
    2: clerk-um report_in -> reported_in(um)
    2: desk join to=1 "the same" seen=4 -> refused version_conflict
    2: desk join to=1 "the same" id=77 -> joined(1) 1:member_joined(2)
    2: desk join to=1 "the same" id=77 -> nothing
    2: desk part "x" id=77 digest=2 -> refused id_reused
    clerk-um report_in seen=4 -> refused version_conflict
  )");
}

TEST(whistle_join,
     whoever_reported_a_member_may_verify_and_reopen_the_umbrella_but_not_take_it_back) {
  whistle_script().run(three_reports).run(two_joined).run(R"(
    stranger amend "by the gate" -> refused not_your_whistle
    stranger withdraw "gone" -> refused not_your_whistle
    stranger note "it smells" -> noted
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    stranger verify not_solved "half of it" -> verification_failed
    clerk-um handle "swept" -> handled(um)
    stranger verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
    stranger rate yes -> refused not_your_whistle
    3: stranger rate no -> rated
    stranger reopen "it is back" -> reopened 2:joined(1) 3:joined(1)
    3: desk part "another" -> parted 1:member_parted(3)
    stranger note "so" -> refused not_your_whistle
  )");
}

TEST(whistle_join, what_a_members_reporter_said_is_about_that_closing_only) {
  whistle_script life;
  life.run(three_reports).run(two_joined).run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    stranger verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
    3: desk-city return_visit no -> return_visited
    3: stranger rate no -> rated
    stranger reopen "it is back" -> reopened 2:joined(1) 3:joined(1)
    clerk-um handle "swept" -> handled(um)
    stranger verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
    3: desk-city return_visit yes -> return_visited
    3: stranger rate yes -> rated
    3: stranger rate no -> refused already_rated
  )");
  EXPECT_EQ(life.state(3).visited_opinion->solved, verdict::yes);
}

TEST(whistle_join, the_overruns_of_before_stay_facts_and_may_be_appealed_against) {
  whistle_script().run(three_reports).run(R"(
    at 11 17:00
    2: clock -> overran(report_in:um)
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    2: clerk-um appeal clock=report_in "flood" -> appealed(report_in:um)
    2: desk decide_appeal granted of=um clock=report_in "yes" -> appeal_granted(report_in:um)
  )");
}

}  // namespace
}  // namespace gridwhistle
