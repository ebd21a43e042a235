// What happened, published by topic: "all", "dept/<code>", "area/<code>" for the area and all above
// it. Emergencies ring beside that on "emergency/<code>" of the same areas, where everybody around
// hears of them: what, where and who is called, and nothing that anybody said. Law: never the only
// copy of anything. Each message names the topic's previous position, so that a subscriber sees a
// gap and asks for the range.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/async_socket.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/journal_codec.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// Topics that a whistle's events belong to, given its state.
std::vector<std::string> topics_of(const whistle& state, const policy& rules);

// Where everybody may hear of every emergency.
std::string ring_topic_of(const policy& rules);
// A published pack is the whole city's.
bool is_of_the_city(std::string_view topic, const policy& rules);

// The entries of one batch that belong to a topic, as a feed message without `previous`.
void write_feed_message(std::string_view topic, const stored_batch& from, const engine& state,
                        v1::FeedMessage& to);

// What a topic says in these batches, which follow on `after`; up to the engine's head.
void write_feed_page(std::string_view topic, position after, std::span<const stored_batch> batches,
                     const engine& state, v1::FeedPage& to);

class feed {
 public:
  // Whether the holder of that key (Z85) may follow that topic.
  using may_subscribe = std::function<bool(std::string_view key, std::string_view topic)>;

  feed(const asio::any_io_executor& executor, const socket_context& sockets,
       const std::string& endpoint, const curve_key_pair& server, may_subscribe allowed);

  // Follows who subscribes to what, until stopped.
  asio::awaitable<void> run();
  void stop();
  // Rights have been taken away. ZeroMQ cannot end one peer's subscription, so the door is closed
  // and opened again: everybody knocks and asks anew, sees the gap and asks for the range.
  void ask_everybody_again();

  void publish(const batch& durable, const engine& state);
  // The positions published so far belong to another life of the state: subscribers ask for ranges.
  void begin_anew();

  const std::string& endpoint() const { return endpoint_; }

 private:
  async_socket opened(const std::string& endpoint) const;
  // Until the socket is cancelled.
  asio::awaitable<void> admit();
  asio::awaitable<void> reopen();

  asio::any_io_executor executor_;
  socket_context sockets_;
  curve_key_pair server_;
  may_subscribe allowed_;
  std::string endpoint_;                   // where it is open, the port known
  std::optional<async_socket> publisher_;  // nothing while it opens again
  asio::steady_timer pause_;
  bool stopped_ = false;
  // Topics that somebody has followed, with the last position published there since. They are of
  // the pack, so there are no more than it has.
  std::map<std::string, std::optional<position>, std::less<>> wanted_;
};

}  // namespace gridwhistle
