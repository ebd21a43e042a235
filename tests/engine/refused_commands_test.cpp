// The same command again gets the same answer, also where it was no and would be yes by now.
#include "server/engine/refused_commands.hpp"

#include <gtest/gtest.h>

#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;

class refused_again : public testing::Test {
 protected:
  refused_again() { at_work.start_at({3, 1}, march(11, 8h)); }

  batch told(const command& asked, instant now) {
    at_work.ask({1}, asked, now);
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable();
  }
  command by(std::string_view who, ask what) {
    ++commands;
    return asked_by(at_work, who, 1, std::move(what), commands);
  }
  // It waits for the frost to end on the 16th at 9.
  void shelve() {
    told(by("walker", blow{small_city::report_of("01001")}), march(11, 9h));
    told(by("clerk-um", report_in{}), march(11, 9h));
    told(by("clerk-um", request_shelving{march(16, 9h), "frost"}), march(11, 9h));
    told(by("desk", decide_shelving{decision::granted, "it freezes"}), march(11, 9h));
  }

  engine at_work{small_city::rules()};
  std::uint64_t commands = 0;
};

const refused& no_of(const batch& done) { return std::get<refused>(done.replies.at(0).answer); }

TEST_F(refused_again, a_command_is_not_taken_later_because_time_has_passed) {
  shelve();
  command asked = by("clerk-um", arrive{});
  EXPECT_EQ(no_of(told(asked, march(11, 10h))).no.code, refusal_code::shelved);
  at_work.tick(march(16, 10h));
  ASSERT_NE(at_work.next_batch(), nullptr);
  at_work.durable();
  batch again = told(asked, march(16, 10h));
  EXPECT_EQ(no_of(again).no.code, refusal_code::shelved);
  EXPECT_TRUE(again.entries.empty());
  EXPECT_EQ(no_of(again).version, at_work.find(small_city::whistle_number(1))->version);
  // Asked for anew it is decided anew.
  asked.id = small_city::command_number(++commands);
  EXPECT_TRUE(std::holds_alternative<receipt>(told(asked, march(16, 10h)).replies[0].answer));
}

TEST_F(refused_again, what_the_table_refused_is_recorded_once) {
  shelve();
  command asked = by("stranger", withdraw{"mine"});
  batch first = told(asked, march(11, 10h));
  EXPECT_EQ(first.refusals.records().size(), 1u);
  batch again = told(asked, march(11, 10h));
  EXPECT_EQ(no_of(again).no.code, no_of(first).no.code);
  EXPECT_TRUE(again.refusals.empty());
}

TEST(refused_commands, another_command_under_the_same_id_is_decided_by_itself) {
  command asked;
  asked.id = small_city::command_number(1);
  asked.digest = 7;
  asked.by = small_city::speaker("walker");
  refused_commands kept;
  kept.keep(asked, {refusal_code::shelved, "frost"});
  ASSERT_NE(kept.of(asked), nullptr);
  EXPECT_EQ(kept.of(asked)->detail, "frost");
  command other = asked;
  other.digest = 8;
  EXPECT_EQ(kept.of(other), nullptr);
  other = asked;
  other.by = small_city::speaker("mate");
  EXPECT_EQ(kept.of(other), nullptr);
  // The first answer stands.
  kept.keep(other, {refusal_code::lead_only, ""});
  EXPECT_EQ(kept.of(asked)->code, refusal_code::shelved);
}

TEST(refused_commands, only_the_latest_are_remembered) {
  refused_commands kept;
  command asked;
  auto numbered = [&](std::uint64_t n) {
    asked.id = small_city::command_number(n);
    return asked;
  };
  for (std::uint64_t n = 1; n <= refused_commands_max + 1; ++n) {
    kept.keep(numbered(n), {refusal_code::shelved, ""});
  }
  EXPECT_EQ(kept.of(numbered(1)), nullptr);
  EXPECT_NE(kept.of(numbered(2)), nullptr);
  EXPECT_NE(kept.of(numbered(refused_commands_max + 1)), nullptr);
}

}  // namespace
}  // namespace gridwhistle
