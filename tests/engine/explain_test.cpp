// What the server did with a thousand random whistles, explained from its own entries: the same
// decision, byte for byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "server/core/explanation_text.hpp"
#include "server/core/routing_record.hpp"
#include "server/core/routing_verdict.hpp"
#include "server/engine/engine.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

struct tally {
  int called = 0;
  int with_helpers = 0;
  int to_desk = 0;
};

class random_city {
 public:
  random_city(policy_ptr rules, std::uint32_t seed) : rules_(std::move(rules)), chance_(seed) {}

  // Whistles at random instants of the published calendar, the later the later.
  tally blow(int count) {
    engine at_work(rules_);
    const calendar& days = rules_->days;
    instant first = days.where().to_utc(std::chrono::local_time<span>(days.days().first));
    auto minutes = days.published_for(first) / 1min;
    std::vector<instant> instants;
    std::uniform_int_distribution<std::int64_t> minute(0, minutes);
    for (int i = 0; i < count; ++i) instants.push_back(first + minute(chance_) * 1min);
    std::ranges::sort(instants);
    at_work.start_at({1, 0}, first);
    tally counted;
    for (int i = 0; i < count; ++i) {
      blow_one(at_work, static_cast<std::uint64_t>(i) + 1, instants[static_cast<std::size_t>(i)],
               counted);
      if (testing::Test::HasFatalFailure()) break;
    }
    return counted;
  }

 private:
  std::size_t below(std::size_t bound) { return chance_() % bound; }
  bool one_in(std::size_t bound) { return below(bound) == 0; }

  report drawn() {
    report what;
    const auto& matters = rules_->matters.all();
    const auto& areas = rules_->areas.all();
    what.matter = matters[below(matters.size())].key;
    what.area = areas[below(areas.size())].code;
    what.kind = whistle_kinds[below(whistle_kinds.size())];
    what.condition = static_cast<int>(below(4));
    if (one_in(30)) what.matter.reset();
    if (one_in(30)) what.area = area_code("nowhere");
    if (rules_->map.known() && one_in(4)) place(what);
    if (one_in(30)) what.kind.reset();
    return what;
  }

  // Without an area: the map decides, unless the place is ambiguous or in no grid.
  void place(report& what) {
    const auto& shapes = rules_->map.shapes();
    const map_point& corner = shapes[below(shapes.size())].parts.front().shell.front();
    auto off = [&] { return static_cast<std::int32_t>(below(20'000)) - 10'000; };
    what.area = {};
    what.where = gridwhistle::place{corner.x + off(), corner.y + off(), 0};
    if (one_in(3)) what.where->accuracy_m = 50;
  }

  command asked(std::uint64_t number, instant at) {
    constexpr role roles[] = {role::grid_worker, role::clerk, role::desk_officer, role::importer,
                              role::supervisor};
    command made;
    made.id = small_city::command_number(number);
    made.digest = number;
    made.whistle = small_city::whistle_number(number);
    made.by = {user_id("someone"), roles[below(std::size(roles))], department_code("2101-x"),
               rules_->areas.city().code};
    report what = drawn();
    if (made.by.role == role::importer && one_in(3)) {
      what.ordered_limit = ordered_limit{};
      if (one_in(2)) what.ordered_limit->due_at = at + std::chrono::hours(below(1000));
    }
    made.ask = gridwhistle::blow{what};
    return made;
  }

  void blow_one(engine& at_work, std::uint64_t number, instant at, tally& counted) {
    command told = asked(number, at);
    at_work.ask(ticket{number}, told, at);
    ASSERT_NE(at_work.next_batch(), nullptr);
    batch done = at_work.durable();
    whistle state;
    routing_record record;
    for (const entry& each : done.entries) {
      if (each.whistle != told.whistle) continue;
      apply(state, each);
      record.add(state, each);
    }
    if (done.entries.empty()) return;  // refused: that role may not blow at all
    ASSERT_EQ(record.all().size(), 1u);
    compare(record.all().front(), state, counted);
  }

  void compare(const routing& recorded, const whistle& state, tally& counted) {
    ASSERT_EQ(recorded.policy, rules_->hash);
    routing again = routed(*rules_, question_of(recorded));
    for (language in : {language::zh, language::en}) {
      ASSERT_EQ(decision_text(recorded, *rules_, in), decision_text(again, *rules_, in));
    }
    ASSERT_EQ(to_json(explain(*rules_, recorded), *rules_),
              to_json(explain(*rules_, again), *rules_));
    ASSERT_EQ(name_of(judge(*rules_, recorded)), "equal");
    compare_deadlines(explain(*rules_, recorded), state);
    counted.called += recorded.called() ? 1 : 0;
    counted.with_helpers += recorded.called() && !recorded.called()->helpers.empty() ? 1 : 0;
    counted.to_desk += recorded.called() ? 0 : 1;
  }

  // Those of the explanation are those that the server's clocks will ring at.
  void compare_deadlines(const explanation& told, const whistle& state) {
    std::vector<std::tuple<department_code, clock_name, instant>> explained, rung;
    for (const clock_account& each : told.clocks) {
      for (const department_code& who : each.departments) {
        explained.emplace_back(who, each.clock, each.account.due);
      }
    }
    for (const due& each : deadlines(state, *rules_)) {
      if (each.clock != clock_name::desk) rung.emplace_back(each.department, each.clock, each.at);
    }
    std::ranges::sort(explained);
    std::ranges::sort(rung);
    ASSERT_EQ(explained, rung);
  }

  policy_ptr rules_;
  std::mt19937 chance_;
};

TEST(explained_whistle, of_a_thousand_in_shenyang_each_is_explained_as_the_server_did_it) {
  tally counted = random_city(shipped_pack("shenyang"), 1000).blow(1000);
  EXPECT_GT(counted.called, 400);
  EXPECT_GT(counted.with_helpers, 50);
  EXPECT_GT(counted.to_desk, 100);
}

TEST(explained_whistle, so_is_each_in_a_city_with_holes_ties_and_people_on_duty) {
  tally counted = random_city(small_city::rules_with_roster(), 7).blow(1000);
  EXPECT_GT(counted.called, 100);
  EXPECT_GT(counted.with_helpers, 20);
  EXPECT_GT(counted.to_desk, 100);
}

// --- a record that is not what the pack gives ---------------------------------------------------

routing recorded_stall() {
  return routed(*small_city::rules(), {small_city::report_of("01001"), small_city::march(11, 9h)});
}

TEST(explained_whistle, whatever_in_a_record_is_not_what_its_pack_gives_is_told) {
  const policy& rules = *small_city::rules();
  EXPECT_EQ(judge(rules, recorded_stall()), routing_verdict::equal);
  const std::vector<std::function<void(routed_to_departments&)>> changes = {
      [](routed_to_departments& to) { to.lead.department = department_code("ps"); },
      [](routed_to_departments& to) { to.lead.owed.handle->amount += 1ms; },
      [](routed_to_departments& to) { to.lead.owed.handle.reset(); },
      [](routed_to_departments& to) { to.lead.owed.report_in.amount += 1ms; },
      [](routed_to_departments& to) { to.lead.called.person = user_id("nobody"); },
      [](routed_to_departments& to) { to.helpers.push_back(to.lead); },
      [](routed_to_departments& to) { to.duty_row += 1; }};
  for (const auto& change : changes) {
    routing made = recorded_stall();
    change(std::get<routed_to_departments>(made.whither));
    EXPECT_EQ(judge(rules, made), routing_verdict::differs);
    EXPECT_NE(verdict_text(rules, rules, made, language::en).find("NOT what the server did"),
              std::string::npos);
  }
  routing desk = recorded_stall();
  desk.whither = routed_to_desk{area_code("2101"), desk_reason::no_duty, rules.desk_clock};
  EXPECT_EQ(judge(rules, desk), routing_verdict::differs);
}

TEST(explained_whistle, what_would_differ_today_is_told_and_what_the_desk_named_is_not_judged) {
  const policy& rules = *small_city::rules();
  routing made = recorded_stall();
  EXPECT_NE(verdict_text(rules, rules, made, language::en).find(": the same.\n"),
            std::string::npos);
  policy today = rules;
  std::vector<duty> rows = today.duties.all();
  rows[0].lead = {"police", area_level::city};
  today.duties = duty_list(rows);
  std::string text = verdict_text(rules, today, made, language::en);
  EXPECT_NE(text.find("it would differ:\ndecision\n  lead    ps:"), std::string::npos) << text;
  EXPECT_NE(verdict_json(rules, today, made).find("\"differs_today\":true"), std::string::npos);
  std::get<routed_to_departments>(made.whither).duty_row = 0;
  EXPECT_EQ(judge(rules, made), routing_verdict::by_hand);
  EXPECT_NE(verdict_text(rules, rules, made, language::zh).find("由指挥中心指定"),
            std::string::npos);
}

}  // namespace
}  // namespace gridwhistle
