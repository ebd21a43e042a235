#include "workers/terminal_words.hpp"

#include <date/date.h>

#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace gridwhistle {
namespace {

struct unit_word {
  v1::TimeUnit unit;
  std::chrono::minutes length;
};

// As in a pack: a work day is 24 hours here, and the server counts it in office time.
const std::map<std::string, unit_word>& unit_words() {
  using std::chrono::hours;
  static const std::map<std::string, unit_word> words = {
      {"urgent_minute", {v1::TIME_UNIT_URGENT_HOUR, std::chrono::minutes(1)}},
      {"urgent_hour", {v1::TIME_UNIT_URGENT_HOUR, hours(1)}},
      {"work_hour", {v1::TIME_UNIT_WORK_HOUR, hours(1)}},
      {"work_day", {v1::TIME_UNIT_WORK_DAY, hours(24)}},
      {"natural_day", {v1::TIME_UNIT_NATURAL_DAY, hours(24)}}};
  return words;
}

}  // namespace

v1::MatterKey parse_matter(const std::string& text) {
  v1::MatterKey key;
  auto colon = text.find(':');
  std::string kind = text.substr(0, colon);
  bool known = colon != std::string::npos && (kind == "matter" || kind == "component");
  if (!known) throw std::runtime_error("--matter " + text + ": matter:<code> or component:<code>");
  key.set_kind(kind == "matter" ? v1::MATTER_KIND_MATTER : v1::MATTER_KIND_COMPONENT);
  key.set_code(text.substr(colon + 1));
  return key;
}

instant parse_instant(const std::string& text) {
  std::string with_offset = text.ends_with('Z') ? text.substr(0, text.size() - 1) + "+00:00" : text;
  for (const char* form : {"%Y-%m-%dT%H:%M%Ez", "%Y-%m-%dT%H:%M:%S%Ez"}) {
    std::istringstream in(with_offset);
    instant read;
    in >> date::parse(form, read);
    if (in && in.peek() == std::istringstream::traits_type::eof()) return read;
  }
  throw std::runtime_error("\"" + text +
                           "\" is not an instant such as 2026-12-24T18:00+08:00 or "
                           "2026-12-24T10:00Z");
}

days parse_days(const std::string& text) {
  using date_type = std::chrono::year_month_day;
  auto number = [](date_type day) {
    auto year = static_cast<std::uint32_t>(static_cast<int>(day.year()));
    return (year * 100 + static_cast<unsigned>(day.month())) * 100 +
           static_cast<unsigned>(day.day());
  };
  auto parsed = [](const std::string& part) {
    std::istringstream in(part);
    date::sys_days read;
    in >> date::parse("%F", read);
    constexpr std::size_t length = 10;
    bool whole = in && in.peek() == std::istringstream::traits_type::eof() && part.size() == length;
    return whole ? std::optional(date_type(std::chrono::sys_days(read))) : std::nullopt;
  };
  constexpr std::size_t year_length = 4, month_length = 7;
  auto dots = text.find("..");
  std::string rest = text.size() == year_length    ? "-01-01"
                     : text.size() == month_length ? "-01"
                                                   : "";
  auto from = parsed(text.substr(0, dots) + rest);
  auto to = dots == std::string::npos ? from : parsed(text.substr(dots + 2));
  if (from && text.size() == year_length) to = from->year() / std::chrono::December / 31;
  if (from && text.size() == month_length) to = from->year() / from->month() / std::chrono::last;
  if (from && to && *from <= *to) return {number(*from), number(*to)};
  throw std::runtime_error("\"" + text +
                           "\" is not a period such as 2026, 2026-03, 2026-03-31 or "
                           "2026-03-01..2026-03-31");
}

v1::Budget parse_budget(const std::string& text) {
  constexpr int amount_max = 3660;
  std::size_t blank = text.find(' ');
  auto unit = unit_words().find(blank == std::string::npos ? text : text.substr(blank + 1));
  int amount = 0;
  const char* number_end = text.data() + std::min(blank, text.size());
  auto [end, fault] = std::from_chars(text.data(), number_end, amount);
  bool number = fault == std::errc() && end == number_end && amount > 0 && amount <= amount_max;
  if (!number || unit == unit_words().end()) {
    throw std::runtime_error("\"" + text +
                             "\" is not a time such as \"2 work_day\": a number from 1 to " +
                             std::to_string(amount_max) +
                             " and urgent_minute, urgent_hour, work_hour, work_day or natural_day");
  }
  v1::Budget made;
  made.set_unit(unit->second.unit);
  made.set_amount_ms(span(amount * unit->second.length).count());
  return made;
}

const std::map<std::string, v1::WhistleKind>& kind_words() {
  static const std::map<std::string, v1::WhistleKind> words = {
      {"routine", v1::WHISTLE_KIND_ROUTINE},
      {"joint", v1::WHISTLE_KIND_JOINT},
      {"key", v1::WHISTLE_KIND_KEY},
      {"emergency", v1::WHISTLE_KIND_EMERGENCY}};
  return words;
}

const std::map<std::string, v1::Datum>& datum_words() {
  static const std::map<std::string, v1::Datum> words = {{"wgs84", v1::DATUM_WGS84},
                                                         {"cgcs2000", v1::DATUM_CGCS2000},
                                                         {"gcj02", v1::DATUM_GCJ02},
                                                         {"bd09", v1::DATUM_BD09}};
  return words;
}

const std::map<std::string, v1::Finding>& finding_words() {
  static const std::map<std::string, v1::Finding> words = {
      {"confirmed", v1::FINDING_CONFIRMED}, {"not_confirmed", v1::FINDING_NOT_CONFIRMED}};
  return words;
}

const std::map<std::string, v1::Ruling>& ruling_words() {
  static const std::map<std::string, v1::Ruling> words = {{"upheld", v1::RULING_UPHELD},
                                                          {"rejected", v1::RULING_REJECTED}};
  return words;
}

const std::map<std::string, v1::Decision>& decision_words() {
  static const std::map<std::string, v1::Decision> words = {{"granted", v1::DECISION_GRANTED},
                                                            {"refused", v1::DECISION_REFUSED}};
  return words;
}

const std::map<std::string, v1::Verdict>& verdict_words() {
  static const std::map<std::string, v1::Verdict> words = {{"yes", v1::VERDICT_YES},
                                                           {"no", v1::VERDICT_NO}};
  return words;
}

const std::map<std::string, v1::Grouping>& grouping_words() {
  static const std::map<std::string, v1::Grouping> words = {
      {"none", v1::GROUPING_NONE},           {"department", v1::GROUPING_DEPARTMENT},
      {"district", v1::GROUPING_DISTRICT},   {"street", v1::GROUPING_STREET},
      {"community", v1::GROUPING_COMMUNITY}, {"grid", v1::GROUPING_GRID},
      {"matter", v1::GROUPING_MATTER},       {"kind", v1::GROUPING_KIND}};
  return words;
}

const std::map<std::string, v1::FigureName>& figure_words() {
  static const std::map<std::string, v1::FigureName> words = {
      {"closing", v1::FIGURE_NAME_CLOSING},   {"on_time", v1::FIGURE_NAME_ON_TIME},
      {"honest", v1::FIGURE_NAME_HONEST},     {"response", v1::FIGURE_NAME_RESPONSE},
      {"solved", v1::FIGURE_NAME_SOLVED},     {"satisfied", v1::FIGURE_NAME_SATISFIED},
      {"returned", v1::FIGURE_NAME_RETURNED}, {"unfounded", v1::FIGURE_NAME_UNFOUNDED}};
  return words;
}

const std::map<std::string, v1::MatterTag>& tag_words() {
  static const std::map<std::string, v1::MatterTag> words = {{"petition", v1::MATTER_TAG_PETITION},
                                                             {"accident", v1::MATTER_TAG_ACCIDENT},
                                                             {"case", v1::MATTER_TAG_CASE},
                                                             {"epidemic", v1::MATTER_TAG_EPIDEMIC}};
  return words;
}

const std::map<std::string, v1::CareState>& care_state_words() {
  static const std::map<std::string, v1::CareState> words = {{"listed", v1::CARE_STATE_UNSPECIFIED},
                                                             {"visited", v1::CARE_STATE_VISITED},
                                                             {"open", v1::CARE_STATE_OPEN},
                                                             {"missed", v1::CARE_STATE_MISSED}};
  return words;
}

const std::map<std::string, language>& language_words() {
  static const std::map<std::string, language> words = {{"zh", language::zh}, {"en", language::en}};
  return words;
}

const std::map<std::string, v1::Grouping>& area_grouping_words() {
  static const std::map<std::string, v1::Grouping> words = {{"none", v1::GROUPING_NONE},
                                                            {"district", v1::GROUPING_DISTRICT},
                                                            {"street", v1::GROUPING_STREET},
                                                            {"community", v1::GROUPING_COMMUNITY},
                                                            {"grid", v1::GROUPING_GRID}};
  return words;
}

const std::map<std::string, v1::ClockName>& own_clock_words() {
  static const std::map<std::string, v1::ClockName> words = {
      {"report_in", v1::CLOCK_NAME_REPORT_IN}, {"handle", v1::CLOCK_NAME_HANDLE}};
  return words;
}

}  // namespace gridwhistle
