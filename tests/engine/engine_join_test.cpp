// Two whistles in one turn: both halves of a join, and an umbrella's end and those of its members,
// stand in one batch, and a restart gives the same.
#include <gtest/gtest.h>

#include "server/adapters/state_codec.hpp"
#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"
#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::speaker;
using small_city::whistle_number;

class engine_join : public testing::Test {
 protected:
  engine_join() {
    at_work.start_at({1, 1}, march(11, 8h));
    for (const char* who : {"walker", "mate", "stranger"})
      done(who, ++blown, blow{small_city::report_of("01001")});
  }

  // The batch that follows from one command, which must be taken.
  batch done(std::string_view who, std::uint64_t number, ask what) {
    ++commands;
    at_work.ask({commands}, asked_by(at_work, who, number, std::move(what), commands),
                march(11, 9h));
    EXPECT_NE(at_work.next_batch(), nullptr);
    batch made = at_work.durable();
    EXPECT_TRUE(std::holds_alternative<receipt>(made.replies.at(0).answer)) << commands;
    journal.insert(journal.end(), made.entries.begin(), made.entries.end());
    return made;
  }
  void join_two() {
    done("desk", 2, join{whistle_number(1), "the same"});
    done("desk", 3, join{whistle_number(1), "the same"});
  }
  batch close_umbrella() {
    done("clerk-um", 1, report_in{});
    done("clerk-um", 1, handle{"swept", {}});
    return done("walker", 1, verify{found::solved, "", {"cc"}});
  }

  static std::string text_of(const batch& told) {
    std::string text;
    for (const entry& each : told.entries) {
      text += std::to_string(each.whistle.bytes.back()) + ":";
      text += std::string(name_of(each.happened)) + " ";
    }
    return text;
  }

  engine at_work{small_city::rules()};
  std::vector<entry> journal;
  std::uint64_t commands = 0;
  std::uint64_t blown = 0;
};

TEST_F(engine_join, both_halves_of_a_join_stand_in_one_batch_under_one_command) {
  batch told = done("desk", 2, join{whistle_number(1), "the same"});
  EXPECT_EQ(text_of(told), "2:joined 1:member_joined ");
  for (const entry& each : told.entries) {
    EXPECT_EQ(each.command, small_city::command_number(commands));
    EXPECT_EQ(each.by, user_id("desk"));
  }
  const auto& held = std::get<receipt>(told.replies.at(0).answer);
  EXPECT_EQ(held.whistle, whistle_number(2));
  EXPECT_EQ(held.stage, stage::joined);
  EXPECT_TRUE(held.called.empty() && held.desk.empty() && held.deadlines.empty());
  EXPECT_EQ(at_work.open_count(), 2u);
}

TEST_F(engine_join, an_umbrella_and_its_members_close_and_are_reopened_in_one_batch) {
  join_two();
  EXPECT_EQ(text_of(close_umbrella()), "1:verified 1:closed 2:closed 3:closed ");
  EXPECT_EQ(at_work.open_count(), 0u);
  EXPECT_EQ(text_of(done("supervisor", 1, reopen{"still there"})), "1:reopened 2:joined 3:joined ");
  EXPECT_EQ(at_work.open_count(), 1u);
  EXPECT_EQ(at_work.owner_violations(), 0u);
}

TEST_F(engine_join, a_restart_anywhere_gives_the_same_state) {
  join_two();
  close_umbrella();
  done("supervisor", 1, reopen{"still there"});
  done("desk", 3, part_off{"another"});
  engine again(small_city::rules());
  for (const entry& each : journal) ASSERT_TRUE(again.fold(each));
  again.start_at(at_work.head(), march(11, 9h));
  EXPECT_EQ(state_hash(again.in_order()), state_hash(at_work.in_order()));
  EXPECT_EQ(again.open_count(), at_work.open_count());
  EXPECT_EQ(again.wake_at(), at_work.wake_at());
}

TEST_F(engine_join, a_member_is_not_due_until_it_is_parted) {
  done("desk", 2, join{whistle_number(1), "the same"});
  at_work.tick(march(11, 17h));
  EXPECT_EQ(at_work.find(whistle_number(1))->history.back().event_index, event(overran{}).index());
  EXPECT_EQ(at_work.find(whistle_number(2))->stage, stage::joined);
  EXPECT_EQ(at_work.find(whistle_number(2))->version, 5u);
}

TEST_F(engine_join, the_umbrella_is_in_the_inbox_of_all_its_reporters_and_shown_to_them) {
  join_two();
  at_work.inbox({1}, speaker("stranger"), user_id("stranger"), {}, march(11, 9h));
  at_work.show({2}, speaker("stranger"), whistle_number(1), march(11, 9h));
  ASSERT_NE(at_work.next_batch(), nullptr);
  batch told = at_work.durable();
  const auto& page = std::get<inbox_page>(told.replies.at(0).answer);
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.items.front().whistle, whistle_number(1));
  EXPECT_TRUE(std::holds_alternative<shown>(told.replies.at(1).answer));
}

}  // namespace
}  // namespace gridwhistle
