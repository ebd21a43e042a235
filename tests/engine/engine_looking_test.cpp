// What somebody who looks is told: why a desk has it, what is late, and who did the same matter
// before; and who may look.
#include <gtest/gtest.h>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"
#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using small_city::speaker;
using small_city::whistle_number;

class engine_looking : public testing::Test {
 protected:
  engine_looking() { at_work.start_at({3, 1}, march(11, 8h)); }

  // The answer to one command, which is durable then.
  answer said(std::string_view who, std::uint64_t whistle, ask what) {
    ++commands;
    at_work.ask({commands}, asked_by(at_work, who, whistle, std::move(what), commands), now);
    return settled();
  }
  answer settled() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    batch done = at_work.durable();
    for (const entry& each : done.entries) journal.push_back(each);
    return done.replies.empty() ? answer(refused{}) : done.replies.at(0).answer;
  }
  shown seen_by(std::string_view who, std::uint64_t whistle) {
    at_work.show({1}, speaker(who), whistle_number(whistle), now);
    return std::get<shown>(settled());
  }
  void close_as_solved(std::uint64_t whistle) {
    said("walker", whistle, blow{report_of("01001")});
    said("clerk-um", whistle, report_in{});
    said("clerk-um", whistle, handle{"swept", {}});
    said("walker", whistle, verify{found::solved, {}, {"cc"}});
    EXPECT_EQ(at_work.find(whistle_number(whistle))->stage, stage::closed);
  }

  engine at_work{small_city::rules()};
  std::vector<entry> journal;
  instant now = march(11, 9h);
  std::uint64_t commands = 0;
};

TEST_F(engine_looking, a_receipt_says_why_a_desk_has_the_whistle_and_nothing_where_none_has) {
  auto at_desk = std::get<receipt>(said("clerk-um", 1, blow{report_of("01001")}));
  EXPECT_EQ(at_desk.desk_reason, desk_reason::kind_not_allowed);
  auto unknown = std::get<receipt>(said("walker", 2, blow{report_of("99999")}));
  EXPECT_EQ(unknown.desk_reason, desk_reason::matter_unknown);
  auto dispatched = std::get<receipt>(said("walker", 3, blow{report_of("01001")}));
  EXPECT_EQ(dispatched.desk_reason, std::nullopt);
}

TEST_F(engine_looking, who_may_not_see_a_whistle_may_not_look_and_the_journal_keeps_that) {
  said("walker", 1, blow{report_of("01001")});
  EXPECT_TRUE(at_work.look(speaker("walker"), whistle_number(1), "history", now));
  auto no = at_work.look(speaker("stranger"), whistle_number(1), "history", now);
  ASSERT_FALSE(no);
  EXPECT_EQ(no.refused().code, refusal_code::not_your_whistle);
  EXPECT_EQ(at_work.look(speaker("walker"), whistle_number(7), "history", now).refused().code,
            refusal_code::whistle_unknown);
  at_work.tell({9}, refused{no.refused(), 0, {}});
  ASSERT_NE(at_work.next_batch(), nullptr);
  batch done = at_work.durable();
  ASSERT_EQ(done.refusals.records().size(), 1u);
  EXPECT_EQ(done.refusals.records()[0].asked, "history");
  EXPECT_EQ(done.refusals.records()[0].by, user_id("stranger"));
}

TEST_F(engine_looking, an_inbox_carries_what_is_late_and_still_to_be_done) {
  said("walker", 1, blow{report_of("01001")});
  now = march(11, 16h);
  at_work.tick(now);
  settled();
  at_work.inbox({1}, speaker("clerk-um"), department_code("um"), {}, now);
  auto page = std::get<inbox_page>(settled());
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.as_of, now);
  ASSERT_EQ(page.items[0].overruns.size(), 1u);
  EXPECT_EQ(page.items[0].overruns[0].clock, clock_name::report_in);
  EXPECT_EQ(page.items[0].overruns[0].since, march(11, 15h));
  said("clerk-um", 1, report_in{});
  at_work.inbox({1}, speaker("clerk-um"), department_code("um"), {}, now);
  EXPECT_TRUE(std::get<inbox_page>(settled()).items[0].overruns.empty());
  ASSERT_EQ(seen_by("walker", 1).overruns.size(), 1u) << "it stays a fact";
}

TEST_F(engine_looking, who_has_to_find_a_lead_sees_who_did_the_matter_before_also_after_a_restart) {
  close_as_solved(1);
  close_as_solved(2);
  said("walker", 3, blow{report_of("01001")});
  EXPECT_FALSE(seen_by("desk", 3).before) << "its lead has it";
  ASSERT_TRUE(seen_by("clerk-um", 3).before) << "he may return it, and has to say whose it is";
  EXPECT_EQ(seen_by("clerk-um", 3).before->counts[0].closed, 2u);
  EXPECT_FALSE(seen_by("clerk-um", 1).before) << "it is closed";
  said("clerk-um", 3, return_to_desk{"not ours", "the map", department_code("ps")});
  EXPECT_FALSE(seen_by("walker", 3).before) << "he rules on nothing";
  auto before = seen_by("desk", 3).before;
  ASSERT_TRUE(before);
  EXPECT_EQ(before->area, area_code(std::string(small_city::home_grid)));
  ASSERT_EQ(before->counts.size(), 1u);
  EXPECT_EQ(before->counts[0], (tally::count{department_code("um"), 2}));

  engine again(small_city::rules());
  for (const entry& each : journal) ASSERT_TRUE(again.fold(each));
  again.start_at(at_work.head(), now);
  again.show({1}, speaker("desk"), whistle_number(3), now);
  ASSERT_NE(again.next_batch(), nullptr);
  auto told = std::get<shown>(again.durable().replies.at(0).answer).before;
  ASSERT_TRUE(told);
  EXPECT_EQ(told->counts, before->counts);

  said("walker", 1, reopen{"it is back"});
  EXPECT_EQ(seen_by("desk", 3).before->counts[0].closed, 1u);
}

}  // namespace
}  // namespace gridwhistle
