// A year of open whistles on a virtual clock, with outages, restarts and clock jumps: every rung
// exactly once, none early, late ones marked, moot ones where the leg was past before anybody
// looked. GW_ESCALATIONS gives the number of whistles of the long form (docs/testing.md).
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <tuple>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

constexpr std::uint64_t whistles_in_ci = 2'000;
const instant begin = small_city::march(2, 8h);
const instant end = begin + std::chrono::days(365);

// The small city with a calendar long enough for what a year's whistles owe.
policy_ptr long_lived_city() {
  auto made = std::make_shared<policy>(*small_city::rules());
  made->days = calendar(zone({{instant{}, 8h}}),
                        {local_days(2026y / 1 / 1), local_days(2036y / 12 / 31), {}},
                        {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}}, {});
  made->ladders.fill(default_ladder());
  return made;
}

class year {
 public:
  explicit year(std::uint64_t whistles) : whistles_(whistles) { serve(); }

  void run() {
    // Whistles come over the first ten months; then time runs on until the year is over.
    while (now_ < end) {
      std::uint64_t due = whistles_ * static_cast<std::uint64_t>((now_ - begin).count()) /
                          static_cast<std::uint64_t>((end - begin).count() * 10 / 12);
      while (blown_ < std::min(due, whistles_)) blow_one();
      for (int i = 0; i < 4; ++i) somebody_acts();
      settle();
      let_time_pass();
    }
    while (at_work_->wake_at() && *at_work_->wake_at() < now_) {
      at_work_->tick(now_);
      settle();
    }
  }

  instant now() const { return now_; }
  const std::map<whistle_id, std::vector<entry>>& lives() const { return lives_; }
  const engine& at_work() const { return *at_work_; }
  const policy& rules() const { return *rules_; }
  // Of all its lives.
  std::uint64_t late_rungs() const { return late_rungs_ + at_work_->late_rungs(); }

 private:
  void serve() {
    if (at_work_) late_rungs_ += at_work_->late_rungs();
    at_work_ = std::make_unique<engine>(rules_);
    for (const entry& each : journal_) ASSERT_TRUE(at_work_->fold(each));
    ++epoch_;
    at_work_->start_at({epoch_, 1}, journal_.empty() ? now_ : journal_.back().at);
  }

  void settle() {
    while (at_work_->next_batch()) {
      for (const entry& each : at_work_->durable().entries) {
        journal_.push_back(each);
        lives_[each.whistle].push_back(each);
      }
    }
  }

  void let_time_pass() {
    if (now_ >= next_mishap_) {
      mishap();
      next_mishap_ = now_ + std::chrono::minutes(chance_() % (3 * 24 * 60));
    } else {
      // As the shard does: up to the next thing the clock has to do, but never long.
      instant wake = at_work_->wake_at().value_or(end);
      now_ = std::max(now_, std::min(wake + 1ms, now_ + 30min));
    }
    if (chance_() % 4 != 0) at_work_->tick(now_);
    settle();
  }

  void mishap() {
    switch (chance_() % 4) {
      case 0:  // an outage
        now_ += 6h;
        break;
      case 1:  // the wall clock was set back
        now_ -= 1h;
        break;
      case 2:
        now_ += 1h;
        break;
      default:
        serve();
        break;
    }
  }

  void say(const whistle_id& id, const actor& by, ask what, std::uint64_t seen) {
    command asked;
    asked.id = small_city::command_number(++commands_);
    asked.digest = commands_;
    asked.whistle = id;
    asked.seen_version = seen;
    asked.by = by;
    asked.ask = std::move(what);
    at_work_->ask({commands_}, asked, now_);
    settle();
  }

  void blow_one() {
    constexpr const char* matters[] = {"01001", "03001", "05001"};
    say(small_city::whistle_number(++blown_), small_city::speaker("walker"),
        blow{small_city::report_of(matters[chance_() % 3])}, 0);
  }

  void somebody_acts() {
    if (blown_ == 0) return;
    // Most act on what is young; a tenth of all whistles is left alone for good.
    std::uint64_t number = blown_ - chance_() % std::min<std::uint64_t>(blown_, 60);
    if (number % 10 == 0) return;
    whistle_id id = small_city::whistle_number(number);
    const whistle& state = *at_work_->find(id);
    if (!state.open() || state.obligations.empty()) return;
    const obligation& owed = state.obligations[chance_() % state.obligations.size()];
    actor clerk = small_city::speaker("clerk-" + owed.department.text);
    switch (chance_() % 6) {
      case 0:
        return say(id, clerk, report_in{}, state.version);
      case 1:
        return say(id, clerk, return_to_desk{"not ours", "map", department_code("env")},
                   state.version);
      case 2:
        return say(id, small_city::speaker("desk"),
                   rule{owed.department, ruling::rejected, "yours", {}}, state.version);
      case 3:
        return say(id, clerk, request_shelving{now_ + 72h, "frost"}, state.version);
      case 4:
        return say(id, small_city::speaker("desk"), decide_shelving{decision::granted, ""},
                   state.version);
      default:
        return say(id, clerk, handle{"done", {}}, state.version);
    }
  }

  policy_ptr rules_ = long_lived_city();
  std::uint64_t whistles_;
  std::mt19937 chance_{20260302};
  std::unique_ptr<engine> at_work_;
  std::vector<entry> journal_;
  std::map<whistle_id, std::vector<entry>> lives_;
  instant now_ = begin;
  instant next_mishap_ = begin;
  std::uint64_t epoch_ = 0;
  std::uint64_t late_rungs_ = 0;
  std::uint64_t blown_ = 0;
  std::uint64_t commands_ = 0;
};

// What the ledgers say at the end, against what the journal says was done.
struct audit {
  const policy& rules;
  instant until;
  std::map<rung_timing, std::uint64_t> seen{};
  std::uint64_t noticed_late = 0;

  void look_at(const whistle& state, const std::vector<entry>& life) {
    std::map<std::pair<std::string, rung>, const entry*> recorded;
    for (const entry& each : life) {
      const auto* told = std::get_if<escalated>(&each.happened);
      if (!told) continue;
      ++seen[told->timing];
      if (each.at - told->due_at > rung_grace) ++noticed_late;
      auto key = std::pair(told->department.text, told->what);
      ASSERT_TRUE(recorded.emplace(key, &each).second) << "twice";
      ASSERT_GT(each.at, told->due_at) << "early";
      if (told->timing == rung_timing::on_time) {
        ASSERT_LE(each.at - told->due_at, rung_grace);
      }
      if (told->timing == rung_timing::late) {
        ASSERT_GT(each.at - told->due_at, rung_grace);
      }
    }
    for (const obligation& owed : state.obligations) {
      look_at_leg(state, owed, clock_name::report_in, owed.report_in, recorded);
      look_at_leg(state, owed, clock_name::handle, owed.handle, recorded);
    }
  }

  template <class Recorded>
  void look_at_leg(const whistle& state, const obligation& owed, clock_name name,
                   const clock_ledger& clock, const Recorded& recorded) {
    const ladder& rungs = rules.ladder_of(*state.what.kind);
    const work_clock& hours = rules.days.clock_of(owed.department);
    for (const rung& each : rungs) {
      if (each.clock != name) continue;
      auto wanted = time_of(each, clock, hours);
      auto found = recorded.find(std::pair(owed.department.text, each));
      bool has_come = wanted && *wanted < until;
      ASSERT_EQ(found != recorded.end(), has_come) << state.id.text() << ' ' << owed.department.text
                                                   << ' ' << name_of(name) << ' ' << each.percent;
      if (!has_come) continue;
      ASSERT_EQ(std::get<escalated>(found->second->happened).due_at, *wanted);
    }
  }
};

TEST(escalation, in_a_year_of_outages_restarts_and_clock_jumps_every_rung_comes_exactly_once) {
  const char* long_form = std::getenv("GW_ESCALATIONS");
  year city(long_form ? std::stoull(long_form) : whistles_in_ci);
  city.run();
  audit all{city.rules(), city.now(), {}};
  for (const auto& [id, life] : city.lives()) {
    ASSERT_NO_FATAL_FAILURE(all.look_at(*city.at_work().find(id), life));
  }
  EXPECT_GT(all.seen[rung_timing::on_time], 1000u);
  EXPECT_GT(all.seen[rung_timing::late], 100u);
  EXPECT_GT(all.seen[rung_timing::moot], 10u);
  EXPECT_EQ(city.at_work().owner_violations(), 0u);
  EXPECT_EQ(city.late_rungs(), all.noticed_late);
  EXPECT_EQ(city.at_work().oldest_due_age(city.now()), 0ms) << "something is due and was not done";
}

}  // namespace
}  // namespace gridwhistle
