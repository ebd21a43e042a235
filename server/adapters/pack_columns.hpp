// The tables of a pack, their columns, and what a cell of each is: one list for whoever reads a
// table, and for whoever carries it to a spreadsheet and back.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "common/csv_table.hpp"

namespace gridwhistle {

enum class cell_kind {
  text,
  code,           // digits that are a name and no number: 06010, 024-22721000
  matter_digits,  // a code of exactly five digits
  yes_no,
  date,        // 2026-01-31
  clock,       // 08:30
  local_time,  // 2026-01-31T08:30
};

enum class column_need { required, optional };

struct pack_column {
  std::string_view name;
  cell_kind kind = cell_kind::text;
  column_need need = column_need::required;
};

struct pack_table {
  std::string_view file;
  std::vector<pack_column> columns;
};

// All of them: those of pack_file_names in their order, then expect.csv.
std::span<const pack_table> pack_tables();
// The name must be of one of these.
const pack_table& pack_table_of(std::string_view file);

// csv_table::read with the columns of that table.
std::variant<csv_table, std::vector<file_error>> read_pack_table(const pack_table& table,
                                                                 std::string_view bytes);

}  // namespace gridwhistle
