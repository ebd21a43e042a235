#include "server/engine/similar_whistles.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/core/distance.hpp"

namespace gridwhistle {
namespace {

// A cell is 55 m from south to north and at least 58 m from west to east up to 84 degrees of
// latitude, so that what is near lies in the same one or in one beside it.
constexpr std::int64_t cell_north_e7 = 5'000;
constexpr std::int64_t cell_east_e7 = 50'000;
constexpr std::int64_t around_e7 = 3'600'000'000;
constexpr std::int64_t cells_around = around_e7 / cell_east_e7;

struct cell {
  std::int64_t north = 0;
  std::int64_t east = 0;  // from 0 to cells_around: the last is beside the first

  std::uint64_t number() const { return static_cast<std::uint64_t>(north * cells_around + east); }
  cell beside(int steps_north, int steps_east) const {
    return {north + steps_north, (east + steps_east + cells_around) % cells_around};
  }
};

cell cell_of(const place& where) {
  // Whatever a report says its place is, both sums are positive.
  std::int64_t north = where.latitude_e7 + around_e7;
  std::int64_t east = (where.longitude_e7 + around_e7) % around_e7;
  return {north / cell_north_e7, east / cell_east_e7};
}

// The cells around that are to be looked in, in steps from the own one: behind an edge that is too
// far away nothing is near.
struct surroundings {
  int south = 0, north = 0, west = 0, east = 0;
};

surroundings near_cells(const place& where) {
  // 51 m, to the east as far as 60 degrees of latitude; beyond them a cell is not much wider.
  constexpr std::int64_t near_north_e7 = 4'600;
  constexpr std::int64_t near_east_e7 = 9'200;
  constexpr std::int32_t wide_cells_e7 = 600'000'000;
  std::int64_t from_south = (where.latitude_e7 + around_e7) % cell_north_e7;
  std::int64_t from_west = (where.longitude_e7 + around_e7) % cell_east_e7;
  bool wide = where.latitude_e7 > -wide_cells_e7 && where.latitude_e7 < wide_cells_e7;
  return {from_south <= near_north_e7 ? -1 : 0, cell_north_e7 - from_south <= near_north_e7 ? 1 : 0,
          !wide || from_west <= near_east_e7 ? -1 : 0,
          !wide || cell_east_e7 - from_west <= near_east_e7 ? 1 : 0};
}

}  // namespace

std::optional<similar_key> similar_key_of(const whistle& state) {
  if (!state.what.matter || !state.what.where) return std::nullopt;
  return similar_key{*state.what.matter, *state.what.where, state.raised_at};
}

std::size_t similar_whistles::corner_hash::operator()(const corner& each) const {
  constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
  std::uint64_t code = std::hash<std::string_view>()(each.matter.code);
  return (each.cell * golden) ^ (code + static_cast<std::uint64_t>(each.matter.kind));
}

void similar_whistles::update(std::optional<similar_key>& was, const whistle& state) {
  auto wanted = state.open() ? similar_key_of(state) : std::nullopt;
  if (was == wanted) return;
  auto place_in = [&state](std::vector<one_there>& there, instant raised_at) {
    auto before = [&](const one_there& each) {
      return std::tie(each.raised_at, each.id) < std::tie(raised_at, state.id);
    };
    // A new one mostly is the latest.
    if (there.empty() || before(there.back())) return there.end();
    return std::partition_point(there.begin(), there.end(), before);
  };
  if (was) {
    auto at = corners_.find({cell_of(was->where).number(), was->matter});
    at->second.erase(place_in(at->second, was->raised_at));
    if (at->second.empty()) corners_.erase(at);
  }
  if (wanted) {
    auto& there = corners_[{cell_of(wanted->where).number(), wanted->matter}];
    there.insert(place_in(there, wanted->raised_at),
                 {wanted->raised_at, state.id, wanted->where, &state});
  }
  was = std::move(wanted);
}

std::vector<similar_whistle> similar_whistles::like(const similar_key& one) const {
  std::vector<similar_whistle> found;
  found.reserve(similar_looked_at_max);
  cell home = cell_of(one.where);
  surroundings near = near_cells(one.where);
  corner looked_in{0, one.matter};
  auto too_late = [&](const one_there& each) {
    return each.raised_at > one.raised_at + similar_apart_max;
  };
  for (int north = near.south; north <= near.north; ++north) {
    for (int east = near.west; east <= near.east; ++east) {
      looked_in.cell = home.beside(north, east).number();
      auto at = corners_.find(looked_in);
      if (at == corners_.end()) continue;
      auto latest = std::partition_point(at->second.rbegin(), at->second.rend(), too_late);
      auto end = at->second.rend();
      if (end - latest > std::ptrdiff_t{similar_looked_at_max}) {
        end = latest + std::ptrdiff_t{similar_looked_at_max};
      }
      for (auto each = latest; each != end; ++each) {
        if (each->raised_at < one.raised_at - similar_apart_max) break;
        double metres = metres_between(one.where, each->where);
        if (metres > similar_metres_max) continue;
        // May it be seen, is asked next: its memory is on the way while the others are found.
        __builtin_prefetch(&each->state->reporter);
        __builtin_prefetch(&each->state->what.area);
        __builtin_prefetch(&each->state->members);
        found.push_back({each->id, metres, each->state});
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.metres, a.whistle) < std::tie(b.metres, b.whistle);
  });
  return found;
}

}  // namespace gridwhistle
