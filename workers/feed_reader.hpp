// Reads feed topics without loss: the PUB socket for speed, ranges asked over the line for what it
// lost. Every message of a topic is handed out exactly once, in order of position, also across
// restarts.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/async_socket.hpp"
#include "common/ids.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/feed_cursor.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle {

struct topic_bookmark {
  std::string topic;  // "all", "dept/<code>", "area/<code>"
  // Read on from here. Nothing: from now on.
  std::optional<position> after;
};

// What a console writes down to go on after a restart. Positions mean something in their dataset
// only.
struct feed_bookmark {
  std::optional<dataset_id> dataset;
  std::vector<topic_bookmark> topics;
};

struct feed_settings {
  retry_schedule retry;  // of ranges nobody answered
  // The last message before a silence may be lost and nothing tells of it: asked for this often.
  span check_every = std::chrono::seconds(30);
};

// Called on the executor; may stop().
struct feed_calls {
  std::function<void(const std::string& topic, const v1::FeedMessage&)> message;
  // The server has another dataset than what was read so far: forget it, all of the new one
  // follows.
  std::function<void(const dataset_id&)> begun_anew;
  // A topic was refused and is no longer read.
  std::function<void(const std::string& topic, const v1::Refused&)> refused;
};

// Follows the line: reads the feed of the endpoint that the line speaks to. Ends by stop().
class feed_reader : public std::enable_shared_from_this<feed_reader> {
 public:
  static constexpr std::size_t topics_max = 256;

  // Throws std::runtime_error where the feed's address is none. The clock outlives the reader.
  static std::shared_ptr<feed_reader> start(asio::any_io_executor executor,
                                            const socket_context& context,
                                            std::shared_ptr<server_link> link, feed_bookmark from,
                                            feed_settings settings, clock_source& clock,
                                            feed_calls calls, std::uint64_t seed);

  void stop();

  // Behind every message handed out so far.
  feed_bookmark bookmark() const;

 private:
  struct connection;
  struct topic_state;

  feed_reader(asio::any_io_executor executor, const socket_context& context,
              std::shared_ptr<server_link> link, feed_bookmark from, feed_settings settings,
              clock_source& clock, feed_calls calls, std::uint64_t seed);

  static asio::awaitable<void> receive_from(std::shared_ptr<feed_reader> self,
                                            std::shared_ptr<connection> from);
  static asio::awaitable<void> keep_topic(std::shared_ptr<feed_reader> self,
                                          std::shared_ptr<topic_state> topic);
  asio::awaitable<void> find_start(std::shared_ptr<topic_state> topic);
  asio::awaitable<void> ask_range(std::shared_ptr<topic_state> topic);

  void open(const server_endpoint& endpoint);
  void follow(const server_endpoint& endpoint);
  void hear(const incoming& message);
  void hand_out(topic_state& topic, std::vector<v1::FeedMessage> messages);
  void begin_anew(const dataset_id& dataset);

  asio::any_io_executor executor_;
  socket_context context_;
  std::shared_ptr<server_link> link_;  // shared with its own coroutines
  feed_settings settings_;
  clock_source& clock_;
  feed_calls calls_;
  std::mt19937_64 chance_;
  std::optional<dataset_id> dataset_;
  // Shared with their keep_topic().
  std::vector<std::shared_ptr<topic_state>> topics_;
  // Shared with its receive_from(), which may wake once more after the line has moved.
  std::shared_ptr<connection> connection_;
  dataset_watch dataset_watch_;
  endpoint_watch endpoint_watch_;
  bool stopped_ = false;
};

}  // namespace gridwhistle
