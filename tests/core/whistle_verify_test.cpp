// Who may look before the closing, and what has to be shown: never the handler, never a department
// that was called, and with a photo where the pack wants one.
#include <gtest/gtest.h>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

// Said by somebody whom the small city does not know: a name with another one's seat.
refusal_code refused_to(const whistle_script& life, const char* user, const char* seat) {
  command asked;
  asked.id = small_city::command_number(99);
  asked.whistle = life.state().id;
  asked.seen_version = life.state().version;
  asked.by = small_city::speaker(seat);
  asked.by.user = user_id(user);
  asked.ask = verify{found::solved, "", {"cc"}};
  auto decided = decide(&life.state(), asked, small_city::march(12, std::chrono::hours(9)),
                        life.rules(), nullptr);
  EXPECT_FALSE(decided) << user << " at the seat of " << seat;
  return decided ? refusal_code::malformed : decided.refused().code;
}

TEST(whistle_verify, whoever_handled_it_never_verifies_it_also_as_a_walker) {
  whistle_script life;
  life.run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    clerk-um verify solved -> refused not_your_whistle
  )");
  EXPECT_EQ(refused_to(life, "clerk-um", "mate"), refusal_code::handler_must_not_verify);
}

TEST(whistle_verify, a_second_handler_does_not_make_the_first_one_a_verifier) {
  whistle_script life;
  life.run(R"(
    clerk-um blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "pumped" -> handled(um)
    mate verify not_solved "still wet" -> verification_failed
    clerk-um2 handle "pumped dry" -> handled(um)
    clerk-um verify solved -> refused handler_must_not_verify
  )");
  EXPECT_EQ(refused_to(life, "clerk-um", "mate"), refusal_code::handler_must_not_verify);
  EXPECT_EQ(refused_to(life, "clerk-um2", "mate"), refusal_code::handler_must_not_verify);
  life.run("mate verify solved -> verified closed(solved)");
}

TEST(whistle_verify, a_lead_or_helper_who_handled_it_before_a_redispatch_does_not_verify_it) {
  whistle_script life;
  life.run(R"(
    walker blow 03001 kind=emergency -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) delivered(pw)
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "closed the road" -> handled(ps)
    clerk-pw report_in -> reported_in(pw)
    clerk-pw handle "dug" -> handled(pw)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify not_solved "still there" -> verification_failed
    desk redispatch lead=env "theirs" -> dispatched(env) delivered(env)
    clerk-env report_in -> reported_in(env)
    clerk-env handle "cleaned" -> handled(env)
  )");
  for (const char* each : {"clerk-ps", "clerk-pw", "clerk-um", "clerk-env"})
    EXPECT_EQ(refused_to(life, each, "mate"), refusal_code::handler_must_not_verify) << each;
}

TEST(whistle_verify, a_called_department_does_not_verify_what_a_colleague_handled) {
  whistle_script life;
  life.run(R"(
    clerk-um blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    clerk-um2 report_in -> reported_in(um)
    clerk-um2 handle "pumped" -> handled(um)
    clerk-um verify solved -> refused called_must_not_verify
    clerk-um verify not_solved "wet" -> refused called_must_not_verify
  )");
  EXPECT_EQ(refused_to(life, "clerk-um", "clerk-um"), refusal_code::called_must_not_verify);
  life.run("walker verify solved -> verified closed(solved)");
}

TEST(whistle_verify, a_department_that_was_called_before_does_not_verify_it_either) {
  whistle_script().run(R"(
    clerk-ps blow 03001 kind=emergency -> raised filed dispatched(um+ps+pw) delivered(um) \
        delivered(ps) delivered(pw)
    desk release of=ps "enough" -> released(ps)
    desk release of=pw "enough" -> released(pw)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    clerk-ps verify solved -> refused called_must_not_verify
  )");
}

TEST(whistle_verify, a_clerk_who_reported_it_and_was_not_called_may_look) {
  whistle_script().run(R"(
    clerk-ps blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "pumped" -> handled(um)
    clerk-ps verify solved -> verified closed(solved)
  )");
}

TEST(whistle_verify, the_reporter_of_a_duplicate_does_not_verify_his_own_departments_work) {
  whistle_script().run(R"(
    walker blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    2: clerk-um blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    clerk-um2 report_in -> reported_in(um)
    clerk-um2 handle "pumped" -> handled(um)
    clerk-um verify solved -> refused called_must_not_verify
    walker verify solved -> verified closed(solved) 2:closed(solved)
  )");
}

TEST(whistle_verify, the_seat_that_was_called_for_another_does_not_verify_its_own_work) {
  // At night um's seat is pw's.
  whistle_script(small_city::rules_with_roster()).run(R"(
    at 11 22:00
    clerk-pw blow 05001 kind=emergency -> raised filed dispatched(um) \
        delivered(um:backup:clerk-pw@pw)
    clerk-pw report_in -> reported_in(um)
    clerk-um handle "pumped" -> handled(um)
    clerk-pw verify solved -> refused called_must_not_verify
  )");
}

TEST(whistle_verify, it_needs_a_photo_solved_or_not) {
  whistle_script().run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify solved photo=none -> refused photo_missing
    mate verify not_solved photo=none "no" -> refused photo_missing
    mate verify not_solved "no" -> verification_failed
  )");
}

TEST(whistle_verify, it_needs_no_photo_where_the_pack_does_not_say_so) {
  whistle_script(small_city::rules_without_photos()).run(R"(
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify solved photo=none -> verified closed(solved)
  )");
}

TEST(whistle_verify, it_needs_what_the_pack_said_when_the_whistle_was_dispatched) {
  whistle_script life(small_city::rules_without_photos());
  life.run("walker blow 01001 -> raised filed dispatched(um) delivered(um)");
  life.publish(small_city::rules());
  life.run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify not_solved photo=none "no" -> verification_failed
    desk redispatch lead=ps "theirs" -> dispatched(ps) delivered(ps)
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "swept" -> handled(ps)
    mate verify solved photo=none -> refused photo_missing
  )");
}

TEST(whistle_verify, an_importer_verifies_what_he_brought_and_has_no_photos_of_it) {
  whistle_script().run(R"(
    hotline blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    clerk-um handle "swept" -> handled(um)
    mate verify solved photo=none -> refused photo_missing
    hotline verify solved photo=none -> verified closed(solved)
  )");
}

}  // namespace
}  // namespace gridwhistle
