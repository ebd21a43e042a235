// A trace somebody wrote: read as it is, or blamed with its place.
#include "server/adapters/trace_file.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view header = "at,matter,area,kind,condition,handled_at,reference\n";

std::variant<record, std::vector<file_error>> read_rows(const std::string& rows) {
  return read_trace("trace.csv", std::string(header) + rows);
}

std::string error_of(const std::string& row) {
  auto read = read_rows(row + "\n");
  auto* errors = std::get_if<std::vector<file_error>>(&read);
  return errors ? text_of(*errors) : "";
}

TEST(trace_file, a_row_is_a_report_and_what_has_no_handled_at_is_open_when_the_trace_ends) {
  auto read = read_rows(
      "2015-01-05T05:02:47Z,matter:06010,2101,routine,3,2015-01-06T05:02:47.500Z,case-1\n"
      "2015-01-05T06:00:00Z,,,,,,\n");
  ASSERT_TRUE(std::holds_alternative<record>(read));
  const record& made = std::get<record>(read);
  ASSERT_EQ(made.questions.size(), 2u);
  const recorded_question& first = made.questions[0];
  instant at = std::chrono::sys_days(2015y / 1 / 5) + 5h + 2min + 47s;
  EXPECT_EQ(first.name, "case-1");
  EXPECT_EQ(first.at, at);
  EXPECT_EQ(first.handled_at, at + 24h + 500ms);
  EXPECT_EQ(to_text(*first.what.matter), "matter:06010");
  EXPECT_EQ(first.what.kind, whistle_kind::routine);
  EXPECT_EQ(first.what.condition, 3);
  EXPECT_EQ(first.state, record_state::ended);
  const recorded_question& bare = made.questions[1];
  EXPECT_FALSE(bare.what.matter);
  EXPECT_FALSE(bare.what.kind);
  EXPECT_EQ(bare.state, record_state::open);
  EXPECT_EQ(made.end, at + 24h + 500ms);
}

TEST(trace_file, a_report_in_is_read_where_the_trace_has_one) {
  auto read = read_trace("trace.csv",
                         "reference,reported_in_at,at,matter,area,kind,condition,handled_at\n"
                         "a,2015-01-05T06:00:00Z,2015-01-05T05:00:00Z,,,,,\n");
  ASSERT_TRUE(std::holds_alternative<record>(read));
  const recorded_question& only = std::get<record>(read).questions.at(0);
  EXPECT_EQ(only.reported_in_at, only.at + 1h);
}

TEST(trace_file, every_slip_is_named_with_its_place) {
  struct row {
    const char* text;
    const char* error;
  };
  constexpr row table[] = {
      {",,,,,,", "trace.csv:2:1: \"\": a row needs the instant of its call"},
      {"2015-01-05,,,,,,",
       "trace.csv:2:1: \"2015-01-05\": an instant is written "
       "2015-01-05T05:02:47Z"},
      {"2015-01-05T05:02:47+01:00,,,,,,",
       "trace.csv:2:1: \"2015-01-05T05:02:47+01:00\": an instant is written 2015-01-05T05:02:47Z"},
      {"2015-01-05T05:02:47Z,stall,,,,,",
       "trace.csv:2:2: \"stall\": a matter is written matter:06010, or nothing"},
      {"2015-01-05T05:02:47Z,,,urgent,,,",
       "trace.csv:2:4: \"urgent\": a kind is routine, joint, key or emergency"},
      {"2015-01-05T05:02:47Z,,,,few,,", "trace.csv:2:5: \"few\": a condition is a whole number"},
  };
  for (const row& each : table) EXPECT_EQ(error_of(each.text), each.error);
}

}  // namespace
}  // namespace gridwhistle
