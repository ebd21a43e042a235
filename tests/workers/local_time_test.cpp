// Times are read in the zone of the machine they are read at.
#include "workers/local_time.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

// The zone of the process for one test, and afterwards what it was.
class local_time : public testing::Test {
 protected:
  local_time() : was_(std::getenv("TZ") ? std::getenv("TZ") : "") {}
  ~local_time() override {
    was_.empty() ? ::unsetenv("TZ") : ::setenv("TZ", was_.c_str(), 1);
    ::tzset();
  }
  static std::string at_zone(const char* zone, instant at) {
    ::setenv("TZ", zone, 1);
    ::tzset();
    return local_text(at);
  }

 private:
  std::string was_;
};

TEST_F(local_time, a_text_is_in_the_machines_zone_and_says_its_offset) {
  const instant at = from_ms(3'600'123);
  EXPECT_EQ(at_zone("UTC0", at), "1970-01-01T01:00:00+00:00");
  EXPECT_EQ(at_zone("CST-8", at), "1970-01-01T09:00:00+08:00");
  EXPECT_EQ(at_zone("NST3:30", at), "1969-12-31T21:30:00-03:30");
}

TEST(length, is_whole_minutes_and_from_two_days_on_whole_hours) {
  EXPECT_EQ(length_text(0ms), "0 min");
  EXPECT_EQ(length_text(59'999ms), "0 min");
  EXPECT_EQ(length_text(12min), "12 min");
  EXPECT_EQ(length_text(1h), "1 h");
  EXPECT_EQ(length_text(2h + 10min), "2 h 10 min");
  EXPECT_EQ(length_text(47h + 59min), "47 h 59 min");
  EXPECT_EQ(length_text(48h), "2 d");
  EXPECT_EQ(length_text(6 * 24h + 23h + 59min), "6 d 23 h");
  EXPECT_EQ(length_text(-1h), "0 min");
}

TEST(length, beside_a_limit_it_says_before_or_after) {
  const instant now = from_ms(0) + 24h;
  EXPECT_EQ(distance_text(now + 130min, now), "in 2 h 10 min");
  EXPECT_EQ(distance_text(now, now), "in 0 min");
  EXPECT_EQ(distance_text(now - 130min, now), "2 h 10 min ago");
}

}  // namespace
}  // namespace gridwhistle
