// The cells of CSV (RFC 4180): cut from bytes, each with its place, and written again.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv_table.hpp"

namespace gridwhistle {

struct csv_rows {
  std::vector<csv_row> rows;  // the header is one of them
  std::vector<file_error> errors;
};

// What csv_table::read says of bytes and quotes; headers and counts are not looked at.
csv_rows cut_csv(std::string_view file, std::string_view bytes);

// The cells with a comma between them and a line feed behind; only a cell that needs it is quoted.
std::string csv_line(std::span<const std::string> cells);

// A broken value may be long or unprintable; what is quoted of it in an error is neither.
std::string quoted_value(std::string_view value);

}  // namespace gridwhistle
