// care.csv: the residents who are owed a recurring visit, by reference code.
#pragma once

#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Columns: resident (a reference code, never a name), area (one without areas below it), matter
// (kind:code, admitted), every (week, month or quarter), from, to (days; to is inclusive and may be
// empty), note. Two rows of one resident and matter must not hold on the same day. areas and
// matters: those of the pack; where they are null its files had errors of their own, and nothing is
// said of them here.
std::variant<std::vector<care_row>, std::vector<file_error>> read_care(
    const std::vector<pack_row>& rows, const std::vector<area>* areas,
    const std::vector<matter>* matters);

}  // namespace gridwhistle
