#include "tests/core/random_map.hpp"

#include <map>
#include <random>
#include <string>
#include <utility>

namespace gridwhistle {
namespace {

using cell_place = std::pair<int, int>;  // column, row; also of a corner

class drawing {
 public:
  explicit drawing(const map_drawing& by) : by_(by), chance_(by.seed) {
    move_corners();
    spread_owners();
    while (mend_pinches()) continue;
  }

  std::vector<grid_shape> shapes() {
    std::vector<grid_shape> made;
    for (int owner = 1; owner <= by_.owners; ++owner) {
      grid_shape shape{area_code("g" + std::to_string(owner)), {}};
      std::vector<ring> holes;
      for (ring& each : rings_of(owner)) {
        if (area_of(each) > 0) {
          shape.parts.push_back({std::move(each), {}});
        } else {
          holes.push_back(std::move(each));
        }
      }
      for (ring& hole : holes) {
        for (ground& part : shape.parts) {
          if (!plain_holds({part.shell, {}}, hole.front())) continue;
          part.holes.push_back(std::move(hole));
          break;
        }
      }
      if (!shape.parts.empty()) made.push_back(std::move(shape));
    }
    return made;
  }

 private:
  int draw(int below) { return static_cast<int>(chance_() % static_cast<unsigned>(below)); }

  void move_corners() {
    for (int column = 0; column <= by_.columns; ++column) {
      for (int row = 0; row <= by_.rows; ++row) {
        map_point at{by_.south_west.x + column * by_.cell, by_.south_west.y + row * by_.cell};
        if (by_.jitter > 0) {
          at.x += draw(2 * by_.jitter) - by_.jitter;
          at.y += draw(2 * by_.jitter) - by_.jitter;
        }
        corners_[{column, row}] = at;
      }
    }
  }

  // Every cell is its neighbour's, its own, or nobody's (0).
  void spread_owners() {
    for (int row = 0; row < by_.rows; ++row) {
      for (int column = 0; column < by_.columns; ++column) {
        int kind = draw(10);
        int owner = draw(by_.owners + 4) - 3;
        if (kind < 4 && column > 0) owner = owner_of({column - 1, row});
        if (kind >= 4 && kind < 8 && row > 0) owner = owner_of({column, row - 1});
        owners_[{column, row}] = std::max(owner, 0);
      }
    }
  }

  int owner_of(cell_place cell) const {
    auto found = owners_.find(cell);
    return found == owners_.end() ? 0 : found->second;
  }

  // Cells of one owner that meet at a corner alone would make a ring that touches itself.
  bool mend_pinches() {
    bool mended = false;
    for (auto& [cell, owner] : owners_) {
      auto [column, row] = cell;
      for (int aside : {-1, 1}) {
        cell_place across{column + aside, row + 1};
        cell_place beside{column + aside, row};
        cell_place above{column, row + 1};
        if (!owners_.contains(across) || owners_.at(across) != owner) continue;
        if (owners_.at(beside) == owner || owners_.at(above) == owner) continue;
        owners_.at(beside) = owner;
        mended = true;
      }
    }
    return mended;
  }

  // Along the borders with the owner on the left.
  std::vector<ring> rings_of(int owner) {
    std::map<cell_place, cell_place> next;
    for (const auto& [cell, whose] : owners_) {
      if (whose != owner) continue;
      auto [x, y] = cell;
      if (owner_of({x, y - 1}) != owner) next[{x, y}] = {x + 1, y};
      if (owner_of({x + 1, y}) != owner) next[{x + 1, y}] = {x + 1, y + 1};
      if (owner_of({x, y + 1}) != owner) next[{x + 1, y + 1}] = {x, y + 1};
      if (owner_of({x - 1, y}) != owner) next[{x, y + 1}] = {x, y};
    }
    std::vector<ring> rings;
    while (!next.empty()) {
      ring made;
      cell_place at = next.begin()->first;
      while (next.contains(at)) {
        made.push_back(corners_.at(at));
        cell_place to = next.at(at);
        next.erase(at);
        at = to;
      }
      rings.push_back(by_.jitter > 0 ? made : without_straight_corners(made));
    }
    return rings;
  }

  static ring without_straight_corners(const ring& all) {
    ring kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
      map_point before = all[(i + all.size() - 1) % all.size()];
      if (turn(before, all[i], all[(i + 1) % all.size()]) != 0) kept.push_back(all[i]);
    }
    return kept;
  }

  static wide_int area_of(const ring& points) {
    wide_int sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      map_point next = points[(i + 1) % points.size()];
      sum += wide_int{points[i].x} * next.y - wide_int{next.x} * points[i].y;
    }
    return sum;
  }

  map_drawing by_;
  std::mt19937 chance_;
  std::map<cell_place, map_point> corners_;
  std::map<cell_place, int> owners_;
};

// A unit is 2^60 parts here; an offset of 2^30 parts is nearer than any border of a city that does
// not run through the point itself.
int winding(const ring& points, map_point at) {
  constexpr wide_int parts = wide_int{1} << 60;
  constexpr wide_int east = wide_int{1} << 30;
  constexpr wide_int north = 1;
  int turns = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    map_point a = points[i];
    map_point b = points[(i + 1) % points.size()];
    wide_int x = wide_int{std::int64_t{at.x} - a.x} * parts + east;
    wide_int y = wide_int{std::int64_t{at.y} - a.y} * parts + north;
    wide_int rise = (std::int64_t{b.y} - a.y) * parts;
    wide_int cross = wide_int{std::int64_t{b.x} - a.x} * y - wide_int{std::int64_t{b.y} - a.y} * x;
    if (y > 0 && y < rise && cross > 0) ++turns;
    if (y < 0 && y > rise && cross < 0) --turns;
  }
  return turns;
}

}  // namespace

std::vector<grid_shape> draw_map(const map_drawing& by) { return drawing(by).shapes(); }

bool plain_holds(const ground& part, map_point at) {
  if (winding(part.shell, at) == 0) return false;
  for (const ring& hole : part.holes) {
    if (winding(hole, at) != 0) return false;
  }
  return true;
}

}  // namespace gridwhistle
