// limits.csv: how long a class of matter may take, by filing condition and by the time in which the
// row is in force.
#pragma once

#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

using limit_table = decltype(policy::limit_rows);

// Columns: class, condition (or *), report_in (empty: the kind's default), handle, source.
// Optional: from (inclusive) and to (exclusive), local times in that zone, empty: open; rule, one
// word on how the limit was found: one, dated or none. Two rows with the same class and condition
// must not be in force at the same time. Whether the class is a code is not looked at.
std::variant<limit_table, std::vector<file_error>> read_limits(const std::vector<pack_row>& rows,
                                                               const zone& where);

}  // namespace gridwhistle
