// Ground in whole numbers: points, rings, grids, and the exact questions asked of them.
// Law: nothing here rounds. A coordinate is degrees times 10^7, and products are taken in 128 bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/ids.hpp"

namespace gridwhistle {

__extension__ typedef __int128 wide_int;

struct map_point {
  std::int32_t x = 0;  // longitude
  std::int32_t y = 0;  // latitude
  auto operator<=>(const map_point&) const = default;
};

// "123.4567890,41.8000000": longitude and latitude, as GeoJSON writes them.
std::string to_text(map_point at);

// The last point is joined to the first and does not repeat it.
using ring = std::vector<map_point>;

struct ground {
  ring shell;
  std::vector<ring> holes;
};

// What one leaf area covers.
struct grid_shape {
  area_code area;
  std::vector<ground> parts;
};

struct map_box {
  std::int32_t west = 0;
  std::int32_t south = 0;
  std::int32_t east = 0;
  std::int32_t north = 0;
};

inline map_box box_of(map_point a, map_point b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}
map_box box_of(const ring& points);

// A part is at most so wide and so high, 20 degrees: it keeps every product within 128 bits.
constexpr std::int64_t part_extent_max = 200'000'000;

// 1: p lies to the left of the line from a to b; -1: to its right; 0: on it.
inline int turn(map_point a, map_point b, map_point p) {
  auto along_x = std::int64_t{b.x} - a.x;
  auto along_y = std::int64_t{b.y} - a.y;
  wide_int cross =
      wide_int{along_x} * (std::int64_t{p.y} - a.y) - wide_int{along_y} * (std::int64_t{p.x} - a.x);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

// An edge of a ring, cut or whole; the ground is on its left.
struct map_edge {
  map_point from;
  map_point to;
  std::size_t shape = 0;  // place in the list of shapes
  std::size_t part = 0;   // place in its parts
  std::size_t ring = 0;   // 0: the shell; else the hole, counted from 1
  std::size_t place = 0;  // of the whole edge in its ring
};

// Shells counter-clockwise and holes clockwise, whichever way they were written.
std::vector<map_edge> edges_of(const std::vector<grid_shape>& shapes);

// The same edges, cut wherever a corner of another edge lies on them: where two grids share a
// border, each piece has its exact counterpart.
std::vector<map_edge> cut_at_corners(const std::vector<map_edge>& edges);

// Those pieces of cut edges that have no counterpart: beyond them lies no grid.
std::vector<map_edge> outer_pieces(const std::vector<map_edge>& cut);

}  // namespace gridwhistle
