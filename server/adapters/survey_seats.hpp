// Seats for questions that look at all whistles. So many are counted at once; who finds no seat
// waits in order, so that a page that asks four things at once, or changes its mind, is answered.
// Law: who waits is bounded, and whoever came first sits first.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>

namespace gridwhistle {

namespace asio = boost::asio;

// Surveys folded at once.
constexpr std::size_t surveys_max = 2;
// Surveys that wait for a seat; more are answered "overloaded".
constexpr std::size_t surveys_waiting_max = 16;

class survey_seats {
 public:
  explicit survey_seats(asio::any_io_executor loop) : loop_(std::move(loop)) {}

  // False: as many sit and wait as may. Who has come takes a seat, and leaves it.
  bool come();
  // Comes back with a seat.
  asio::awaitable<void> take();
  // The seat goes to who has waited longest.
  void leave();

 private:
  asio::any_io_executor loop_;
  std::size_t here_ = 0;
  std::size_t free_ = surveys_max;
  std::deque<asio::steady_timer*>
      waiting_;  // each in the frame of who waits, cancelled when seated
};

}  // namespace gridwhistle
