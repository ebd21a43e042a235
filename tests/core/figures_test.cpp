// The numbers supervisors judge by: the check vectors of domain.md section 6, and that no figure
// says more or less than its list.
#include "server/core/figures.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/core/random_life.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;

const period whole_march{march(1, 0h), march(32, 0h)};

share made_share(int counted, int of) {
  share made;
  for (int i = 0; i < of; ++i) made.of.push_back(small_city::whistle_number(1));
  for (int i = 0; i < counted; ++i) made.counted.push_back(small_city::whistle_number(1));
  return made;
}

TEST(figures, agree_with_the_check_vectors) {
  EXPECT_NEAR(made_share(911, 972).percent(), 93.72, 0.005);
  EXPECT_NEAR(made_share(737, 972).percent(), 75.82, 0.005);
  // 98.06, 99.00 and 100 percent.
  figure_row row;
  row[figure::closing] = made_share(9806, 10000);
  row[figure::on_time] = made_share(99, 100);
  row[figure::response] = made_share(7, 7);
  const figure_weights weights = {
      {figure::closing, 0.2}, {figure::on_time, 0.3}, {figure::response, 0.5}};
  EXPECT_NEAR(composite(row, weights).value(), 99.3, 0.05);
  EXPECT_EQ(composite(row, {}), std::nullopt) << "no weights are built in";
  EXPECT_EQ(composite(row, {{figure::solved, 1.0}}), std::nullopt) << "nobody was asked";
  EXPECT_EQ(share{}.percent(), 0);
}

figure_row of_one(const whistle_script& life, grouping by, const std::string& group, instant now) {
  figure_fold fold(whole_march, now, by);
  fold.add(life.state(), life.rules());
  auto found = fold.rows().find(group);
  return found == fold.rows().end() ? figure_row{} : found->second;
}

std::string text_of(const share& figure) {
  return std::to_string(figure.counted.size()) + "/" + std::to_string(figure.of.size());
}

constexpr const char* closed_in_time = R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 12 09:00
    clerk-um handle "done" -> handled(um)
    at 12 10:00
    mate verify solved -> verified closed(solved)
)";

TEST(figures, what_was_closed_in_time_counts_as_such) {
  whistle_script life;
  life.run(closed_in_time).run("desk return_visit yes -> return_visited");
  figure_row told = of_one(life, grouping::none, "", march(31, 0h));
  EXPECT_EQ(text_of(told[figure::closing]), "1/1");
  EXPECT_EQ(text_of(told[figure::on_time]), "1/1");
  EXPECT_EQ(text_of(told[figure::honest]), "1/1");
  EXPECT_EQ(text_of(told[figure::response]), "1/1");
  EXPECT_EQ(text_of(told[figure::solved]), "1/1");
  EXPECT_EQ(text_of(told[figure::satisfied]), "1/1");
  EXPECT_EQ(text_of(told[figure::returned]), "0/1");
  EXPECT_EQ(text_of(told[figure::unfounded]), "0/0");
  EXPECT_EQ(told.held.at("dept/um"), 25h);
}

TEST(figures, an_overrun_counts_until_an_appeal_is_upheld) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 13 10:00
    clock -> overran(report_in:um) overran(handle:um)
  )");
  figure_row open = of_one(life, grouping::none, "", march(20, 0h));
  EXPECT_EQ(text_of(open[figure::closing]), "0/1");
  EXPECT_EQ(text_of(open[figure::honest]), "0/1");
  EXPECT_EQ(text_of(open[figure::response]), "0/1");
  life.run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
  )");
  figure_row late = of_one(life, grouping::none, "", march(20, 0h));
  EXPECT_EQ(text_of(late[figure::closing]), "1/1");
  EXPECT_EQ(text_of(late[figure::on_time]), "0/1");
  EXPECT_EQ(text_of(late[figure::honest]), "0/1");
  life.run(R"(
    clerk-um appeal clock=handle "flood" -> appealed(handle:um)
    desk decide_appeal granted of=um clock=handle "so it was" -> appeal_granted(handle:um)
  )");
  EXPECT_EQ(text_of(of_one(life, grouping::none, "", march(20, 0h))[figure::on_time]), "1/1");
}

TEST(figures, of_a_period_that_still_runs_only_what_was_due_so_far_counts) {
  // um's limits end on the 11th at 15:00 and on the 13th at 9:00; the period runs to the end of
  // March.
  whistle_script called;
  called.run("at 11 09:00\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)");
  whistle_script done;
  done.run(closed_in_time);
  struct line {
    const char* what;
    const whistle_script& life;
    instant as_of;
    const char* response;
    const char* closing;
    const char* on_time;
    const char* honest;
  };
  for (const line& each :
       {line{"just called", called, march(11, 10h), "0/0", "0/0", "0/0", "0/0"},
        line{"at the very instant", called, march(11, 15h), "0/0", "0/0", "0/0", "0/0"},
        line{"too late to report in", called, march(11, 15h) + 1ms, "0/1", "0/0", "0/0", "0/0"},
        line{"too late to close", called, march(13, 9h) + 1ms, "0/1", "0/1", "0/1", "0/1"},
        line{"closed early", done, march(12, 11h), "1/1", "0/0", "0/0", "1/1"},
        line{"closed, and due since", done, march(13, 10h), "1/1", "1/1", "1/1", "1/1"},
        line{"when all of it is over", done, march(40, 0h), "1/1", "1/1", "1/1", "1/1"}}) {
    figure_row told = of_one(each.life, grouping::none, "", each.as_of);
    EXPECT_EQ(text_of(told[figure::response]), each.response) << each.what;
    EXPECT_EQ(text_of(told[figure::closing]), each.closing) << each.what;
    EXPECT_EQ(text_of(told[figure::on_time]), each.on_time) << each.what;
    EXPECT_EQ(text_of(told[figure::honest]), each.honest) << each.what;
  }
}

struct stand {
  const char* name;
  const char* lines;
};

// um's limits end on the 11th at 15:00 and on the 13th at 9:00; each of these stops its clocks
// before, and nobody starts them again.
constexpr stand stands[] = {
    {"handled in time and not yet verified", R"(
      clerk-um report_in -> reported_in(um)
      at 12 09:00
      clerk-um handle "done" -> handled(um)
    )"},
    {"shelved", R"(
      clerk-um report_in -> reported_in(um)
      clerk-um request_shelving until=31-09:00 "frost" -> shelving_requested
      desk decide_shelving granted -> shelving_granted
    )"},
    {"waiting for the reporter", R"(
      clerk-um report_in -> reported_in(um)
      clerk-um note to=reporter "which gate?" -> noted(um?)
    )"},
    {"returned and waiting for the ruling", R"(
      clerk-um report_in -> reported_in(um)
      clerk-um return to=ps "theirs" -> returned(um>ps)
    )"},
};

TEST(figures, a_clock_that_stands_short_of_its_limit_is_neither_overdue_nor_due) {
  for (const stand& each : stands) {
    whistle_script life;
    life.run("at 11 09:00\nwalker blow 01001 -> raised filed dispatched(um) delivered(um)");
    life.run(each.lines);
    figure_row told = of_one(life, grouping::none, "", march(20, 0h));
    EXPECT_EQ(text_of(told[figure::closing]), "0/0") << each.name;
    EXPECT_EQ(text_of(told[figure::on_time]), "0/0") << each.name;
    EXPECT_EQ(text_of(told[figure::honest]), "0/0") << each.name;
    EXPECT_EQ(text_of(told[figure::response]), "1/1") << each.name;
  }
}

TEST(figures, a_report_in_that_stands_short_of_its_limit_is_not_due) {
  constexpr stand unreported[] = {
      {"returned", "clerk-ps return to=env \"no\" -> returned(ps>env)"},
      {"released", "desk release of=ps \"enough\" -> released(ps)"},
      {"waiting for the reporter", "clerk-ps note to=reporter \"which gate?\" -> noted(ps?)"},
  };
  for (const stand& each : unreported) {
    whistle_script life;
    life.run(R"(
      at 11 09:00
      walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) \
          delivered(pw)
    )");
    EXPECT_EQ(text_of(of_one(life, grouping::department, "ps", march(20, 0h))[figure::response]),
              "0/1")
        << "runs, and will be due";
    life.run(each.lines);
    EXPECT_EQ(text_of(of_one(life, grouping::department, "ps", march(20, 0h))[figure::response]),
              "0/0")
        << each.name;
  }
}

TEST(figures, a_limit_that_was_used_up_before_the_clock_stood_is_overdue) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um report_in -> reported_in(um)
    at 13 10:00
    clock -> overran(handle:um)
    clerk-um handle "done" -> handled(um)
  )");
  figure_row told = of_one(life, grouping::none, "", march(20, 0h));
  EXPECT_EQ(text_of(told[figure::closing]), "0/1");
  EXPECT_EQ(text_of(told[figure::honest]), "0/1");
  // As of the day before nothing was overdue yet.
  EXPECT_EQ(text_of(of_one(life, grouping::none, "", march(12, 0h))[figure::honest]), "0/0");
}

TEST(figures, an_overrun_whose_appeal_was_upheld_is_exempt_in_each_of_them_also_while_it_is_open) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    at 13 10:00
    clock -> overran(report_in:um) overran(handle:um)
    clerk-um appeal clock=report_in "flood" -> appealed(report_in:um)
    clerk-um appeal clock=handle "flood" -> appealed(handle:um)
    desk decide_appeal granted of=um clock=report_in "yes" -> appeal_granted(report_in:um)
    desk decide_appeal granted of=um clock=handle "yes" -> appeal_granted(handle:um)
  )");
  figure_row open = of_one(life, grouping::none, "", march(20, 0h));
  for (figure each : {figure::closing, figure::on_time, figure::honest, figure::response})
    EXPECT_EQ(text_of(open[each]), "0/0") << name_of(each);
  life.run(R"(
    clerk-um report_in -> reported_in(um)
    clerk-um handle "done" -> handled(um)
    mate verify solved -> verified closed(solved)
  )");
  figure_row closed = of_one(life, grouping::none, "", march(20, 0h));
  for (figure each : {figure::closing, figure::on_time, figure::honest, figure::response})
    EXPECT_EQ(text_of(closed[each]), "1/1") << name_of(each);
}

TEST(figures, what_is_known_less_exactly_counts_where_it_is_known) {
  constexpr stand places[] = {{"2101", "area=2101"}, {"210101", "area=210101"}, {"21", "area=99"}};
  for (const stand& each : places) {
    whistle_script life;
    life.outcome_of("walker blow 01001 " + std::string(each.lines));
    if (life.state().stage == stage::raised) {
      EXPECT_GT(of_one(life, grouping::grid, each.name, march(20, 0h)).held.size(), 0u);
      continue;
    }
    for (grouping by : {grouping::street, grouping::community, grouping::grid}) {
      EXPECT_EQ(text_of(of_one(life, by, each.name, march(20, 0h))[figure::closing]), "0/1")
          << each.name << " by " << name_of(by);
    }
  }
}

TEST(figures, returns_are_counted_one_by_one_and_go_to_who_returned) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    clerk-um return to=ps "theirs" -> returned(um>ps)
    desk rule rejected of=um "yours" -> rejected(um)
    clerk-um return to=ps "theirs still" -> returned(um>ps)
    desk rule upheld of=um "right" -> upheld(um) dispatched(ps) delivered(ps)
  )");
  figure_row um = of_one(life, grouping::department, "um", march(20, 0h));
  EXPECT_EQ(text_of(um[figure::returned]), "2/1");
  EXPECT_EQ(text_of(um[figure::unfounded]), "1/2");
  figure_row ps = of_one(life, grouping::department, "ps", march(20, 0h));
  EXPECT_EQ(text_of(ps[figure::returned]), "0/1");
}

figure_row of_all(const whistle_script& life, instant now) {
  figure_fold fold(whole_march, now, grouping::none);
  for (const auto& [id, state] : life.whistles().all()) fold.add(state, life.rules());
  return fold.rows().at("");
}

TEST(figures, a_duplicate_counts_with_its_umbrella_and_by_itself_when_it_is_parted) {
  whistle_script life;
  life.run(R"(
    at 11 09:00
    walker blow 01001 -> raised filed dispatched(um) delivered(um)
    2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    3: mate blow 01001 -> raised filed dispatched(um) delivered(um)
    3: clerk-um report_in -> reported_in(um)
    2: desk join to=1 "the same" -> joined(1) 1:member_joined(2)
    3: desk join to=1 "the same" -> joined(1) 1:member_joined(3)
    clerk-um report_in -> reported_in(um)
  )");
  figure_row open = of_all(life, march(20, 0h));
  EXPECT_EQ(text_of(open[figure::closing]), "0/1");
  EXPECT_EQ(text_of(open[figure::honest]), "0/1");
  EXPECT_EQ(text_of(open[figure::response]), "2/2");
  EXPECT_EQ(text_of(open[figure::returned]), "0/3");
  life.run(R"(
    at 12 09:00
    clerk-um handle "swept" -> handled(um)
    walker verify solved -> verified closed(solved) 2:closed(solved) 3:closed(solved)
    2: desk return_visit yes -> return_visited
  )");
  figure_row closed = of_all(life, march(20, 0h));
  EXPECT_EQ(text_of(closed[figure::on_time]), "1/1");
  EXPECT_EQ(text_of(closed[figure::solved]), "1/1");
  life.run(R"(
    supervisor reopen "still there" -> reopened 2:joined(1) 3:joined(1)
    2: desk part "another" -> parted 1:member_parted(2)
  )");
  EXPECT_EQ(text_of(of_all(life, march(20, 0h))[figure::closing]), "0/2");
}

TEST(figures, a_figure_of_another_period_counts_nothing) {
  whistle_script life;
  life.run(closed_in_time);
  figure_fold fold({march(13, 10h), march(32, 0h)}, march(31, 0h), grouping::none);
  fold.add(life.state(), life.rules());
  const figure_row& told = fold.rows().at("");
  EXPECT_EQ(text_of(told[figure::closing]), "0/0");
  EXPECT_EQ(text_of(told[figure::honest]), "0/0");
  EXPECT_EQ(text_of(told[figure::response]), "0/0");
}

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
  for (std::size_t i = 0; i < days.size(); ++i) {
    figure_fold alone(days[i], march(40, 0h), grouping::department);
    for (const whistle& each : all) alone.add(each, *small_city::rules());
    for (const auto& [group, row] : alone.rows()) {
      figure_row of_day{told.at(group).days.at(i), {}, row.held};
      expect_same_lists(of_day, row, group + " on day " + std::to_string(i));
    }
  }
}

}  // namespace
}  // namespace gridwhistle
