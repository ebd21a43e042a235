// posts.csv and shifts.csv: who is on duty where, and when.
#pragma once

#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/roster.hpp"

namespace gridwhistle {

// Columns of posts: post, person, seat, grid, phone, deputy. Of shifts: post, days, open, close.
// Whether seats and grids exist is not looked at.
std::variant<std::vector<post>, std::vector<file_error>> read_roster(
    const std::vector<pack_row>& posts, const std::vector<pack_row>& shifts);

// Backups of departments that lead back to where they began: a call would go round for ever.
std::vector<file_error> circles_of_backups(const std::vector<pack_row>& departments);

}  // namespace gridwhistle
