// The time limits of a real city: what each of its 519 conditions means for whistles raised before
// work, in a lunch break, on a Friday evening and around days off, as real_limits.csv says.
// What the code does is written anew with GW_WRITE_LIMITS=1 and then reviewed as a diff.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using local_instant = std::chrono::local_time<span>;

struct moment {
  const char* about;
  local_instant at;
};

// Of 2026, when Sunday 20 September works for the National Day, and 15 to 23 February is the spring
// festival.
constexpr moment moments[] = {
    {"before work", local_days(2026y / 3 / 11) + 7h + 30min},
    {"in a lunch break", local_days(2026y / 3 / 11) + 12h + 30min},
    {"on a Friday evening", local_days(2026y / 3 / 13) + 19h + 30min},
    {"before a make-up Sunday", local_days(2026y / 9 / 18) + 17h + 30min},
    {"in the spring festival", local_days(2026y / 2 / 17) + 10h},
};

// 2026-03-11T07:30, as people write local time. Seconds are told only where there are some.
std::string text_of(local_instant at) {
  std::string text = to_text(instant(at.time_since_epoch()));
  return text.substr(0, at == std::chrono::floor<std::chrono::minutes>(at) ? 16 : 23);
}

// A district's department that leads many of these classes. It keeps the hours of everybody, as all
// departments of the pack do.
const department_code lead("210102-urban_management");

std::string deadline(const policy& rules, const std::string& limit_class, int condition,
                     local_instant raised) {
  instant at = rules.days.where().to_utc(raised);
  limits owed = rules.limits_of(limit_class, condition, whistle_kind::routine, lead, at);
  if (!owed.handle) return "no limit";
  auto due = after(rules.days.clock_of(lead), at, *owed.handle);
  return due ? text_of(rules.days.where().to_local(*due)) : "beyond the calendar";
}

struct source_limit {
  std::string limit_class;
  int condition = 0;
  std::string written;
};

// kind,big_code,big_name,small_code,small_name,condition_no,limit_value,limit_unit,limit_text,…
std::vector<source_limit> source_limits() {
  std::vector<source_limit> made;
  for (const auto& cells : source_rows("city_time_limits.csv")) {
    EXPECT_EQ(cells.size(), 10u);
    made.push_back(
        {"limit-" + cells[0] + '-' + cells[1] + cells[3], std::stoi(cells[5]), cells[8]});
  }
  return made;
}

std::string deadlines(const policy& rules) {
  std::string text = "class,condition,limit";
  for (const moment& each : moments) text += ',' + text_of(each.at) + ' ' + each.about;
  text += '\n';
  for (const source_limit& limit : source_limits()) {
    text += limit.limit_class + ',' + std::to_string(limit.condition) + ',' + limit.written;
    for (const moment& each : moments) {
      text += ',' + deadline(rules, limit.limit_class, limit.condition, each.at);
    }
    text += '\n';
  }
  return text;
}

TEST(real_limits, all_519_conditions_end_when_the_table_says) {
  policy_ptr rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  ASSERT_TRUE(rules->departments.find(lead));
  ASSERT_EQ(source_limits().size(), 519u);
  std::string path = GW_SOURCE_DIR "/tests/adapters/real_limits.csv";
  std::string now = deadlines(*rules);
  if (std::getenv("GW_WRITE_LIMITS")) std::ofstream(path) << now;
  std::ifstream file(path);
  std::istringstream had(now);
  std::string wanted_line, line;
  while (std::getline(had, line)) {
    ASSERT_TRUE(std::getline(file, wanted_line)) << line;
    EXPECT_EQ(line, wanted_line);
  }
  EXPECT_FALSE(std::getline(file, wanted_line)) << wanted_line;
}

TEST(real_limits, each_condition_has_a_row_of_its_own_and_one_not_stated_is_condition_1) {
  policy_ptr rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  std::size_t classes = 0;
  for (const source_limit& limit : source_limits()) {
    std::string key = limit.limit_class + '#' + std::to_string(limit.condition);
    EXPECT_EQ(rules->limit_rows.count(key), 1u) << key;
    if (limit.condition != 1) continue;
    ++classes;
    for (const moment& each : moments) {
      EXPECT_EQ(deadline(*rules, limit.limit_class, 0, each.at),
                deadline(*rules, limit.limit_class, 1, each.at))
          << limit.limit_class;
    }
  }
  EXPECT_EQ(classes, 190u);
  EXPECT_EQ(rules->limit_rows.size(), 519u + 190u);
}

}  // namespace
}  // namespace gridwhistle
