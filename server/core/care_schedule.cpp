#include "server/core/care_schedule.hpp"

#include <algorithm>
#include <charconv>

namespace gridwhistle {
namespace {

using std::chrono::local_days;
using std::chrono::months;
using std::chrono::year_month_day;

constexpr std::string_view reference_mark = "care/";
constexpr unsigned months_in_quarter = 3;

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

year_month_day first_of_month(year_month_day date) { return date.year() / date.month() / 1; }

// ISO 8601: a week belongs to the year that holds its Thursday.
care_period week_around(local_days day) {
  std::chrono::days since_monday = std::chrono::weekday(day) - std::chrono::Monday;
  local_days monday = day - since_monday;
  year_month_day thursday(monday + std::chrono::days(3));
  local_days new_year(thursday.year() / 1 / 1);
  unsigned week = static_cast<unsigned>((local_days(thursday) - new_year).count()) / 7 + 1;
  return {std::to_string(static_cast<int>(thursday.year())) + "-W" + two_digits(week), monday,
          monday + std::chrono::days(7)};
}

care_period month_around(year_month_day date) {
  year_month_day first = first_of_month(date);
  return {std::to_string(static_cast<int>(first.year())) + '-' +
              two_digits(static_cast<unsigned>(first.month())),
          local_days(first), local_days(first + months(1))};
}

care_period quarter_around(year_month_day date) {
  unsigned quarter = (static_cast<unsigned>(date.month()) - 1) / months_in_quarter;
  year_month_day first = date.year() / std::chrono::month(quarter * months_in_quarter + 1) / 1;
  return {std::to_string(static_cast<int>(first.year())) + "-Q" + std::to_string(quarter + 1),
          local_days(first), local_days(first + months(months_in_quarter))};
}

std::optional<unsigned> number_in(std::string_view text) {
  unsigned number = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

// A day inside the period that a name like this can only mean.
std::optional<local_days> day_named(std::string_view name) {
  constexpr std::size_t year_digits = 4;
  if (name.size() < year_digits + 2 || name[year_digits] != '-') return std::nullopt;
  auto year_number = number_in(name.substr(0, year_digits));
  std::string_view rest = name.substr(year_digits + 1);
  char mark = rest.front();
  bool marked = mark == 'W' || mark == 'Q';
  auto number = number_in(marked ? rest.substr(1) : rest);
  if (!year_number || !number || *number == 0 || *number > 53) return std::nullopt;
  std::chrono::year year(static_cast<int>(*year_number));
  // 4 January is in the first week of every year.
  if (mark == 'W') return local_days(year / 1 / 4) + std::chrono::days(7 * (*number - 1));
  unsigned in_year = mark == 'Q' ? (*number - 1) * months_in_quarter + 1 : *number;
  year_month_day date = year / std::chrono::month(in_year) / 1;
  return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

local_days local_day(instant at, const zone& where) {
  return std::chrono::floor<std::chrono::days>(where.to_local(at));
}

}  // namespace

std::optional<care_rhythm> parse_care_rhythm(std::string_view name) {
  if (name == "week") return care_rhythm::week;
  if (name == "month") return care_rhythm::month;
  if (name == "quarter") return care_rhythm::quarter;
  return std::nullopt;
}

care_period period_around(local_days day, care_rhythm every) {
  switch (every) {
    case care_rhythm::week:
      return week_around(day);
    case care_rhythm::month:
      return month_around(year_month_day(day));
    case care_rhythm::quarter:
      return quarter_around(year_month_day(day));
  }
  return {};
}

std::optional<care_period> parse_care_period(std::string_view name) {
  auto day = day_named(name);
  if (!day) return std::nullopt;
  care_rhythm every = name.find('W') != std::string_view::npos   ? care_rhythm::week
                      : name.find('Q') != std::string_view::npos ? care_rhythm::quarter
                                                                 : care_rhythm::month;
  care_period made = period_around(*day, every);
  return made.name == name ? std::optional(std::move(made)) : std::nullopt;
}

std::optional<care_visit> visit_in(const care_row& row, local_days day, const zone& where) {
  care_period when = period_around(day, row.every);
  local_days opening = std::max(when.first, row.from);
  if (opening >= when.next || (row.to && opening > *row.to)) return std::nullopt;
  // The id's time is that of the period, not of the opening: a row that begins in mid-month goes on
  // with what another row of that resident opened.
  instant begins = where.to_utc(when.first);
  return care_visit{std::move(when), where.to_utc(opening),
                    whistle_id{make_uuid_v7(begins, row.root)}};
}

std::optional<care_visit> visit_at(const care_row& row, instant at, const zone& where) {
  auto visit = visit_in(row, local_day(at, where), where);
  return visit && visit->opens <= at ? visit : std::nullopt;
}

std::optional<instant> opens_after(const care_row& row, instant at, const zone& where) {
  local_days day = std::max(local_day(at, where), row.from);
  // Of this period it may have opened already; then it is the next one's.
  for (int periods = 0; periods < 2; ++periods) {
    auto visit = visit_in(row, day, where);
    if (visit && visit->opens > at) return visit->opens;
    day = period_around(day, row.every).next;
  }
  return std::nullopt;
}

report visit_report(const care_row& row, const care_visit& visit) {
  report made;
  made.kind = whistle_kind::routine;
  made.matter = row.matter;
  made.area = row.area;
  made.source = source::schedule;
  made.source_reference.append(reference_mark).append(row.resident).append("/");
  made.source_reference.append(to_text(row.matter)).append("/").append(visit.when.name);
  return made;
}

std::vector<event> open_visit(const care_row& row, const care_visit& visit, instant now,
                              const policy& rules) {
  // By nobody, in a role that may blow routine whistles: there is no reporter who could amend or
  // withdraw it.
  command asked;
  asked.whistle = visit.whistle;
  asked.by.role = role::desk_officer;
  asked.ask = blow{visit_report(row, visit)};
  auto decided = decide(nullptr, asked, now, rules, nullptr);
  GW_CHECK(decided);
  return *std::move(decided);
}

std::optional<visit_reference> visit_of(const whistle& state) {
  const std::string& told = state.what.source_reference;
  bool scheduled = state.what.source == source::schedule && told.starts_with(reference_mark);
  if (!scheduled) return std::nullopt;
  std::size_t resident_end = told.find('/', reference_mark.size());
  std::size_t period_begin = told.rfind('/');
  if (resident_end == std::string::npos || period_begin <= resident_end) return std::nullopt;
  auto when = parse_care_period(std::string_view(told).substr(period_begin + 1));
  if (!when) return std::nullopt;
  return visit_reference{told.substr(reference_mark.size(), resident_end - reference_mark.size()),
                         *std::move(when)};
}

}  // namespace gridwhistle
