// Who finally did it: what is told around a place equals a count by hand, whatever was closed and
// reopened before.
#include "server/core/owner_tally.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

matter_key matter_of(const char* code) { return {matter_kind::matter, code}; }

std::string text_of(const std::optional<tally>& told) {
  if (!told) return "nothing";
  std::string text = told->area.text + ":";
  for (const tally::count& each : told->counts)
    text += " " + each.department.text + " " + std::to_string(each.closed);
  return text;
}

// From the cases themselves: area by area upwards, until one holds any.
std::string counted_by_hand(const std::vector<done_case>& cases, const matter_key& matter,
                            const area_code& where, const area_tree& areas) {
  const area* at = areas.find(where);
  if (!at) at = &areas.city();
  for (; at; at = areas.parent_of(*at)) {
    std::map<department_code, std::size_t> sums;
    for (const done_case& each : cases) {
      bool known = areas.find(each.area) != nullptr;
      bool inside = known ? areas.holds(at->code, each.area) : at == &areas.city();
      if (each.matter == matter && inside) ++sums[each.lead];
    }
    if (sums.empty()) continue;
    tally made{at->code, {}};
    for (const auto& [department, closed] : sums) made.counts.push_back({department, closed});
    std::sort(made.counts.begin(), made.counts.end(), [](const auto& a, const auto& b) {
      return a.closed != b.closed ? a.closed > b.closed : a.department < b.department;
    });
    return text_of(made);
  }
  return "nothing";
}

TEST(owner_tally, around_every_place_it_tells_what_a_count_by_hand_tells) {
  constexpr int rounds = 400, steps = 40;
  const area_tree& areas = small_city::rules()->areas;
  std::vector<area_code> places = {area_code("nowhere")};
  for (const area& each : areas.all()) places.push_back(each.code);
  const std::vector<matter_key> matters = {matter_of("01001"), matter_of("03001")};
  const std::vector<department_code> leads = {department_code("um"), department_code("pw"),
                                              department_code("ps")};
  std::mt19937 chance(20261126);
  auto one_of = [&chance](const auto& all) { return all[chance() % all.size()]; };
  int told = 0;
  for (int round = 0; round < rounds; ++round) {
    owner_tally kept;
    std::vector<done_case> cases;
    for (int step = 0; step < steps; ++step) {
      if (!cases.empty() && chance() % 3 == 0) {
        std::size_t back = chance() % cases.size();
        kept.take_back(cases[back]);
        cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(back));
      } else {
        cases.push_back({one_of(matters), one_of(places), one_of(leads)});
        kept.add(cases.back());
      }
      matter_key matter = one_of(matters);
      area_code where = one_of(places);
      std::string by_hand = counted_by_hand(cases, matter, where, areas);
      ASSERT_EQ(text_of(kept.around(matter, where, areas)), by_hand) << round << " " << step;
      told += by_hand != "nothing";
    }
  }
  EXPECT_GT(told, rounds * steps / 2);
}

TEST(owner_tally, names_no_more_departments_than_can_be_read_and_keeps_the_frequent_ones) {
  owner_tally kept;
  for (std::size_t i = 0; i < tally_departments_max + 3; ++i) {
    done_case done{matter_of("01001"), area_code("21"), department_code("d" + std::to_string(i))};
    for (std::size_t times = 0; times <= i; ++times) kept.add(done);
  }
  auto told = kept.around(matter_of("01001"), area_code("21"), small_city::rules()->areas);
  ASSERT_TRUE(told);
  ASSERT_EQ(told->counts.size(), tally_departments_max);
  EXPECT_EQ(told->counts.front().closed, tally_departments_max + 3);
  EXPECT_EQ(told->counts.back().closed, 4u);
}

constexpr const char* closed_as_solved = R"(
  at 11 09:00
  walker blow 01001 -> raised filed dispatched(um) delivered(um)
  clerk-um report_in -> reported_in(um)
  clerk-um handle "done" -> handled(um)
  walker verify solved -> verified closed(solved)
)";

TEST(owner_tally, what_is_closed_as_solved_counts_for_its_lead_until_it_is_reopened) {
  whistle_script life;
  life.run(closed_as_solved);
  auto done = done_by(life.state());
  ASSERT_TRUE(done);
  EXPECT_EQ(*done, (done_case{matter_of("01001"), area_code("2101010101"), department_code("um")}));
  life.outcome_of("walker reopen \"still there\"");
  EXPECT_TRUE(life.state().open());
  EXPECT_FALSE(done_by(life.state()));
}

TEST(owner_tally, what_is_recorded_as_unsolved_counts_for_nobody) {
  whistle_script life;
  life.outcome_of("walker blow 01001");
  life.outcome_of("clerk-um report_in");
  life.outcome_of("clerk-um handle \"done\"");
  life.outcome_of("desk close unsolved \"cannot be done\"");
  ASSERT_FALSE(life.state().open());
  EXPECT_FALSE(done_by(life.state()));
}

TEST(owner_tally, a_duplicate_closed_with_its_umbrella_counts_once) {
  whistle_script life;
  life.outcome_of("walker blow 01001");
  life.outcome_of("2: mate blow 01001");
  life.outcome_of("2: desk join to=1 \"the same heap\"");
  life.outcome_of("clerk-um report_in");
  life.outcome_of("clerk-um handle \"done\"");
  life.outcome_of("walker verify solved");
  ASSERT_EQ(life.state(1).stage, stage::closed);
  ASSERT_EQ(life.state(2).stage, stage::closed);
  EXPECT_TRUE(done_by(life.state(1)));
  EXPECT_FALSE(done_by(life.state(2)));
}

}  // namespace
}  // namespace gridwhistle
