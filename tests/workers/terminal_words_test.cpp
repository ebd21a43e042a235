// What people type becomes what the wire carries, or a sentence that says what was expected.
#include "workers/terminal_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace gridwhistle {
namespace {

using testing::HasSubstr;

template <class Parse>
std::string complaint_of(Parse parse, const std::string& text) {
  try {
    parse(text);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(terminal_words, an_instant_says_its_own_offset) {
  struct row {
    const char* typed;
    const char* means;
  };
  const row table[] = {
      {"2026-12-24T18:00+08:00", "2026-12-24T10:00:00.000Z"},
      {"2026-12-24T10:00Z", "2026-12-24T10:00:00.000Z"},
      {"2026-12-24T10:00:30Z", "2026-12-24T10:00:30.000Z"},
      {"2026-12-31T22:00-05:00", "2027-01-01T03:00:00.000Z"},
  };
  for (const row& each : table) EXPECT_EQ(to_text(parse_instant(each.typed)), each.means);
}

TEST(terminal_words, what_is_no_instant_is_answered_with_an_example) {
  for (const char* typed : {"", "2026-12-24", "2026-12-24T18:00", "2026-13-24T18:00Z",
                            "2026-02-30T18:00Z", "2026-12-24T18:00Z and more", "tomorrow"}) {
    EXPECT_THAT(complaint_of(parse_instant, typed), HasSubstr("2026-12-24T18:00+08:00")) << typed;
  }
}

TEST(terminal_words, a_period_is_a_year_a_month_a_day_or_from_one_to_another) {
  struct row {
    const char* typed;
    std::uint32_t from, to;
  };
  const row table[] = {
      {"2026", 20260101, 20261231},
      {"2026-02", 20260201, 20260228},
      {"2028-02", 20280201, 20280229},
      {"2026-03-31", 20260331, 20260331},
      {"2026-03-01..2026-03-15", 20260301, 20260315},
  };
  for (const row& each : table) {
    EXPECT_EQ(parse_days(each.typed).from, each.from) << each.typed;
    EXPECT_EQ(parse_days(each.typed).to, each.to) << each.typed;
  }
  for (const char* typed : {"", "26", "2026-13", "2026-02-30", "2026-03-02..2026-03-01", "..",
                            "2026-03-01..", "2026..2027", "today"}) {
    EXPECT_THAT(complaint_of(parse_days, typed), HasSubstr("is not a period such as")) << typed;
  }
}

TEST(terminal_words, a_time_is_written_as_in_a_pack) {
  v1::Budget days = parse_budget("2 work_day");
  EXPECT_EQ(days.unit(), v1::TIME_UNIT_WORK_DAY);
  EXPECT_EQ(days.amount_ms(), 2 * 24 * 3'600'000);
  v1::Budget minutes = parse_budget("30 urgent_minute");
  EXPECT_EQ(minutes.unit(), v1::TIME_UNIT_URGENT_HOUR);
  EXPECT_EQ(minutes.amount_ms(), 30 * 60'000);
  for (const char* typed : {"", "2", "work_day", "2 days", "0 work_day", "-1 work_day", "2work_day",
                            "3661 natural_day", " work_day", "2 work_day "}) {
    EXPECT_THAT(complaint_of(parse_budget, typed), HasSubstr("2 work_day\"")) << typed;
  }
}

TEST(terminal_words, a_matter_names_its_kind) {
  EXPECT_EQ(parse_matter("matter:01001").kind(), v1::MATTER_KIND_MATTER);
  EXPECT_EQ(parse_matter("component:06010").kind(), v1::MATTER_KIND_COMPONENT);
  EXPECT_EQ(parse_matter("component:06010").code(), "06010");
  for (const char* typed : {"", "01001", "thing:01001"}) {
    EXPECT_THAT(complaint_of(parse_matter, typed), HasSubstr("matter:<code>")) << typed;
  }
}

}  // namespace
}  // namespace gridwhistle
