// Cuts CSV in one pass.
#include "common/csv_cells.hpp"

#include <algorithm>
#include <utility>

#include "common/text_rules.hpp"

namespace gridwhistle {
namespace {

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
    errors_.push_back({std::string(file_), cell.line, cell.column, quoted_value(cell.text),
                       std::string(message)});
  }

  std::string_view file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<file_error> errors_;
};

}  // namespace

std::string quoted_value(std::string_view value) {
  constexpr std::size_t quoted_bytes_max = 80;
  if (fault_in(value)) return "?";
  std::size_t end = std::min(value.size(), quoted_bytes_max);
  auto inside_character = [&] { return (static_cast<unsigned char>(value[end]) & 0xc0u) == 0x80u; };
  while (end < value.size() && inside_character()) --end;
  std::string text(value.substr(0, end));
  std::ranges::replace(text, '\n', ' ');
  return end < value.size() ? text + "…" : text;
}

csv_rows cut_csv(std::string_view file, std::string_view bytes) {
  csv_cutter cutter(file, bytes);
  std::vector<csv_row> rows = cutter.cut();
  return {std::move(rows), cutter.take_errors()};
}

std::string csv_line(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != cells.data()) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (char c : cell) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  return line + '\n';
}

}  // namespace gridwhistle
