// Reads an .xlsx workbook (ECMA-376, also its strict form) as Excel, LibreOffice and WPS save it:
// every cell with its place, its type and what it holds. What a cell means is for its reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle {

enum class workbook_cell_type {
  text,
  number,
  dated_number,  // a number that is shown as a date or a time of day
  iso_date,
  boolean,   // "1" or "0"
  error,     // "#REF!"
  no_value,  // a formula whose result was not stored
};

// Row and column count from 1.
struct workbook_cell {
  int row = 0;
  int column = 0;
  workbook_cell_type type = workbook_cell_type::text;
  std::string text;  // as stored; of a text what its runs say together
};

struct workbook_sheet {
  std::string name;
  std::vector<workbook_cell> cells;  // by row, then column; cells that hold nothing are left out
  std::vector<std::string> merged;   // "A3:B9"
};

// What the number 0 stands for.
enum class workbook_epoch { in_1900, in_1904 };

struct workbook {
  std::vector<workbook_sheet> sheets;
  workbook_epoch epoch = workbook_epoch::in_1900;

  // Null: there is none of that name.
  const workbook_sheet* find(std::string_view name) const;
};

constexpr int workbook_rows_max = 1 << 20;
constexpr int workbook_columns_max = 1 << 14;

// Throws std::runtime_error: this is no workbook, it is damaged or too large; with the part or
// sheet at fault.
workbook read_workbook(std::string_view bytes);

// 1 is A, 27 is AA.
std::string column_letters(int column);

}  // namespace gridwhistle
