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

// 2026-11-24T16:30:00+08:00, to the second.
std::string iso_text(const wall_moment& when) {
  constexpr std::size_t seconds_letters = 19;
  std::string offset = zone_text(when.utc_offset).substr(std::string_view("UTC").size());
  return to_text(when.at + when.utc_offset).substr(0, seconds_letters) + offset;
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
  void operator()(const wall_moment& when) const { to += iso_text(when); }
};

// The number of 1 January 1970, 0:00, in a workbook; days are 1.
constexpr double workbook_epoch = 25569;
constexpr double ms_per_day = 86'400'000;

class worksheet_writer {
 public:
  worksheet_writer(lxw_workbook* book, const std::string& name)
      : to_(workbook_add_worksheet(book, name.c_str())),
        bold_(workbook_add_format(book)),
        two_digits_(workbook_add_format(book)),
        percent_(workbook_add_format(book)),
        moment_(workbook_add_format(book)) {
    format_set_bold(bold_);
    format_set_num_format(two_digits_, "0.00");
    format_set_num_format(percent_, "0.00%");
    format_set_num_format(moment_, "yyyy-mm-dd hh:mm");
    format_set_align(moment_, LXW_ALIGN_LEFT);
  }

  void write(const sheet& told) {
    for (const auto* lines : {&told.head, &told.notes}) {
      for (const auto& [name, value] : *lines) {
        bold(0, name);
        put(1, value);
        ++row_;
      }
    }
    if (row_ > 0) ++row_;
    std::vector<double> widths;
    for (std::size_t i = 0; i < told.header.size(); ++i) {
      bold(static_cast<lxw_col_t>(i), told.header[i]);
      widths.push_back(letters_wide(told.header[i]));
    }
    ++row_;
    worksheet_freeze_panes(to_, row_, 0);
    for (const std::vector<cell>& each : told.rows) {
      for (std::size_t i = 0; i < each.size(); ++i) {
        put(static_cast<lxw_col_t>(i), each[i]);
        if (i < widths.size()) widths[i] = std::max(widths[i], letters_wide(csv_text(each[i])));
      }
      ++row_;
    }
    constexpr double least = 12, most = 48;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(to_, column, column, std::clamp(widths[i] + 2, least, most), nullptr);
    }
  }

 private:
  // What is not ASCII is about two letters wide, and three bytes long.
  static double letters_wide(const std::string& text) {
    auto narrow = std::ranges::count_if(text, [](unsigned char c) { return c < 0x80; });
    constexpr double wide = 2.0 / 3;
    return static_cast<double>(narrow) +
           wide * (static_cast<double>(text.size()) - static_cast<double>(narrow));
  }
  void bold(lxw_col_t column, const std::string& text) {
    worksheet_write_string(to_, row_, column, text.c_str(), bold_);
  }
  void number(lxw_col_t column, double value, lxw_format* as) {
    worksheet_write_number(to_, row_, column, value, as);
  }
  void put(lxw_col_t column, const cell& told) {
    struct writer {
      worksheet_writer& on;
      lxw_col_t column;
      void operator()(std::monostate) const {}
      void operator()(const std::string& text) const {
        worksheet_write_string(on.to_, on.row_, column, text.c_str(), nullptr);
      }
      void operator()(std::uint64_t whole) const {
        on.number(column, static_cast<double>(whole), nullptr);
      }
      void operator()(double number) const { on.number(column, number, on.two_digits_); }
      void operator()(percentage share) const {
        on.number(column, share.percent / 100, on.percent_);
      }
      void operator()(const wall_moment& when) const {
        auto local = static_cast<double>(to_ms(when.at + when.utc_offset));
        on.number(column, workbook_epoch + local / ms_per_day, on.moment_);
      }
    };
    std::visit(writer{*this, column}, told);
  }

  lxw_worksheet* to_;
  lxw_format* bold_;
  lxw_format* two_digits_;
  lxw_format* percent_;
  lxw_format* moment_;
  lxw_row_t row_ = 0;
};

}  // namespace

std::string zone_text(std::chrono::minutes utc_offset) {
  auto distance = std::chrono::abs(utc_offset).count();
  return fmt::format("UTC{}{:02}:{:02}", utc_offset.count() < 0 ? '-' : '+', distance / 60,
                     distance % 60);
}

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
  std::vector<std::string> header = told.header;
  for (const auto& [name, value] : told.head) header.push_back(name);
  line(header, [&](const std::string& each) { out(each); });
  for (std::vector<cell> row : told.rows) {
    for (const auto& [name, value] : told.head) row.push_back(value);
    line(row, [&](const cell& each) { std::visit(out, each); });
  }
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
  for (const sheet& each : told) worksheet_writer(book, each.name).write(each);
  lxw_error failed = workbook_close(book);
  if (failed != LXW_NO_ERROR)
    throw std::runtime_error("cannot write " + file.string() + ": " + lxw_strerror(failed));
}

}  // namespace gridwhistle
