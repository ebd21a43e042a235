// Reads the texts of cells.
#include "server/adapters/pack_cells.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <system_error>
#include <utility>

#include "server/core/matter_list.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<budget> parse_budget(std::string_view text) {
  struct unit {
    std::string_view name;
    time_unit counted_as;
    std::chrono::minutes length;
  };
  using std::chrono::hours;
  constexpr std::array<unit, 5> units = {{
      {"urgent_minute", time_unit::urgent_hour, std::chrono::minutes(1)},
      {"urgent_hour", time_unit::urgent_hour, hours(1)},
      {"work_hour", time_unit::work_hour, hours(1)},
      {"work_day", time_unit::work_day, hours(24)},
      {"natural_day", time_unit::natural_day, hours(24)},
  }};
  constexpr std::chrono::minutes longest = 3660 * hours(24);
  std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  int amount = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + blank, amount);
  auto found = std::ranges::find(units, text.substr(blank + 1), &unit::name);
  bool number = fault == std::errc() && end == text.data() + blank && amount > 0;
  if (!number || found == units.end() || amount > longest / found->length) return std::nullopt;
  return budget{found->counted_as, amount * found->length};
}

std::optional<int> parse_number(std::string_view digits) {
  int number = 0;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  bool whole = fault == std::errc() && end == digits.data() + digits.size();
  return whole && !digits.empty() && all_digits(digits) ? std::optional(number) : std::nullopt;
}

std::optional<local_days> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto year = parse_number(text.substr(0, 4));
  auto month = parse_number(text.substr(5, 2));
  auto day = parse_number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day date(std::chrono::year(*year),
                                   std::chrono::month(static_cast<unsigned>(*month)),
                                   std::chrono::day(static_cast<unsigned>(*day)));
  return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

std::optional<int> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto hour = parse_number(text.substr(0, 2));
  auto minute = parse_number(text.substr(3, 2));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<std::chrono::local_time<span>> parse_local_time(std::string_view text) {
  constexpr std::size_t date_bytes = 10;
  constexpr int midnight = 24 * 60;
  if (text.size() <= date_bytes || text[date_bytes] != 'T') return std::nullopt;
  auto date = parse_date(text.substr(0, date_bytes));
  auto minute = parse_minute(text.substr(date_bytes + 1));
  if (!date || !minute || *minute == midnight) return std::nullopt;
  return std::chrono::local_time<span>(*date) + std::chrono::minutes(*minute);
}

std::optional<instant> parse_utc(std::string_view text) {
  instant read;
  std::istringstream in{std::string(text)};
  in >> date::parse("%Y-%m-%dT%H:%M:%SZ", read);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return read;
}

std::optional<date_range> parse_date_range(std::string_view text) {
  std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  auto first = parse_date(text.substr(0, dots));
  auto last = parse_date(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  return date_range{*first, *last};
}

std::optional<duty_time> parse_duty_time(std::string_view text) {
  if (text == "*") return duty_time();
  if (text == "workday") return duty_time(day_class::workday);
  if (text == "off") return duty_time(day_class::off);
  if (text == "night") return duty_time(day_class::night);
  auto range = parse_date_range(text);
  return range ? std::optional(duty_time(*range)) : std::nullopt;
}

std::optional<matter_selector> parse_matter_selector(std::string_view text) {
  if (text == "*") return matter_selector();
  std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::optional<matter_kind> kind = parse_matter_kind(text.substr(0, colon));
  std::string_view digits = text.substr(colon + 1);
  if (!kind) return std::nullopt;
  if (digits == "*") return matter_selector{kind, ""};
  bool sound = (digits.size() == 2 || digits.size() == 5) && all_digits(digits);
  return sound ? std::optional(matter_selector{kind, std::string(digits)}) : std::nullopt;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('|'), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end + 1 == text.size()) parts.emplace_back();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool is_code(std::string_view text) {
  constexpr std::size_t code_bytes_max = 64;
  constexpr std::string_view joints = " \t\n@#|/*";
  return !text.empty() && text.size() <= code_bytes_max &&
         text.find_first_of(joints) == std::string_view::npos;
}

std::string did_you_mean(std::string_view text, const std::set<std::string>& known) {
  std::size_t near = std::max<std::size_t>(2, text.size() / 4) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& word : known) {
    std::size_t away = distance(text, word);
    if (away >= near) continue;
    near = away;
    nearest = &word;
  }
  return nearest ? " (did you mean " + *nearest + "?)" : "";
}

}  // namespace gridwhistle
