#include "workers/report.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <stdexcept>

namespace gridwhistle {
namespace {

cell percent_of(std::uint64_t counted, std::uint64_t of) {
  if (of == 0) return {};
  return percentage{100.0 * static_cast<double>(counted) / static_cast<double>(of)};
}

cell percent_of(const v1::FigureShare& share) { return percent_of(share.counted(), share.of()); }

// Visited, open and missed, in this order.
constexpr int care_states = 3;

std::uint64_t listed_in(const v1::CareSharesRow& row) {
  return std::accumulate(row.counts().begin(), row.counts().end(), std::uint64_t{0});
}

struct csv_writer {
  std::string& to;
  void operator()(std::monostate) const {}
  void operator()(const std::string& text) const {
    constexpr std::string_view formula_marks = "=+-@\t\r";
    bool guarded = !text.empty() && formula_marks.find(text.front()) != std::string_view::npos;
    std::string shown = guarded ? "'" + text : text;
    if (shown.find_first_of(",\"\r\n") == std::string::npos) {
      to += shown;
      return;
    }
    to += '"';
    for (char c : shown) to.append(c == '"' ? 2 : 1, c);
    to += '"';
  }
  void operator()(std::uint64_t number) const { to += std::to_string(number); }
  void operator()(double number) const { to += fmt::format("{:.2f}", number); }
  void operator()(percentage share) const { to += fmt::format("{:.2f}", share.percent); }
};

struct xlsx_writer {
  lxw_worksheet* to;
  lxw_format* two_digits;
  lxw_format* percent;
  lxw_row_t row;
  lxw_col_t column;
  void operator()(std::monostate) const {}
  void operator()(const std::string& text) const {
    worksheet_write_string(to, row, column, text.c_str(), nullptr);
  }
  void operator()(std::uint64_t number) const {
    worksheet_write_number(to, row, column, static_cast<double>(number), nullptr);
  }
  void operator()(double number) const {
    worksheet_write_number(to, row, column, number, two_digits);
  }
  void operator()(percentage share) const {
    worksheet_write_number(to, row, column, share.percent / 100, percent);
  }
};

void add_worksheet(lxw_workbook* book, const sheet& told) {
  lxw_worksheet* made = workbook_add_worksheet(book, told.name.c_str());
  lxw_format* bold = workbook_add_format(book);
  lxw_format* two_digits = workbook_add_format(book);
  lxw_format* percent = workbook_add_format(book);
  format_set_bold(bold);
  format_set_num_format(two_digits, "0.00");
  format_set_num_format(percent, "0.00%");
  for (std::size_t i = 0; i < told.header.size(); ++i)
    worksheet_write_string(made, 0, static_cast<lxw_col_t>(i), told.header[i].c_str(), bold);
  worksheet_freeze_panes(made, 1, 0);
  for (std::size_t row = 0; row < told.rows.size(); ++row) {
    for (std::size_t column = 0; column < told.rows[row].size(); ++column) {
      std::visit(xlsx_writer{made, two_digits, percent, static_cast<lxw_row_t>(row + 1),
                             static_cast<lxw_col_t>(column)},
                 told.rows[row][column]);
    }
  }
}

std::string line_of(const v1::FigureWords& words, const v1::FigureShare& share) {
  std::string numbers = fmt::format("{}/{}", share.counted(), share.of());
  std::string percent;
  csv_writer print{percent};
  std::visit(print, percent_of(share));
  return fmt::format("  {:<18}{:>15}{:>9}{}  {}\n", words.en(), numbers, percent,
                     percent.empty() ? "  " : " %", words.zh());
}

}  // namespace

sheet figures_sheet(const v1::FigureTable& table) {
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
  return made;
}

sheet held_sheet(const v1::FigureTable& table) {
  sheet made{"held", {"group", "name", "holder", "hours"}, {}};
  constexpr double ms_per_hour = 3'600'000;
  for (const v1::FigureRow& each : table.rows()) {
    for (const v1::FigureHolder& one : each.held()) {
      made.rows.push_back({each.group(), each.name(), one.holder(),
                           static_cast<double>(one.held_ms()) / ms_per_hour});
    }
  }
  return made;
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
    if (each.counts_size() != care_states) continue;
    std::vector<cell> row = {each.group(), each.name(), percent_of(each.counts(0), listed_in(each)),
                             std::uint64_t{listed_in(each)}};
    for (std::uint64_t count : each.counts()) row.push_back(count);
    made.rows.push_back(std::move(row));
  }
  return made;
}

std::string csv_of(const sheet& told) {
  std::string text = "\xef\xbb\xbf";
  auto line = [&text](const auto& cells, const auto& write) {
    bool first = true;
    for (const auto& each : cells) {
      if (!std::exchange(first, false)) text += ',';
      write(each);
    }
    text += "\r\n";
  };
  csv_writer out{text};
  line(told.header, [&](const std::string& each) { out(each); });
  for (const auto& row : told.rows) line(row, [&](const cell& each) { std::visit(out, each); });
  return text;
}

std::string text_of(const v1::FigureTable& table) {
  std::string text = period_text(table);
  for (const v1::FigureRow& row : table.rows()) {
    text += (row.group().empty() ? "all" : row.group()) + " " + row.name() + "\n";
    for (int i = 0; i < std::min(table.words_size(), row.shares_size()); ++i)
      text += line_of(table.words(i), row.shares(i));
    if (row.has_composite()) text += fmt::format("  composite {:.2f}\n", row.composite());
  }
  if (table.rows().empty()) text += "nothing to count\n";
  for (const v1::FigureWords& each : table.words())
    text += each.en() + " " + each.zh() + ": " + each.definition_en() + "\n";
  return text;
}

std::string text_of(const v1::ZeroBoardTable& table) {
  std::string text = period_text(table);
  std::size_t at_zero = 0;
  for (const v1::ZeroBoardRow& row : table.rows()) {
    bool zero = std::all_of(row.counts().begin(), row.counts().end(),
                            [](std::uint64_t count) { return count == 0; });
    at_zero += zero;
    if (zero) continue;
    text += (row.group().empty() ? "all" : row.group()) + " " + row.name();
    for (int i = 0; i < std::min(table.words_size(), row.counts_size()); ++i)
      text += fmt::format("  {} {} {}", table.words(i).zh(), table.words(i).en(), row.counts(i));
    text += "\n";
  }
  return text + fmt::format("at zero 四零: {} of {}\n", at_zero, table.rows_size());
}

std::string text_of(const v1::CareSharesTable& table) {
  std::string text = period_text(table);
  for (const v1::CareSharesRow& row : table.rows()) {
    if (row.counts_size() != care_states) continue;
    std::uint64_t listed = listed_in(row);
    text +=
        fmt::format("{} {}  visited 已走访 {}/{} {:.2f} %  open 未结 {}  missed 漏访 {}\n",
                    row.group().empty() ? "all" : row.group(), row.name(), row.counts(0), listed,
                    100.0 * static_cast<double>(row.counts(0)) / static_cast<double>(listed),
                    row.counts(1), row.counts(2));
  }
  if (table.rows().empty()) text += "nobody is listed\n";
  return text;
}

void write_csv(const sheet& told, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << csv_of(told);
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
}

void write_xlsx(const std::vector<sheet>& told, const std::filesystem::path& file) {
  lxw_workbook* book = workbook_new(file.c_str());
  if (!book) throw std::runtime_error("cannot write " + file.string());
  for (const sheet& each : told) add_worksheet(book, each);
  lxw_error failed = workbook_close(book);
  if (failed != LXW_NO_ERROR)
    throw std::runtime_error("cannot write " + file.string() + ": " + lxw_strerror(failed));
}

}  // namespace gridwhistle
