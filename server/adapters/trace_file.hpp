// A trace: recorded reports in a CSV that any city can write, one row for each
// (docs/packs.md, "What if").
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "common/csv_table.hpp"
#include "server/core/what_if.hpp"

namespace gridwhistle {

// Columns at,matter,area,kind,condition,handled_at,reference and optionally reported_in_at, in any
// order. at, handled_at and reported_in_at are UTC like 2015-01-05T05:02:47Z, with or without a
// fraction; only at must be there. No handled_at: open when the trace ends, which is with its
// latest instant. An empty matter, area or kind is what intake knows as missing; no condition is 0.
// Errors: at most file_errors_max, each with its place.
std::variant<record, std::vector<file_error>> read_trace(std::string_view file,
                                                         std::string_view bytes);

}  // namespace gridwhistle
