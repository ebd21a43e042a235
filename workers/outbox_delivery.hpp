// Keeps an outbox flowing over a line until told to stop.
// Law: an item is in flight once, and of each whistle one; what is not settled is sent again.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <unordered_set>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "workers/outbox.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle {

struct delivery_settings {
  // Sent and not yet answered, at most; the rest wait in the outbox.
  std::size_t unreceipted_max = 16;
  retry_schedule retry;  // for what the server told to come again, and what nobody answered
  span sweep_every = std::chrono::minutes(10);
  // After a fault of the outbox nothing is sent for so long: its items would come due at once.
  span fault_pause = std::chrono::seconds(5);
};

// Called on the executor; may put into the outbox, wake() and stop(). Each may be empty.
struct delivery_calls {
  std::function<void(const outbox_item&, const settlement&)> settled;
  // The server lost its dataset: so many items that were receipted are sent again.
  std::function<void(std::size_t)> put_back;
  std::function<void(const outbox_fault&)> fault;
};

// The outbox, the clock and this object outlive run().
class outbox_delivery {
 public:
  outbox_delivery(asio::any_io_executor executor, outbox& box, std::shared_ptr<server_link> link,
                  clock_source& clock, delivery_settings settings, delivery_calls calls,
                  std::uint64_t seed);

  // Ends after stop(), or after the line was stopped, when nothing is in flight any more.
  asio::awaitable<void> run();
  // Something was put.
  void wake();
  void stop();

  std::size_t in_flight() const { return in_flight_.size(); }

 private:
  asio::awaitable<void> deliver(outbox_entry entry);
  void send_what_is_due(instant now);
  void take_answer(const outbox_entry& entry, const exchange_outcome& outcome);
  void try_again_later(const outbox_entry& entry);
  void dataset_shown(const dataset_id& now_serving);
  void sweep_if_time(instant now);
  void note(const outbox_fault& fault);
  std::chrono::steady_clock::time_point next_look(instant now) const;

  asio::any_io_executor executor_;
  outbox& box_;
  std::shared_ptr<server_link> link_;  // shared with its own coroutines
  clock_source& clock_;
  delivery_settings settings_;
  delivery_calls calls_;
  std::mt19937_64 chance_;
  asio::steady_timer timer_;
  std::unordered_set<command_id> in_flight_;
  std::chrono::steady_clock::time_point paused_until_;
  std::chrono::steady_clock::time_point sweep_at_;
  bool awake_ = false;
  bool stopped_ = false;
};

}  // namespace gridwhistle
