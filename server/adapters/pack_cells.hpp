// The cells of a policy pack: where one stands, and what it may say. Each parse takes the whole
// text or nothing.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/csv_table.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// A row that knows its table.
class pack_row {
 public:
  pack_row(const csv_table& table, const csv_row& row) : table_(&table), row_(&row) {}
  const std::string& operator[](std::string_view column) const {
    return table_->cell(*row_, column).text;
  }
  int line() const { return row_->line; }
  file_error error(std::string_view column, std::string_view message) const {
    return table_->error_at(table_->cell(*row_, column), std::string(message));
  }

 private:
  const csv_table* table_;
  const csv_row* row_;
};

// "<positive whole number> <unit>", at most ten years of 366 days. urgent_minute becomes
// urgent_hour; work_day and natural_day amounts are 24 h a day (see as_office_time).
std::optional<budget> parse_budget(std::string_view text);

// What parse_budget wants, for error messages.
constexpr std::string_view budget_words =
    "a limit is a positive whole number and a unit (urgent_minute, urgent_hour, work_hour, "
    "work_day or natural_day), at most ten years";

// Decimal digits only.
std::optional<int> parse_number(std::string_view text);
// 2026-01-31
std::optional<std::chrono::local_days> parse_date(std::string_view text);
// 08:30, up to 24:00; minutes after midnight.
std::optional<int> parse_minute(std::string_view text);
// 2026-01-31T08:30, on the wall clock of the pack's zone.
std::optional<std::chrono::local_time<span>> parse_local_time(std::string_view text);
// 2015-01-05T05:02:47Z, with or without a fraction of a second.
std::optional<instant> parse_utc(std::string_view text);
// 2026-07-01..2026-09-30
std::optional<date_range> parse_date_range(std::string_view text);
// "*", workday, off, night or 2026-07-01..2026-09-30
std::optional<duty_time> parse_duty_time(std::string_view text);
// matter:06010, matter:06, component:* or "*"
std::optional<matter_selector> parse_matter_selector(std::string_view text);
// Codes, functions and limit classes: 1 to 64 bytes without the characters that other texts join
// them with.
bool is_code(std::string_view text);
constexpr std::string_view code_words = "a code is 1 to 64 bytes without blanks and @ # | / *";
// a|b|c; nothing at all gives no part, and an empty part stays one.
std::vector<std::string> split(std::string_view text);

// " (did you mean …?)" with the nearest of the known words, or "" when none is near.
std::string did_you_mean(std::string_view text, const std::set<std::string>& known);

}  // namespace gridwhistle
