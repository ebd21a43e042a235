// Which grid a point on the ground lies in.
// Law: every point belongs to exactly one grid, or to the fallback. A grid owns its western and
// southern borders and not the others, so of two neighbours one owns what they share.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "server/core/command.hpp"
#include "server/core/map_shape.hpp"

namespace gridwhistle {

// A worse fix is taken for one of 20 km; the ground of a city is little wider.
constexpr std::uint32_t accuracy_m_max = 20'000;
// Of more areas that an accuracy circle reaches, the nearest are named.
constexpr std::size_t reached_max = 8;

struct located {
  area_code area;                 // the grid that holds the point, or the fallback
  std::vector<area_code> beside;  // what else its accuracy circle reaches, nearest first

  bool ambiguous() const { return !beside.empty(); }
  auto operator<=>(const located&) const = default;
};

class area_map {
 public:
  area_map() = default;  // of a pack without a map: knows no ground, and must not be asked
  // Requires what faults_of() finds no fault with, and one shape for an area.
  area_map(std::vector<grid_shape> shapes, area_code fallback);

  bool known() const { return index_ != nullptr; }
  const std::vector<grid_shape>& shapes() const;
  const area_code& fallback() const;

  const area_code& area_at(map_point at) const;
  // With the accuracy circle: where it touches another grid, or the fallback's ground, the place is
  // ambiguous. The circle is taken a little larger than it is, never smaller (ground_metric.hpp).
  // An accuracy of 0 is not known, and the point alone counts.
  located locate(const place& where) const;

 private:
  struct index;
  const index& ground_index() const;

  std::shared_ptr<const index> index_;  // never changes, so copies share it
};

}  // namespace gridwhistle
