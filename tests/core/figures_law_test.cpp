// The laws of figures over random lives: rows sum to the row above, a row is what is told of its
// group alone, and a period that still runs has what its part that is over has.
#include <gtest/gtest.h>

#include <set>

#include "server/core/figures.hpp"
#include "tests/core/random_life.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;

void expect_same_counts(const share& parent, std::size_t of, std::size_t counted) {
  EXPECT_EQ(parent.of.size(), of);
  EXPECT_EQ(parent.counted.size(), counted);
}

TEST(figures, over_random_lives_children_sum_to_the_parent_and_who_counts_is_among_those_due) {
  constexpr std::uint32_t lives = 4'000;
  policy_ptr rules = small_city::rules();
  const period spring{march(9, 0h), march(60, 0h)};
  std::vector<figure_fold> folds;
  for (grouping by : {grouping::none, grouping::district, grouping::grid, grouping::kind}) {
    folds.emplace_back(spring, march(40, 0h), by);
  }
  for (std::uint32_t seed = 1; seed <= lives; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 24; ++i) life.step();
    if (!life.state() || !life.state()->what.kind) continue;
    for (figure_fold& fold : folds) fold.add(*life.state(), *rules);
  }
  const figure_row& all = folds[0].rows().at("");
  EXPECT_GT(all[figure::closing].of.size(), 100u);
  EXPECT_GT(all[figure::returned].counted.size(), 100u);
  for (std::size_t i = 1; i < folds.size(); ++i) {
    std::size_t of = 0, counted = 0, obligations = 0, returns = 0;
    for (const auto& [group, own] : folds[i].rows()) {
      of += own[figure::on_time].of.size();
      counted += own[figure::on_time].counted.size();
      obligations += own[figure::response].of.size();
      returns += own[figure::returned].counted.size();
    }
    expect_same_counts(all[figure::on_time], of, counted);
    EXPECT_EQ(all[figure::response].of.size(), obligations);
    EXPECT_EQ(all[figure::returned].counted.size(), returns);
  }
  std::set<whistle_id> due(all[figure::closing].of.begin(), all[figure::closing].of.end());
  for (const whistle_id& each : all[figure::on_time].counted) EXPECT_TRUE(due.contains(each));
  EXPECT_LE(all[figure::on_time].counted.size(), all[figure::closing].counted.size());
}

// Each level above the next.
constexpr grouping levels[] = {grouping::none, grouping::district, grouping::street,
                               grouping::community, grouping::grid};

TEST(figures, over_whistles_at_every_level_the_rows_below_an_area_sum_to_its_own) {
  policy_ptr rules = small_city::rules();
  const period spring{march(9, 0h), march(60, 0h)};
  std::vector<figure_fold> folds;
  for (grouping by : levels) folds.emplace_back(spring, march(40, 0h), by);
  std::set<std::string> places;
  for (std::uint32_t seed = 1; seed <= 4'000; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 16; ++i) life.step();
    for (const auto& [id, state] : life.whistles().all()) {
      places.insert(state.what.area.text);
      for (figure_fold& fold : folds) fold.add(state, *rules);
    }
  }
  EXPECT_GE(places.size(), 9u) << "grids, all that is above them, and a place nobody knows";
  for (std::size_t i = 0; i + 1 < folds.size(); ++i) {
    std::map<std::string, figure_row> sums;
    for (const auto& [group, below] : folds[i + 1].rows()) {
      figure_row& sum = sums[group_of_place(area_code(group), levels[i], rules->areas)];
      for (std::size_t each = 0; each < figures_count; ++each) {
        auto append = [](std::vector<whistle_id>& to, const std::vector<whistle_id>& more) {
          to.insert(to.end(), more.begin(), more.end());
        };
        append(sum.shares[each].of, below.shares[each].of);
        append(sum.shares[each].counted, below.shares[each].counted);
      }
      for (const auto& [holder, time] : below.held) sum.held[holder] += time;
    }
    ASSERT_EQ(sums.size(), folds[i].rows().size()) << name_of(levels[i]);
    for (const auto& [group, own] : folds[i].rows()) {
      for (const figure_words& each : all_figures()) {
        expect_same_counts(own[each.of], sums[group][each.of].of.size(),
                           sums[group][each.of].counted.size());
      }
      EXPECT_EQ(own.held, sums[group].held) << name_of(levels[i]) << ' ' << group;
    }
  }
}

// Whistles of many lives, each with what became of it.
std::vector<whistle> lived(std::uint32_t lives) {
  std::vector<whistle> all;
  for (std::uint32_t seed = 1; seed <= lives; ++seed) {
    random_life life(seed);
    for (int i = 0; i < 20; ++i) life.step();
    for (const auto& [id, state] : life.whistles().all()) all.push_back(state);
  }
  return all;
}

const period spring{march(9, 0h), march(60, 0h)};

std::map<std::string, figure_row> rows_of(const std::vector<whistle>& all, grouping by,
                                          figure_filter only, std::vector<period> days = {}) {
  figure_fold fold(spring, march(40, 0h), by, std::move(only), std::move(days));
  for (const whistle& each : all) fold.add(each, *small_city::rules());
  return fold.rows();
}

void expect_same_lists(const figure_row& one, const figure_row& other, const std::string& what) {
  for (const figure_words& each : all_figures()) {
    EXPECT_EQ(one[each.of].of, other[each.of].of) << what << ' ' << each.name;
    EXPECT_EQ(one[each.of].counted, other[each.of].counted) << what << ' ' << each.name;
  }
  EXPECT_EQ(one.held, other.held) << what;
}

TEST(figures, asked_of_one_group_alone_they_are_what_its_row_says) {
  std::vector<whistle> all = lived(2'000);
  auto only = [](grouping by, const std::string& group) {
    figure_filter made;
    if (by == grouping::department) made.department = department_code(group);
    if (by == grouping::matter) made.matter = parse_matter_key(group);
    if (level_of(by)) made.area = area_code(group);
    return made;
  };
  std::size_t groups = 0;
  for (grouping by : {grouping::department, grouping::matter, grouping::district, grouping::street,
                      grouping::grid}) {
    for (const auto& [group, row] : rows_of(all, by, {})) {
      auto level = level_of(by);
      const area* place = level ? small_city::rules()->areas.find(area_code(group)) : nullptr;
      // What is known less exactly has a row of its own, and so has what lies in it.
      if (level && place->level != *level) continue;
      auto told = rows_of(all, grouping::none, only(by, group));
      ASSERT_EQ(told.size(), 1u) << group;
      expect_same_lists(told.at(""), row, group);
      ++groups;
    }
  }
  EXPECT_GT(groups, 14u);
  EXPECT_TRUE(rows_of(all, grouping::none, only(grouping::grid, "nowhere")).empty());
}

TEST(figures, asked_of_several_things_they_count_what_is_all_of_them_in_any_grouping) {
  std::vector<whistle> all = lived(2'000);
  figure_filter only{area_code("2101"), department_code("um"), parse_matter_key("matter:03001")};
  // Told apart by hand: codes of areas begin with the code of the area they lie in.
  std::vector<whistle> some;
  for (const whistle& each : all) {
    bool there = each.what.area.text.starts_with("2101") && each.what.matter == only.matter;
    if (there) some.push_back(each);
  }
  figure_row by_hand = rows_of(some, grouping::department, {}).at("um");
  ASSERT_GT(by_hand[figure::response].of.size(), 20u);
  for (grouping by : {grouping::none, grouping::department, grouping::street, grouping::kind}) {
    std::size_t due = 0, returns = 0, honest = 0;
    for (const auto& [group, row] : rows_of(all, by, only)) {
      due += row[figure::response].of.size();
      returns += row[figure::returned].counted.size();
      honest += row[figure::honest].of.size();
    }
    EXPECT_EQ(due, by_hand[figure::response].of.size()) << name_of(by);
    EXPECT_EQ(returns, by_hand[figure::returned].counted.size()) << name_of(by);
    EXPECT_EQ(honest, by_hand[figure::honest].of.size()) << name_of(by);
  }
}

TEST(figures, over_random_lives_a_period_that_still_runs_has_what_its_part_that_is_over_has) {
  std::vector<whistle> all = lived(1'000);
  // When the last of them has just happened: limits lie ahead.
  instant now = spring.from;
  for (const whistle& each : all) now = std::max(now, each.history.back().at + 1ms);
  std::size_t groups = 0;
  for (grouping by : {grouping::none, grouping::department, grouping::street}) {
    figure_fold running({spring.from, march(400, 0h)}, now, by), over({spring.from, now}, now, by);
    for (const whistle& each : all) {
      running.add(each, *small_city::rules());
      over.add(each, *small_city::rules());
    }
    ASSERT_EQ(running.rows().size(), over.rows().size()) << name_of(by);
    for (const auto& [group, row] : running.rows()) {
      expect_same_lists(row, over.rows().at(group), group);
      ++groups;
    }
  }
  EXPECT_GE(groups, 9u);
  auto due_by = [&](instant as_of) {
    figure_fold fold({spring.from, march(400, 0h)}, as_of, grouping::none);
    for (const whistle& each : all) fold.add(each, *small_city::rules());
    return fold.rows().at("")[figure::closing].of.size();
  };
  EXPECT_LT(due_by(now), due_by(march(400, 0h)));
}

TEST(figures, day_by_day_each_day_has_what_it_has_when_it_is_asked_for_alone) {
  std::vector<whistle> all = lived(500);
  std::vector<period> days;
  for (int day = 9; day < 40; ++day) days.push_back({march(day, 0h), march(day + 1, 0h)});
  auto told = rows_of(all, grouping::department, {}, days);
  std::map<std::string, std::map<std::string, span>> held;
  for (std::size_t i = 0; i < days.size(); ++i) {
    figure_fold alone(days[i], march(40, 0h), grouping::department);
    for (const whistle& each : all) alone.add(each, *small_city::rules());
    for (const auto& [group, row] : alone.rows()) {
      figure_row of_day{told.at(group).days.at(i), {}, row.held};
      expect_same_lists(of_day, row, group + " on day " + std::to_string(i));
      for (const auto& [holder, time] : row.held) held[group][holder] += time;
    }
  }
  // Nobody held anything before the first day or after now: the days' times are the period's.
  for (const auto& [group, row] : told) EXPECT_EQ(held[group], row.held) << group;
}

}  // namespace
}  // namespace gridwhistle
