// Reads a CSV file (RFC 4180, UTF-8, first line is the header) and remembers where each cell stood.
// Law: a table has the columns its reader asked for and no others, and every fault names its place.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gridwhistle {

// May open a file of UTF-8, as spreadsheets write it.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// A fault in a file somebody wrote: what a person needs to find and mend it. Lines and columns
// count from 1; line 0 is the file as a whole, column 0 the whole line. In a table the column is
// the cell's number.
struct file_error {
  std::string file;
  int line = 0;
  int column = 0;
  std::string value;
  std::string message;
  auto operator<=>(const file_error&) const = default;
};

// duties.csv:17:5: "urban_managment@district": no department has this function
std::string to_text(const file_error& error);
// Throws std::runtime_error with a line for each of them; where there is none it does nothing.
void throw_faults(const std::vector<file_error>& errors);

// A reader gives up after this many errors: nobody mends more in one go.
constexpr std::size_t file_errors_max = 100;
// A larger file is refused unread.
constexpr std::size_t csv_bytes_max = 64u << 20;

struct csv_cell {
  std::string text;
  int line = 0;
  int column = 0;
};

// cells are in the order of the file, as many as the header has.
struct csv_row {
  std::vector<csv_cell> cells;
  int line = 0;
};

class csv_table {
 public:
  // Reads bytes as the file of that name, which must have these columns, may have the optional ones
  // and no others, in any order; an optional column that is not there reads as empty cells. A byte
  // order mark is accepted, line ends are CR LF or LF, empty lines are skipped. Errors: not UTF-8,
  // control or bidirectional characters, a stray or unterminated quote, a wrong count of cells, a
  // header that is missing, unknown or doubled; at most file_errors_max of them.
  static std::variant<csv_table, std::vector<file_error>> read(
      std::string_view file, std::string_view bytes, std::span<const std::string_view> columns,
      std::span<const std::string_view> optional = {});

  const std::string& file() const { return file_; }
  const std::vector<csv_row>& rows() const { return rows_; }
  // Where that column stands in a row's cells. The name must be one that read() was asked for.
  std::size_t column(std::string_view name) const;
  const csv_cell& cell(const csv_row& row, std::string_view name) const;
  file_error error_at(const csv_cell& cell, std::string message) const;

 private:
  void add_empty_column(std::string_view name);

  std::string file_;
  std::vector<std::string> header_;
  std::vector<csv_row> rows_;
};

// Whether that text, written between quotes, is read as one cell and as it was. One with a quote or
// a line end in it is not.
bool reads_back_quoted(std::string_view text);

}  // namespace gridwhistle
