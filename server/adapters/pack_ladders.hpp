// ladders.csv: the escalation rungs of a pack, one row each.
#pragma once

#include <array>
#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/ladder.hpp"

namespace gridwhistle {

using kind_ladders = std::array<ladder, whistle_kinds.size()>;

// Columns: kind (or *), clock, percent, work_days_before, action, to. A kind with rows of its own
// has only these; the others have those of "*".
std::variant<kind_ladders, std::vector<file_error>> read_ladders(const std::vector<pack_row>& rows);

// Of a pack without the file: domain.md's ladder for every kind.
kind_ladders default_ladders();

}  // namespace gridwhistle
