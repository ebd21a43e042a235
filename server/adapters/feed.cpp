#include "server/adapters/feed.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "common/log.hpp"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/event_codec.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// ZeroMQ takes or drops a subscription for the peer whose message was received last.
constexpr std::size_t subscriptions_at_once = 1;
// Ends the topic on the wire: a subscription is a prefix to ZeroMQ, and dept/1 is not dept/12.
constexpr char topic_end = '\n';
// The old listener is closed by libzmq's own thread, some milliseconds after the socket.
constexpr auto reopen_pause = std::chrono::milliseconds(20);
constexpr int reopen_tries_max = 500;
// A feed page stops here; one message may exceed it, because a batch is not split.
constexpr std::size_t feed_page_bytes = 1024 * 1024;

socket_options feed_options(const curve_key_pair& server) {
  socket_options options;
  // A subscriber this far behind loses messages, sees the gap and asks for the range.
  options.send_high_water = 4096;
  options.max_message_bytes = 1024;  // of a subscription: one topic
  options.security = curve_server{server.secret_key};
  return options;
}

// The area and all above it; of a place nobody knows those of the desk that has it.
std::vector<const area*> areas_around(const whistle& state, const policy& rules) {
  const area_code& where = rules.areas.find(state.what.area) ? state.what.area : state.desk;
  std::vector<const area*> found;
  for (const area* at = rules.areas.find(where); at; at = rules.areas.parent_of(*at))
    found.push_back(at);
  return found;
}

bool rings(const entry& told, const whistle& about) {
  bool new_to_somebody = std::holds_alternative<raised>(told.happened) ||
                         std::holds_alternative<dispatched>(told.happened) ||
                         std::holds_alternative<delivered>(told.happened);
  return new_to_somebody && about.what.kind == whistle_kind::emergency;
}

std::vector<std::string> ring_topics_of(const entry& told, const whistle& about,
                                        const policy& rules) {
  std::vector<std::string> topics;
  if (!rings(told, about)) return topics;
  for (const area* at : areas_around(about, rules))
    topics.push_back(std::string(ring_prefix) + at->code.text);
  return topics;
}

void write_ring(const entry& told, const whistle& about, v1::Ring& to) {
  to.set_whistle_id(std::string(told.whistle.raw()));
  to.set_version(told.version);
  to.set_at_ms(to_ms(told.at));
  to.set_event(static_cast<std::uint32_t>(first_event_number) +
               static_cast<std::uint32_t>(told.happened.index()));
  if (about.what.matter) codec::write(*about.what.matter, *to.mutable_matter());
  to.set_area(about.what.area.text);
  for (const obligation& owed : about.obligations) {
    if (owed.open()) to.add_called(owed.department.text);
  }
}

}  // namespace

std::string ring_topic_of(const policy& rules) {
  return std::string(ring_prefix) + rules.areas.city().code.text;
}

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
  for (const area* at : areas_around(state, rules)) topics.push_back("area/" + at->code.text);
  return topics;
}

bool is_of_the_city(std::string_view topic, const policy& rules) {
  return topic == "all" || topic == "area/" + rules.areas.city().code.text;
}

void write_feed_message(std::string_view topic, const stored_batch& from, const engine& state,
                        v1::FeedMessage& to) {
  codec::write(from.at, *to.mutable_position());
  bool of_emergencies = topic.starts_with(ring_prefix);
  if (is_of_the_city(topic, state.rules())) {
    for (const publication& each : from.publications) write_publication(each, *to.add_entries());
  }
  for (const entry& each : from.entries) {
    const whistle* about = state.find(each.whistle);
    if (of_emergencies) {
      auto topics =
          about ? ring_topics_of(each, *about, state.rules()) : std::vector<std::string>();
      bool here = std::find(topics.begin(), topics.end(), topic) != topics.end();
      if (here) write_ring(each, *about, *to.add_rings());
      continue;
    }
    if (topic != "all") {
      if (!about) continue;
      auto topics = topics_of(*about, state.rules());
      if (std::find(topics.begin(), topics.end(), topic) == topics.end()) continue;
    }
    write_entry(each, *to.add_entries());
  }
}

void write_feed_page(std::string_view topic, position after, std::span<const stored_batch> batches,
                     const engine& state, v1::FeedPage& to) {
  position up_to = after;
  std::size_t bytes = 0;
  for (const stored_batch& each : batches) {
    if (bytes > feed_page_bytes) break;
    // What is in the stream but not yet known durable here is for a later page.
    if (each.at > state.head()) break;
    up_to = each.at;
    v1::FeedMessage message;
    write_feed_message(topic, each, state, message);
    if (message.entries_size() == 0 && message.rings_size() == 0) continue;
    bytes += message.ByteSizeLong();
    *to.add_messages() = std::move(message);
  }
  codec::write(up_to, *to.mutable_up_to());
  to.set_more(up_to < state.head());
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
  if (wanted_.empty() || (durable.entries.empty() && durable.publications.empty())) return;
  std::map<std::string, v1::FeedMessage, std::less<>> messages;
  for (const publication& each : durable.publications) {
    for (const auto& [topic, last] : wanted_) {
      if (is_of_the_city(topic, state.rules()))
        write_publication(each, *messages[topic].add_entries());
    }
  }
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
    const whistle& about = *state.find(each.whistle);
    for (const std::string& topic : ring_topics_of(each, about, state.rules()))
      if (wanted_.contains(topic)) write_ring(each, about, *messages[topic].add_rings());
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
