// Gaps between grids that nobody can have meant: see sliver_width_m.
#pragma once

#include <vector>

#include "server/core/map_faults.hpp"

namespace gridwhistle {

// In the ground that no grid covers, whose border these pieces are. A gap closed in itself is told
// once for each pair of grids beside it, and may be told several times for one pair.
std::vector<map_fault> slivers(const std::vector<map_edge>& outer);

}  // namespace gridwhistle
