#include "server/adapters/feed.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "common/log.hpp"
#include "server/adapters/codec_parts.hpp"

namespace gridwhistle {
namespace {

// ZeroMQ takes or drops a subscription for the peer whose message was received last.
constexpr std::size_t subscriptions_at_once = 1;
// Ends the topic on the wire: a subscription is a prefix to ZeroMQ, and dept/1 is not dept/12.
constexpr char topic_end = '\n';
// The old listener is closed by libzmq's own thread, some milliseconds after the socket.
constexpr auto reopen_pause = std::chrono::milliseconds(20);
constexpr int reopen_tries_max = 500;

socket_options feed_options(const curve_key_pair& server) {
  socket_options options;
  // A subscriber this far behind loses messages, sees the gap and asks for the range.
  options.send_high_water = 4096;
  options.max_message_bytes = 1024;  // of a subscription: one topic
  options.security = curve_server{server.secret_key};
  return options;
}

}  // namespace

std::vector<std::string> topics_of(const whistle& state, const policy& rules) {
  std::vector<std::string> topics = {"all"};
  // Each once: whoever follows a department called twice reads an entry once.
  auto also = [&](const department_code& each) {
    std::string topic = "dept/" + each.text;
    if (std::find(topics.begin(), topics.end(), topic) == topics.end())
      topics.push_back(std::move(topic));
  };
  for (const obligation& owed : state.obligations) {
    also(owed.department);
    if (!owed.called.seat.empty()) also(owed.called.seat);
  }
  const area_code& where = rules.areas.find(state.what.area) ? state.what.area : state.desk;
  for (const area* at = rules.areas.find(where); at; at = rules.areas.find(at->parent)) {
    topics.push_back("area/" + at->code.text);
  }
  return topics;
}

void write_feed_message(std::string_view topic, position at, std::span<const entry> entries,
                        const engine& state, v1::FeedMessage& to) {
  codec::write(at, *to.mutable_position());
  for (const entry& each : entries) {
    if (topic != "all") {
      const whistle* about = state.find(each.whistle);
      if (!about) continue;
      auto topics = topics_of(*about, state.rules());
      if (std::find(topics.begin(), topics.end(), topic) == topics.end()) continue;
    }
    write_entry(each, *to.add_entries());
  }
}

feed::feed(const asio::any_io_executor& executor, const socket_context& sockets,
           const std::string& endpoint, const curve_key_pair& server, may_subscribe allowed)
    : executor_(executor),
      sockets_(sockets),
      server_(server),
      allowed_(std::move(allowed)),
      publisher_(opened(endpoint)),
      pause_(executor) {
  endpoint_ = publisher_->last_endpoint();
}

async_socket feed::opened(const std::string& endpoint) const {
  async_socket made(executor_, sockets_, socket_kind::xpub, feed_options(server_));
  made.bind(endpoint);
  return made;
}

void feed::stop() {
  stopped_ = true;
  pause_.cancel();
  if (publisher_) publisher_->cancel();
}

void feed::ask_everybody_again() {
  if (publisher_) publisher_->cancel();
}

asio::awaitable<void> feed::run() {
  for (;;) {
    co_await admit();
    if (stopped_) co_return;
    co_await reopen();
  }
}

asio::awaitable<void> feed::reopen() {
  publisher_.reset();
  for (int tries = 1; !stopped_; ++tries) {
    try {
      publisher_.emplace(opened(endpoint_));
      log::info("feed opened again", {{"endpoint", endpoint_}, {"why", "rights were taken away"}});
      co_return;
    } catch (const std::runtime_error&) {
      if (tries == reopen_tries_max) throw;
    }
    pause_.expires_after(reopen_pause);
    boost::system::error_code stopped;
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
  }
}

asio::awaitable<void> feed::admit() try {
  std::vector<incoming> batch;
  for (;;) {
    co_await publisher_->receive(batch, subscriptions_at_once);
    const incoming& told = batch.front();
    // First byte 1: somebody wants a topic. 0: does not any more.
    if (told.frames.empty() || told.frames.front().empty()) continue;
    std::string topic = told.frames.front().substr(1);
    if (told.frames.front().front() != '\1') {
      publisher_->drop_subscription(topic + topic_end);
    } else if (allowed_(told.key, topic)) {
      publisher_->take_subscription(topic + topic_end);
      wanted_.try_emplace(topic);
    }
  }
} catch (const boost::system::system_error& ended) {
  if (ended.code() != asio::error::operation_aborted) throw;
}

void feed::begin_anew() {
  for (auto& [topic, last] : wanted_) last.reset();
}

void feed::publish(const batch& durable, const engine& state) {
  if (wanted_.empty() || durable.entries.empty()) return;
  std::map<std::string, v1::FeedMessage, std::less<>> messages;
  std::map<whistle_id, std::vector<std::string>> topics_by_whistle;
  for (const entry& each : durable.entries) {
    auto topics = topics_by_whistle.find(each.whistle);
    if (topics == topics_by_whistle.end()) {
      auto all_topics = topics_of(*state.find(each.whistle), state.rules());
      std::erase_if(all_topics,
                    [this](const std::string& topic) { return !wanted_.contains(topic); });
      topics = topics_by_whistle.emplace(each.whistle, std::move(all_topics)).first;
    }
    for (const std::string& topic : topics->second)
      write_entry(each, *messages[topic].add_entries());
  }
  std::string bytes;
  for (auto& [topic, message] : messages) {
    auto& last = wanted_.find(topic)->second;
    codec::write(durable.at, *message.mutable_position());
    if (last) codec::write(*last, *message.mutable_previous());
    last = durable.at;
    message.SerializeToString(&bytes);
    std::string ended = topic + topic_end;
    const std::string_view frames[] = {ended, bytes};
    // False only where nobody reads fast enough: they see the gap, as does everybody while the
    // door opens again.
    if (publisher_) static_cast<void>(publisher_->send(frames));
  }
}

}  // namespace gridwhistle
