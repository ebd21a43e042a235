// The line against a scripted server with CURVE.
#include "workers/server_link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/workers/fake_server.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using testing::ElementsAre;

TEST(server_link, each_answer_reaches_the_one_who_asked_whatever_the_order) {
  world w;
  auto server = w.serve();
  std::vector<heard_request> kept;
  server->on_request = [&](const heard_request& request) {
    kept.push_back(request);
    if (kept.size() < 8) return;
    for (auto last = kept.rbegin(); last != kept.rend(); ++last) server->receipt(*last, 1);
  };
  auto link = w.connect(w.settings({server}));
  std::vector<answer> outcomes;
  for (std::uint32_t i = 1; i <= 8; ++i) outcomes.push_back(begin(w, link, note(i, 100 + i, "n")));
  ASSERT_TRUE(w.until([&] { return std::all_of(outcomes.begin(), outcomes.end(), answered); }));
  for (std::uint32_t i = 1; i <= 8; ++i) {
    EXPECT_EQ(reply_in(outcomes[i - 1])->request_id(), id_of<command_id>(i).raw());
    EXPECT_EQ(reply_in(outcomes[i - 1])->receipt().whistle_id(), id_of<whistle_id>(100 + i).raw());
  }
  EXPECT_EQ(link->moves(), 0u);
}

// A page of the feed, and a whistle with its whole history, are larger than any request.
TEST(server_link, an_answer_of_many_megabytes_arrives) {
  world w;
  auto server = w.serve();
  const std::string large(8 * 1024 * 1024, 'x');
  server->on_request = [&](const heard_request& request) {
    v1::Reply answer;
    answer.mutable_whistle()->mutable_state()->mutable_report()->set_text(large);
    server->reply(request, std::move(answer));
  };
  auto link = w.connect(w.settings({server}));
  auto outcome = begin(w, link, note(1, 7, "路灯不亮"));
  ASSERT_TRUE(w.until([&] { return answered(outcome); }));
  EXPECT_EQ(reply_in(outcome)->whistle().state().report().text(), large);
  EXPECT_EQ(link->moves(), 0u);
}

TEST(server_link, a_lost_answer_is_asked_for_again_with_the_same_bytes) {
  world w;
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    if (server->heard.size() >= 3) server->receipt(request, 1);
  };
  link_settings settings = w.settings({server});
  settings.try_timeout = span(200);
  settings.tries_max = 50;
  auto link = w.connect(std::move(settings));
  v1::Request request = note(1, 7, "路灯不亮");
  auto outcome = begin(w, link, request);
  ASSERT_TRUE(w.until([&] { return answered(outcome); }));
  ASSERT_GE(server->heard.size(), 3u);
  for (const auto& heard : server->heard) EXPECT_EQ(heard.bytes, canonical_bytes(request));
}

TEST(server_link, a_silent_endpoint_is_left_and_everything_in_flight_is_said_to_the_next) {
  world w;
  auto silent = w.serve();
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  link_settings settings = w.settings({silent, server});
  settings.try_timeout = std::chrono::seconds(1);
  auto link = w.connect(std::move(settings));
  std::vector<answer> outcomes;
  for (std::uint32_t i = 1; i <= 5; ++i) outcomes.push_back(begin(w, link, note(i, i, "n")));
  ASSERT_TRUE(w.until([&] { return std::all_of(outcomes.begin(), outcomes.end(), answered); }));
  EXPECT_EQ(silent->heard.size(), 5u);
  EXPECT_EQ(link->moves(), 1u);
  EXPECT_EQ(link->endpoint().requests, server->endpoint().requests);
  for (const auto& heard : silent->heard) {
    auto same = [&](const auto& other) { return other.bytes == heard.bytes; };
    EXPECT_EQ(std::count_if(server->heard.begin(), server->heard.end(), same), 1);
  }
}

TEST(server_link, a_server_with_another_key_than_expected_is_not_spoken_to) {
  world w;
  auto impostor = w.serve();
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  link_settings settings = w.settings({impostor, server});
  settings.try_timeout = span(300);
  settings.endpoints[0].public_key = make_curve_key_pair().public_key;
  auto link = w.connect(std::move(settings));
  auto outcome = begin(w, link, note(1, 1, "n"));
  ASSERT_TRUE(w.until([&] { return answered(outcome); }));
  EXPECT_TRUE(impostor->heard.empty());
}

TEST(server_link, an_endpoint_where_nobody_listens_is_left) {
  world w;
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  link_settings settings = w.settings({server, server});
  settings.try_timeout = std::chrono::seconds(1);
  settings.endpoints[0].requests = "tcp://127.0.0.1:1";
  auto link = w.connect(std::move(settings));
  auto outcome = begin(w, link, note(1, 1, "n"));
  ASSERT_TRUE(w.until([&] { return answered(outcome); }));
  EXPECT_EQ(link->moves(), 1u);
}

TEST(server_link, the_first_of_several_answers_holds_and_late_ones_are_ignored) {
  world w;
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    server->receipt(request, 1);
    server->refuse(request, refusal_code::wrong_stage);
    server->receipt(request, 1);
  };
  auto link = w.connect(w.settings({server}));
  for (std::uint32_t i = 1; i <= 20; ++i) {
    auto outcome = begin(w, link, note(i, i, "n"));
    ASSERT_TRUE(w.until([&] { return answered(outcome); }));
    ASSERT_TRUE(reply_in(outcome)->has_receipt());
    ASSERT_EQ(reply_in(outcome)->request_id(), id_of<command_id>(i).raw());
  }
  EXPECT_EQ(server->heard.size(), 20u);
}

TEST(server_link, when_nobody_answers_it_ends_as_timed_out_after_its_tries) {
  world w;
  auto silent = w.serve();
  link_settings settings = w.settings({silent});
  settings.try_timeout = span(300);
  settings.tries_max = 3;
  auto link = w.connect(std::move(settings));
  auto outcome = begin(w, link, note(1, 1, "n"));
  ASSERT_TRUE(w.until([&] { return outcome->has_value(); }));
  EXPECT_TRUE(std::holds_alternative<timed_out>(**outcome));
  EXPECT_LE(silent->heard.size(), 3u);
  EXPECT_GE(silent->heard.size(), 1u);
  EXPECT_EQ(link->moves(), 3u);
}

TEST(server_link, beyond_its_limit_an_exchange_ends_at_once) {
  world w;
  auto silent = w.serve();
  link_settings settings = w.settings({silent});
  settings.in_flight_max = 2;
  auto link = w.connect(std::move(settings));
  auto first = begin(w, link, note(1, 1, "n"));
  auto second = begin(w, link, note(2, 2, "n"));
  auto third = begin(w, link, note(3, 3, "n"));
  ASSERT_TRUE(w.until([&] { return third->has_value(); }));
  EXPECT_TRUE(std::holds_alternative<timed_out>(**third));
  EXPECT_FALSE(first->has_value());
  EXPECT_FALSE(second->has_value());
}

TEST(server_link, stopping_ends_every_exchange_and_abandoning_ends_one) {
  world w;
  auto silent = w.serve();
  link_settings settings = w.settings({silent});
  settings.try_timeout = std::chrono::hours(1);
  auto link = w.connect(std::move(settings));
  std::vector<answer> outcomes;
  for (std::uint32_t i = 1; i <= 3; ++i) outcomes.push_back(begin(w, link, note(i, i, "n")));
  ASSERT_TRUE(w.until([&] { return silent->heard.size() == 3; }));
  link->abandon(id_of<command_id>(2));
  ASSERT_TRUE(w.until([&] { return outcomes[1]->has_value(); }));
  EXPECT_TRUE(std::holds_alternative<stopped>(**outcomes[1]));
  EXPECT_FALSE(outcomes[0]->has_value());
  link->stop();
  ASSERT_TRUE(w.until([&] { return outcomes[0]->has_value() && outcomes[2]->has_value(); }));
  EXPECT_TRUE(std::holds_alternative<stopped>(**outcomes[0]));
  auto late = begin(w, link, note(4, 4, "n"));
  ASSERT_TRUE(w.until([&] { return late->has_value(); }));
  EXPECT_TRUE(std::holds_alternative<stopped>(**late));
}

TEST(server_link, an_idle_line_pings_and_learns_the_dataset) {
  world w;
  auto server = w.serve();
  std::uint32_t dataset = 7;
  server->on_request = [&](const heard_request& request) {
    server->pong(request, dataset, {1, 1});
  };
  link_settings settings = w.settings({server});
  settings.idle_before_ping = span(5);
  auto link = w.connect(std::move(settings));
  std::vector<dataset_id> shown;
  auto watch = link->watch_dataset([&](const dataset_id& id) { shown.push_back(id); });
  ASSERT_TRUE(w.until([&] { return server->heard.size() >= 3; }));
  EXPECT_TRUE(server->heard[0].request.has_ping());
  dataset = 8;
  ASSERT_TRUE(w.until([&] { return shown.size() >= 2; }));
  EXPECT_THAT(shown, ElementsAre(id_of<dataset_id>(7), id_of<dataset_id>(8)));
  EXPECT_EQ(link->dataset(), id_of<dataset_id>(8));
  watch.reset();
  dataset = 9;
  ASSERT_TRUE(w.until([&] { return link->dataset() == id_of<dataset_id>(9); }));
  EXPECT_EQ(shown.size(), 2u);
}

TEST(server_link, an_endpoint_that_is_not_serving_answers_and_is_left) {
  world w;
  auto standby = w.serve();
  auto server = w.serve();
  standby->on_request = [&](const heard_request& request) {
    if (standby->heard.size() == 4) standby->refuse(standby->heard[0], refusal_code::not_serving);
    EXPECT_LE(standby->heard.size(), 4u) << request.bytes;
  };
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  link_settings settings = w.settings({standby, server});
  settings.try_timeout = std::chrono::hours(1);
  auto link = w.connect(std::move(settings));
  std::vector<answer> outcomes;
  for (std::uint32_t i = 1; i <= 4; ++i) outcomes.push_back(begin(w, link, note(i, i, "n")));
  ASSERT_TRUE(w.until([&] { return std::all_of(outcomes.begin(), outcomes.end(), answered); }));
  EXPECT_TRUE(reply_in(outcomes[0])->has_refused());
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(reply_in(outcomes[i])->has_receipt());
  EXPECT_EQ(link->moves(), 1u);
}

TEST(requests, carry_wire_version_id_and_kind_and_every_id_is_new) {
  instant now = from_ms(1'790'000'000'000);
  command_id first = new_command_id(now);
  EXPECT_NE(first, new_command_id(now));
  EXPECT_EQ(first.bytes[6] >> 4, 7);
  v1::Request request = new_command(first, new_whistle_id(now), 0);
  EXPECT_EQ(request.wire_version(), 1u);
  request.mutable_command()->mutable_blow()->mutable_report()->set_text("井盖缺失");
  outbox_item item = outbox_item_of(request, now);
  EXPECT_EQ(item.kind, "blow");
  EXPECT_EQ(item.request, first);
  v1::Request parsed;
  ASSERT_TRUE(parsed.ParseFromString(item.bytes));
  EXPECT_EQ(canonical_bytes(parsed), item.bytes);
}

TEST(requests, only_overloaded_and_not_serving_are_not_final) {
  for (const refusal_words& words : all_refusals()) {
    v1::Reply reply;
    reply.mutable_refused()->set_code(std::string(words.name));
    bool again = words.code == refusal_code::overloaded || words.code == refusal_code::not_serving;
    EXPECT_EQ(settlement_in(reply).has_value(), !again) << words.name;
  }
  v1::Reply nothing;
  EXPECT_FALSE(settlement_in(nothing));
  v1::Reply from_nowhere;
  from_nowhere.mutable_receipt()->set_version(1);
  EXPECT_FALSE(settlement_in(from_nowhere)) << "a receipt without a dataset";
}

}  // namespace
}  // namespace gridwhistle::test
