#include "workers/feed_reader.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>
#include <utility>

#include "common/awaiting.hpp"
#include "common/check.hpp"
#include "common/log.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t messages_per_turn_max = 64;
constexpr std::size_t feed_message_bytes_max = 1024 * 1024;

socket_options feed_options(const curve_key_pair& own, const server_endpoint& endpoint) {
  socket_options options;
  options.max_message_bytes = feed_message_bytes_max;
  options.security = curve_client{endpoint.public_key, own};
  return options;
}

}  // namespace

struct feed_reader::connection {
  connection(const asio::any_io_executor& executor, const socket_context& context,
             const curve_key_pair& own, const server_endpoint& endpoint)
      : socket(executor, context, socket_kind::sub, feed_options(own, endpoint)) {}
  async_socket socket;
  std::vector<incoming> batch;
};

struct feed_reader::topic_state {
  topic_state(const asio::any_io_executor& executor, topic_bookmark from)
      : name(std::move(from.topic)), timer(executor) {
    if (from.after) cursor.emplace(*from.after);
    handed_out = from.after;
  }
  std::string name;
  // Nothing until it is known where "from now on" begins.
  std::optional<feed_cursor> cursor;
  std::optional<position> handed_out;
  std::optional<command_id> asked;  // the exchange under way
  asio::steady_timer timer;
  std::uint32_t fruitless = 0;  // ranges in a row that brought nothing on
  std::uint64_t life = 0;       // grows when the dataset changes: a range asked before is void
  bool refused = false;
};

feed_reader::feed_reader(asio::any_io_executor executor, const socket_context& context,
                         std::shared_ptr<server_link> link, feed_bookmark from,
                         feed_settings settings, clock_source& clock, feed_calls calls,
                         std::uint64_t seed)
    : executor_(std::move(executor)),
      context_(context),
      link_(std::move(link)),
      settings_(settings),
      clock_(clock),
      calls_(std::move(calls)),
      chance_(seed),
      dataset_(from.dataset) {
  GW_CHECK(!from.topics.empty() && from.topics.size() <= topics_max);
  GW_CHECK(calls_.message != nullptr);
  for (topic_bookmark& each : from.topics) {
    topics_.push_back(std::make_shared<topic_state>(executor_, std::move(each)));
  }
}

std::shared_ptr<feed_reader> feed_reader::start(asio::any_io_executor executor,
                                                const socket_context& context,
                                                std::shared_ptr<server_link> link,
                                                feed_bookmark from, feed_settings settings,
                                                clock_source& clock, feed_calls calls,
                                                std::uint64_t seed) {
  std::shared_ptr<feed_reader> made(new feed_reader(std::move(executor), context, std::move(link),
                                                    std::move(from), settings, clock,
                                                    std::move(calls), seed));
  feed_reader& reader = *made;
  reader.open(reader.link_->endpoint());
  reader.dataset_watch_ = reader.link_->watch_dataset([&reader](const dataset_id& shown) {
    if (reader.dataset_ != shown) reader.begin_anew(shown);
  });
  reader.endpoint_watch_ = reader.link_->watch_endpoint(
      [&reader](const server_endpoint& endpoint) { reader.follow(endpoint); });
  auto shown = reader.link_->dataset();
  if (shown && reader.dataset_ != shown) reader.begin_anew(*shown);
  for (const auto& topic : reader.topics_) {
    asio::co_spawn(reader.executor_, keep_topic(made, topic), rethrow);
  }
  return made;
}

void feed_reader::stop() {
  stopped_ = true;
  dataset_watch_.reset();
  endpoint_watch_.reset();
  if (connection_) connection_->socket.cancel();
  connection_.reset();
  for (const auto& topic : topics_) {
    topic->timer.cancel();
    if (topic->asked) link_->abandon(*topic->asked);
  }
}

feed_bookmark feed_reader::bookmark() const {
  feed_bookmark mark;
  mark.dataset = dataset_;
  for (const auto& topic : topics_) {
    topic_bookmark each;
    each.topic = topic->name;
    each.after = topic->handed_out;
    mark.topics.push_back(std::move(each));
  }
  return mark;
}

void feed_reader::open(const server_endpoint& endpoint) {
  GW_CHECK(!endpoint.feed.empty());
  connection_ = std::make_shared<connection>(executor_, context_, link_->own_keys(), endpoint);
  for (const auto& topic : topics_) connection_->socket.subscribe(topic->name);
  connection_->socket.connect(endpoint.feed);
  asio::co_spawn(executor_, receive_from(shared_from_this(), connection_), rethrow);
}

void feed_reader::follow(const server_endpoint& endpoint) {
  if (stopped_) return;
  if (connection_) connection_->socket.cancel();
  connection_.reset();
  try {
    open(endpoint);
  } catch (const std::runtime_error& error) {
    log::warn("feed cannot be read", {{"server", endpoint.feed},
                                      {"why", error.what()},
                                      {"do", "correct the address or the limit on open files"}});
  }
  for (const auto& topic : topics_) {
    if (topic->cursor) topic->cursor->suspect();
    topic->timer.cancel();
  }
}

asio::awaitable<void> feed_reader::receive_from(std::shared_ptr<feed_reader> self,
                                                std::shared_ptr<connection> from) {
  try {
    while (true) {
      co_await from->socket.receive(from->batch, messages_per_turn_max);
      // What an endpoint said that the line has left must not mix with what the next one says.
      if (self->connection_ != from) co_return;
      for (const incoming& message : from->batch) self->hear(message);
    }
  } catch (const boost::system::system_error& ended) {
    if (ended.code() != asio::error::operation_aborted) throw;
  }
}

void feed_reader::hear(const incoming& message) {
  if (message.frame_count != 2 || stopped_) return;
  auto found = std::find_if(topics_.begin(), topics_.end(), [&](const auto& topic) {
    return topic->name + '\n' == message.frames[0];
  });
  if (found == topics_.end() || !(*found)->cursor) return;
  topic_state& topic = **found;
  v1::FeedMessage said;
  if (!said.ParseFromString(message.frames[1])) {
    log::warn("feed message cannot be read", {{"topic", topic.name}, {"do", "compare versions"}});
    return;
  }
  bool asked_already = topic.cursor->ask_after().has_value();
  hand_out(topic, topic.cursor->hear(std::move(said)));
  // Once only: later messages must not cut the wait after a fruitless range short.
  if (!asked_already && topic.cursor->ask_after()) topic.timer.cancel();
}

void feed_reader::hand_out(topic_state& topic, std::vector<v1::FeedMessage> messages) {
  for (const v1::FeedMessage& each : messages) {
    // Before the call: a caller who writes the bookmark down in it has taken this message.
    topic.handed_out = position_in(each.position());
    calls_.message(topic.name, each);
    if (stopped_) return;
  }
  topic.handed_out = topic.cursor->last();
}

// Positions of the old dataset mean nothing in the new one.
void feed_reader::begin_anew(const dataset_id& dataset) {
  bool read_before = dataset_.has_value();
  dataset_ = dataset;
  if (!read_before) return;
  if (calls_.begun_anew) calls_.begun_anew(dataset);
  for (const auto& topic : topics_) {
    topic->cursor.emplace(position{});
    topic->cursor->suspect();
    topic->handed_out = position{};
    ++topic->life;
    topic->timer.cancel();
  }
}

asio::awaitable<void> feed_reader::keep_topic(std::shared_ptr<feed_reader> self,
                                              std::shared_ptr<topic_state> topic) {
  if (topic->cursor) topic->cursor->suspect();
  while (!self->stopped_ && !topic->refused) {
    if (!topic->cursor) {
      co_await self->find_start(topic);
    } else if (topic->cursor->ask_after()) {
      co_await self->ask_range(topic);
    } else {
      topic->timer.expires_after(self->settings_.check_every);
      auto [woken] = co_await topic->timer.async_wait(tuple);
      if (!woken && topic->cursor) topic->cursor->suspect();
    }
    if (topic->fruitless == 0 || self->stopped_) continue;
    topic->timer.expires_after(
        retry_delay(self->settings_.retry, topic->fruitless - 1, self->chance_));
    co_await topic->timer.async_wait(tuple);
  }
}

asio::awaitable<void> feed_reader::find_start(std::shared_ptr<topic_state> topic) {
  topic->asked = new_command_id(clock_.now());
  v1::Request ping = new_request(*topic->asked);
  ping.mutable_ping();
  exchange_outcome outcome = co_await link_->exchange(std::move(ping));
  topic->asked.reset();
  if (std::holds_alternative<gridwhistle::stopped>(outcome)) stop();
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  if (reply == nullptr || !reply->has_pong()) {
    ++topic->fruitless;
    co_return;
  }
  topic->fruitless = 0;
  // Meanwhile a change of dataset may have said that all of it is wanted.
  if (topic->cursor) co_return;
  topic->cursor.emplace(position_in(reply->pong().position()));
  topic->cursor->suspect();
  topic->handed_out = topic->cursor->last();
}

asio::awaitable<void> feed_reader::ask_range(std::shared_ptr<topic_state> topic) {
  topic->asked = new_command_id(clock_.now());
  v1::Request request = new_request(*topic->asked);
  position before = *topic->cursor->ask_after();
  std::uint64_t life = topic->life;
  request.mutable_feed_range()->set_topic(topic->name);
  *request.mutable_feed_range()->mutable_after() = wire_position(before);
  exchange_outcome outcome = co_await link_->exchange(std::move(request));
  topic->asked.reset();
  if (std::holds_alternative<gridwhistle::stopped>(outcome)) stop();
  auto* reply = std::get_if<v1::Reply>(&outcome);
  ++topic->fruitless;
  if (reply == nullptr || stopped_ || life != topic->life) co_return;
  if (reply->has_refused()) {
    bool come_again = !settlement_in(*reply).has_value();
    if (come_again) co_return;
    topic->refused = true;
    if (calls_.refused) calls_.refused(topic->name, reply->refused());
    co_return;
  }
  if (!reply->has_feed()) co_return;
  hand_out(*topic, topic->cursor->fill(std::move(*reply->mutable_feed())));
  bool got_on = topic->cursor->last() > before || !topic->cursor->ask_after();
  if (got_on) topic->fruitless = 0;
}

}  // namespace gridwhistle
