#include "server/core/map_shape.hpp"

#include <tuple>

#include "server/core/box_index.hpp"

namespace gridwhistle {
namespace {

// Twice the area within, positive where the ring runs counter-clockwise.
wide_int doubled_area(const ring& points) {
  wide_int sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const map_point& a = points[i];
    const map_point& b = points[(i + 1) % points.size()];
    sum += wide_int{a.x} * b.y - wide_int{b.x} * a.y;
  }
  return sum;
}

enum class winding { counter_clockwise, clockwise };

void add_edges(const ring& points, winding wanted, map_edge like, std::vector<map_edge>& all) {
  bool backwards = (doubled_area(points) > 0) != (wanted == winding::counter_clockwise);
  for (std::size_t i = 0; i < points.size(); ++i) {
    like.from = points[i];
    like.to = points[(i + 1) % points.size()];
    if (backwards) std::swap(like.from, like.to);
    like.place = backwards ? points.size() - 1 - i : i;
    all.push_back(like);
  }
}

// Strictly between the ends; at must be on the line already.
bool within(const map_edge& edge, map_point at) {
  map_box box = box_of(edge.from, edge.to);
  return at != edge.from && at != edge.to && at.x >= box.west && at.x <= box.east &&
         at.y >= box.south && at.y <= box.north;
}

// The corners of other edges that lie on this one, in its own direction.
std::vector<map_point> corners_on(const map_edge& edge, const std::vector<map_edge>& edges,
                                  const box_index& by_edge) {
  std::vector<map_point> found;
  by_edge.each_touching(box_of(edge.from, edge.to), [&](std::size_t i) {
    map_point at = edges[i].from;  // every corner is where some edge begins
    if (within(edge, at) && turn(edge.from, edge.to, at) == 0) found.push_back(at);
  });
  bool forwards = edge.from < edge.to;
  std::sort(found.begin(), found.end(),
            [forwards](map_point a, map_point b) { return forwards ? a < b : b < a; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string degrees_text(std::int32_t e7) {
  std::int64_t magnitude = e7 < 0 ? -std::int64_t{e7} : e7;
  std::string fraction = std::to_string(magnitude % 10'000'000);
  return (e7 < 0 ? "-" : "") + std::to_string(magnitude / 10'000'000) + '.' +
         std::string(7 - fraction.size(), '0') + fraction;
}

}  // namespace

std::string to_text(map_point at) { return degrees_text(at.x) + ',' + degrees_text(at.y); }

map_box box_of(const ring& points) {
  map_box box = box_of(points.front(), points.front());
  for (const map_point& each : points) {
    box = {std::min(box.west, each.x), std::min(box.south, each.y), std::max(box.east, each.x),
           std::max(box.north, each.y)};
  }
  return box;
}

std::vector<map_edge> edges_of(const std::vector<grid_shape>& shapes) {
  std::vector<map_edge> all;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (std::size_t j = 0; j < shapes[i].parts.size(); ++j) {
      const ground& part = shapes[i].parts[j];
      map_edge like{.from = {}, .to = {}, .shape = i, .part = j, .ring = 0, .place = 0};
      add_edges(part.shell, winding::counter_clockwise, like, all);
      for (const ring& hole : part.holes) {
        ++like.ring;
        add_edges(hole, winding::clockwise, like, all);
      }
    }
  }
  return all;
}

std::vector<map_edge> cut_at_corners(const std::vector<map_edge>& edges) {
  std::vector<map_box> boxes;
  boxes.reserve(edges.size());
  for (const map_edge& each : edges) boxes.push_back(box_of(each.from, each.to));
  box_index by_edge(boxes);
  std::vector<map_edge> cut;
  cut.reserve(edges.size());
  for (const map_edge& each : edges) {
    map_edge piece = each;
    for (map_point at : corners_on(each, edges, by_edge)) {
      piece.to = at;
      cut.push_back(piece);
      piece.from = at;
    }
    piece.to = each.to;
    cut.push_back(piece);
  }
  return cut;
}

std::vector<map_edge> outer_pieces(const std::vector<map_edge>& cut) {
  // Both of a shared pair sort to the same key, whichever way each runs.
  auto key = [](const map_edge& edge) {
    return std::tuple(std::min(edge.from, edge.to), std::max(edge.from, edge.to));
  };
  std::vector<map_edge> sorted = cut;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const map_edge& a, const map_edge& b) { return key(a) < key(b); });
  std::vector<map_edge> outer;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i + 1;
    while (end < sorted.size() && key(sorted[end]) == key(sorted[i])) ++end;
    if (end - i == 1) outer.push_back(sorted[i]);
    i = end;
  }
  return outer;
}

}  // namespace gridwhistle
