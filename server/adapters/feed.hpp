// What happened, published by topic: "all", "dept/<code>", "area/<code>" for the area and all above
// it. Law: never the only copy of anything. Each message names the topic's previous position, so
// that a subscriber sees a gap and asks for the range.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/async_socket.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/journal_codec.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// Topics that a whistle's events belong to, given its state.
std::vector<std::string> topics_of(const whistle& state, const policy& rules);

// "all", or a department or area of the pack.
bool is_topic(std::string_view topic, const policy& rules);

// The entries of one batch that belong to a topic, as a feed message without `previous`.
void write_feed_message(std::string_view topic, position at, std::span<const entry> entries,
                        const engine& state, v1::FeedMessage& to);

class feed {
 public:
  feed(const asio::any_io_executor& executor, const socket_context& sockets,
       const std::string& endpoint, const curve_key_pair& server);

  // Follows who subscribes to what, until stopped.
  asio::awaitable<void> run();
  void stop() { publisher_.cancel(); }

  void publish(const batch& durable, const engine& state);
  // The positions published so far belong to another life of the state: subscribers ask for ranges.
  void begin_anew();

  std::string endpoint() const { return publisher_.last_endpoint(); }

 private:
  async_socket publisher_;
  // Topics somebody listens to, with the last position published there since somebody does. A topic
  // without listeners is forgotten: whoever comes later must not believe that nothing happened
  // meanwhile.
  std::map<std::string, std::optional<position>, std::less<>> wanted_;
};

}  // namespace gridwhistle
