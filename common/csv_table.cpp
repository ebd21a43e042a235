// Reads CSV: one pass cuts the bytes into rows of cells, then the header and the counts are
// checked.
#include "common/csv_table.hpp"

#include <algorithm>
#include <utility>

#include "common/check.hpp"
#include "common/text_rules.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// A broken value may be long or unprintable; what is quoted of it in an error is neither.
std::string quotable(std::string_view value) {
  constexpr std::size_t quoted_bytes_max = 80;
  if (fault_in(value)) return "?";
  std::size_t end = std::min(value.size(), quoted_bytes_max);
  auto inside_character = [&] { return (static_cast<unsigned char>(value[end]) & 0xc0u) == 0x80u; };
  while (end < value.size() && inside_character()) --end;
  std::string text(value.substr(0, end));
  std::ranges::replace(text, '\n', ' ');
  return end < value.size() ? text + "…" : text;
}

std::string_view words_of(text_fault fault) {
  switch (fault) {
    case text_fault::not_utf8:
      return "this is not UTF-8";
    case text_fault::control_character:
      return "a control character is not allowed here";
    case text_fault::bidi_character:
      return "a bidirectional character is not allowed here";
  }
  return "";
}

// Cuts bytes into rows. After a fault it goes on at the next comma or line end, to find more.
class csv_cutter {
 public:
  csv_cutter(std::string_view file, std::string_view bytes) : file_(file), bytes_(bytes) {
    if (bytes_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  }

  std::vector<csv_row> cut() {
    std::vector<csv_row> rows;
    while (at_ < bytes_.size() && errors_.size() < file_errors_max) {
      if (take_line_end()) continue;  // an empty line
      rows.push_back(cut_row());
    }
    return rows;
  }

  std::vector<file_error> take_errors() { return std::move(errors_); }

 private:
  csv_row cut_row() {
    csv_row row{.cells = {}, .line = line_};
    int column = 1;
    for (;;) {
      csv_cell cell{.text = {}, .line = line_, .column = column++};
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        take_quoted(cell);
      } else {
        take_plain(cell);
      }
      if (auto fault = fault_in(cell.text)) add_error(cell, words_of(*fault));
      row.cells.push_back(std::move(cell));
      if (at_ == bytes_.size() || take_line_end()) return row;
      ++at_;  // the comma
    }
  }

  void take_plain(csv_cell& cell) {
    std::size_t end = cell_end();
    cell.text = bytes_.substr(at_, end - at_);
    at_ = end;
    if (cell.text.find('"') != std::string::npos) {
      add_error(cell, "a cell with a quote must be quoted, and its quotes doubled");
    }
  }

  void take_quoted(csv_cell& cell) {
    ++at_;
    for (;;) {
      if (at_ == bytes_.size()) return add_error(cell, "this quote is never closed");
      char c = bytes_[at_];
      if (c == '"') {
        ++at_;
        if (at_ == bytes_.size() || bytes_[at_] != '"') break;
        cell.text += '"';
        ++at_;
      } else if (take_line_end()) {
        cell.text += '\n';
      } else {
        cell.text += c;
        ++at_;
      }
    }
    std::size_t end = cell_end();
    if (end != at_)
      add_error(cell, "after the closing quote a comma or the line's end must follow");
    at_ = end;
  }

  // Of a cell whose rest is not quoted.
  std::size_t cell_end() const {
    std::size_t end = std::min(bytes_.find_first_of(",\n", at_), bytes_.size());
    bool carriage_return =
        end < bytes_.size() && bytes_[end] == '\n' && end > at_ && bytes_[end - 1] == '\r';
    return carriage_return ? end - 1 : end;
  }

  bool take_line_end() {
    std::string_view rest = bytes_.substr(at_);
    std::size_t length = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
    at_ += length;
    if (length > 0) ++line_;
    return length > 0;
  }

  void add_error(const csv_cell& cell, std::string_view message) {
    if (errors_.size() == file_errors_max) return;
    errors_.push_back(
        {std::string(file_), cell.line, cell.column, quotable(cell.text), std::string(message)});
  }

  std::string_view file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<file_error> errors_;
};

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ",") + std::string(name);
  return text;
}

std::vector<file_error> header_errors(std::string_view file, const csv_row& header,
                                      std::span<const std::string_view> columns,
                                      std::span<const std::string_view> optional) {
  auto among = [](std::string_view name, std::span<const std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
  };
  std::string known = joined(columns);
  if (!optional.empty()) known += " and may have " + joined(optional);
  std::vector<file_error> errors;
  auto count = [&](std::string_view name) {
    return std::ranges::count(header.cells, name, &csv_cell::text);
  };
  for (const csv_cell& cell : header.cells) {
    auto first = std::ranges::find(header.cells, cell.text, &csv_cell::text);
    std::string message;
    if (!among(cell.text, columns) && !among(cell.text, optional)) {
      message = "unknown column; this file has " + known;
    } else if (first->column != cell.column) {
      message = "this column is there twice";
    }
    if (!message.empty()) {
      errors.push_back({std::string(file), cell.line, cell.column, quotable(cell.text), message});
    }
  }
  for (std::string_view name : columns) {
    if (count(name) > 0) continue;
    errors.push_back(
        {std::string(file), header.line, 0, std::string(name), "this column is missing"});
  }
  return errors;
}

std::vector<file_error> count_errors(std::string_view file, const std::vector<csv_row>& rows,
                                     std::size_t expected) {
  std::vector<file_error> errors;
  for (const csv_row& row : rows) {
    if (row.cells.size() == expected) continue;
    // The first cell too many, or the last one there.
    const csv_cell& cell = row.cells[std::min(expected, row.cells.size() - 1)];
    errors.push_back({std::string(file), cell.line, cell.column, quotable(cell.text),
                      "this row has " + std::to_string(row.cells.size()) + " cells, the header " +
                          std::to_string(expected)});
  }
  return errors;
}

}  // namespace

std::string to_text(const file_error& error) {
  std::string text = error.file;
  if (error.line > 0) text += ':' + std::to_string(error.line);
  if (error.column > 0) text += ':' + std::to_string(error.column);
  text += ": ";
  if (error.line > 0 || !error.value.empty()) text += '"' + error.value + "\": ";
  return text + error.message;
}

std::variant<csv_table, std::vector<file_error>> csv_table::read(
    std::string_view file, std::string_view bytes, std::span<const std::string_view> columns,
    std::span<const std::string_view> optional) {
  auto as_a_whole = [&](std::string value, std::string message) {
    return std::vector{file_error{std::string(file), 0, 0, std::move(value), std::move(message)}};
  };
  if (bytes.size() > csv_bytes_max) {
    return as_a_whole(std::to_string(bytes.size()),
                      "a table may have at most " + std::to_string(csv_bytes_max) + " bytes");
  }
  csv_cutter cutter(file, bytes);
  std::vector<csv_row> rows = cutter.cut();
  std::vector<file_error> errors = cutter.take_errors();
  if (rows.empty())
    return as_a_whole("", "this file is empty; it must begin with " + joined(columns));
  std::vector<file_error> more = header_errors(file, rows.front(), columns, optional);
  errors.insert(errors.end(), more.begin(), more.end());
  // A broken quote swallows what follows it; counting cells then would only blame the innocent.
  if (errors.empty()) errors = count_errors(file, rows, rows.front().cells.size());
  if (errors.size() > file_errors_max) errors.resize(file_errors_max);
  if (!errors.empty()) return errors;
  csv_table table;
  table.file_ = file;
  for (csv_cell& cell : rows.front().cells) table.header_.push_back(std::move(cell.text));
  rows.erase(rows.begin());
  table.rows_ = std::move(rows);
  for (std::string_view name : optional) {
    if (std::ranges::find(table.header_, name) == table.header_.end()) table.add_empty_column(name);
  }
  return table;
}

void csv_table::add_empty_column(std::string_view name) {
  header_.emplace_back(name);
  for (csv_row& row : rows_) {
    row.cells.push_back({.text = {}, .line = row.line, .column = static_cast<int>(header_.size())});
  }
}

std::size_t csv_table::column(std::string_view name) const {
  auto found = std::ranges::find(header_, name);
  GW_CHECK(found != header_.end());
  return static_cast<std::size_t>(found - header_.begin());
}

const csv_cell& csv_table::cell(const csv_row& row, std::string_view name) const {
  return row.cells[column(name)];
}

file_error csv_table::error_at(const csv_cell& cell, std::string message) const {
  return {file_, cell.line, cell.column, quotable(cell.text), std::move(message)};
}

}  // namespace gridwhistle
