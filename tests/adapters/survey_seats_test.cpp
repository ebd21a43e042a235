// Who finds no seat waits in order; only who comes when as many wait as may is refused.
#include "server/adapters/survey_seats.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

namespace gridwhistle {
namespace {

class seats : public testing::Test {
 protected:
  static asio::awaitable<void> sit(survey_seats& at, int who, std::vector<int>& seated) {
    co_await at.take();
    seated.push_back(who);
  }
  bool come(int who) {
    if (!all.come()) return false;
    asio::co_spawn(loop, sit(all, who, seated), asio::detached);
    run();
    return true;
  }
  void leave() {
    all.leave();
    run();
  }
  // All that is ready, and not who waits.
  void run() {
    loop.restart();
    loop.poll();
  }

  asio::io_context loop;
  survey_seats all{loop.get_executor()};
  std::vector<int> seated;
};

TEST_F(seats, who_finds_none_free_gets_the_next_one_in_the_order_of_coming) {
  for (int who = 1; who <= 5; ++who) EXPECT_TRUE(come(who));
  EXPECT_EQ(seated, (std::vector<int>{1, 2}));
  leave();
  EXPECT_EQ(seated, (std::vector<int>{1, 2, 3}));
  EXPECT_TRUE(come(6));
  leave();
  leave();
  leave();
  EXPECT_EQ(seated, (std::vector<int>{1, 2, 3, 4, 5, 6}));
  leave();
  leave();
  EXPECT_TRUE(come(7));
  EXPECT_TRUE(come(8));
  EXPECT_EQ(seated.back(), 8) << "both seats were free again";
}

TEST_F(seats, as_many_wait_as_may_and_a_seat_that_is_left_makes_room_for_one_more) {
  int comers = 0;
  while (come(comers + 1)) ++comers;
  EXPECT_EQ(comers, static_cast<int>(surveys_max + surveys_waiting_max));
  leave();
  EXPECT_TRUE(come(++comers));
  EXPECT_FALSE(come(++comers));
}

}  // namespace
}  // namespace gridwhistle
