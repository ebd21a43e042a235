// The numbers supervisors judge by: the check vectors of domain.md section 6, and that no figure
// says more or less than its list.
#include "server/core/figures.hpp"

#include <gtest/gtest.h>

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

TEST(figures, what_is_missing_and_what_is_counted_are_together_all_of_it) {
  auto one = small_city::whistle_number(1), two = small_city::whistle_number(2);
  // Twice in it, and counted once.
  share returned{{two, one, two}, {two}};
  EXPECT_EQ(part_of(returned, figure_part::of).size(), 3u);
  EXPECT_EQ(part_of(returned, figure_part::counted), (std::vector<whistle_id>{two}));
  EXPECT_EQ(part_of(returned, figure_part::missing), (std::vector<whistle_id>{one, two}));
  for (figure_part each : {figure_part::of, figure_part::counted, figure_part::missing})
    EXPECT_EQ(parse_figure_part(name_of(each)), each);
  EXPECT_EQ(parse_figure_part("half"), std::nullopt);
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

TEST(figures, time_is_held_within_the_period_and_not_before_or_after) {
  whistle_script life;
  life.run(closed_in_time);  // from the 11th at 9 to the 12th at 10
  auto held_in = [&](period when, instant now) {
    figure_fold fold(when, now, grouping::none);
    fold.add(life.state(), *small_city::rules());
    return fold.rows().at("").held;
  };
  const std::map<std::string, span> nobody;
  EXPECT_EQ(held_in({march(9, 0h), march(11, 0h)}, march(31, 0h)), nobody);
  EXPECT_EQ(held_in({march(12, 0h), march(13, 0h)}, march(31, 0h)).at("dept/um"), 10h);
  EXPECT_EQ(held_in({march(12, 0h), march(13, 0h)}, march(12, 4h)).at("dept/um"), 4h);
  EXPECT_EQ(held_in({march(13, 0h), march(31, 0h)}, march(31, 0h)), nobody);
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

}  // namespace
}  // namespace gridwhistle
