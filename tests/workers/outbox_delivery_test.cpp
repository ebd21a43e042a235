// The delivery of the outbox against a scripted server with CURVE.
#include "workers/outbox_delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/workers/fake_server.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using testing::ElementsAre;

class delivery : public testing::Test {
 protected:
  delivery() {
    std::string name = testing::TempDir() + "delivery-XXXXXX";
    directory_ = ::mkdtemp(name.data());
    auto opened = outbox::open(directory_ / "outbox.db", outbox_limits{});
    GW_CHECK(opened);
    box.emplace(std::move(opened.value()));
  }
  ~delivery() override {
    if (deliverer) deliverer->stop();
    EXPECT_TRUE(w.until([this] { return !running; }));
    box.reset();
    std::filesystem::remove_all(directory_);
  }

  void put(const v1::Request& request) {
    auto fault = box->put(outbox_item_of(request, w.clock.now()));
    ASSERT_FALSE(fault) << fault->detail;
  }

  void deliver_to(const std::vector<std::shared_ptr<fake_server>>& servers) {
    delivery_settings settings;
    settings.retry = {span(1), span(5)};
    settings.fault_pause = span(1);
    delivery_calls calls;
    calls.settled = [this](const outbox_item& item, const settlement& how) {
      settled.emplace_back(item.request, how);
    };
    calls.put_back = [this](std::size_t count) { put_back += count; };
    link_settings line = w.settings(servers);
    line.try_timeout = try_timeout;
    link = w.connect(std::move(line));
    deliverer.emplace(w.io.get_executor(), *box, link, w.clock, settings, std::move(calls), 5);
    running = true;
    asio::co_spawn(w.io, deliverer->run(), [this](std::exception_ptr escaped) {
      running = false;
      rethrow(escaped);
    });
  }

  std::vector<std::string> texts_heard(const fake_server& server) const {
    std::vector<std::string> texts;
    for (const auto& heard : server.heard) {
      if (heard.request.has_command()) texts.push_back(heard.request.command().note().text());
    }
    return texts;
  }

  world w;
  std::optional<outbox> box;
  std::shared_ptr<server_link> link;
  std::optional<outbox_delivery> deliverer;
  std::vector<std::pair<command_id, settlement>> settled;
  std::size_t put_back = 0;
  bool running = false;
  span try_timeout = std::chrono::seconds(10);

 private:
  std::filesystem::path directory_;
};

TEST_F(delivery, everything_waiting_is_receipted_once_and_each_whistle_in_order) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  for (std::uint32_t i = 0; i < 60; ++i) put(note(i + 1, 1 + i % 10, std::to_string(i)));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return settled.size() == 60; }));
  EXPECT_EQ(*box->counts(), (outbox_counts{0, 60, 0}));
  std::map<std::string, std::vector<int>> by_whistle;
  for (const auto& heard : server->heard) {
    const auto& command = heard.request.command();
    by_whistle[command.whistle_id()].push_back(std::stoi(command.note().text()));
  }
  EXPECT_EQ(by_whistle.size(), 10u);
  for (const auto& [whistle, order] : by_whistle) {
    EXPECT_EQ(order.size(), 6u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  }
}

TEST_F(delivery, what_is_put_while_it_runs_is_sent_when_it_is_woken) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) { server->receipt(request, 1); };
  deliver_to({server});
  for (std::uint32_t i = 1; i <= 3; ++i) {
    put(note(i, 1, std::to_string(i)));
    deliverer->wake();
    ASSERT_TRUE(w.until([&] { return settled.size() == i; }));
  }
}

TEST_F(delivery, no_more_than_16_are_in_flight) {
  auto server = w.serve();
  std::vector<heard_request> held;
  bool answering = false;
  server->on_request = [&](const heard_request& request) {
    if (request.request.has_ping()) return server->pong(request, 1, {1, 1});
    if (answering) return server->receipt(request, 1);
    held.push_back(request);
  };
  for (std::uint32_t i = 1; i <= 40; ++i) put(note(i, i, "n"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return held.size() == 16; }));
  // The ping went the same way behind whatever else was sent.
  v1::Request fence = new_request(id_of<command_id>(99));
  fence.mutable_ping();
  auto ponged = begin(w, link, fence);
  ASSERT_TRUE(w.until([&] { return answered(ponged); }));
  std::set<std::string> different;
  for (const auto& each : held) different.insert(each.bytes);
  EXPECT_EQ(different.size(), 16u);
  EXPECT_EQ(deliverer->in_flight(), 16u);
  answering = true;
  for (const auto& each : held) server->receipt(each, 1);
  ASSERT_TRUE(w.until([&] { return settled.size() == 40; }));
}

TEST_F(delivery, an_overloaded_server_is_asked_again_until_it_receipts) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    std::size_t count = server->commands_heard();
    if (count == 1) return server->refuse(request, refusal_code::overloaded);
    if (count == 2) return server->refuse(request, refusal_code::not_serving);
    server->receipt(request, 1);
  };
  put(note(1, 1, "n"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return !settled.empty(); }));
  EXPECT_TRUE(std::holds_alternative<item_receipted>(settled[0].second));
  EXPECT_EQ(box->list(1)->at(0).attempts, 2u);
  EXPECT_EQ(server->commands_heard(), 3u);
  for (const auto& heard : server->heard) EXPECT_EQ(heard.bytes, server->heard[0].bytes);
}

TEST_F(delivery, any_other_refusal_settles_the_item_with_its_sentences_and_frees_the_next) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    if (request.request.has_ping()) return server->pong(request, 1, {1, 1});
    if (request.request.command().note().text() == "first") {
      return server->refuse(request, refusal_code::already_ended);
    }
    server->receipt(request, 1);
  };
  put(note(1, 7, "first"));
  put(note(2, 7, "second"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return settled.size() == 2; }));
  auto first = box->list(9)->at(0);
  EXPECT_EQ(first.state, outbox_state::refused);
  EXPECT_EQ(first.refusal->code, "already_ended");
  EXPECT_EQ(first.refusal->sentence_zh, words_of(refusal_code::already_ended).zh);
  EXPECT_EQ(first.refusal->detail, "scripted");
  EXPECT_EQ(box->list(9)->at(1).state, outbox_state::receipted);
}

// An item that came due between two looks at the clock slept until the next look, ten seconds.
TEST_F(delivery, a_retry_of_a_millisecond_is_not_slept_through) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    if (server->commands_heard() % 20 == 0) return server->receipt(request, 1);
    server->refuse(request, refusal_code::overloaded);
  };
  auto begun = std::chrono::steady_clock::now();
  for (std::uint32_t i = 1; i <= 5; ++i) put(note(i, 1, "n"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return settled.size() == 5; }));
  EXPECT_EQ(server->commands_heard(), 100u);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(9));
}

TEST_F(delivery, a_lost_receipt_is_fetched_by_saying_the_same_bytes_again) {
  auto server = w.serve();
  server->on_request = [&](const heard_request& request) {
    if (server->heard.size() > 1) server->receipt(request, 1);
  };
  try_timeout = span(300);
  put(note(1, 1, "n"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return !settled.empty(); }));
  EXPECT_GE(server->heard.size(), 2u);
  for (const auto& heard : server->heard) EXPECT_EQ(heard.bytes, server->heard[0].bytes);
  EXPECT_EQ(settled.size(), 1u);
}

TEST_F(delivery, another_dataset_makes_it_say_again_what_was_receipted) {
  auto server = w.serve();
  std::uint32_t dataset = 1;
  server->on_request = [&](const heard_request& request) { server->receipt(request, dataset); };
  for (std::uint32_t i = 1; i <= 3; ++i) put(note(i, i, std::to_string(i)));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return settled.size() == 3; }));
  dataset = 2;
  put(note(4, 4, "4"));
  deliverer->wake();
  ASSERT_TRUE(w.until([&] { return settled.size() == 7; }));
  EXPECT_EQ(put_back, 3u);
  EXPECT_THAT(texts_heard(*server), ElementsAre("1", "2", "3", "4", "1", "2", "3"));
  for (const auto& entry : *box->list(9)) EXPECT_EQ(entry.receipt->dataset, id_of<dataset_id>(2));
}

TEST_F(delivery, a_refusal_by_a_dataset_that_lost_our_whistle_is_not_taken_as_final) {
  auto server = w.serve();
  std::uint32_t dataset = 1;
  std::set<std::string> whistles;
  server->on_request = [&](const heard_request& request) {
    if (request.request.has_ping()) return server->pong(request, dataset, {1, 1});
    const auto& command = request.request.command();
    if (command.note().text() == "blow") whistles.insert(command.whistle_id());
    if (!whistles.contains(command.whistle_id())) {
      return server->refuse(request, refusal_code::whistle_unknown);
    }
    server->receipt(request, dataset);
  };
  put(note(1, 7, "blow"));
  deliver_to({server});
  ASSERT_TRUE(w.until([&] { return settled.size() == 1; }));
  // The server loses everything; the first it hears is about a whistle it no longer knows.
  dataset = 2;
  whistles.clear();
  put(note(2, 7, "more"));
  deliverer->wake();
  ASSERT_TRUE(w.until([&] { return settled.size() == 3; }));
  EXPECT_EQ(*box->counts(), (outbox_counts{0, 2, 0}));
  EXPECT_THAT(texts_heard(*server), ElementsAre("blow", "more", "blow", "more"));
}

TEST_F(delivery, stopping_leaves_what_was_not_answered_waiting) {
  auto silent = w.serve();
  for (std::uint32_t i = 1; i <= 20; ++i) put(note(i, i, "n"));
  deliver_to({silent});
  ASSERT_TRUE(w.until([&] { return silent->heard.size() >= 16; }));
  deliverer->stop();
  ASSERT_TRUE(w.until([&] { return !running; }));
  EXPECT_EQ(deliverer->in_flight(), 0u);
  EXPECT_EQ(*box->counts(), (outbox_counts{20, 0, 0}));
}

}  // namespace
}  // namespace gridwhistle::test
