// The line of one identity to its servers: asks, and finds the answer by its request id.
// Law: a request is said again with the same bytes under the same id until it is answered, so
// nothing that gets lost on the way can make a second whistle.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "common/async_socket.hpp"
#include "common/curve_keys.hpp"
#include "common/ids.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/retry.hpp"

namespace gridwhistle {

struct server_endpoint {
  std::string requests;    // tcp://host:port of the ROUTER
  std::string feed;        // tcp://host:port of the PUB; empty where no feed is read
  std::string public_key;  // Z85, of both
};

// What a server may say at once: a page of the feed holds whole batches, and a whistle its whole
// history.
constexpr std::size_t reply_bytes_max = 16 * 1024 * 1024;

struct link_settings {
  std::vector<server_endpoint> endpoints;  // tried round robin, the first one first
  curve_key_pair own;
  span try_timeout = std::chrono::seconds(5);
  // After so many tries an exchange ends as timed_out.
  std::uint32_t tries_max = 6;
  retry_schedule retry;  // between the tries of one exchange
  // Nothing said or heard for so long: ping, so that a dead line is found before it is needed.
  span idle_before_ping = std::chrono::seconds(20);
  // An endpoint that says not_serving is left, but not oftener than this.
  span move_pause = std::chrono::seconds(1);
  // Beyond this many, exchange() ends as timed_out at once.
  std::size_t in_flight_max = 1024;
};

struct timed_out {};
struct stopped {};
using exchange_outcome = std::variant<v1::Reply, timed_out, stopped>;

// Kept by whoever wants to be called; dropping it ends the calls.
using dataset_watch = std::shared_ptr<std::function<void(const dataset_id&)>>;
using endpoint_watch = std::shared_ptr<std::function<void(const server_endpoint&)>>;

// Used from the executor's one thread. Shared with its own coroutines, which end by stop().
class server_link : public std::enable_shared_from_this<server_link> {
 public:
  // Throws std::runtime_error where the first endpoint cannot be connected to at all (not a TCP
  // address). clock is for the ids of pings and outlives the link; seed is for the jitter.
  static std::shared_ptr<server_link> start(asio::any_io_executor executor,
                                            const socket_context& context, link_settings settings,
                                            clock_source& clock, std::uint64_t seed);

  // The request carries its request_id. An id may be in flight once only.
  asio::awaitable<exchange_outcome> exchange(v1::Request request);
  asio::awaitable<exchange_outcome> exchange_bytes(command_id id, std::string bytes);
  // Ends the exchange of this id, if there is one, as stopped.
  void abandon(const command_id& id);
  // Ends every exchange as stopped, and the line.
  void stop();

  // Called with each dataset identity that differs from the one shown before, before the reply that
  // showed it is handed out.
  dataset_watch watch_dataset(std::function<void(const dataset_id&)> call);
  // Called after each move to another endpoint, or to a fresh socket of the only one.
  endpoint_watch watch_endpoint(std::function<void(const server_endpoint&)> call);

  const std::optional<dataset_id>& dataset() const { return dataset_; }
  const server_endpoint& endpoint() const { return settings_.endpoints[at_]; }
  const curve_key_pair& own_keys() const { return settings_.own; }
  // How often it moved; a request that was said before a move is said again after it.
  std::uint64_t moves() const { return moves_; }

 private:
  struct connection;
  struct pending;
  using steady = std::chrono::steady_clock;

  server_link(asio::any_io_executor executor, const socket_context& context, link_settings settings,
              clock_source& clock, std::uint64_t seed);

  static asio::awaitable<void> receive_from(std::shared_ptr<server_link> self,
                                            std::shared_ptr<connection> from);
  static asio::awaitable<void> keep_alive(std::shared_ptr<server_link> self);

  void open();
  void move_on();
  void say(pending& what);
  void hear(const incoming& message);
  void note_dataset(const v1::Reply& reply);

  asio::any_io_executor executor_;
  socket_context context_;
  link_settings settings_;
  clock_source& clock_;
  std::mt19937_64 chance_;
  std::size_t at_ = 0;
  std::uint64_t moves_ = 0;
  std::uint64_t heard_ = 0;
  bool stopped_ = false;
  steady::time_point moved_at_;
  steady::time_point active_at_;
  asio::steady_timer idle_timer_;
  // Shared with its receive_from(), which may wake once more after the line has moved on.
  std::shared_ptr<connection> connection_;
  std::unordered_map<command_id, pending*> pending_;
  std::optional<dataset_id> dataset_;
  std::vector<std::weak_ptr<std::function<void(const dataset_id&)>>> dataset_watches_;
  std::vector<std::weak_ptr<std::function<void(const server_endpoint&)>>> endpoint_watches_;
};

}  // namespace gridwhistle
