// Care visits on a real server: opened by its schedule, once whatever restarts come between, and
// counted in a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "common/time.hpp"
#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

constexpr int residents = 7;

// Quarterly visits where walker-1 walks: a test does not last until the next one.
class care : public testing::Test {
 protected:
  care() : city(2), area(city.area_of("walker-1")) {
    std::ofstream rows(city.pack() / "care.csv");
    rows << "resident,area,matter,every,from,to,note\n";
    for (int i = 1; i <= residents; ++i)
      rows << "R-" << i << "," << area << ",matter:10084,quarter,2026-01-01,,\n";
    rows.close();
    city.server.start_and_wait();
  }

  // Of this quarter, which began within the last hundred days.
  std::string shares(const std::string& user, const std::vector<std::string>& more) {
    auto today = std::chrono::floor<std::chrono::days>(system_clock_source().now());
    auto date = [](std::chrono::sys_days day) { return to_text(instant(day)).substr(0, 10); };
    std::chrono::year_month_day now(today);
    unsigned first = (static_cast<unsigned>(now.month()) - 1) / 3 * 3 + 1;
    std::chrono::sys_days begun = now.year() / std::chrono::month(first) / 1;
    std::vector<std::string> words = {"care", "--period", date(begun) + ".." + date(today)};
    words.insert(words.end(), more.begin(), more.end());
    return city.say_as(user, words).said;
  }
  void wait_until_all_are_open() {
    wait_until("every visit is open", [&] {
      return json_field(city.verify_journal(), "open") == std::to_string(residents);
    });
  }

  story_city city;
  std::string area;
};

TEST_F(care, listed_residents_are_visited_counted_and_nobody_is_opened_twice) {
  wait_until_all_are_open();
  EXPECT_THAT(shares("supervisor-2101", {"--by", "community"}),
              HasSubstr("visited 已走访 0/7 0.00 %  open 未结 7  missed 漏访 0"));

  std::string listed = shares("supervisor-2101", {"--by", "community", "--list", "--group", area});
  EXPECT_EQ(std::count(listed.begin(), listed.end(), '\n'), residents) << listed;
  std::string id = first_in(listed, "R-3 2[0-9]{3}-Q[1-4] " + area + " open ([0-9a-f-]{36})");
  ASSERT_FALSE(id.empty()) << listed;
  program_end shown = city.say_as("supervisor-2101", {"show", id});
  std::string lead = first_in(shown.said, "lead (\\S*civil_affairs)");
  ASSERT_FALSE(lead.empty()) << shown.said;
  std::vector<std::vector<std::string>> work = {{"report-in", id},
                                                {"handle", id, "--result", "已走访"}};
  for (const auto& words : work) {
    program_end done = city.say_as("clerk-" + lead, words);
    EXPECT_EQ(done.code, 0) << done.said;
  }
  program_end verified_there = city.say_as("walker-1", {"verify", id, "--photo", some_photo});
  EXPECT_EQ(verified_there.code, 0) << verified_there.said;

  EXPECT_THAT(shares("supervisor-2101", {"--by", "community"}), HasSubstr(area + " "))
      << "by its code and name";
  EXPECT_THAT(shares("supervisor-2101", {}), HasSubstr("visited 已走访 1/7 14.29 %  open 未结 6"));
  std::string missing = shares("supervisor-2101", {"--missing"});
  EXPECT_EQ(std::count(missing.begin(), missing.end(), '\n'), residents - 1) << missing;
  EXPECT_EQ(missing.find("R-3 "), std::string::npos) << missing;
  EXPECT_THAT(shares("walker-1", {}), HasSubstr("1/7")) << "his own walk";
  EXPECT_THAT(shares("walker-2", {}), HasSubstr("nobody is listed"));

  city.server.kill_hard();
  city.server.start_and_wait();
  EXPECT_THAT(shares("supervisor-2101", {}), HasSubstr("visited 已走访 1/7 14.29 %  open 未结 6"));
  std::string verified = city.verify_journal();
  EXPECT_EQ(json_field(verified, "whistles"), std::to_string(residents));
  EXPECT_EQ(json_field(verified, "doubled"), "0");
}

}  // namespace
}  // namespace gridwhistle::test
