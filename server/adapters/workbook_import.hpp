// Reads the tables of a pack from a workbook, and names what is wrong by sheet, row and column.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"

namespace gridwhistle {

struct imported_pack {
  pack_files files;  // the tables, pack.toml, and expect.csv if it has a sheet
  // Of what the workbook says stands beside it: name -> SHA-256, in hexadecimal digits.
  std::map<std::string, std::string, std::less<>> elsewhere;
  // For each file the row of its sheet from which a line was made; line 1 is at 0.
  std::map<std::string, std::vector<int>, std::less<>> row_of_line;
};

// Errors: what read_workbook says; a sheet that is missing, unknown or there twice, merged cells, a
// cell that cannot be taken for what its column wants, a header as csv_table::read judges it.
std::variant<imported_pack, std::vector<pack_error>> read_pack_workbook(std::string_view name,
                                                                        std::string_view bytes);

// The same error at its place in the workbook: sheet duties.csv, row 17, column E.
pack_error at_its_cell(pack_error error, const imported_pack& from);

}  // namespace gridwhistle
