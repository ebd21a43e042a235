// posts.csv and shifts.csv: what they say is who is called, a pack without them is as it was, and a
// slip in them is named with its place.
#include "server/adapters/pack_roster.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

const std::string posts_header = "post,person,seat,grid,phone,deputy\n";
const std::string shifts_header = "post,days,open,close\n";

pack_files with_roster(const std::string& posts, const std::string& shifts) {
  pack_files files = good_pack();
  files["posts.csv"] = posts_header + posts;
  files["shifts.csv"] = shifts_header + shifts;
  return files;
}

// Of an instant of New York's summer: four hours behind UTC.
seat_call called_at(const policy& rules, std::string_view seat, std::chrono::year_month_day date,
                    std::chrono::minutes time) {
  instant at = std::chrono::sys_days(date) + time + 4h;
  return rules.roster.call(department_code(std::string(seat)), at, rules.departments, rules.days);
}

TEST(pack_roster, posts_shifts_deputies_and_backups_decide_who_is_called) {
  policy_ptr rules =
      loaded(with_roster("north,ann,um-2101,,100,watch\n"
                         "watch,bob,fire-21,,,\n"
                         "south,cid,um-2102,,,\n"
                         "pier,dan,,210101,,\n",
                         "north,workday,08:00,18:00\n"
                         "watch,off,08:30,08:30\n"
                         "watch,2026-07-06..2026-07-07,22:00,06:00\n"));
  struct row {
    std::chrono::year_month_day date;
    std::chrono::minutes time;
    seat_call who;
  };
  // The 3rd of July is off, the 6th a Monday.
  const row table[] = {
      {2026y / 7 / 6, 8h, {{}, user_id("ann"), staffing::on_duty}},
      {2026y / 7 / 6, 23h, {department_code("fire-21"), user_id("bob"), staffing::deputy}},
      {2026y / 7 / 8, 5h, {department_code("fire-21"), user_id("bob"), staffing::deputy}},
      {2026y / 7 / 8, 23h, {department_code("um-2102"), user_id("cid"), staffing::backup}},
      {2026y / 7 / 3, 9h, {department_code("fire-21"), user_id("bob"), staffing::deputy}},
      {2026y / 7 / 6, 8h - 1min, {department_code("fire-21"), user_id("bob"), staffing::deputy}},
  };
  for (const row& each : table) {
    EXPECT_EQ(called_at(*rules, "um-2101", each.date, each.time), each.who)
        << static_cast<unsigned>(each.date.day()) << " " << each.time.count();
  }
  EXPECT_EQ(called_at(*rules, "desk-21", 2026y / 7 / 8, 3h), seat_call());
  EXPECT_EQ(rules->roster.all().front().phone, "100");
  const post* walker =
      rules->roster.walker_of(area_code("210101"), instant{}, rules->areas, rules->days);
  ASSERT_NE(walker, nullptr);
  EXPECT_EQ(walker->person.text, "dan");
}

TEST(pack_roster, posts_without_shifts_are_always_on_duty) {
  pack_files files = good_pack();
  files["posts.csv"] = posts_header + "north,ann,um-2101,,,\n";
  policy_ptr rules = loaded(files);
  EXPECT_EQ(called_at(*rules, "um-2101", 2026y / 7 / 5, 3h),
            (seat_call{{}, user_id("ann"), staffing::on_duty}));
}

TEST(pack_roster, a_pack_without_the_files_has_the_hash_it_had_and_nobody_on_a_roster) {
  EXPECT_EQ(loaded(good_pack())->hash.hex(),
            "bf62113d227f188ad208136a3f0466626d6a708b815728cdaf54a7244894d5d3");
  EXPECT_TRUE(loaded(good_pack())->roster.all().empty());
  EXPECT_NE(loaded(with_roster("", ""))->hash, loaded(good_pack())->hash);
}

TEST(pack_roster, every_slip_in_posts_is_named_with_its_place) {
  const std::pair<const char*, const char*> slips[] = {
      {"a b,ann,um-2101,,,\n",
       "posts.csv:2:1: \"a b\": a code is 1 to 64 bytes without blanks and @ # | / *"},
      {"a,,um-2101,,,\n", "posts.csv:2:2: \"\": a person is a user as enrolled"},
      {"a,ann,um-2109,,,\n",
       "posts.csv:2:3: \"um-2109\": no department has this code (did you mean um-2101?)"},
      {"a,ann,,,,\n", "posts.csv:2:3: \"\": a post is at a seat or on a grid, and never at both"},
      {"a,ann,um-2101,210101,,\n",
       "posts.csv:2:4: \"210101\": a post is at a seat or on a grid, and never at both"},
      {"a,ann,,210109,,\n", "posts.csv:2:4: \"210109\": no area has this code"},
      {"a,ann,um-2101,,,b\n", "posts.csv:2:6: \"b\": no post has this code (did you mean a?)"},
      {"a,ann,um-2101,,,a\n", "posts.csv:2:6: \"a\": a post is not its own deputy"},
      {"a,ann,um-2101,,,b\nb,bob,,210101,,\n",
       "posts.csv:2:6: \"b\": at seats deputies are at seats, on grids on grids"},
      {"a,ann,um-2101,,,b\nb,bob,um-2102,,,c\nc,cid,fire-21,,,b\n",
       "posts.csv:3:6: \"c\": these deputies lead back to this post\n"
       "posts.csv:4:6: \"b\": these deputies lead back to this post"},
      {"a,ann,um-2101,,,\na,bob,um-2101,,,\n",
       "posts.csv:3:1: \"a\": line 2 has this post already"},
      {"a,ann,um-2101,,,\nb,ann,um-2102,,,\n",
       "posts.csv:3:2: \"ann\": line 2 has this person at another place"},
  };
  for (const auto& [rows, error] : slips) EXPECT_EQ(errors_of(with_roster(rows, "")), error);
}

TEST(pack_roster, every_slip_in_shifts_is_named_with_its_place) {
  const std::pair<const char*, const char*> slips[] = {
      {"nord,daily,08:00,18:00\n",
       "shifts.csv:2:1: \"nord\": no post has this code (did you mean north?)"},
      {"north,night,08:00,18:00\n",
       "shifts.csv:2:2: \"night\": days are daily, workday, off or 2026-02-16..2026-02-22"},
      {"north,2026-02-22..2026-02-16,08:00,18:00\n",
       "shifts.csv:2:2: \"2026-02-22..2026-02-16\": days are daily, workday, off or "
       "2026-02-16..2026-02-22"},
      {"north,daily,8:00,18:00\n", "shifts.csv:2:3: \"8:00\": a shift begins at 00:00 to 23:59"},
      {"north,daily,24:00,06:00\n", "shifts.csv:2:3: \"24:00\": a shift begins at 00:00 to 23:59"},
      {"north,daily,08:00,24:01\n", "shifts.csv:2:4: \"24:01\": a shift ends at 00:00 to 24:00"},
      {"north,daily,08:00,18:00\nnorth,daily,08:00,18:00\n",
       "shifts.csv:3:1: \"north\": line 2 says this already"},
  };
  for (const auto& [rows, error] : slips)
    EXPECT_EQ(errors_of(with_roster("north,ann,um-2101,,,\n", rows)), error);
}

TEST(pack_roster, shifts_without_posts_are_an_error) {
  pack_files files = good_pack();
  files["shifts.csv"] = shifts_header;
  EXPECT_EQ(errors_of(files), "shifts.csv: without posts.csv nobody is on these shifts");
}

TEST(pack_roster, backups_in_a_circle_are_an_error_where_a_roster_would_follow_them) {
  pack_files files = with_roster("north,ann,um-2101,,,\n", "");
  std::string& departments = files["departments.csv"];
  std::string_view south = "um-2102,Streets South,urban_management,district,2102,,";
  departments.insert(departments.find(south) + south.size(), "um-2101");
  EXPECT_EQ(errors_of(files),
            "departments.csv:3:7: \"um-2102\": these backups lead back to this department\n"
            "departments.csv:4:7: \"um-2101\": these backups lead back to this department");
  files.erase("posts.csv");
  files.erase("shifts.csv");
  EXPECT_EQ(errors_of(files), "");
}

TEST(pack_roster, in_shenyang_somebody_is_called_at_every_hour_around_the_national_day) {
  policy_ptr city = shipped_pack("shenyang");
  ASSERT_NE(city, nullptr);
  std::map<staffing, int> times;
  for (const department& each : city->departments.all()) {
    if (each.function == "desk") continue;
    // From the make-up day before it to the one behind it.
    instant begin = std::chrono::sys_days(2026y / 9 / 19);
    for (instant at = begin; at < begin + std::chrono::days(22); at += 1h) {
      auto called = city->roster.call(each.code, at, city->departments, city->days);
      ASSERT_FALSE(called.person.empty()) << each.code.text;
      ++times[called.staffing];
    }
  }
  EXPECT_EQ(times[staffing::nobody], 0);
  EXPECT_EQ(times[staffing::no_roster], 0);
  EXPECT_GT(times[staffing::on_duty], 0);
  EXPECT_GT(times[staffing::backup], 0);
  EXPECT_GT(times[staffing::deputy], 0);
}

TEST(pack_roster, boston_has_no_roster_and_calls_as_before) {
  policy_ptr city = shipped_pack("boston");
  ASSERT_NE(city, nullptr);
  EXPECT_TRUE(city->roster.all().empty());
}

}  // namespace
}  // namespace gridwhistle
