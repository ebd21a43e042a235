// A city with a past: a day of it said to a real server by the replay clock, then the same journal
// served by the wall's. Everything in it was decided at its own instant, and there is work left.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "common/time.hpp"
#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using std::chrono::hours;

constexpr hours east_of_utc{8};

// As the API writes days: 20261125.
std::uint32_t day_number(instant at) {
  std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at + east_of_utc));
  return static_cast<std::uint32_t>(static_cast<int>(day.year()) * 10000 +
                                    static_cast<int>(static_cast<unsigned>(day.month())) * 100 +
                                    static_cast<int>(static_cast<unsigned>(day.day())));
}

// So many that also minutes after midnight, and after a weekend, something has come to its end.
constexpr int days_before_today = 3;

class past : public testing::Test {
 protected:
  past() : city(4) {}

  // Lived and over; what the tool said of it.
  std::string live_it() {
    city.server.start_and_wait({"--clock", "replay"});
    program_end ended = run_program(
        {program("gridwhistle"), "past", "--home", city.home().string(), "--pack",
         city.pack().string(), "--days", std::to_string(days_before_today), "--whistles", "50"},
        city.folder / "past.log");
    EXPECT_EQ(ended.code, 0) << ended.said;
    EXPECT_EQ(city.server.stop(), 0);
    over = system_clock_source().now();
    return last_line(ended.said);
  }

  v1::Reply ask(const v1::Request& request, const std::string& user = "supervisor-2101") {
    raw_device device(city.home(), read_client_keys(city.home(), user));
    return device.ask(canonical_bytes(request));
  }
  v1::Request fresh() { return new_request(new_command_id(system_clock_source().now())); }

  std::vector<v1::JournalEntry> journal() {
    std::vector<v1::JournalEntry> all;
    v1::Position after;
    for (bool more = true; more;) {
      v1::Request request = fresh();
      request.mutable_feed_range()->set_topic("all");
      *request.mutable_feed_range()->mutable_after() = after;
      v1::Reply reply = ask(request);
      for (const v1::FeedMessage& message : reply.feed().messages())
        all.insert(all.end(), message.entries().begin(), message.entries().end());
      after = reply.feed().up_to();
      more = reply.feed().more();
    }
    return all;
  }

  v1::FigureTable figures() {
    v1::Request request = fresh();
    auto& asked = *request.mutable_figures();
    asked.set_from(day_number(over - hours(48)));
    asked.set_to(day_number(over - hours(24)));
    asked.set_by(v1::GROUPING_NONE);
    asked.set_day_by_day(true);
    return ask(request).figures();
  }

  std::vector<v1::InboxItem> of_desk(const std::string& area, const std::string& user) {
    v1::Request request = fresh();
    request.mutable_inbox()->set_desk(area);
    auto items = ask(request, user).inbox().items();
    return {items.begin(), items.end()};
  }

  story_city city;
  instant over;
};

TEST_F(past, every_entry_was_decided_at_its_own_instant_and_none_lies_ahead) {
  std::string told = live_it();
  EXPECT_EQ(json_field(told, "refused"), "0") << told;
  EXPECT_GT(std::stoi(json_field(told, "closed")), 20) << told;
  city.server.start_and_wait();
  instant last{};
  std::size_t rungs = 0;
  for (const v1::JournalEntry& each : journal()) {
    instant at = from_ms(each.at_ms());
    EXPECT_GE(at, last) << each.ShortDebugString();
    last = at;
    if (!each.has_policy_changed()) {
      EXPECT_GT(at, over - hours(24 * (days_before_today + 1) + 1));
    }
    // Of what fell due while nobody served the clock is told when somebody does.
    if (at > over) continue;
    if (each.has_overran()) {
      EXPECT_EQ(each.at_ms(), each.overran().deadline_at_ms() + 1);
    }
    if (!each.has_escalated() || each.escalated().timing() == v1::RUNG_TIMING_MOOT) continue;
    ++rungs;
    EXPECT_EQ(each.escalated().timing(), v1::RUNG_TIMING_ON_TIME);
    EXPECT_EQ(each.at_ms(), each.escalated().due_at_ms() + 1);
  }
  EXPECT_GT(rungs, 0u);
  EXPECT_LE(last, system_clock_source().now());
  EXPECT_EQ(json_field(city.verify_journal(), "journal"), "ok");
}

TEST_F(past, the_days_before_today_have_figures_and_the_trend_has_a_point_for_each) {
  live_it();
  city.server.start_and_wait();
  v1::FigureTable told = figures();
  ASSERT_EQ(told.rows_size(), 1);
  ASSERT_EQ(told.rows(0).days_size(), 2);
  constexpr int closing = 0;
  for (const v1::FigureDay& day : told.rows(0).days()) {
    EXPECT_GT(day.shares(closing).of(), 0u);
    EXPECT_GT(day.shares(closing).counted(), 0u);
  }
}

TEST_F(past, whoever_takes_a_seat_at_the_command_centre_finds_something_to_decide) {
  live_it();
  city.server.start_and_wait();
  auto own = of_desk("2101", "desk-2101");
  EXPECT_GE(own.size(), 3u);
  EXPECT_LE(own.size(), 30u);
  auto is_unowned = [](const v1::InboxItem& each) {
    return !each.desk().empty() && each.awaits().empty();
  };
  auto is_returned = [](const v1::InboxItem& each) {
    return std::ranges::find(each.awaits(), v1::AWAITED_DECISION_RETURN) != each.awaits().end();
  };
  EXPECT_TRUE(std::ranges::any_of(own, is_unowned));
  EXPECT_TRUE(std::ranges::any_of(own, is_returned));
}

TEST_F(past, by_the_walls_clock_it_is_not_said_at_all) {
  city.server.start_and_wait();
  program_end ended = run_program({program("gridwhistle"), "past", "--home", city.home().string(),
                                   "--pack", city.pack().string(), "--days", "1"},
                                  city.folder / "past.log");
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.said.find("--clock replay"), std::string::npos) << ended.said;
  EXPECT_TRUE(std::ranges::none_of(journal(), &v1::JournalEntry::has_raised));
}

}  // namespace
}  // namespace gridwhistle::test
