#include "server/adapters/survey_seats.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/check.hpp"

namespace gridwhistle {

bool survey_seats::come() {
  if (here_ >= surveys_max + surveys_waiting_max) return false;
  ++here_;
  return true;
}

asio::awaitable<void> survey_seats::take() {
  if (free_ > 0) {
    --free_;
    co_return;
  }
  asio::steady_timer called(loop_, asio::steady_timer::time_point::max());
  waiting_.push_back(&called);
  co_await called.async_wait(asio::as_tuple(asio::use_awaitable));
}

void survey_seats::leave() {
  GW_CHECK(here_ > 0);
  --here_;
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  waiting_.front()->cancel();
  waiting_.pop_front();
}

}  // namespace gridwhistle
