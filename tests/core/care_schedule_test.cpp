// When a care visit is due, which whistle it is, and what of it counts as visited.
#include "server/core/care_schedule.hpp"

#include <gtest/gtest.h>

#include <set>

#include "server/core/care_shares.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

const zone utc({{instant{}, 0h}});

care_row row_of(care_rhythm every, local_days from, std::optional<local_days> to = std::nullopt) {
  care_row made{"R-1", area_code("2101010101"), {matter_kind::matter, "01001"}, every, from, to,
                {}};
  for (std::size_t i = 0; i < made.root.size(); ++i)
    made.root[i] = static_cast<std::uint8_t>(17 * i);
  return made;
}

struct named_day {
  local_days day;
  care_rhythm every;
  std::string_view name;
  local_days first;
  local_days next;
};

TEST(care_schedule, a_period_has_its_name_and_its_days) {
  using enum care_rhythm;
  const named_day table[] = {
      {local_days(2026y / 11 / 30), month, "2026-11", local_days(2026y / 11 / 1),
       local_days(2026y / 12 / 1)},
      {local_days(2028y / 2 / 29), month, "2028-02", local_days(2028y / 2 / 1),
       local_days(2028y / 3 / 1)},
      {local_days(2026y / 12 / 31), month, "2026-12", local_days(2026y / 12 / 1),
       local_days(2027y / 1 / 1)},
      {local_days(2026y / 12 / 31), quarter, "2026-Q4", local_days(2026y / 10 / 1),
       local_days(2027y / 1 / 1)},
      {local_days(2026y / 1 / 1), quarter, "2026-Q1", local_days(2026y / 1 / 1),
       local_days(2026y / 4 / 1)},
      // ISO weeks: 1 January 2027 is a Friday of the last week of 2026, 4 January 2027 a Monday.
      {local_days(2027y / 1 / 1), week, "2026-W53", local_days(2026y / 12 / 28),
       local_days(2027y / 1 / 4)},
      {local_days(2027y / 1 / 4), week, "2027-W01", local_days(2027y / 1 / 4),
       local_days(2027y / 1 / 11)},
      {local_days(2024y / 12 / 30), week, "2025-W01", local_days(2024y / 12 / 30),
       local_days(2025y / 1 / 6)},
  };
  for (const named_day& each : table) {
    care_period when = period_around(each.day, each.every);
    EXPECT_EQ(when.name, each.name);
    EXPECT_EQ(when.first, each.first) << each.name;
    EXPECT_EQ(when.next, each.next) << each.name;
  }
}

TEST(care_schedule, every_day_of_thirty_years_is_in_exactly_one_period_and_its_name_reads_back) {
  for (care_rhythm every : {care_rhythm::week, care_rhythm::month, care_rhythm::quarter}) {
    care_period when = period_around(local_days(2010y / 1 / 1), every);
    std::set<std::string> names;
    for (local_days day = when.first; day < local_days(2040y / 1 / 1);
         day += std::chrono::days(1)) {
      if (day == when.next) when = period_around(day, every);
      care_period around = period_around(day, every);
      ASSERT_EQ(around.name, when.name);
      ASSERT_TRUE(day >= around.first && day < around.next) << around.name;
      if (day != around.first) continue;
      ASSERT_TRUE(names.insert(around.name).second) << around.name;
      auto read = parse_care_period(around.name);
      ASSERT_TRUE(read) << around.name;
      ASSERT_EQ(read->first, around.first) << around.name;
    }
  }
  for (std::string_view bad : {"", "2026", "2026-", "2026-13", "2026-00", "2026-W54", "2025-W53",
                               "2026-Q5", "2026-1", "2026-W", "x026-11", "2026-11-1"}) {
    EXPECT_FALSE(parse_care_period(bad)) << bad;
  }
}

TEST(care_schedule, a_visit_opens_at_the_first_midnight_of_its_period_or_of_its_row) {
  care_row row = row_of(care_rhythm::month, local_days(2026y / 11 / 16), local_days(2027y / 1 / 1));
  instant before = sys_days(2026y / 11 / 16) - 1ms;
  EXPECT_FALSE(visit_at(row, before, utc));
  EXPECT_EQ(opens_after(row, before, utc), instant(sys_days(2026y / 11 / 16)));
  auto first = visit_at(row, sys_days(2026y / 11 / 16), utc);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->when.name, "2026-11");
  EXPECT_EQ(opens_after(row, sys_days(2026y / 11 / 16), utc), instant(sys_days(2026y / 12 / 1)));
  EXPECT_EQ(visit_at(row, sys_days(2026y / 12 / 1) - 1ms, utc)->whistle, first->whistle);
  EXPECT_NE(visit_at(row, sys_days(2026y / 12 / 1), utc)->whistle, first->whistle);
  EXPECT_EQ(visit_at(row, sys_days(2027y / 1 / 20), utc)->when.name, "2027-01")
      << "the row held when it opened";
  EXPECT_FALSE(visit_at(row, sys_days(2027y / 2 / 1), utc));
  EXPECT_EQ(opens_after(row, sys_days(2027y / 1 / 1), utc), std::nullopt);
  EXPECT_EQ(opens_after(row, instant{}, utc), instant(sys_days(2026y / 11 / 16)));
}

TEST(care_schedule, where_midnight_does_not_exist_a_visit_opens_at_the_jump) {
  // As in Cairo on 26 April 2024: at 00:00 the clock goes to 01:00.
  instant jump = sys_days(2024y / 4 / 25) + 22h;
  zone cairo({{instant{}, 2h}, {jump, 3h}});
  care_row row = row_of(care_rhythm::month, local_days(2024y / 4 / 26));
  auto visit = visit_in(row, local_days(2024y / 4 / 26), cairo);
  ASSERT_TRUE(visit);
  EXPECT_EQ(visit->opens, jump);
  EXPECT_FALSE(visit_at(row, jump - 1ms, cairo));
  EXPECT_TRUE(visit_at(row, jump, cairo));
  // In autumn, when the hour before midnight came twice, at the midnight that follows both.
  instant back = sys_days(2024y / 10 / 31) + 21h;
  zone autumn({{instant{}, 3h}, {back, 2h}});
  EXPECT_EQ(visit_in(row, local_days(2024y / 11 / 1), autumn)->opens,
            instant(sys_days(2024y / 10 / 31) + 22h));
}

TEST(care_schedule, the_id_follows_from_resident_and_period_and_is_a_uuid_of_its_first_day) {
  care_row here = row_of(care_rhythm::month, local_days(2026y / 1 / 1));
  care_row moved = here;
  moved.area = area_code("2101010102");
  moved.from = local_days(2026y / 11 / 16);
  care_row other = here;
  other.root[9] ^= 1;
  local_days day(2026y / 11 / 20);
  EXPECT_EQ(visit_in(here, day, utc)->whistle, visit_in(moved, day, utc)->whistle);
  EXPECT_NE(visit_in(here, day, utc)->whistle, visit_in(other, day, utc)->whistle);
  EXPECT_EQ(visit_in(here, day, utc)->whistle.text(), "01a19467-e800-7011-a233-445566778899");
}

TEST(care_schedule, an_opened_visit_is_dispatched_and_has_nobody_as_its_reporter) {
  const policy& rules = *small_city::rules();
  care_row row = row_of(care_rhythm::month, local_days(2026y / 3 / 1));
  instant now = small_city::march(2, 9h);
  auto visit = visit_at(row, now, rules.days.where());
  ASSERT_TRUE(visit);
  whistle state;
  for (event& each : open_visit(row, *visit, now, rules)) {
    apply(state, {{}, visit->whistle, state.version + 1, now, {}, 0, {}, std::move(each)});
  }
  EXPECT_EQ(state.id, visit->whistle);
  EXPECT_EQ(state.stage, stage::dispatched);
  ASSERT_TRUE(state.lead());
  EXPECT_EQ(state.lead()->department, department_code("um"));
  EXPECT_TRUE(state.reporter.empty());
  EXPECT_EQ(state.what.source, source::schedule);
  EXPECT_EQ(state.what.kind, whistle_kind::routine);
  EXPECT_EQ(state.what.source_reference, "care/R-1/matter:01001/2026-03");
  auto read = visit_of(state);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->resident, "R-1");
  EXPECT_EQ(read->when.name, "2026-03");
  state.what.source = source::handheld;
  EXPECT_FALSE(visit_of(state)) << "whoever says so himself is not the schedule";
}

// --- shares
// ---------------------------------------------------------------------------------------

policy_ptr city_with(std::vector<care_row> rows) {
  policy rules = *small_city::rules();
  rules.care = std::move(rows);
  return std::make_shared<policy>(std::move(rules));
}

// "2101:4=1+2+1": listed = visited + open + missed
std::string text_of(const care_fold& board) {
  std::string text;
  for (const auto& [group, row] : board.rows()) {
    text += (text.empty() ? "" : " ") + group + ":" + std::to_string(row.listed.size()) + "=" +
            std::to_string(row.count(care_state::visited)) + "+" +
            std::to_string(row.count(care_state::open)) + "+" +
            std::to_string(row.count(care_state::missed));
  }
  return text;
}

whistle opened(const care_row& row, const policy& rules, instant at) {
  auto visit = visit_at(row, at, rules.days.where());
  whistle state;
  for (event& each : open_visit(row, *visit, at, rules))
    apply(state, {{}, visit->whistle, state.version + 1, at, {}, 0, {}, std::move(each)});
  return state;
}

care_row resident(int number, const char* area) {
  care_row made = row_of(care_rhythm::month, local_days(2026y / 3 / 1));
  made.resident = "R-" + std::to_string(number);
  made.area = area_code(area);
  made.root[1] = static_cast<std::uint8_t>(number);  // all of it stands in the id
  return made;
}

TEST(care_shares, a_visit_is_visited_only_when_it_was_solved_and_handled_in_its_period) {
  policy_ptr rules = city_with({resident(1, "2101010101")});
  whistle open = opened(rules->care[0], *rules, small_city::march(2, 9h));
  auto told = [&](const whistle& state) {
    care_fold fold(local_days(2026y / 3 / 1), local_days(2026y / 3 / 31), small_city::march(35, 0h),
                   grouping::none, rules);
    fold.add(state);
    return text_of(fold);
  };
  EXPECT_EQ(told(open), ":1=0+1+0");
  whistle closed = open;
  closed.stage = stage::closed;
  closed.outcome = outcome::solved;
  closed.ended_at = small_city::march(33, 9h);
  closed.obligations[0].done_at = small_city::march(31, 23h);
  EXPECT_EQ(told(closed), ":1=1+0+0") << "handled in March, verified in April";
  whistle late = closed;
  late.obligations[0].done_at = small_city::march(32, 0h);
  EXPECT_EQ(told(late), ":1=0+0+1");
  whistle unsolved = closed;
  unsolved.outcome = outcome::unsolved_recorded;
  EXPECT_EQ(told(unsolved), ":1=0+0+1");
  whistle declined = open;
  declined.stage = stage::declined;
  EXPECT_EQ(told(declined), ":1=0+0+1");
  whistle by_hand = open;
  by_hand.what.source = source::handheld;
  EXPECT_EQ(told(by_hand), "");
}

TEST(care_shares, what_is_open_of_an_earlier_period_is_told_beside_the_rows_and_in_none_of_them) {
  policy_ptr rules = city_with({resident(1, "2101010101")});
  whistle open = opened(rules->care[0], *rules, small_city::march(2, 9h));
  care_fold week(local_days(2026y / 3 / 9), local_days(2026y / 3 / 15), small_city::march(15, 0h),
                 grouping::none, rules);
  week.add(open);
  EXPECT_EQ(text_of(week), "");
  EXPECT_EQ(week.open_of_earlier(), 1u);
  whistle closed = open;
  closed.stage = stage::closed;
  closed.outcome = outcome::solved;
  closed.ended_at = small_city::march(10, 9h);
  week.add(closed);
  EXPECT_EQ(week.open_of_earlier(), 1u) << "what is closed is not open";
  care_fold month(local_days(2026y / 3 / 1), local_days(2026y / 3 / 31), small_city::march(15, 0h),
                  grouping::none, rules);
  month.add(open);
  EXPECT_EQ(text_of(month), ":1=0+1+0");
  EXPECT_EQ(month.open_of_earlier(), 0u);
}

TEST(care_shares,
     what_was_never_opened_is_open_in_its_period_missed_after_it_and_not_listed_before) {
  policy_ptr rules = city_with({resident(1, "2101010101")});
  auto told = [&](instant as_of, std::string_view who) {
    care_fold fold(local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), as_of, grouping::none,
                   rules);
    fold.add_unopened(rules->care[0], small_city::speaker(who));
    return text_of(fold);
  };
  EXPECT_EQ(told(small_city::march(1, 0h) - 1ms, "desk"), "");
  EXPECT_EQ(told(small_city::march(1, 0h), "desk"), ":1=0+1+0");
  EXPECT_EQ(told(small_city::march(32, 0h) - 1ms, "desk"), ":1=0+1+0");
  EXPECT_EQ(told(small_city::march(32, 0h), "desk"), ":2=0+1+1");
  EXPECT_EQ(told(small_city::march(62, 0h), "desk"), ":2=0+0+2");
  EXPECT_EQ(told(small_city::march(62, 0h), "officer-2102"), "") << "not his area";
  EXPECT_EQ(told(small_city::march(62, 0h), "clerk-um"), "") << "no area";
}

TEST(care_shares, a_whistle_one_may_not_see_was_opened_all_the_same_and_who_moved_is_listed_once) {
  care_row here = resident(1, "2101010101"), moved = here;
  here.to = local_days(2026y / 3 / 15);
  moved.from = local_days(2026y / 3 / 16);
  moved.area = area_code("2102010101");
  policy_ptr rules = city_with({here, moved});
  care_fold fold(local_days(2026y / 3 / 1), local_days(2026y / 3 / 31), small_city::march(40, 0h),
                 grouping::district, rules);
  for (const care_row& row : rules->care) fold.add_unopened(row, small_city::speaker("desk-city"));
  EXPECT_EQ(text_of(fold), "2101:1=0+0+1");
  care_fold hidden(local_days(2026y / 3 / 1), local_days(2026y / 3 / 31), small_city::march(40, 0h),
                   grouping::district, rules);
  hidden.pass_over(opened(here, *rules, small_city::march(2, 9h)));
  for (const care_row& row : rules->care)
    hidden.add_unopened(row, small_city::speaker("desk-city"));
  EXPECT_EQ(text_of(hidden), "");
}

TEST(care_shares, over_many_residents_children_sum_to_the_parent_and_the_parts_to_the_whole) {
  constexpr int residents = 300;
  const std::array areas = {"2101010101", "2101010102", "2102010101"};
  std::vector<care_row> rows;
  for (int i = 0; i < residents; ++i)
    rows.push_back(resident(i % 250, areas[static_cast<std::size_t>(i * 7 / 3) % areas.size()]));
  for (int i = 0; i < residents; ++i)
    rows[static_cast<std::size_t>(i)].root[3] = static_cast<std::uint8_t>(i / 250);
  policy_ptr rules = city_with(std::move(rows));
  const std::array levels = {grouping::none, grouping::district, grouping::street,
                             grouping::community, grouping::grid};
  std::vector<care_fold> folds;
  for (grouping by : levels) {
    care_fold fold(local_days(2026y / 3 / 1), local_days(2026y / 3 / 31), small_city::march(40, 0h),
                   by, rules);
    for (std::size_t i = 0; i < rules->care.size(); ++i) {
      if (i % 3 == 0) continue;
      whistle state = opened(rules->care[i], *rules, small_city::march(2, 9h));
      if (i % 3 == 1) {
        state.stage = stage::closed;
        state.outcome = outcome::solved;
        state.ended_at = small_city::march(3, 9h);
      }
      fold.add(state);
    }
    for (const care_row& row : rules->care)
      fold.add_unopened(row, small_city::speaker("desk-city"));
    folds.push_back(std::move(fold));
  }
  EXPECT_EQ(text_of(folds[0]), ":300=100+100+100");
  for (std::size_t i = 1; i < folds.size(); ++i) {
    std::map<std::string, std::array<std::size_t, care_states_count>> below;
    for (const auto& [group, row] : folds[i].rows()) {
      EXPECT_EQ(row.listed.size(), row.count(care_state::visited) + row.count(care_state::open) +
                                       row.count(care_state::missed));
      auto& sums = below[group_of_place(area_code(group), levels[i - 1], rules->areas)];
      for (std::size_t state = 0; state < sums.size(); ++state)
        sums[state] += row.count(static_cast<care_state>(state));
    }
    EXPECT_EQ(below.size(), folds[i - 1].rows().size());
    for (const auto& [group, sums] : below) {
      for (std::size_t state = 0; state < sums.size(); ++state)
        EXPECT_EQ(folds[i - 1].rows().at(group).count(static_cast<care_state>(state)), sums[state]);
    }
  }
}

}  // namespace
}  // namespace gridwhistle
