// Rings, then crossings, then overlaps, then slivers: each asks only what the one before made safe.
#include "server/core/map_faults.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "common/check.hpp"
#include "server/core/box_index.hpp"
#include "server/core/map_slivers.hpp"

namespace gridwhistle {
namespace {

std::vector<map_fault> ring_faults(const std::vector<grid_shape>& shapes) {
  std::vector<map_fault> found;
  auto look = [&found](std::size_t shape, const ring& points) {
    if (points.size() < 3) {
      map_point at = points.empty() ? map_point{} : points.front();
      found.push_back({map_fault_kind::too_few_points, shape, {}, at});
      return;
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i] != points[(i + 1) % points.size()]) continue;
      found.push_back({map_fault_kind::repeated_point, shape, {}, points[i]});
      return;
    }
  };
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (const ground& part : shapes[i].parts) {
      look(i, part.shell);
      for (const ring& hole : part.holes) look(i, hole);
    }
  }
  return found;
}

// --- crossings ---------------------------------------------------------------------------------

bool same_part(const map_edge& a, const map_edge& b) {
  return a.shape == b.shape && a.part == b.part;
}

bool on_segment(const map_edge& edge, map_point at) {
  map_box box = box_of(edge.from, edge.to);
  return at.x >= box.west && at.x <= box.east && at.y >= box.south && at.y <= box.north &&
         turn(edge.from, edge.to, at) == 0;
}

// The inner points of both cross at one point.
bool cross(const map_edge& a, const map_edge& b) {
  return turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0 &&
         turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0;
}

// Where one of them ends on the other.
std::optional<map_point> touch(const map_edge& a, const map_edge& b) {
  for (map_point at : {b.from, b.to}) {
    if (on_segment(a, at)) return at;
  }
  for (map_point at : {a.from, a.to}) {
    if (on_segment(b, at)) return at;
  }
  return std::nullopt;
}

// For a message only, so it may round.
map_point crossing_of(const map_edge& a, const map_edge& b) {
  auto away = [&](map_point at) {
    double along_x = static_cast<double>(a.to.x) - a.from.x;
    double along_y = static_cast<double>(a.to.y) - a.from.y;
    return along_x * (static_cast<double>(at.y) - a.from.y) -
           along_y * (static_cast<double>(at.x) - a.from.x);
  };
  double share = away(b.from) / (away(b.from) - away(b.to));
  auto between = [share](std::int32_t from, std::int32_t to) {
    return static_cast<std::int32_t>(std::lround(from + share * (static_cast<double>(to) - from)));
  };
  return {between(b.from.x, b.to.x), between(b.from.y, b.to.y)};
}

// Edges that follow each other in a ring may meet where they join, and nowhere else.
bool fold_back(const map_edge& first, const map_edge& next) {
  if (turn(first.from, first.to, next.to) != 0) return false;
  auto ahead_x = std::int64_t{first.to.x} - first.from.x;
  auto ahead_y = std::int64_t{first.to.y} - first.from.y;
  auto on_x = std::int64_t{next.to.x} - next.from.x;
  auto on_y = std::int64_t{next.to.y} - next.from.y;
  return wide_int{ahead_x} * on_x + wide_int{ahead_y} * on_y < 0;
}

std::optional<map_fault> fault_within_ring(const map_edge& a, const map_edge& b) {
  bool a_first = a.to == b.from;
  bool b_first = b.to == a.from;
  std::size_t apart = a.place > b.place ? a.place - b.place : b.place - a.place;
  // A ring's first edge follows its last; there a triangle's edges follow each other both ways.
  bool neighbours = apart == 1 || ((a_first || b_first) && (a.place == 0 || b.place == 0));
  if (neighbours && (a_first || b_first)) {
    bool folds = (a_first && fold_back(a, b)) || (b_first && fold_back(b, a));
    if (folds) return map_fault{map_fault_kind::folded_back, a.shape, {}, a_first ? a.to : b.to};
    return std::nullopt;
  }
  if (cross(a, b)) {
    return map_fault{map_fault_kind::crosses_itself, a.shape, {}, crossing_of(a, b)};
  }
  if (auto at = touch(a, b)) return map_fault{map_fault_kind::crosses_itself, a.shape, {}, *at};
  return std::nullopt;
}

std::optional<map_fault> fault_between(const map_edge& a, const map_edge& b) {
  if (same_part(a, b) && a.ring == b.ring) return fault_within_ring(a, b);
  if (!cross(a, b)) return std::nullopt;
  map_point at = crossing_of(a, b);
  if (same_part(a, b)) return map_fault{map_fault_kind::rings_cross, a.shape, {}, at};
  if (a.shape == b.shape) return map_fault{map_fault_kind::parts_overlap, a.shape, {}, at};
  return map_fault{map_fault_kind::grids_overlap, a.shape, b.shape, at};
}

std::vector<map_fault> crossings(const std::vector<map_edge>& edges) {
  std::vector<map_box> boxes;
  boxes.reserve(edges.size());
  for (const map_edge& each : edges) boxes.push_back(box_of(each.from, each.to));
  box_index by_edge(boxes);
  std::vector<map_fault> found;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    by_edge.each_touching(boxes[i], [&](std::size_t j) {
      if (j <= i) return;
      if (auto fault = fault_between(edges[i], edges[j])) found.push_back(*fault);
    });
  }
  return found;
}

// --- overlaps ----------------------------------------------------------------------------------

// A point to the left of the middle of a piece of border, by less than anything. In halves of a
// unit, so that the middle is a whole number.
struct inner_point {
  std::int64_t x;
  std::int64_t y;
  bool below;  // it lies lower than the middle; else higher, or beside it
  bool west;   // it lies to the west of its own border; where that is level, neither
};

inner_point left_of(const map_edge& piece) {
  return {std::int64_t{piece.from.x} + piece.to.x, std::int64_t{piece.from.y} + piece.to.y,
          piece.to.x<piece.from.x, piece.to.y> piece.from.y};
}

// Counts borders due east, like area_map, but for such a point: whatever border runs through the
// middle runs along the piece, because no two cross.
bool passes(const map_edge& edge, const inner_point& at) {
  auto above = [&](map_point end) {
    std::int64_t y = 2 * std::int64_t{end.y};
    return at.below ? y >= at.y : y > at.y;
  };
  if (above(edge.from) == above(edge.to)) return false;
  map_point low = edge.from.y < edge.to.y ? edge.from : edge.to;
  map_point high = edge.from.y < edge.to.y ? edge.to : edge.from;
  wide_int cross = wide_int{std::int64_t{high.x} - low.x} * (at.y - 2 * std::int64_t{low.y}) -
                   wide_int{std::int64_t{high.y} - low.y} * (at.x - 2 * std::int64_t{low.x});
  return cross > 0 || (cross == 0 && at.west);
}

struct part_edges {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<part_edges> by_part(const std::vector<map_edge>& edges) {
  std::vector<part_edges> parts;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (i == 0 || !same_part(edges[i - 1], edges[i])) parts.push_back({i, i});
    parts.back().end = i + 1;
  }
  return parts;
}

map_box box_of_part(const std::vector<map_edge>& edges, const part_edges& part) {
  ring corners;
  for (std::size_t i = part.begin; i < part.end; ++i) corners.push_back(edges[i].from);
  return box_of(corners);
}

map_box box_around(const inner_point& at) {
  auto low = [](std::int64_t twice) { return static_cast<std::int32_t>(twice >> 1); };
  auto high = [](std::int64_t twice) { return static_cast<std::int32_t>((twice + 1) >> 1); };
  return {low(at.x), low(at.y), high(at.x), high(at.y)};
}

// Where two grounds overlap and no borders cross, their common ground has a border, and that is a
// piece of one of theirs: so it is enough to ask beside each piece.
std::vector<map_fault> overlaps(const std::vector<map_edge>& edges,
                                const std::vector<map_edge>& cut) {
  std::vector<part_edges> parts = by_part(edges);
  std::vector<map_box> boxes;
  boxes.reserve(parts.size());
  for (const part_edges& each : parts) boxes.push_back(box_of_part(edges, each));
  box_index index(boxes);
  std::vector<map_fault> found;
  for (const map_edge& piece : cut) {
    inner_point at = left_of(piece);
    bool in_own = false;
    index.each_touching(box_around(at), [&](std::size_t i) {
      unsigned passed = 0;
      for (std::size_t j = parts[i].begin; j < parts[i].end; ++j)
        passed += passes(edges[j], at) ? 1u : 0u;
      if (passed % 2 == 0) return;
      const map_edge& there = edges[parts[i].begin];
      if (same_part(piece, there)) {
        in_own = true;
      } else if (piece.shape == there.shape) {
        found.push_back({map_fault_kind::parts_overlap, piece.shape, {}, piece.from});
      } else {
        found.push_back({map_fault_kind::grids_overlap, piece.shape, there.shape, piece.from});
      }
    });
    if (!in_own) found.push_back({map_fault_kind::hole_outside, piece.shape, {}, piece.from});
  }
  return found;
}

// One of each kind for a shape, or a pair of them: the first by coordinates.
std::vector<map_fault> told_once(std::vector<map_fault> all, std::size_t most) {
  for (map_fault& each : all) {
    if (each.other && *each.other < each.shape) std::swap(each.shape, *each.other);
  }
  auto key = [](const map_fault& fault) {
    return std::tuple(fault.shape, fault.kind, fault.other);
  };
  std::stable_sort(all.begin(), all.end(), [&](const map_fault& a, const map_fault& b) {
    return std::tuple(key(a), a.at) < std::tuple(key(b), b.at);
  });
  auto same = [&](const map_fault& a, const map_fault& b) { return key(a) == key(b); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace

std::string_view sentence_of(map_fault_kind kind) {
  constexpr std::array<std::string_view, 9> sentences = {
      "a ring needs three different points at least",
      "two points in a row are the same",
      "the ring runs back over itself here",
      "the ring crosses or touches itself here",
      "two rings of this polygon cross here",
      "a hole lies outside of its polygon, or in another hole",
      "two parts of this grid overlap here",
      "this grid overlaps another here",
      "the gap beside this border is a sliver, narrower than 1 m: let the neighbours share the "
      "border's points",
  };
  auto place = static_cast<std::size_t>(kind);
  GW_CHECK(place < sentences.size());
  return sentences[place];
}

std::vector<map_fault> faults_of(const std::vector<grid_shape>& shapes, std::size_t most) {
  std::vector<map_fault> found = ring_faults(shapes);
  if (!found.empty()) return told_once(std::move(found), most);
  std::vector<map_edge> edges = edges_of(shapes);
  found = crossings(edges);
  if (!found.empty()) return told_once(std::move(found), most);
  std::vector<map_edge> cut = cut_at_corners(edges);
  found = overlaps(edges, cut);
  if (found.empty()) found = slivers(outer_pieces(cut));
  return told_once(std::move(found), most);
}

}  // namespace gridwhistle
