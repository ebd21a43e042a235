// matters.csv: the matters a city knows, which of them it admits, and which the 四零 board counts.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/adapters/pack_cells.hpp"

namespace gridwhistle {

struct matter_table {
  std::vector<matter> matters;
  std::unordered_map<std::string, int> lines;  // by "matter:06010"
  std::set<std::string> big_classes;           // "matter:06"
  std::vector<file_error> errors;
};

// Columns: kind, code, name, big_name, aliases (a|b), admitted and verification (yes or no);
// optional: tags (petition|accident|case|epidemic). A matter whose other cells are wrong is still
// known, so that one slip is not an error for every duty.
matter_table read_matters(const std::vector<pack_row>& rows);

}  // namespace gridwhistle
