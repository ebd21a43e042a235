// What a cell of a spreadsheet says as the text of a table: numbers that were codes, days that were
// counted and booleans become again what somebody typed, or are refused.
#pragma once

#include <string>

#include "server/adapters/pack_columns.hpp"
#include "server/adapters/workbook.hpp"

namespace gridwhistle {

struct cell_reading {
  std::string text;
  std::string fault;  // empty: the text is what was meant
};

// A number beyond 15 digits has lost some, and a code that became a date cannot be told. Excel's
// day 60 of 1900 was none, and is refused. A matter's code gets its leading zeros back; of other
// codes only their column shows whether some are missing.
cell_reading read_workbook_cell(const workbook_cell& cell, cell_kind kind, workbook_epoch epoch);

}  // namespace gridwhistle
