#include "server/core/box_index.hpp"

#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/relate/cartesian.hpp>
#include <cstdint>
#include <iterator>
#include <utility>

namespace gridwhistle {
namespace {

namespace geometry = boost::geometry;

// Sixty-four bits, because the tree adds two longitudes to find a middle.
using corner = geometry::model::point<std::int64_t, 2, geometry::cs::cartesian>;
using rectangle = geometry::model::box<corner>;
using entry = std::pair<rectangle, std::size_t>;

rectangle rectangle_of(const map_box& box) {
  return {corner(box.west, box.south), corner(box.east, box.north)};
}

// What the tree writes its findings to.
struct visitor {
  using iterator_category = std::output_iterator_tag;
  using value_type = void;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = void;

  void* to;
  void (*visit)(void*, std::size_t);

  visitor& operator=(const entry& found) {
    visit(to, found.second);
    return *this;
  }
  visitor& operator*() { return *this; }
  visitor& operator++() { return *this; }
  visitor operator++(int) { return *this; }
};

}  // namespace

struct box_index::tree {
  geometry::index::rtree<entry, geometry::index::quadratic<16>> entries;
};

box_index::box_index(const std::vector<map_box>& boxes) {
  std::vector<entry> entries;
  entries.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) entries.emplace_back(rectangle_of(boxes[i]), i);
  // All at once: packed, and searched several times faster than one grown entry by entry.
  tree_ = std::make_shared<tree>(tree{decltype(tree::entries)(entries.begin(), entries.end())});
}

void box_index::search(const map_box& wanted, void* to, void (*visit)(void*, std::size_t)) const {
  if (!tree_) return;
  tree_->entries.query(geometry::index::intersects(rectangle_of(wanted)), visitor{to, visit});
}

}  // namespace gridwhistle
