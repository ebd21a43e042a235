#include "server/adapters/workbook_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

namespace gridwhistle {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double exact_below = 1e15;            // a spreadsheet keeps 15 digits
constexpr double first_day_too_late = 2958466;  // 10000-01-01
constexpr int seconds_of_day = 86400;
constexpr std::size_t matter_digits_count = 5;

cell_reading refused(std::string fault) { return {{}, std::move(fault)}; }

std::string decimal(double value) {
  std::array<char, 40> text{};
  bool whole = value == std::floor(value);
  auto end = whole ? std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::fixed, 0)
                   : std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::general, 15);
  return {text.data(), end.ptr};
}

std::string clock_text(int seconds) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", seconds / 3600, seconds / 60 % 60);
  return text.data();
}

std::string date_text(sys_days day) {
  std::chrono::year_month_day date(day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// A count of days and the part of one behind it.
struct counted_time {
  int day = 0;
  int seconds = 0;
};

std::optional<counted_time> counted(double serial) {
  if (!(serial >= 0) || serial >= first_day_too_late) return std::nullopt;
  double whole = std::floor(serial);
  counted_time found{static_cast<int>(whole),
                     static_cast<int>(std::lround((serial - whole) * seconds_of_day))};
  if (found.seconds == seconds_of_day) found = {found.day + 1, 0};
  return found;
}

// Nothing: 1900 was no leap year, and day 60 is its 29 February.
std::optional<sys_days> day_of(int count, workbook_epoch epoch) {
  using namespace std::chrono_literals;
  constexpr int no_day = 60;
  if (epoch == workbook_epoch::in_1904) return sys_days(1904y / 1 / 1) + days(count);
  if (count == no_day) return std::nullopt;
  return sys_days(1899y / 12 / 31) + days(count > no_day ? count - 1 : count);
}

cell_reading read_serial(double serial, cell_kind kind, workbook_epoch epoch) {
  std::optional<counted_time> at = counted(serial);
  if (!at) return refused("no day has this number");
  if (at->seconds % 60 != 0) return refused("a time here has no seconds");
  if (kind == cell_kind::clock) {
    if (at->day == 1 && at->seconds == 0) return {"24:00", {}};
    return at->day == 0 ? cell_reading{clock_text(at->seconds), {}}
                        : refused("this must be a time of day, without a date");
  }
  std::optional<sys_days> day = day_of(at->day, epoch);
  if (!day || at->day == 0) return refused("no day has this number");
  if (kind == cell_kind::local_time) return {date_text(*day) + "T" + clock_text(at->seconds), {}};
  if (at->seconds != 0) return refused("this must be a date, without a time of day");
  return {date_text(*day), {}};
}

bool is_time_kind(cell_kind kind) {
  switch (kind) {
    case cell_kind::date:
    case cell_kind::clock:
    case cell_kind::local_time:
      return true;
    case cell_kind::text:
    case cell_kind::code:
    case cell_kind::matter_digits:
    case cell_kind::yes_no:
      return false;
  }
  return false;
}

cell_reading read_number(const workbook_cell& cell, cell_kind kind, workbook_epoch epoch) {
  double value = 0;
  std::string_view text = cell.text;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole_text = fault == std::errc() && end == text.data() + text.size();
  if (!whole_text || !std::isfinite(value)) return refused("this is no number");
  bool dated = cell.type == workbook_cell_type::dated_number;
  if (is_time_kind(kind)) {
    if (dated) return read_serial(value, kind, epoch);
    return refused("this is a number; format the cell as a date or a time, or write it as text");
  }
  if (dated) {
    cell_reading shown = read_serial(value, cell_kind::local_time, epoch);
    return refused("the spreadsheet has made a date of this" +
                   (shown.text.empty() ? "" : " (" + shown.text + ")") +
                   "; format the column as text and write again what stood here");
  }
  bool whole = value == std::floor(value);
  bool is_code = kind == cell_kind::code || kind == cell_kind::matter_digits;
  if (std::abs(value) >= exact_below || (is_code && (!whole || value < 0))) {
    return refused(
        "the spreadsheet has made a number of this, and digits of it may be lost; format the "
        "column as text and write it again");
  }
  std::string digits = decimal(value);
  if (kind == cell_kind::matter_digits && digits.size() < matter_digits_count)
    digits.insert(0, matter_digits_count - digits.size(), '0');
  return {digits, {}};
}

// 2026-01-31T08:30:00, of which a part may be missing.
cell_reading read_iso(const std::string& text, cell_kind kind) {
  if (!is_time_kind(kind)) {
    return refused("the spreadsheet has made a date of this; format the column as text");
  }
  std::size_t t = text.find('T');
  std::string date = text.substr(0, t);
  std::string clock = t == std::string::npos ? "" : text.substr(t + 1);
  std::size_t minutes = std::string_view("08:30").size();
  bool to_the_minute =
      clock.size() <= minutes || clock.find_first_not_of(":0.Z", minutes) == std::string::npos;
  if (!to_the_minute) return refused("a time here has no seconds");
  clock.resize(std::min(clock.size(), minutes));
  if (kind == cell_kind::clock) return {clock, {}};
  if (kind == cell_kind::local_time) return {date + "T" + (clock.empty() ? "00:00" : clock), {}};
  if (!clock.empty() && clock != "00:00")
    return refused("this must be a date, without a time of day");
  return {date, {}};
}

}  // namespace

cell_reading read_workbook_cell(const workbook_cell& cell, cell_kind kind, workbook_epoch epoch) {
  switch (cell.type) {
    case workbook_cell_type::text:
      return {cell.text, {}};
    case workbook_cell_type::number:
    case workbook_cell_type::dated_number:
      return read_number(cell, kind, epoch);
    case workbook_cell_type::iso_date:
      return read_iso(cell.text, kind);
    case workbook_cell_type::boolean: {
      bool yes = cell.text == "1" || cell.text == "true";
      if (kind == cell_kind::yes_no) return {yes ? "yes" : "no", {}};
      return {yes ? "TRUE" : "FALSE", {}};
    }
    case workbook_cell_type::error:
      return refused("the formula of this cell has failed");
    case workbook_cell_type::no_value:
      return refused("this formula was never reckoned: open the workbook and save it again");
  }
  return refused("this cell cannot be read");
}

}  // namespace gridwhistle
