// A small server for the client library's tests: real sockets with CURVE, answers by script.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/async_socket.hpp"
#include "common/awaiting.hpp"
#include "common/curve_keys.hpp"
#include "common/refusal.hpp"
#include "workers/requests.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle::test {

template <class Id>
Id id_of(std::uint32_t number) {
  Id id;
  id.bytes[0] = 1;
  std::memcpy(id.bytes.data() + 12, &number, sizeof number);
  return id;
}

struct heard_request {
  std::string peer;
  std::string bytes;
  v1::Request request;
};

// Lets every key in. Shared with its own coroutines, which end by stop().
class fake_server : public std::enable_shared_from_this<fake_server> {
 public:
  static std::shared_ptr<fake_server> start(const asio::any_io_executor& executor) {
    auto made = std::make_shared<fake_server>(executor);
    asio::co_spawn(executor, admit(made), rethrow);
    asio::co_spawn(executor, listen(made), rethrow);
    asio::co_spawn(executor, take_subscriptions(made), rethrow);
    return made;
  }

  explicit fake_server(const asio::any_io_executor& executor)
      : gate_(executor, context_, socket_kind::router, gate_options()),
        requests_(executor, context_, socket_kind::router, secured(keys_)),
        feed_(executor, context_, socket_kind::xpub, secured(keys_)) {
    gate_.bind("inproc://zeromq.zap.01");
    requests_.bind("tcp://127.0.0.1:*");
    feed_.bind("tcp://127.0.0.1:*");
  }

  server_endpoint endpoint() const {
    return {requests_.last_endpoint(), feed_.last_endpoint(), keys_.public_key};
  }

  // The script: called with every request. Without one it is silent.
  std::function<void(const heard_request&)> on_request;
  std::vector<heard_request> heard;
  std::set<std::string> subscribed;

  void reply(const heard_request& to, v1::Reply answer) {
    answer.set_wire_version(1);
    answer.set_request_id(to.request.request_id());
    std::string bytes = answer.SerializeAsString();
    requests_.send_to(to.peer, bytes);
  }
  void receipt(const heard_request& to, std::uint32_t dataset) {
    v1::Reply answer;
    answer.mutable_receipt()->set_whistle_id(to.request.command().whistle_id());
    answer.mutable_receipt()->set_dataset(std::string(id_of<dataset_id>(dataset).raw()));
    reply(to, std::move(answer));
  }
  void refuse(const heard_request& to, refusal_code code) {
    v1::Reply answer;
    const refusal_words& words = words_of(code);
    answer.mutable_refused()->set_code(std::string(words.name));
    answer.mutable_refused()->set_sentence_zh(std::string(words.zh));
    answer.mutable_refused()->set_sentence_en(std::string(words.en));
    answer.mutable_refused()->set_detail("scripted");
    reply(to, std::move(answer));
  }
  void pong(const heard_request& to, std::uint32_t dataset, position at) {
    v1::Reply answer;
    answer.mutable_pong()->set_dataset(std::string(id_of<dataset_id>(dataset).raw()));
    *answer.mutable_pong()->mutable_position() = wire_position(at);
    reply(to, std::move(answer));
  }

  void publish(const std::string& topic, const v1::FeedMessage& message) {
    std::string bytes = message.SerializeAsString();
    std::string ended = topic + "\n";
    std::array<std::string_view, 2> frames{ended, bytes};
    EXPECT_TRUE(feed_.send(frames));
  }

  std::size_t commands_heard() const {
    return static_cast<std::size_t>(std::count_if(
        heard.begin(), heard.end(), [](const auto& each) { return each.request.has_command(); }));
  }

  void stop() {
    gate_.cancel();
    requests_.cancel();
    feed_.cancel();
  }

 private:
  static socket_options gate_options() {
    socket_options options;
    options.frames_kept = 8;
    return options;
  }
  static socket_options secured(const curve_key_pair& keys) {
    socket_options options;
    options.security = curve_server{keys.secret_key};
    return options;
  }

  // ZAP, RFC 27.
  static asio::awaitable<void> admit(std::shared_ptr<fake_server> self) {
    std::vector<incoming> batch;
    try {
      while (true) {
        co_await self->gate_.receive(batch, 16);
        for (const incoming& asked : batch) {
          if (asked.frames.size() != 8) throw std::logic_error("not a ZAP request");
          std::array<std::string_view, 8> answer{asked.peer, "",   "1.0",      asked.frames[2],
                                                 "200",      "OK", "device-1", ""};
          self->gate_.send(answer);
        }
      }
    } catch (const boost::system::system_error&) {
    }
  }

  static asio::awaitable<void> listen(std::shared_ptr<fake_server> self) {
    std::vector<incoming> batch;
    try {
      while (true) {
        co_await self->requests_.receive(batch, 64);
        for (const incoming& message : batch) self->hear(message);
      }
    } catch (const boost::system::system_error&) {
    }
  }

  static asio::awaitable<void> take_subscriptions(std::shared_ptr<fake_server> self) {
    std::vector<incoming> batch;
    try {
      while (true) {
        co_await self->feed_.receive(batch, 1);
        const std::string& told = batch.front().frames[0];
        if (!told.starts_with('\1')) continue;
        self->feed_.take_subscription(told.substr(1) + "\n");
        self->subscribed.insert(told.substr(1));
      }
    } catch (const boost::system::system_error&) {
    }
  }

  void hear(const incoming& message) {
    heard_request request{message.peer, message.frames.at(0), {}};
    ASSERT_TRUE(request.request.ParseFromString(request.bytes));
    ASSERT_EQ(message.frame_count, 1u);
    heard.push_back(request);
    if (on_request) on_request(request);
  }

  curve_key_pair keys_ = make_curve_key_pair();
  socket_context context_{1};
  async_socket gate_;
  async_socket requests_;
  async_socket feed_;
};

// One thread, one loop: client and servers take turns in it. Ends only if everything stopped ends.
class world {
 public:
  world() = default;
  world(const world&) = delete;
  world& operator=(const world&) = delete;
  ~world() {
    for (auto& server : servers_) server->stop();
    for (auto& link : links_) link->stop();
    io.restart();
    io.run_for(std::chrono::seconds(20));
    EXPECT_TRUE(io.stopped()) << "something goes on after everything was stopped";
  }

  std::shared_ptr<fake_server> serve() {
    servers_.push_back(fake_server::start(io.get_executor()));
    return servers_.back();
  }

  link_settings settings(const std::vector<std::shared_ptr<fake_server>>& to) const {
    link_settings made;
    for (const auto& server : to) made.endpoints.push_back(server->endpoint());
    made.own = own;
    made.try_timeout = std::chrono::seconds(10);
    made.retry = {span(1), span(5)};
    made.idle_before_ping = std::chrono::hours(1);
    return made;
  }

  std::shared_ptr<server_link> connect(link_settings made) {
    links_.push_back(server_link::start(io.get_executor(), context, std::move(made), clock, 1));
    return links_.back();
  }

  // Runs until the fact holds; false if it does not within 20 seconds.
  template <class Fact>
  bool until(Fact fact) {
    auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!fact()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (io.stopped()) io.restart();
      io.run_one_for(std::chrono::milliseconds(100));
    }
    return true;
  }

  asio::io_context io{1};
  system_clock_source clock;
  socket_context context{1};
  curve_key_pair own = make_curve_key_pair();

 private:
  std::vector<std::shared_ptr<fake_server>> servers_;
  std::vector<std::shared_ptr<server_link>> links_;
};

using answer = std::shared_ptr<std::optional<exchange_outcome>>;

inline asio::awaitable<void> ask(std::shared_ptr<server_link> link, v1::Request request,
                                 answer into) {
  *into = co_await link->exchange(std::move(request));
}

inline v1::Request note(std::uint32_t request, std::uint32_t whistle, const std::string& text) {
  v1::Request made = new_command(id_of<command_id>(request), id_of<whistle_id>(whistle), 1);
  made.mutable_command()->mutable_note()->set_text(text);
  return made;
}

inline answer begin(world& w, const std::shared_ptr<server_link>& link, v1::Request request) {
  auto into = std::make_shared<std::optional<exchange_outcome>>();
  asio::co_spawn(w.io, ask(link, std::move(request), into), rethrow);
  return into;
}

inline const v1::Reply* reply_in(const answer& outcome) {
  return *outcome ? std::get_if<v1::Reply>(&**outcome) : nullptr;
}

inline bool answered(const answer& outcome) { return reply_in(outcome) != nullptr; }

}  // namespace gridwhistle::test
