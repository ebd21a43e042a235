// Maps drawn from a seed: grids with holes, islands, several parts and gaps, whose borders fit.
#pragma once

#include <cstdint>
#include <vector>

#include "server/core/map_shape.hpp"

namespace gridwhistle {

struct map_drawing {
  std::uint32_t seed = 1;
  int columns = 24;
  int rows = 24;
  int owners = 60;
  std::int32_t cell = 20'000;  // units of 10^-7 degrees
  // How far a corner is moved out of its row and column; with none, grids leave out the corners
  // that lie on a straight border, so that the borders' ends do not face each other.
  std::int32_t jitter = 5'000;
  map_point south_west = {1'234'000'000, 418'000'000};
};

std::vector<grid_shape> draw_map(const map_drawing& by);

// The same question as area_map's, answered another way: a copy of the point that lies a very small
// fraction of a unit north and a less small one east is on no border at all, and winds around.
bool plain_holds(const ground& part, map_point at);

}  // namespace gridwhistle
