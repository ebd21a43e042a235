#include "common/sheet.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace gridwhistle {
namespace {

// Spreadsheets of East Asia take the wide signs for the narrow ones.
bool begins_a_formula(std::string_view text) {
  constexpr std::array<std::string_view, 11> marks = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                      "\n", "＝", "＋", "－", "＠"};
  return std::ranges::any_of(marks, [&](std::string_view each) { return text.starts_with(each); });
}

struct csv_writer {
  std::string& to;
  void operator()(std::monostate) const {}
  void operator()(const std::string& text) const {
    std::string shown = begins_a_formula(text) ? "'" + text : text;
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

}  // namespace

std::string csv_text(const cell& told) {
  std::string text;
  std::visit(csv_writer{text}, told);
  return text;
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
