// One user's requests: a burst, then a steady rate, and nobody pays for another.
#include "server/adapters/request_pace.hpp"
#include "tests/adapters/noon.hpp"

#include <gtest/gtest.h>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

int allowed_in(request_pace& pace, const user_id& who, instant now, int asked) {
  int allowed = 0;
  for (int i = 0; i < asked; ++i) allowed += pace.allows(who, now) ? 1 : 0;
  return allowed;
}

TEST(request_pace, a_burst_is_taken_and_then_as_many_as_a_second_fills) {
  request_pace pace;
  user_id who("clerk");
  EXPECT_EQ(allowed_in(pace, who, noon, 1'000), user_requests_burst);
  EXPECT_EQ(allowed_in(pace, who, noon + 1s, 1'000), user_requests_per_s);
  EXPECT_EQ(allowed_in(pace, who, noon + 1s + 20ms, 1'000), user_requests_per_s / 50);
  EXPECT_EQ(allowed_in(pace, who, noon + 1h, 1'000), user_requests_burst);
}

TEST(request_pace, who_asks_too_fast_takes_nothing_from_others) {
  request_pace pace;
  allowed_in(pace, user_id("loud"), noon, 1'000);
  EXPECT_FALSE(pace.allows(user_id("loud"), noon));
  EXPECT_TRUE(pace.allows(user_id("quiet"), noon));
}

TEST(request_pace, a_clock_that_was_set_back_fills_nothing_and_locks_nobody_out_for_ever) {
  request_pace pace;
  user_id who("clerk");
  allowed_in(pace, who, noon, 1'000);
  EXPECT_FALSE(pace.allows(who, noon - 1h));
  EXPECT_TRUE(pace.allows(who, noon - 1h + 1s));
}

}  // namespace
}  // namespace gridwhistle
