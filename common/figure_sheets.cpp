#include "common/figure_sheets.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gridwhistle {
namespace {

using std::chrono::local_days;

cell percent_of(std::uint64_t counted, std::uint64_t of) {
  if (of == 0) return {};
  return percentage{100.0 * static_cast<double>(counted) / static_cast<double>(of)};
}

// The words of one language.
class phrase_book {
 public:
  explicit phrase_book(const sheet_terms& terms) : zh_(terms.in == language::zh) {}
  std::string operator()(const char* zh, const char* en) const { return zh_ ? zh : en; }
  template <class Words>
  const std::string& name(const Words& words) const {
    return zh_ ? words.zh() : words.en();
  }
  template <class Words>
  const std::string& definition(const Words& words) const {
    return zh_ ? words.definition_zh() : words.definition_en();
  }

 private:
  bool zh_;
};

std::string date_text(local_days day) {
  constexpr std::size_t date_letters = 10;
  return to_text(instant(day.time_since_epoch())).substr(0, date_letters);
}

local_days day_of(instant at, std::chrono::minutes utc_offset) {
  return local_days(std::chrono::floor<std::chrono::days>(at + utc_offset).time_since_epoch());
}

// A year, a month, a day, or from one to another.
std::string period_text(local_days from, local_days to) {
  using std::chrono::year_month_day;
  constexpr std::size_t year_letters = 4, month_letters = 7;
  if (from == to) return date_text(from);
  year_month_day first(from), behind(to + std::chrono::days(1));
  bool by_month = first.day() == std::chrono::day(1) && behind.day() == std::chrono::day(1);
  bool by_year =
      by_month && first.month() == std::chrono::January && behind.month() == std::chrono::January;
  if (by_year && behind.year() == first.year() + std::chrono::years(1))
    return date_text(from).substr(0, year_letters);
  bool month = by_month && behind.year() / behind.month() ==
                               first.year() / first.month() + std::chrono::months(1);
  if (month) return date_text(from).substr(0, month_letters);
  return date_text(from) + '_' + date_text(to);
}

// What every system takes in the name of a file: codes are the pack's, and what was asked is
// anybody's.
std::string plain(std::string_view text) {
  std::string made;
  for (char each : text) {
    bool kept = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                (each >= 'A' && each <= 'Z') || each == '_';
    made += kept ? each : '-';
  }
  return made;
}

template <class Row>
std::string name_of_row(const Row& row, const sheet_terms& terms) {
  auto better = terms.groups.find(row.group());
  if (better != terms.groups.end()) return better->second;
  return row.group().empty() ? phrase_book(terms)("全部", "all") : row.name();
}

template <class Table>
sheet sheet_of(const Table& table, std::string name, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made;
  made.name = std::move(name);
  made.head =
      days_told(from_ms(table.from_ms()), from_ms(table.to_ms()), from_ms(table.as_of_ms()), terms);
  made.notes = {{say("时区", "time zone"), zone_text(terms.utc_offset)}};
  made.head.emplace_back(say("区域", "area"), terms.area);
  made.header = {say("编码", "code"), say("名称", "name")};
  return made;
}

sheet sheet_of_figures(const v1::FigureTable& table, std::string name, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made = sheet_of(table, std::move(name), terms);
  made.head.emplace_back(say("部门", "department"), terms.department);
  made.head.emplace_back(say("事项", "matter"), terms.matter);
  return made;
}

std::vector<cell> begun_row(const std::string& code, const std::string& name) {
  return {code, name};
}

// What was closed or owed once is in one row alone, so that the rows sum to what they are of.
std::vector<cell> sum_of(const v1::FigureTable& table, const sheet_terms& terms) {
  std::vector<cell> sum = begun_row({}, phrase_book(terms)("各行之和", "sum of the rows"));
  for (int i = 0; i < table.words_size(); ++i) {
    std::uint64_t counted = 0, of = 0;
    for (const v1::FigureRow& each : table.rows()) {
      if (i >= each.shares_size()) continue;
      counted += each.shares(i).counted();
      of += each.shares(i).of();
    }
    sum.insert(sum.end(), {percent_of(counted, of), counted, of});
  }
  return sum;
}

constexpr double ms_per_hour = 3'600'000;

double held_hours(const v1::FigureRow& row) {
  std::int64_t sum_ms = 0;
  for (const v1::FigureHolder& one : row.held()) sum_ms += one.held_ms();
  return static_cast<double>(sum_ms) / ms_per_hour;
}

template <class Rows>
std::vector<std::uint64_t> sums_of_counts(const Rows& rows) {
  std::vector<std::uint64_t> sums;
  for (const auto& each : rows) {
    sums.resize(std::max(sums.size(), static_cast<std::size_t>(each.counts_size())));
    for (int i = 0; i < each.counts_size(); ++i)
      sums[static_cast<std::size_t>(i)] += each.counts(i);
  }
  return sums;
}

// Share visited, listed, visited, open, missed.
void append_visits(std::vector<cell>& to, const std::vector<std::uint64_t>& counts) {
  auto listed = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  to.push_back(percent_of(counts.front(), listed));
  to.emplace_back(listed);
  to.insert(to.end(), counts.begin(), counts.end());
}

}  // namespace

cell percent_of(const v1::FigureShare& share) { return percent_of(share.counted(), share.of()); }

std::uint64_t listed_in(const v1::CareSharesRow& row) {
  return std::accumulate(row.counts().begin(), row.counts().end(), std::uint64_t{0});
}

std::chrono::minutes utc_offset_of(std::uint32_t day, instant began) {
  using namespace std::chrono;
  local_days first(year(static_cast<int>(day / 10'000)) / month(day / 100 % 100) /
                   std::chrono::day(day % 100));
  return floor<minutes>(instant(first.time_since_epoch()) - began);
}

std::vector<named_cell> days_told(instant from, instant to, instant as_of,
                                  const sheet_terms& terms) {
  phrase_book say(terms);
  constexpr span moment{1};
  return {{say("起", "from"), date_text(day_of(from, terms.utc_offset))},
          {say("止", "to"), date_text(day_of(to - moment, terms.utc_offset))},
          {say("统计时刻", "as of"), wall_moment{as_of, terms.utc_offset}},
          {say("期间", "period"),
           as_of < to ? say("未结束，只算到统计时刻应办的", "still runs: due so far counts")
                      : say("已结束", "over")}};
}

sheet figures_sheet(const v1::FigureTable& table, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made = sheet_of_figures(table, say("指标", "figures"), terms);
  for (const v1::FigureWords& each : table.words()) {
    const std::string& name = say.name(each);
    made.header.insert(made.header.end(), {name + " %", name + say("：计入", ": counted"),
                                           name + say("：基数", ": of")});
  }
  // Only some cities have made one.
  bool composed = std::any_of(table.rows().begin(), table.rows().end(),
                              [](const v1::FigureRow& each) { return each.has_composite(); });
  if (composed) made.header.push_back(say("综合 %", "composite %"));
  made.header.push_back(say("持有小时", "hours held"));
  double all_hours = 0;
  for (const v1::FigureRow& each : table.rows()) {
    std::vector<cell> row = begun_row(each.group(), name_of_row(each, terms));
    for (const v1::FigureShare& share : each.shares())
      row.insert(row.end(),
                 {percent_of(share), std::uint64_t{share.counted()}, std::uint64_t{share.of()}});
    if (composed) row.push_back(each.has_composite() ? percentage{each.composite()} : cell());
    row.emplace_back(held_hours(each));
    all_hours += held_hours(each);
    made.rows.push_back(std::move(row));
  }
  if (table.rows_size() > 1) {
    std::vector<cell> sum = sum_of(table, terms);
    if (composed) sum.emplace_back();
    sum.emplace_back(all_hours);
    made.rows.push_back(std::move(sum));
  }
  return made;
}

sheet held_sheet(const v1::FigureTable& table, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made = sheet_of_figures(table, say("持有时长", "held"), terms);
  made.header.insert(made.header.end(), {say("持有者编码", "holder code"), say("持有者", "holder"),
                                         say("小时", "hours")});
  double all_hours = 0;
  for (const v1::FigureRow& each : table.rows()) {
    for (const v1::FigureHolder& one : each.held()) {
      auto called = terms.holders.find(one.holder());
      std::vector<cell> row = begun_row(each.group(), name_of_row(each, terms));
      row.emplace_back(one.holder());
      row.emplace_back(called != terms.holders.end() ? called->second : one.holder());
      row.emplace_back(static_cast<double>(one.held_ms()) / ms_per_hour);
      made.rows.push_back(std::move(row));
    }
    all_hours += held_hours(each);
  }
  if (table.rows_size() > 1) {
    std::vector<cell> sum = begun_row({}, say("各行之和", "sum of the rows"));
    sum.insert(sum.end(), {cell(), cell(), cell(all_hours)});
    made.rows.push_back(std::move(sum));
  }
  return made;
}

sheet definitions_sheet(const v1::FigureTable& table, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made;
  made.name = say("口径", "definitions");
  made.header = {say("指标", "figure"), say("定义", "definition")};
  for (const v1::FigureWords& each : table.words())
    made.rows.push_back({say.name(each), say.definition(each)});
  return made;
}

sheet zero_sheet(const v1::ZeroBoardTable& table, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made = sheet_of(table, say("四零", "four zeros"), terms);
  for (const v1::MatterTagWords& each : table.words()) made.header.push_back(say.name(each));
  for (const v1::ZeroBoardRow& each : table.rows()) {
    std::vector<cell> row = begun_row(each.group(), name_of_row(each, terms));
    for (std::uint64_t count : each.counts()) row.emplace_back(count);
    made.rows.push_back(std::move(row));
  }
  if (table.rows_size() > 1) {
    std::vector<cell> sum = begun_row({}, say("各行之和", "sum of the rows"));
    for (std::uint64_t each : sums_of_counts(table.rows())) sum.emplace_back(each);
    made.rows.push_back(std::move(sum));
  }
  return made;
}

sheet care_sheet(const v1::CareSharesTable& table, const sheet_terms& terms) {
  phrase_book say(terms);
  sheet made = sheet_of(table, say("走访", "care visits"), terms);
  made.header.insert(made.header.end(),
                     {say("走访率 %", "visited %"), say("应走访", "listed"),
                      say("已走访", "visited"), say("未结", "open"), say("漏访", "missed")});
  for (const v1::CareSharesRow& each : table.rows()) {
    if (each.counts_size() != care_states_told) continue;
    std::vector<cell> row = begun_row(each.group(), name_of_row(each, terms));
    append_visits(row, {each.counts().begin(), each.counts().end()});
    made.rows.push_back(std::move(row));
  }
  if (table.rows_size() > 1) {
    std::vector<cell> sum = begun_row({}, say("各行之和", "sum of the rows"));
    append_visits(sum, sums_of_counts(table.rows()));
    made.rows.push_back(std::move(sum));
  }
  return made;
}

std::string name_of(const file_title& title) {
  std::string made = title.what;
  for (const std::string& each : title.of) {
    if (!each.empty()) made += '-' + plain(each);
  }
  made += '-' + period_text(title.from, title.to);
  return title.by.empty() ? made : made + "-by-" + title.by;
}

}  // namespace gridwhistle
