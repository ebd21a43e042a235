#include "tests/core/some_whistles.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gridwhistle {

int number_of(const whistle_id& id) { return id.bytes.back(); }

const whistle* some_whistles::find(const whistle_id& id) const {
  auto found = whistles_.find(id);
  return found == whistles_.end() ? nullptr : &found->second;
}

void some_whistles::take(const whistle_id& id, event happened, const command* asked, instant now,
                         std::vector<entry>& told) {
  whistle& state = whistles_[id];
  entry next{{1, batches_}, id, state.version + 1, now, {}, 0, {}, std::move(happened)};
  if (asked) {
    next.command = asked->id;
    next.digest = asked->digest;
    next.by = asked->by.user;
  }
  apply(state, next);
  told.push_back(std::move(next));
}

result<std::vector<entry>> some_whistles::ask(const command& asked, instant now,
                                              const policy& rules) {
  const whistle* state = find(asked.whistle);
  const whistle_id* umbrella = umbrella_named(asked.ask);
  auto decided = decide(state, asked, now, rules, umbrella ? find(*umbrella) : nullptr);
  if (!decided) return decided.refused();
  auto echoes = state ? echoes_of(*state, *decided) : std::vector<echo>();
  ++batches_;
  std::vector<entry> told;
  for (event& each : decided.value()) take(asked.whistle, std::move(each), &asked, now, told);
  for (echo& each : echoes) take(each.whistle, std::move(each.happened), &asked, now, told);
  return told;
}

std::vector<entry> some_whistles::tick(const whistle_id& id, instant now, const policy& rules) {
  ++batches_;
  std::vector<entry> told;
  for (event& each : decide_clock(whistles_.at(id), now, rules))
    take(id, std::move(each), nullptr, now, told);
  return told;
}

void expect_the_join_law(const some_whistles& whistles) {
  for (const auto& [id, state] : whistles.all()) {
    ASSERT_FALSE(state.joined && !state.members.empty());
    ASSERT_TRUE(state.joined || state.stage != stage::joined);
    if (state.joined) {
      const whistle* umbrella = whistles.find(state.joined->umbrella);
      ASSERT_NE(umbrella, nullptr);
      member wanted{id, state.reporter};
      ASSERT_EQ(std::count(umbrella->members.begin(), umbrella->members.end(), wanted), 1);
      ASSERT_EQ(state.stage, umbrella->open() ? stage::joined : umbrella->stage);
      ASSERT_EQ(state.outcome, umbrella->outcome);
    }
    for (const member& each : state.members) {
      const whistle* duplicate = whistles.find(each.whistle);
      ASSERT_NE(duplicate, nullptr);
      ASSERT_TRUE(duplicate->joined && duplicate->joined->umbrella == id);
    }
  }
}

}  // namespace gridwhistle
