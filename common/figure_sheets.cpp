#include "common/figure_sheets.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <numeric>
#include <utility>

#include "common/time.hpp"

namespace gridwhistle {
namespace {

cell percent_of(std::uint64_t counted, std::uint64_t of) {
  if (of == 0) return {};
  return percentage{100.0 * static_cast<double>(counted) / static_cast<double>(of)};
}

constexpr std::string_view sum_name = "各行之和 sum of the rows";
constexpr std::string_view grouping_prefix = "GROUPING_";

// 20261105 is 2026-11-05.
std::string day_text(std::uint32_t day) {
  std::string digits = std::to_string(day);
  if (digits.size() != 8) return digits;
  return digits.substr(0, 4) + '-' + digits.substr(4, 2) + '-' + digits.substr(6);
}

bool is_last_of_month(std::uint32_t day) {
  using namespace std::chrono;
  year_month_day date(year(static_cast<int>(day / 10'000)), month(day / 100 % 100),
                      std::chrono::day(day % 100));
  return date.ok() && date == year_month_day(date.year() / date.month() / last);
}

// A year, a month, a day, or from one to another.
std::string period_text(std::uint32_t from, std::uint32_t to) {
  if (from == to) return day_text(from);
  bool whole_year = from % 10'000 == 101 && to == from / 10'000 * 10'000 + 1231;
  if (whole_year) return std::to_string(from / 10'000);
  bool whole_month = from % 100 == 1 && to / 100 == from / 100 && is_last_of_month(to);
  if (whole_month) return day_text(from).substr(0, 7);
  return day_text(from) + '_' + day_text(to);
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

// What was closed or owed once is in one row alone, so that the rows sum to what they are of.
std::vector<cell> sum_of(const v1::FigureTable& table) {
  std::vector<cell> sum = {std::string(), std::string(sum_name)};
  for (int i = 0; i < table.words_size(); ++i) {
    v1::FigureShare share;
    for (const v1::FigureRow& each : table.rows()) {
      if (i >= each.shares_size()) continue;
      share.set_counted(share.counted() + each.shares(i).counted());
      share.set_of(share.of() + each.shares(i).of());
    }
    sum.push_back(percent_of(share.counted(), share.of()));
    sum.push_back(std::uint64_t{share.counted()});
    sum.push_back(std::uint64_t{share.of()});
  }
  sum.emplace_back();
  return sum;
}

void say_scope(const v1::FigureTable& table, const v1::Figures& asked, sheet& to) {
  std::vector<std::pair<const char*, std::string>> scope = {
      {"起 from", day_text(asked.from())},
      {"止 to", day_text(asked.to())},
      {"统计时刻 as of", to_text(from_ms(table.as_of_ms()))},
      {"区域 area", asked.area()},
      {"部门 department", asked.department()},
      {"事项 matter", asked.matter()}};
  for (const auto& [name, value] : scope) {
    to.header.emplace_back(name);
    for (auto& row : to.rows) row.emplace_back(value);
  }
}

}  // namespace

cell percent_of(const v1::FigureShare& share) { return percent_of(share.counted(), share.of()); }

std::uint64_t listed_in(const v1::CareSharesRow& row) {
  return std::accumulate(row.counts().begin(), row.counts().end(), std::uint64_t{0});
}

sheet figures_sheet(const v1::FigureTable& table, const v1::Figures& asked) {
  sheet made{"figures", {"group", "name"}, {}};
  for (const v1::FigureWords& each : table.words()) {
    std::string name = each.zh() + " " + each.en();
    made.header.insert(made.header.end(), {name + " %", name + ": counted", name + ": of"});
  }
  made.header.push_back("综合 composite");
  for (const v1::FigureRow& each : table.rows()) {
    std::vector<cell> row = {each.group(), each.name()};
    for (const v1::FigureShare& share : each.shares()) {
      row.push_back(percent_of(share));
      row.push_back(std::uint64_t{share.counted()});
      row.push_back(std::uint64_t{share.of()});
    }
    row.push_back(each.has_composite() ? cell(percentage{each.composite()}) : cell());
    made.rows.push_back(std::move(row));
  }
  if (table.rows_size() > 1) made.rows.push_back(sum_of(table));
  say_scope(table, asked, made);
  return made;
}

sheet held_sheet(const v1::FigureTable& table, const v1::Figures& asked) {
  sheet made{"held", {"group", "name", "holder", "hours"}, {}};
  constexpr double ms_per_hour = 3'600'000;
  std::int64_t all_ms = 0;
  for (const v1::FigureRow& each : table.rows()) {
    for (const v1::FigureHolder& one : each.held()) {
      made.rows.push_back({each.group(), each.name(), one.holder(),
                           static_cast<double>(one.held_ms()) / ms_per_hour});
      all_ms += one.held_ms();
    }
  }
  if (table.rows_size() > 1)
    made.rows.push_back({std::string(), std::string(sum_name), std::string(),
                         static_cast<double>(all_ms) / ms_per_hour});
  say_scope(table, asked, made);
  return made;
}

std::string figures_name(const v1::Figures& asked, std::string_view where) {
  std::string made = "figures";
  std::string place = asked.area().empty() ? std::string(where) : asked.area();
  for (const std::string& part : {place, asked.department(), asked.matter()}) {
    if (!part.empty()) made += '-' + plain(part);
  }
  made += '-' + period_text(asked.from(), asked.to());
  std::string by = v1::Grouping_Name(asked.by());
  bool grouped = asked.by() != v1::GROUPING_NONE && by.starts_with(grouping_prefix);
  if (!grouped) return made;
  by.erase(0, grouping_prefix.size());
  std::ranges::transform(by, by.begin(), [](unsigned char c) { return std::tolower(c); });
  return made + "-by-" + by;
}

sheet definitions_sheet(const v1::FigureTable& table) {
  sheet made{"definitions", {"指标", "定义", "figure", "definition"}, {}};
  for (const v1::FigureWords& each : table.words()) {
    made.rows.push_back({each.zh(), each.definition_zh(), each.en(), each.definition_en()});
  }
  return made;
}

sheet zero_sheet(const v1::ZeroBoardTable& table) {
  sheet made{"zero", {"group", "name"}, {}};
  for (const v1::MatterTagWords& each : table.words())
    made.header.push_back(each.zh() + " " + each.en());
  for (const v1::ZeroBoardRow& each : table.rows()) {
    std::vector<cell> row = {each.group(), each.name()};
    for (std::uint64_t count : each.counts()) row.push_back(count);
    made.rows.push_back(std::move(row));
  }
  return made;
}

sheet care_sheet(const v1::CareSharesTable& table) {
  sheet made{"care",
             {"group", "name", "走访率 visited %", "应走访 listed", "已走访 visited", "未结 open",
              "漏访 missed"},
             {}};
  for (const v1::CareSharesRow& each : table.rows()) {
    if (each.counts_size() != care_states_told) continue;
    std::vector<cell> row = {each.group(), each.name(), percent_of(each.counts(0), listed_in(each)),
                             std::uint64_t{listed_in(each)}};
    for (std::uint64_t count : each.counts()) row.push_back(count);
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace gridwhistle
