// Whom a whistle reaches by night and on days off, and who may act on it: the posts are those of
// small_city.hpp, whistle_script.hpp says how to read the scripts.
#include <gtest/gtest.h>

#include "server/core/permission.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

whistle_script with_roster() { return whistle_script(small_city::rules_with_roster()); }

TEST(whistle_roster, by_day_the_seat_s_own_post_is_called) {
  with_roster().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:on_duty:clerk-um)
    clerk-pw report_in -> refused department_not_called
    clerk-um2 report_in -> reported_in(um)
  )");
}

TEST(whistle_roster, an_emergency_at_night_goes_to_the_backup_and_says_so) {
  with_roster().run(R"(
    at 11 21:00
    walker blow 05001 kind=emergency -> raised filed dispatched(um) \
        delivered(um:backup:clerk-pw@pw)
    owner -> dept/um
    due -> report_in:um 11 21:30, handle:um 11 23:00
    clerk-ps report_in -> refused department_not_called
    clerk-pw report_in -> reported_in(um)
    clerk-pw arrive -> arrived(um)
    clerk-pw handle "fenced off" -> handled(um)
    owner -> dept/um
    mate verify solved -> verified closed(solved)
  )");
}

TEST(whistle_roster, the_owing_department_keeps_its_clocks_and_may_act_itself) {
  // Two work days of um, although pw was called for it.
  with_roster().run(R"(
    at 11 20:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:backup:clerk-pw@pw)
    due -> report_in:um 12 12:00, handle:um 13 18:00
    at 12 09:00
    clerk-um report_in -> reported_in(um)
    clerk-pw report_in -> refused already_reported_in
    clerk-pw handle "swept" -> handled(um)
  )");
}

TEST(whistle_roster, whoever_handled_it_for_another_seat_never_verifies_it) {
  whistle_script life = with_roster();
  life.run(R"(
    at 11 20:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:backup:clerk-pw@pw)
    clerk-pw report_in -> reported_in(um)
    clerk-pw handle "swept" -> handled(um)
  )");
  EXPECT_EQ(life.state().obligations.front().handlers.back().text, "clerk-pw");
}

TEST(whistle_roster, a_change_of_shifts_moves_nothing_that_was_delivered) {
  whistle_script life = with_roster();
  life.run(R"(
    at 11 21:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:backup:clerk-pw@pw)
    at 12 10:00
    obligations -> um:owed
  )");
  seat_call called = life.state().obligations.front().called;
  EXPECT_EQ(called, (seat_call{department_code("pw"), user_id("clerk-pw"), staffing::backup}));
  life.run(R"(
    clerk-pw return to=ps "theirs" -> returned(um>ps)
  )");
}

TEST(whistle_roster, a_backup_that_is_called_itself_does_its_own_first) {
  with_roster().run(R"(
    at 11 21:00
    supervisor blow 03001 kind=joint -> raised filed dispatched(um+ps+pw) \
        delivered(um:backup:clerk-pw@pw) delivered(ps:nobody:clerk-ps) \
        delivered(pw:on_duty:clerk-pw)
    clerk-pw report_in -> reported_in(pw)
    clerk-pw handle "fenced off" -> handled(pw)
    clerk-pw report_in -> reported_in(um)
    obligations -> um:reported_in ps:owed pw:done
    clerk-ps report_in -> reported_in(ps)
    clerk-ps handle "ticketed" -> handled(ps)
    clerk-pw handle "towed" -> handled(um)
    stage -> handled
  )");
}

TEST(whistle_roster, a_redispatch_calls_who_is_on_duty_then) {
  with_roster().run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:on_duty:clerk-um)
    at 14 12:00
    desk redispatch lead=ps "not theirs" -> dispatched(ps) delivered(ps:deputy:clerk-env@env)
    clerk-env report_in -> reported_in(ps)
  )");
}

TEST(whistle_roster, clerks_of_the_seat_that_was_called_see_it_and_others_do_not) {
  whistle_script life = with_roster();
  life.run(R"(
    at 11 21:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um:backup:clerk-pw@pw)
  )");
  const policy& rules = life.rules();
  EXPECT_TRUE(may_see(life.state(), small_city::speaker("clerk-um"), rules));
  EXPECT_TRUE(may_see(life.state(), small_city::speaker("clerk-pw"), rules));
  EXPECT_FALSE(may_see(life.state(), small_city::speaker("clerk-env"), rules));
}

}  // namespace
}  // namespace gridwhistle
