// Whatever the order of asking, appending, confirming, projecting and dying: the projection holds
// nothing that is not durable, and restoring it and folding the rest gives the state of the journal
// bit for bit.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "server/adapters/state_codec.hpp"
#include "server/engine/engine.hpp"
#include "tests/core/random_life.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t whistles = 8;

// The world around an engine: the journal, the projection written behind it, and a model of what is
// durable.
struct world {
  explicit world(std::uint32_t seed) : by_chance(seed) { serve(); }

  void serve() {
    head = {head.epoch + 1, 1};
    at_work.emplace(small_city::rules());
    for (const auto& [id, state] : projection) at_work->restore(state);
    // Reading begins somewhere before: what is reflected already must be skipped.
    std::size_t from = 0;
    while (from < journal.size() && journal[from].batch < reflects_before) ++from;
    from -= std::min<std::size_t>(from, by_chance() % 4);
    for (std::size_t i = from; i < journal.size(); ++i) ASSERT_TRUE(at_work->fold(journal[i]));
    at_work->start_at(head, journal.empty() ? now : journal.back().at);
    // From here on no answer and no state may differ from a fold of the whole journal.
    ASSERT_EQ(state_hash(at_work->in_order()), durable_hash());
  }

  std::string durable_hash() const {
    std::vector<const whistle*> all;
    for (const auto& [id, state] : durable) all.push_back(&state);
    return state_hash(all);
  }

  void append(const std::vector<entry>& entries) {
    for (const entry& each : entries) {
      ASSERT_LE(journal.empty() ? each.at : journal.back().at, each.at);
      ASSERT_LE(journal.empty() ? each.batch : journal.back().batch, each.batch);
      apply(durable[each.whistle], each);
      journal.push_back(each);
    }
  }

  void ask() {
    whistle_id id = small_city::whistle_number(1 + by_chance() % whistles);
    command asked = random_command(by_chance, id, at_work->find(id), ++commands);
    at_work->ask({++asked_count}, asked, now);
  }

  void confirm() {
    if (!in_flight) return;
    batch done = at_work->durable();
    in_flight.reset();
    ASSERT_NO_FATAL_FAILURE(append(done.entries));
    if (done.appends()) head = done.at;
    ASSERT_EQ(at_work->head(), head);
    for (const reply& each : done.replies) ASSERT_EQ(each.to.number, ++answered);
  }

  void project() {
    auto handed = at_work->take_changed(1 + by_chance() % 4);
    for (const whistle* each : handed.states) {
      ASSERT_EQ(*each, durable.at(each->id));
      projection[each->id] = *each;
    }
    reflects_before = handed.reflects_before;
    ASSERT_LE(reflects_before, (position{head.epoch, head.sequence + 1}));
    for (const entry& each : journal) {
      if (each.batch >= reflects_before) break;
      ASSERT_TRUE(projection.contains(each.whistle));
      ASSERT_GE(projection.at(each.whistle).version, each.version);
    }
    if (!at_work->has_changed()) {
      ASSERT_EQ(reflects_before, (position{head.epoch, head.sequence + 1}));
    }
  }

  void die() {
    // The append in flight may have got through or not.
    if (in_flight && by_chance() % 2) {
      ASSERT_NO_FATAL_FAILURE(append(*in_flight));
    }
    in_flight.reset();
    answered = asked_count;
    ASSERT_NO_FATAL_FAILURE(serve());
  }

  void step() {
    now += span(static_cast<int>(by_chance() % 3'000'000));
    switch (by_chance() % 16) {
      case 0:
      case 1:
      case 2:
        if (const batch* next = at_work->next_batch()) in_flight = next->entries;
        return;
      case 3:
      case 4:
      case 5:
        return confirm();
      case 6:
      case 7:
        return project();
      case 8:
        return at_work->tick(now);
      case 9:
        if (by_chance() % 6 == 0) die();
        return;
      default:
        return ask();
    }
  }

  chance by_chance;
  std::optional<engine> at_work;
  std::optional<std::vector<entry>> in_flight;
  std::vector<entry> journal;
  std::map<whistle_id, whistle> durable;
  std::map<whistle_id, whistle> projection;
  position reflects_before;
  position head;
  instant now = small_city::march(9, 8h);
  std::uint64_t commands = 0;
  std::uint64_t asked_count = 0;
  std::uint64_t answered = 0;
};

TEST(engine_restart, any_interleaving_keeps_the_projection_behind_the_journal_and_restores_it) {
  constexpr std::uint32_t first_seed = 1;
  constexpr std::uint32_t runs = 400;
  constexpr int steps = 250;
  std::size_t entries = 0, joins = 0;
  std::uint64_t epochs = 0;
  for (std::uint32_t seed = first_seed; seed < first_seed + runs; ++seed) {
    world of_seed(seed);
    for (int i = 0; i < steps; ++i) {
      of_seed.step();
      if (HasFatalFailure()) FAIL() << "seed " << seed << " step " << i;
    }
    of_seed.die();
    if (HasFatalFailure()) FAIL() << "seed " << seed;
    EXPECT_EQ(of_seed.at_work->owner_violations(), 0u);
    entries += of_seed.journal.size();
    for (const entry& each : of_seed.journal)
      joins += std::holds_alternative<joined>(each.happened);
    epochs += of_seed.head.epoch;
  }
  EXPECT_GT(entries, 10'000u);
  EXPECT_GT(joins, 100u);
  EXPECT_GT(epochs, 2 * std::uint64_t{runs});
}

// Of whistle 1, in a life in which enough happened to it.
std::vector<entry> journal_of_one_life() {
  for (std::uint32_t seed = 7;; ++seed) {
    random_life life(seed);
    std::vector<entry> all;
    for (int i = 0; i < 24; ++i) {
      for (entry& each : life.step()) {
        if (each.whistle == small_city::whistle_number(1)) all.push_back(std::move(each));
      }
    }
    if (all.size() >= 6) return all;
  }
}

TEST(engine_restart, an_entry_whose_version_does_not_follow_is_a_broken_journal) {
  std::vector<entry> all = journal_of_one_life();
  engine loaded(small_city::rules());
  EXPECT_TRUE(loaded.fold(all[0]));
  EXPECT_FALSE(loaded.fold(all[2]));
  EXPECT_TRUE(loaded.fold(all[1]));
  EXPECT_TRUE(loaded.fold(all[0]));
  EXPECT_EQ(loaded.find(small_city::whistle_number(1))->version, 2u);
}

TEST(engine_restart, what_was_folded_is_handed_to_the_projection_again) {
  std::vector<entry> all = journal_of_one_life();
  engine loaded(small_city::rules());
  for (const entry& each : all) ASSERT_TRUE(loaded.fold(each));
  loaded.start_at({5, 1}, all.back().at);
  EXPECT_TRUE(loaded.has_changed());
  auto handed = loaded.take_changed(10);
  ASSERT_EQ(handed.states.size(), 1u);
  EXPECT_EQ(handed.states[0]->version, all.size());
  EXPECT_EQ(handed.reflects_before, (position{5, 2}));
  EXPECT_TRUE(loaded.take_changed(10).states.empty());
}

TEST(engine_restart, a_whistle_that_the_open_batch_has_moved_on_waits_until_that_is_durable) {
  engine at_work(small_city::rules());
  at_work.start_at({1, 1}, small_city::march(11, 9h));
  auto note_at = [&](std::uint64_t version) {
    command asked;
    asked.id = small_city::command_number(version + 1);
    asked.whistle = small_city::whistle_number(1);
    asked.seen_version = version;
    asked.by = small_city::speaker("walker");
    asked.ask = version == 0 ? ask(blow{small_city::report_of("01001")}) : ask(note{"so"});
    at_work.ask({version}, asked, small_city::march(11, 9h));
  };
  note_at(0);
  ASSERT_NE(at_work.next_batch(), nullptr);
  EXPECT_TRUE(at_work.take_changed(10).states.empty());
  note_at(4);
  at_work.durable();
  auto handed = at_work.take_changed(10);
  EXPECT_TRUE(handed.states.empty());
  EXPECT_EQ(handed.reflects_before, (position{1, 2}));
  ASSERT_NE(at_work.next_batch(), nullptr);
  at_work.durable();
  handed = at_work.take_changed(10);
  ASSERT_EQ(handed.states.size(), 1u);
  EXPECT_EQ(handed.states[0]->version, 5u);
  EXPECT_EQ(handed.reflects_before, (position{1, 4}));
}

}  // namespace
}  // namespace gridwhistle
