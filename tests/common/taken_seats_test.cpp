// Who has taken a seat of a demonstration, and until when that counts.
#include "common/taken_seats.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr instant noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 11) + 4h;

class seats_of_a_demonstration : public testing::Test {
 protected:
  seats_of_a_demonstration()
      : folder(fs::path(testing::TempDir()) / ("seats-" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
  }
  ~seats_of_a_demonstration() override { fs::remove_all(folder); }
  fs::path folder;
  fs::path file = folder / "taken-seats";
  taken_seats server{file};
  seats_told city{file};
};

TEST_F(seats_of_a_demonstration, one_is_taken_until_ten_minutes_after_the_last_sign) {
  EXPECT_FALSE(city.is_taken("clerk-water", noon)) << "there is no file yet";
  ASSERT_FALSE(server.saw(user_id("clerk-water"), noon));
  EXPECT_TRUE(city.is_taken("clerk-water", noon));
  EXPECT_FALSE(city.is_taken("clerk-parks", noon));
  EXPECT_TRUE(city.is_taken("clerk-water", noon + seat_taken_for - 1ms));
  EXPECT_FALSE(city.is_taken("clerk-water", noon + seat_taken_for)) << "though nobody wrote again";
  ASSERT_FALSE(server.saw(user_id("clerk-water"), noon + 5min));
  EXPECT_TRUE(city.is_taken("clerk-water", noon + seat_taken_for));
}

TEST_F(seats_of_a_demonstration, signs_that_follow_closely_cost_no_file) {
  ASSERT_FALSE(server.saw(user_id("desk-2101"), noon));
  file_stamp first = stamp_of(file);
  ASSERT_FALSE(server.saw(user_id("desk-2101"), noon + seat_told_every - 1ms));
  EXPECT_EQ(stamp_of(file), first);
  ASSERT_FALSE(server.saw(user_id("walker-1"), noon + seat_told_every));
  EXPECT_NE(stamp_of(file), first);
  EXPECT_TRUE(city.is_taken("desk-2101", noon + seat_told_every));
  EXPECT_TRUE(city.is_taken("walker-1", noon + seat_told_every));
}

TEST_F(seats_of_a_demonstration, whom_the_disk_does_not_take_is_a_fault_that_names_the_file) {
  taken_seats nowhere(folder / "missing" / "taken-seats");
  auto fault = nowhere.saw(user_id("desk-2101"), noon);
  ASSERT_TRUE(fault);
  EXPECT_NE(fault->text().find("taken-seats"), std::string::npos);
}

}  // namespace
}  // namespace gridwhistle
