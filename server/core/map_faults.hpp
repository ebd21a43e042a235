// What is wrong with the ground of a map before it may decide anything.
// Law: a map without faults covers no point twice, and what it leaves between two grids is wider
// than sliver_width_m.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "server/core/map_shape.hpp"

namespace gridwhistle {

// A sliver is ground between two stretches of outer border that come so near to each other, though
// along the border they are more than four times as far apart; or a gap that is not eight times as
// long all around. It is measured on the ground, from every corner of an outer border to the
// straight pieces across the gap.
constexpr std::int64_t sliver_width_m = 1;

enum class map_fault_kind {
  too_few_points,  // a ring has fewer than three
  repeated_point,  // two in a row are the same
  folded_back,     // the ring runs back over itself
  crosses_itself,  // or touches itself
  rings_cross,     // two rings of one part
  hole_outside,    // a hole lies outside its shell or in another hole
  parts_overlap,   // two parts of one grid
  grids_overlap,
  sliver,
};
std::string_view sentence_of(map_fault_kind kind);

struct map_fault {
  map_fault_kind kind = map_fault_kind::too_few_points;
  std::size_t shape = 0;
  std::optional<std::size_t> other;  // the other shape, where there is one
  map_point at;
};

// At most so many, in the order of the shapes. What would follow from a fault is not told beside
// it: overlaps are looked for where no border crosses, slivers where nothing overlaps.
std::vector<map_fault> faults_of(const std::vector<grid_shape>& shapes, std::size_t most);

}  // namespace gridwhistle
