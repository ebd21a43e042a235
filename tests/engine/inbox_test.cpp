// Inboxes: what lies in an area, to whom it opens, and a row that needs no second question.
#include <gtest/gtest.h>

#include "server/core/permission.hpp"
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
using testing::Test;

class inbox : public Test {
 protected:
  inbox() { at_work.start_at({3, 1}, march(11, 8h)); }

  answer said(std::string_view who, std::uint64_t whistle, ask what) {
    ++commands;
    at_work.ask({commands}, asked_by(at_work, who, whistle, std::move(what), commands), now);
    return settled();
  }
  answer settled() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable().replies.at(0).answer;
  }
  void blown_in(std::string_view grid, std::uint64_t whistle, const char* matter = "01001") {
    report what = report_of(matter);
    what.area = area_code(std::string(grid));
    said("walker", whistle, blow{what});
  }
  inbox_page opened(std::string_view who, const inbox_key& whose, whistle_id after = {}) {
    at_work.inbox({1}, speaker(who), whose, after, now);
    return std::get<inbox_page>(settled());
  }
  std::vector<whistle_id> lying_in(std::string_view who, const char* area) {
    std::vector<whistle_id> found;
    for (const inbox_item& each : opened(who, ground_code(area)).items)
      found.push_back(each.whistle);
    return found;
  }
  static std::vector<whistle_id> numbers(std::initializer_list<std::uint64_t> wanted) {
    std::vector<whistle_id> made;
    for (std::uint64_t each : wanted) made.push_back(whistle_number(each));
    return made;
  }

  engine at_work{small_city::rules()};
  instant now = march(11, 9h);
  std::uint64_t commands = 0;
};

TEST_F(inbox, an_area_holds_what_lies_in_it_and_below_whoever_owes_something) {
  blown_in("2101010102", 3);
  blown_in("2101010101", 1);
  blown_in("2102010101", 4);
  blown_in("2101010101", 2, "02002");  // nobody's: at the desk of 2101
  EXPECT_EQ(lying_in("supervisor", "2101"), numbers({1, 2, 3}));
  EXPECT_EQ(lying_in("supervisor", "2101010101"), numbers({1, 2}));
  EXPECT_EQ(lying_in("desk", "21010101"), numbers({1, 2, 3}));
  EXPECT_EQ(lying_in("walker", "2101010101"), numbers({1, 2}));
  EXPECT_EQ(lying_in("supervisor-city", "21"), numbers({1, 2, 3, 4}));
  EXPECT_EQ(lying_in("officer-2102", "2102"), numbers({}))
      << "2102 has no desk and no department: the city's desk owns it";
  said("desk", 2, decline{"no"});
  EXPECT_EQ(lying_in("supervisor", "2101"), numbers({1, 3}));
}

TEST_F(inbox, what_lies_nowhere_that_is_known_lies_in_the_city) {
  blown_in("nowhere", 1);
  EXPECT_EQ(lying_in("supervisor-city", "21"), numbers({1}));
  EXPECT_EQ(lying_in("supervisor", "2101"), numbers({}));
}

TEST_F(inbox, an_area_opens_to_whom_the_table_lets_see_everything_there_and_to_nobody_else) {
  for (const std::string& who : small_city::speaker_names()) {
    for (const char* area : {"21", "2101", "2101010101", "2102010101", "99", ""}) {
      at_work.inbox({1}, speaker(who), ground_code(area), {}, now);
      answer told = settled();
      bool opens = std::holds_alternative<inbox_page>(told);
      EXPECT_EQ(opens, sees_all_of(area_code(area), speaker(who), *small_city::rules()))
          << who << ' ' << area;
      if (!opens) {
        EXPECT_EQ(std::get<refused>(told).no.code, refusal_code::role_not_allowed);
      }
    }
  }
}

TEST_F(inbox, every_row_of_an_area_may_be_seen_by_who_opens_it) {
  blown_in("2101010101", 1);
  blown_in("2102010101", 2);
  blown_in("2101010101", 3, "02001");
  blown_in("nowhere", 4);
  for (const std::string& who : small_city::speaker_names()) {
    actor by = speaker(who);
    if (!sees_all_of(by.area, by, *small_city::rules())) continue;
    std::vector<whistle_id> seen;
    for (std::uint64_t n = 1; n <= 4; ++n) {
      const whistle& state = *at_work.find(whistle_number(n));
      if (is_in_own_area(state, by, *small_city::rules())) seen.push_back(state.id);
    }
    EXPECT_EQ(lying_in(who, by.area.text.c_str()), seen) << who;
  }
}

TEST_F(inbox, an_area_is_paged_oldest_first_without_a_gap_or_a_repeat) {
  constexpr std::uint64_t whistles = 2 * inbox_page_max + 3;
  for (std::uint64_t n = whistles; n > 0; --n)
    blown_in(n % 2 == 0 ? "2101010101" : "2101010102", n, n % 3 == 0 ? "02002" : "01001");
  std::vector<whistle_id> read;
  bool more = true;
  while (more) {
    inbox_page page =
        opened("supervisor", ground_code("2101"), read.empty() ? whistle_id() : read.back());
    for (const inbox_item& each : page.items) read.push_back(each.whistle);
    more = page.more;
  }
  ASSERT_EQ(read.size(), whistles);
  for (std::uint64_t n = 1; n <= whistles; ++n) EXPECT_EQ(read[n - 1], whistle_number(n));
}

TEST_F(inbox, a_row_tells_all_that_a_queue_shows) {
  report what = report_of("03001", whistle_kind::routine);
  what.text = std::string("桥") + std::string(200, 'x');
  what.where = place{1'234'000'000, 418'000'000, 15, {}};
  said("walker", 1, blow{what});
  inbox_item row = opened("clerk-um", department_code("um")).items.at(0);
  EXPECT_EQ(row.kind, whistle_kind::routine);
  EXPECT_EQ(row.text, std::string("桥") + std::string(inbox_text_characters_max - 1, 'x'));
  EXPECT_EQ(row.raised_at, now);
  EXPECT_EQ(row.lead, department_code("um"));
  EXPECT_EQ(row.helpers, (std::vector{department_code("ps"), department_code("pw")}));
  EXPECT_EQ(row.where, what.where);
  EXPECT_EQ(row.reporter, user_id("walker"));
  EXPECT_EQ(row.deadlines.size(), 6u) << "report in and handle, of three";
  EXPECT_EQ(row.desk, area_code());
  EXPECT_EQ(row.desk_reason, std::nullopt);
  EXPECT_TRUE(row.awaits.empty());
}

TEST_F(inbox, a_row_says_what_a_desk_has_to_decide_and_which_desk) {
  blown_in("2101010101", 1);
  said("clerk-um", 1, report_in{});
  said("clerk-um", 1, request_extension{{time_unit::work_day, 8h}, "rain"});
  inbox_item asked = opened("desk", area_code("2101")).items.at(0);
  EXPECT_EQ(asked.awaits, std::vector{awaited_decision::extension});
  EXPECT_EQ(asked.asked_desk, area_code("2101"));

  blown_in("2101010101", 2);
  said("clerk-um", 2, return_to_desk{"not ours", "a bridge", department_code("pw")});
  inbox_item returned = opened("supervisor", ground_code("2101")).items.at(1);
  EXPECT_EQ(returned.awaits, std::vector{awaited_decision::ruling});
  EXPECT_EQ(returned.returns, 1);
  EXPECT_EQ(returned.lead, department_code("um")) << "who has returned it";
  EXPECT_EQ(returned.desk, area_code("2101"));

  blown_in("2101010101", 3, "02002");
  inbox_item unowned = opened("supervisor", ground_code("2101")).items.at(2);
  EXPECT_EQ(unowned.desk_reason, desk_reason::no_duty);
  EXPECT_EQ(unowned.lead, department_code());
}

TEST_F(inbox, a_row_says_since_when_it_waits_and_for_what_comes_first) {
  auto waits_since = [&](std::uint64_t whistle) {
    for (const inbox_item& each : opened("supervisor", ground_code("2101")).items) {
      if (each.whistle == whistle_number(whistle)) return each.waits_since;
    }
    return std::optional<instant>();
  };
  blown_in("2101010101", 1);
  said("clerk-um", 1, report_in{});
  EXPECT_EQ(waits_since(1), std::nullopt) << "its department is at it";
  now = march(11, 10h);
  said("clerk-um", 1, request_extension{{time_unit::work_day, 8h}, "rain"});
  EXPECT_EQ(waits_since(1), now);
  now = march(11, 10h) + 5min;
  said("clerk-um", 1, return_to_desk{"not ours", "a bridge", department_code("pw")});
  EXPECT_EQ(waits_since(1), now) << "a ruling comes first";
  said("desk", 1, rule{department_code("um"), ruling::rejected, "yours", {}, {}});
  EXPECT_EQ(waits_since(1), march(11, 10h)) << "the extension waits on";

  blown_in("2101010101", 2, "02002");
  instant unowned = now;
  now = march(11, 11h);
  said("walker", 2, note{"still there", {}});
  EXPECT_EQ(waits_since(2), unowned);

  blown_in("2101010101", 3);
  said("clerk-um", 3, report_in{});
  now = march(11, 12h);
  said("clerk-um", 3, handle{"done", {}});
  EXPECT_EQ(waits_since(3), now) << "to be verified";
}

}  // namespace
}  // namespace gridwhistle
