#include "server/core/map_slivers.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "server/core/box_index.hpp"
#include "server/core/ground_metric.hpp"

namespace gridwhistle {
namespace {

// Along the border, beyond which what is near is near across a gap.
constexpr std::int64_t detour_m = 4 * sliver_width_m;

class border_walk {
 public:
  explicit border_walk(const std::vector<map_edge>& outer) : outer_(outer) {
    std::vector<map_box> boxes;
    for (std::size_t i = 0; i < outer.size(); ++i) {
      boxes.push_back(box_of(outer[i].from, outer[i].to));
      at_end_[outer[i].from].push_back(i);
      at_end_[outer[i].to].push_back(i);
    }
    by_piece_ = box_index(boxes);
  }

  std::vector<map_fault> faults() const {
    std::vector<map_fault> found;
    for (std::size_t i = 0; i < outer_.size(); ++i) look_around(i, found);
    return found;
  }

 private:
  void look_around(std::size_t from, std::vector<map_fault>& found) const {
    map_point corner = outer_[from].from;
    ground_metric metric(corner);
    auto near = [&](std::size_t i) {
      const map_edge& across = outer_[i];
      if (corner == across.from || corner == across.to) return false;
      // The ground is to the left of a piece: a gap is where it looks to its right.
      if (turn(across.from, across.to, corner) >= 0) return false;
      return ground_metric::within(metric.distance_squared(across.from, across.to), sliver_width_m);
    };
    std::vector<std::size_t> all_near;
    by_piece_.each_touching(metric.box_around(sliver_width_m), [&](std::size_t i) {
      if (near(i)) all_near.push_back(i);
    });
    if (all_near.empty()) return;
    std::set<std::size_t> walked = walk(corner);
    for (std::size_t i : all_near) {
      if (walked.contains(i) && !closes_small(i)) continue;
      std::size_t here = outer_[from].shape;
      std::optional<std::size_t> other;
      if (outer_[i].shape != here) other = outer_[i].shape;
      found.push_back({map_fault_kind::sliver, here, other, corner});
    }
  }

  // The pieces that begin within detour_m of the corner, along the border in both directions.
  std::set<std::size_t> walk(map_point corner) const {
    std::set<std::size_t> walked;
    std::map<map_point, double> reached = {{corner, 0}};
    std::deque<map_point> next = {corner};
    while (!next.empty()) {
      map_point at = next.front();
      next.pop_front();
      double so_far = reached.at(at);
      for (std::size_t i : at_end_.at(at)) {
        walked.insert(i);
        map_point end = outer_[i].from == at ? outer_[i].to : outer_[i].from;
        double length = so_far + length_of(i);
        auto known = reached.find(end);
        bool nearer = known == reached.end() || length < known->second;
        if (length > detour_m || !nearer) continue;
        reached[end] = length;
        next.push_back(end);
      }
    }
    return walked;
  }

  // The whole rim that this piece is of is shorter than two detours, and its gap within it.
  bool closes_small(std::size_t first) const {
    constexpr int pieces_max = 64;
    double length = 0;
    wide_int doubled_area = 0;
    std::size_t at = first;
    for (int i = 0; i < pieces_max; ++i) {
      length += length_of(at);
      if (length > 2 * detour_m) return false;
      const map_edge& piece = outer_[at];
      doubled_area += wide_int{piece.from.x} * piece.to.y - wide_int{piece.to.x} * piece.from.y;
      at = after(at);
      // Ground on the left of a rim that runs clockwise: what it encloses is the gap.
      if (at == first) return doubled_area < 0;
    }
    return false;
  }

  std::size_t after(std::size_t piece) const {
    for (std::size_t i : at_end_.at(outer_[piece].to)) {
      if (outer_[i].from == outer_[piece].to) return i;
    }
    return piece;
  }

  double length_of(std::size_t i) const {
    ground_metric metric(outer_[i].from);
    constexpr double cm_in_metre = 100;
    return std::sqrt(static_cast<double>(metric.distance_squared(outer_[i].to))) / cm_in_metre;
  }

  const std::vector<map_edge>& outer_;
  std::map<map_point, std::vector<std::size_t>> at_end_;
  box_index by_piece_;
};

}  // namespace

std::vector<map_fault> slivers(const std::vector<map_edge>& outer) {
  return border_walk(outer).faults();
}

}  // namespace gridwhistle
