// Finds boxes that touch a box, in a tree of rectangles; the one place that knows Boost.Geometry.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "server/core/map_shape.hpp"

namespace gridwhistle {

class box_index {
 public:
  box_index() = default;
  explicit box_index(const std::vector<map_box>& boxes);

  // Calls visit(place in boxes) for each box that has a point in common with wanted, its rim
  // counted; in no promised order.
  template <class Visit>
  void each_touching(const map_box& wanted, Visit visit) const {
    search(wanted, &visit, [](void* to, std::size_t at) { (*static_cast<Visit*>(to))(at); });
  }

 private:
  struct tree;
  void search(const map_box& wanted, void* to, void (*visit)(void*, std::size_t)) const;

  std::shared_ptr<const tree> tree_;  // never changes, so copies share it
};

}  // namespace gridwhistle
