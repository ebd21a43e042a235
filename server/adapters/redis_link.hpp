// One connection to Redis on Asio that comes back by itself.
// Law: a lost connection makes the outcome of every pending command unknown, never "failed"; each
// command is completed exactly once, in the order sent, and never from inside hiredis.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/time.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// A Unix socket, or an address literal and a port: hiredis would block on a name.
struct redis_address {
  std::string unix_path;  // if not empty, host and port do not count
  std::string host;
  std::uint16_t port = 0;
  std::string text() const;
};

struct redis_reply {
  enum class kind { nil, text, error, integer, list };
  redis_reply::kind kind = kind::nil;
  std::string text;  // of text (also a status like OK) and error
  std::int64_t number = 0;
  std::vector<redis_reply> items;

  bool is_error() const { return kind == kind::error; }
};

inline constexpr span redis_ping_every = std::chrono::seconds(2);
inline constexpr int redis_missed_pings_max = 2;
inline constexpr span redis_retry_first = std::chrono::milliseconds(50);
inline constexpr span redis_retry_longest = std::chrono::seconds(2);
inline constexpr span redis_connect_within = std::chrono::seconds(2);
// A command beyond this many unanswered ones is not sent; it completes like one on a lost
// connection.
inline constexpr std::size_t redis_pending_max = 100'000;

struct redis_options {
  span ping_every = redis_ping_every;
  int missed_pings_max = redis_missed_pings_max;
  span retry_first = redis_retry_first;
  span retry_longest = redis_retry_longest;
  span connect_within = redis_connect_within;
};

// Used from one thread, the executor's.
class redis_link {
 public:
  // No reply: the connection was lost, and whether the command was done is unknown.
  using completion = asio::any_completion_handler<void(std::optional<redis_reply>)>;

  // on_up: the server answers (it may still refuse: loading a data set does not count as up).
  // on_down: it was up and is no more; runs after the completions of all commands that were
  // pending.
  redis_link(const asio::any_io_executor& executor, redis_address address,
             const redis_options& options, std::function<void()> on_up,
             std::function<void()> on_down);
  // Stops. Completions that are still due run as long as the loop does.
  ~redis_link();
  redis_link(const redis_link&) = delete;
  redis_link& operator=(const redis_link&) = delete;

  // Connects, and again after every loss: 50 ms after the first, doubling up to 2 s.
  void start();
  // For good. Pending commands complete without reply; neither on_up nor on_down runs from now on.
  void stop();
  // Closes this connection, as if it had been lost; a new one follows.
  void drop();

  bool connected() const;

  // Words are bytes. All commands of one turn of the loop leave in one write. Subscriptions and
  // MONITOR are bugs here: hiredis aborts on them.
  void send(std::span<const std::string_view> words, completion done);
  // What was sent leaves at once, and Redis works while this turn goes on.
  void write_now();
  asio::awaitable<std::optional<redis_reply>> ask(std::vector<std::string> words);

 private:
  struct state;
  std::shared_ptr<state> state_;  // shared with handlers on their way through the loop
};

}  // namespace gridwhistle
