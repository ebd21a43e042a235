// A point's grid by counting the borders to its east; a circle's by the borders within its reach.
#include "server/core/area_map.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "common/check.hpp"
#include "server/core/box_index.hpp"
#include "server/core/ground_metric.hpp"

namespace gridwhistle {
namespace {

// An edge that is not level, from its lower end.
struct rise {
  map_point low;
  map_point high;
};

// One piece of ground: where its edges stand in the list of all.
struct piece {
  std::size_t shape = 0;
  std::size_t edges_begin = 0;
  std::size_t edges_end = 0;
  std::size_t rises_begin = 0;
  std::size_t rises_end = 0;
};

constexpr std::size_t fallback_place = static_cast<std::size_t>(-1);

}  // namespace

struct area_map::index {
  std::vector<grid_shape> shapes;
  area_code fallback;
  std::vector<map_edge> edges;  // piece by piece
  std::vector<rise> rises;
  std::vector<piece> pieces;
  std::vector<map_edge> outer;
  box_index by_piece;
  box_index by_outer;

  void add_pieces() {
    std::vector<map_box> boxes;
    edges = edges_of(shapes);
    for (std::size_t i = 0; i < edges.size();) {
      piece made{edges[i].shape, i, i, rises.size(), 0};
      map_box box = box_of(edges[i].from, edges[i].to);
      for (; i < edges.size(); ++i) {
        const map_edge& edge = edges[i];
        if (edge.shape != made.shape || edge.part != edges[made.edges_begin].part) break;
        box = {std::min(box.west, edge.from.x), std::min(box.south, edge.from.y),
               std::max(box.east, edge.from.x), std::max(box.north, edge.from.y)};
        if (edge.from.y < edge.to.y) rises.push_back({edge.from, edge.to});
        if (edge.from.y > edge.to.y) rises.push_back({edge.to, edge.from});
      }
      GW_CHECK(std::int64_t{box.east} - box.west <= part_extent_max);
      GW_CHECK(std::int64_t{box.north} - box.south <= part_extent_max);
      made.edges_end = i;
      made.rises_end = rises.size();
      pieces.push_back(made);
      boxes.push_back(box);
    }
    by_piece = box_index(boxes);
  }

  void add_outer() {
    outer = outer_pieces(cut_at_corners(edges));
    std::vector<map_box> boxes;
    for (const map_edge& each : outer) boxes.push_back(box_of(each.from, each.to));
    by_outer = box_index(boxes);
  }

  // An odd count of borders due east. Half open: of a border its lower end counts and its upper
  // does not, and what stands on a border stands east of it; so the answer is that of a point moved
  // by less than anything to the north and by still more than that to the east, which lies on no
  // border at all.
  bool holds(const piece& here, map_point at) const {
    unsigned passed = 0;
    for (std::size_t i = here.rises_begin; i < here.rises_end; ++i) {
      const rise& edge = rises[i];
      if (edge.low.y <= at.y && at.y < edge.high.y && turn(edge.low, edge.high, at) > 0) ++passed;
    }
    return passed % 2 == 1;
  }

  std::size_t shape_at(map_point at) const {
    std::size_t found = fallback_place;
    by_piece.each_touching(box_of(at, at), [&](std::size_t i) {
      if (found == fallback_place && holds(pieces[i], at)) found = pieces[i].shape;
    });
    return found;
  }

  const area_code& area_of(std::size_t shape) const {
    return shape == fallback_place ? fallback : shapes[shape].area;
  }
};

area_map::area_map(std::vector<grid_shape> shapes, area_code fallback) {
  auto made = std::make_shared<index>();
  made->shapes = std::move(shapes);
  made->fallback = std::move(fallback);
  made->add_pieces();
  made->add_outer();
  index_ = std::move(made);
}

const area_map::index& area_map::ground_index() const {
  GW_CHECK(known());
  return *index_;
}

const std::vector<grid_shape>& area_map::shapes() const { return ground_index().shapes; }
const area_code& area_map::fallback() const { return ground_index().fallback; }

const area_code& area_map::area_at(map_point at) const {
  const index& all = ground_index();
  return all.area_of(all.shape_at(at));
}

located area_map::locate(const place& where) const {
  const index& all = ground_index();
  map_point at{where.longitude_e7, where.latitude_e7};
  std::size_t home = all.shape_at(at);
  located found{all.area_of(home), {}};
  if (where.accuracy_m == 0) return found;
  auto radius = std::int64_t{std::min(where.accuracy_m, accuracy_m_max)};
  ground_metric metric(at);
  map_box reach = metric.box_around(radius);
  std::map<std::size_t, wide_int> nearest;  // shape -> square of the distance
  auto reached = [&](std::size_t shape, const map_edge& border) {
    wide_int squared = metric.distance_squared(border.from, border.to);
    if (shape == home || !ground_metric::within(squared, radius)) return;
    auto [known, is_new] = nearest.try_emplace(shape, squared);
    if (!is_new) known->second = std::min(known->second, squared);
  };
  all.by_piece.each_touching(reach, [&](std::size_t i) {
    const piece& here = all.pieces[i];
    if (here.shape == home) return;
    for (std::size_t j = here.edges_begin; j < here.edges_end; ++j)
      reached(here.shape, all.edges[j]);
  });
  all.by_outer.each_touching(reach, [&](std::size_t i) { reached(fallback_place, all.outer[i]); });
  std::vector<std::pair<wide_int, std::size_t>> sorted;
  sorted.reserve(nearest.size());
  for (const auto& [shape, squared] : nearest) sorted.emplace_back(squared, shape);
  std::sort(sorted.begin(), sorted.end());
  if (sorted.size() > reached_max) sorted.resize(reached_max);
  for (const auto& [squared, shape] : sorted) found.beside.push_back(all.area_of(shape));
  return found;
}

}  // namespace gridwhistle
