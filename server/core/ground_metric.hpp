// Metres on the ground around one point, in whole centimetres.
// Law: a distance is never told longer than it is, so what lies within a radius is never missed;
// within 60 degrees of the equator it is told at most 5 % shorter.
#pragma once

#include <cstdint>

#include "server/core/map_shape.hpp"

namespace gridwhistle {

class ground_metric {
 public:
  explicit ground_metric(map_point centre);

  // What may lie within so many metres of the centre.
  map_box box_around(std::int64_t metres) const;
  // Of the straight line between two points, from the centre; square centimetres.
  wide_int distance_squared(map_point from, map_point to) const;
  wide_int distance_squared(map_point to) const { return distance_squared(to, to); }
  // True when a distance of distance_squared() is within so many metres.
  static bool within(wide_int squared, std::int64_t metres);

 private:
  struct offset {
    std::int64_t x = 0;  // centimetres east
    std::int64_t y = 0;
  };
  offset offset_of(map_point at) const;

  map_point centre_;
  std::int64_t metres_per_degree_east_;
};

}  // namespace gridwhistle
