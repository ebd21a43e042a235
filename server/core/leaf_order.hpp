// The leaves of an area tree in an order in which the leaves of every area stand together.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "server/core/area_tree.hpp"

namespace gridwhistle {

class leaf_order {
 public:
  // Leaves from first until before last.
  struct stretch {
    std::size_t first = 0;
    std::size_t last = 0;
    bool holds(std::size_t place) const { return first <= place && place < last; }
  };

  // Borrows the tree.
  explicit leaf_order(const area_tree& areas);

  std::size_t size() const { return leaves_.size(); }
  const area& at(std::size_t place) const { return *leaves_[place]; }
  // "": everywhere; nothing of an area that is not known.
  stretch below(std::string_view code) const;
  stretch below(const area& outer) const;
  // The largest areas that hold some of these leaves and no other. places: ascending.
  std::vector<area_code> filled_by(const std::vector<std::size_t>& places) const;
  // The smallest area that holds all of these leaves. places: not empty.
  const area& around(const std::vector<std::size_t>& places) const;

 private:
  const area_tree* areas_;
  std::vector<const area*> leaves_;
  std::vector<stretch> below_;  // by the area's place in the tree
};

}  // namespace gridwhistle
