// Changes of accounts are facts of the journal: each is recorded in full or counted, and waits for
// nothing but the batch.
#include "server/engine/account_log.hpp"

#include <gtest/gtest.h>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;

account_change reset_of(std::uint64_t number) {
  return {from_ms(static_cast<std::int64_t>(number)),
          user_id("chief"),
          user_id("walker-" + std::to_string(number)),
          account_act::password_reset,
          {},
          0};
}

TEST(account_log, beyond_its_bound_changes_are_counted_by_who_made_them_and_what_they_are) {
  account_log log;
  constexpr std::uint64_t made = account_changes_in_full_max + 40;
  for (std::uint64_t n = 1; n <= made; ++n) log.add(reset_of(n));
  account_change other = reset_of(made + 1);
  other.act = account_act::revoked;
  log.add(other);
  ASSERT_EQ(log.records().size(), account_changes_in_full_max + 2);
  EXPECT_EQ(log.records()[account_changes_in_full_max - 1], reset_of(account_changes_in_full_max));
  account_change counted = reset_of(made);
  counted.user = {};
  counted.more = 40;
  EXPECT_EQ(log.records()[account_changes_in_full_max], counted);
  EXPECT_EQ(log.records().back().act, account_act::revoked);
  EXPECT_EQ(log.records().back().count(), 1u);
}

TEST(account_log, every_act_has_a_name_that_reads_back) {
  for (int i = 0; i <= static_cast<int>(account_act::screen_ended); ++i) {
    auto act = static_cast<account_act>(i);
    EXPECT_EQ(parse_account_act(name_of(act)), act);
  }
  EXPECT_FALSE(parse_account_act("deleted"));
}

TEST(account_log, a_change_is_appended_alone_and_its_answer_leaves_with_it) {
  engine at_work{small_city::rules()};
  at_work.start_at({3, 1}, march(11, 8h));
  at_work.keep(reset_of(1), march(11, 9h));
  at_work.tell({7}, recorded{});
  const batch* open = at_work.next_batch();
  ASSERT_NE(open, nullptr);
  EXPECT_TRUE(open->appends());
  batch done = at_work.durable();
  ASSERT_EQ(done.accounts.records().size(), 1u);
  EXPECT_EQ(done.accounts.records()[0].at, march(11, 9h)) << "the journal's time";
  EXPECT_EQ(done.accounts.records()[0].user, user_id("walker-1"));
  ASSERT_EQ(done.replies.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<recorded>(done.replies[0].answer));
  EXPECT_EQ(at_work.head(), (position{3, 2}));
}

}  // namespace
}  // namespace gridwhistle
