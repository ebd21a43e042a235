// Many whistles at once over one line, against a scripted server.
#include "workers/bulk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/workers/fake_server.hpp"

namespace gridwhistle::test {
namespace {

std::vector<whistle_id> whistles_to(std::uint32_t count) {
  std::vector<whistle_id> made;
  for (std::uint32_t n = 1; n <= count; ++n) made.push_back(id_of<whistle_id>(n));
  return made;
}

// What say_of_all() told, and how it ended.
struct outcome_of_all {
  std::vector<whistle_id> order;
  std::vector<std::string> lines;
  std::optional<bulk_result> result;
};

asio::awaitable<void> report_in_of(std::shared_ptr<server_link> link,
                                   std::vector<whistle_id> whistles,
                                   std::shared_ptr<outcome_of_all> into) {
  v1::Command ask;
  ask.mutable_report_in();
  bulk_told tell = [into](const whistle_id& whistle, const exchange_outcome& outcome) {
    into->order.push_back(whistle);
    into->lines.push_back(line_of(whistle, outcome));
  };
  auto result = co_await say_of_all(link, whistles, ask, tell);
  into->result = result;
}

std::shared_ptr<outcome_of_all> begin_all(world& w, const std::shared_ptr<server_link>& link,
                                          std::uint32_t count) {
  auto into = std::make_shared<outcome_of_all>();
  asio::co_spawn(w.io, report_in_of(link, whistles_to(count), into), rethrow);
  return into;
}

void show(fake_server& server, const heard_request& to, std::uint64_t version) {
  v1::Reply answer;
  answer.mutable_whistle()->mutable_state()->set_version(version);
  server.reply(to, std::move(answer));
}

TEST(bulk, what_became_of_each_is_told_in_the_order_they_were_named) {
  world w;
  auto server = w.serve();
  std::vector<heard_request> kept;
  server->on_request = [&](const heard_request& request) {
    if (request.request.has_show()) return show(*server, request, 7);
    kept.push_back(request);
    if (kept.size() < 8) return;
    for (auto last = kept.rbegin(); last != kept.rend(); ++last) {
      bool third = last->request.command().whistle_id() == id_of<whistle_id>(3).raw();
      if (third) {
        server->refuse(*last, refusal_code::already_reported_in);
      } else {
        server->receipt(*last, 1);
      }
    }
  };
  auto all = begin_all(w, w.connect(w.settings({server})), 8);
  ASSERT_TRUE(w.until([&] { return all->result.has_value(); }));
  EXPECT_EQ(all->order, whistles_to(8));
  EXPECT_EQ(all->result->done, 7u);
  EXPECT_EQ(all->result->refused, 1u);
  EXPECT_EQ(all->lines[2], id_of<whistle_id>(3).text() +
                               " refused [already_reported_in] 贵部门已经报到。 Your department "
                               "has already reported in. scripted");
  EXPECT_EQ(summary_of(*all->result), "7 done, 1 refused");
  std::set<std::string> ids;
  for (const heard_request& each : kept) {
    ids.insert(each.request.request_id());
    EXPECT_EQ(each.request.command().seen_version(), 7u);
  }
  EXPECT_EQ(ids.size(), 8u);
}

TEST(bulk, no_more_whistles_than_the_window_are_under_way) {
  world w;
  auto server = w.serve();
  constexpr std::uint32_t count = 2 * bulk_window_max;
  std::vector<heard_request> kept;
  std::size_t most = 0;
  // Everything is answered only when nobody says any more, so whatever may be under way is.
  server->on_request = [&](const heard_request& request) {
    kept.push_back(request);
    most = std::max(most, kept.size());
    if (kept.size() < bulk_window_max) return;
    for (const heard_request& each : std::exchange(kept, {})) {
      if (each.request.has_show()) {
        show(*server, each, 1);
      } else {
        server->receipt(each, 1);
      }
    }
  };
  auto all = begin_all(w, w.connect(w.settings({server})), count);
  ASSERT_TRUE(w.until([&] { return all->result.has_value(); }));
  EXPECT_EQ(all->result->done, count);
  EXPECT_EQ(most, bulk_window_max);
  EXPECT_EQ(server->heard.size(), 2 * count);
}

TEST(bulk, a_refused_look_is_the_whistles_outcome_and_its_command_is_not_said) {
  world w;
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    server->refuse(request, refusal_code::not_your_whistle);
  };
  auto all = begin_all(w, w.connect(w.settings({server})), 2);
  ASSERT_TRUE(w.until([&] { return all->result.has_value(); }));
  EXPECT_EQ(all->result->refused, 2u);
  EXPECT_EQ(server->commands_heard(), 0u);
}

TEST(bulk, after_a_silence_no_other_whistle_is_begun) {
  world w;
  auto server = w.serve();
  link_settings settings = w.settings({server});
  settings.try_timeout = span(50);
  settings.tries_max = 1;
  auto all = begin_all(w, w.connect(std::move(settings)), 100);
  ASSERT_TRUE(w.until([&] { return all->result.has_value(); }));
  EXPECT_EQ(all->order, whistles_to(100));
  EXPECT_EQ(all->result->unanswered, 100u);
  EXPECT_EQ(all->lines.front(), id_of<whistle_id>(1).text() + " no answer");
  EXPECT_EQ(all->lines.back(), id_of<whistle_id>(100).text() + " not said");
  EXPECT_EQ(summary_of(*all->result), "0 done, 0 refused, 100 without an answer");
}

TEST(bulk, of_no_whistle_it_says_nothing_and_ends) {
  world w;
  auto server = w.serve();
  auto all = begin_all(w, w.connect(w.settings({server})), 0);
  ASSERT_TRUE(w.until([&] { return all->result.has_value(); }));
  EXPECT_EQ(summary_of(*all->result), "0 done, 0 refused");
  EXPECT_TRUE(server->heard.empty());
}

}  // namespace
}  // namespace gridwhistle::test
