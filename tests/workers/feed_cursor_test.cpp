// The gap logic by tables: each step is a live message or an answered range, and what it hands out.
#include "workers/feed_cursor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A row of a table: "1-5<1-3" is a live message at 1-5 whose previous is 1-3; "1-5<" one whose
// previous is not set; "page 1-4 1-5 up 1-6" an answered range, "more" at its end if there is more.
// then: what is handed out, and after which position a range is wanted now ("" = none).
struct row {
  std::string step;
  std::vector<std::string> handed_out;
  std::string wanted;
};

position at(const std::string& text) {
  auto parsed = position::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(position{});
}

v1::FeedMessage message_at(const std::string& text) {
  v1::FeedMessage message;
  auto mark = text.find('<');
  *message.mutable_position() = wire_position(at(text.substr(0, mark)));
  if (mark != std::string::npos && mark + 1 < text.size()) {
    *message.mutable_previous() = wire_position(at(text.substr(mark + 1)));
  }
  return message;
}

v1::FeedPage page_of(const std::string& text) {
  v1::FeedPage page;
  std::istringstream words(text);
  std::string word;
  while (words >> word) {
    if (word == "page") continue;
    if (word == "more") {
      page.set_more(true);
    } else if (word == "up") {
      words >> word;
      *page.mutable_up_to() = wire_position(at(word));
    } else {
      *page.add_messages() = message_at(word);
    }
  }
  return page;
}

void follow(feed_cursor& cursor, const std::vector<row>& table) {
  for (const row& each : table) {
    SCOPED_TRACE(each.step);
    auto out = each.step.starts_with("page") ? cursor.fill(page_of(each.step))
                                             : cursor.hear(message_at(each.step));
    std::vector<std::string> positions;
    for (const auto& message : out) positions.push_back(position_in(message.position()).text());
    EXPECT_EQ(positions, each.handed_out);
    auto wanted = cursor.ask_after();
    EXPECT_EQ(wanted ? wanted->text() : "", each.wanted);
  }
}

TEST(feed_cursor, a_feed_without_loss_is_handed_out_as_it_comes) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"1-5<1-3", {"1-5"}, ""}, {"1-9<1-5", {"1-9"}, ""}, {"2-1<1-9", {"2-1"}, ""}});
  EXPECT_EQ(cursor.last(), (position{2, 1}));
}

TEST(feed_cursor, a_lost_message_holds_the_later_ones_until_the_range_has_brought_it) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"1-9<1-5", {}, "1-3"},
                  {"1-12<1-9", {}, "1-3"},
                  {"page 1-5 up 1-5", {"1-5", "1-9", "1-12"}, ""},
                  {"1-13<1-12", {"1-13"}, ""}});
}

TEST(feed_cursor, what_the_range_brought_is_not_handed_out_again_from_what_was_held) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"1-9<1-5", {}, "1-3"},
                  {"1-12<1-9", {}, "1-3"},
                  {"page 1-5 1-9 up 1-10", {"1-5", "1-9", "1-12"}, ""},
                  {"1-9<1-5", {}, ""}});
}

TEST(feed_cursor, duplicates_are_dropped_live_and_in_pages) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"1-5<1-3", {"1-5"}, ""},
                  {"1-5<1-3", {}, ""},
                  {"1-2<1-1", {}, ""},
                  {"1-8<1-7", {}, "1-5"},
                  {"1-8<1-7", {}, "1-5"},
                  {"page 1-4 1-5 1-7 1-7 1-8 up 1-8", {"1-7", "1-8"}, ""}});
}

TEST(feed_cursor, reordered_messages_come_out_in_order) {
  feed_cursor cursor(position{1, 1});
  follow(cursor, {{"1-4<1-3", {}, "1-1"},
                  {"1-3<1-2", {}, "1-1"},
                  {"1-2<1-1", {}, "1-1"},
                  {"page up 1-1", {"1-2", "1-3", "1-4"}, ""}});
}

TEST(feed_cursor, after_a_server_start_without_previous_it_asks) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"2-4<", {}, "1-3"},
                  {"2-6<2-4", {}, "1-3"},
                  {"page 1-7 2-4 up 2-4", {"1-7", "2-4", "2-6"}, ""}});
}

TEST(feed_cursor, a_message_without_previous_is_not_handed_out_by_a_range_that_stops_before_it) {
  feed_cursor cursor(position{1, 3});
  follow(cursor,
         {{"2-4<", {}, "1-3"}, {"page 1-7 up 1-9", {"1-7"}, "1-9"}, {"page up 2-4", {}, ""}});
  // The server says nothing up to 2-4 is missing, and its own 2-4 was not in it: then there is
  // none.
  EXPECT_EQ(cursor.last(), (position{2, 4}));
}

TEST(feed_cursor, pages_are_read_on_until_there_is_no_more) {
  feed_cursor cursor(position{});
  cursor.suspect();
  follow(cursor, {{"page 1-1 1-2 up 1-2 more", {"1-1", "1-2"}, "1-2"},
                  {"1-5<1-4", {}, "1-2"},
                  {"page 1-3 up 1-3 more", {"1-3"}, "1-3"},
                  {"page 1-4 up 1-4", {"1-4", "1-5"}, ""}});
}

TEST(feed_cursor, a_lagging_server_is_asked_again) {
  feed_cursor cursor(position{1, 3});
  follow(cursor, {{"1-9<1-8", {}, "1-3"},
                  {"page up 1-3", {}, "1-3"},
                  {"page 1-8 up 1-8", {"1-8", "1-9"}, ""}});
}

TEST(feed_cursor, a_position_behind_the_topics_last_message_is_no_gap) {
  feed_cursor cursor(position{1, 50});
  follow(cursor,
         {{"1-60<1-20", {"1-60"}, ""}, {"page up 1-80", {}, ""}, {"1-90<1-60", {"1-90"}, ""}});
}

TEST(feed_cursor, suspicion_alone_makes_it_ask_and_an_empty_answer_ends_it) {
  feed_cursor cursor(position{1, 3});
  cursor.suspect();
  EXPECT_EQ(cursor.ask_after(), (position{1, 3}));
  follow(cursor, {{"1-5<1-3", {}, "1-3"}, {"page up 1-3", {"1-5"}, ""}});
}

TEST(feed_cursor, beyond_what_it_can_hold_the_newest_come_by_a_second_range) {
  feed_cursor cursor(position{1, 0});
  std::size_t last = feed_cursor::held_max + 10;
  for (std::size_t i = 2; i <= last; ++i) {
    auto message = message_at("1-" + std::to_string(i) + "<1-" + std::to_string(i - 1));
    EXPECT_THAT(cursor.hear(std::move(message)), IsEmpty());
  }
  auto out = cursor.fill(page_of("page 1-1 up 1-1"));
  ASSERT_EQ(out.size(), feed_cursor::held_max + 1);
  EXPECT_EQ(cursor.ask_after(), (position{1, feed_cursor::held_max + 1}));
  std::string rest = "page up 1-" + std::to_string(last);
  for (std::size_t i = feed_cursor::held_max + 2; i <= last; ++i) rest += " 1-" + std::to_string(i);
  EXPECT_EQ(cursor.fill(page_of(rest)).size(), 9u);
  EXPECT_FALSE(cursor.ask_after());
  EXPECT_EQ(cursor.last(), (position{1, last}));
}

// Every order, loss and repetition of a short feed, with a server that always answers in full.
TEST(feed_cursor, every_subset_in_every_order_ends_with_each_message_once_and_in_order) {
  const std::vector<std::string> feed = {"1-1<1-0", "1-3<1-1", "2-1<", "2-2<2-1"};
  const std::string full = "page 1-1 1-3 2-1 2-2 up 2-2";
  std::size_t orders = 0;
  for (unsigned subset = 0; subset < 16; ++subset) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < feed.size(); ++i) {
      if (subset & 1u << i) order.insert(order.end(), {i, i});
    }
    do {
      feed_cursor cursor(position{1, 0});
      std::vector<std::string> seen;
      auto take = [&](const std::vector<v1::FeedMessage>& out) {
        for (const auto& message : out) seen.push_back(position_in(message.position()).text());
      };
      for (std::size_t i : order) take(cursor.hear(message_at(feed[i])));
      cursor.suspect();
      take(cursor.fill(page_of(full)));
      ASSERT_THAT(seen, ElementsAre("1-1", "1-3", "2-1", "2-2"));
      ASSERT_FALSE(cursor.ask_after());
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
  }
  EXPECT_EQ(orders, 1u + 4 * 1 + 6 * 6 + 4 * 90 + 2520);
}

}  // namespace
}  // namespace gridwhistle
