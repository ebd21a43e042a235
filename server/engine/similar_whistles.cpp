#include "server/engine/similar_whistles.hpp"

#include <algorithm>
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

}  // namespace

std::optional<similar_key> similar_key_of(const whistle& state) {
  if (!state.what.matter || !state.what.where) return std::nullopt;
  return similar_key{*state.what.matter, *state.what.where, state.raised_at};
}

void similar_whistles::update(std::optional<similar_key>& was, const whistle& state) {
  auto wanted = state.open() ? similar_key_of(state) : std::nullopt;
  if (was == wanted) return;
  if (was) {
    auto at = cells_.find(cell_of(was->where).number());
    auto matter = at->second.find(was->matter);
    matter->second.erase({was->raised_at, state.id});
    if (matter->second.empty()) at->second.erase(matter);
    if (at->second.empty()) cells_.erase(at);
  }
  if (wanted) {
    auto& matters = cells_[cell_of(wanted->where).number()];
    matters[wanted->matter].emplace(std::pair(wanted->raised_at, state.id), wanted->where);
  }
  was = std::move(wanted);
}

std::vector<similar_whistle> similar_whistles::like(const similar_key& one) const {
  std::vector<similar_whistle> found;
  cell home = cell_of(one.where);
  for (int north = -1; north <= 1; ++north) {
    for (int east = -1; east <= 1; ++east) {
      auto at = cells_.find(home.beside(north, east).number());
      if (at == cells_.end()) continue;
      auto matter = at->second.find(one.matter);
      if (matter == at->second.end()) continue;
      const of_matter& all = matter->second;
      auto each = all.lower_bound({one.raised_at + similar_apart_max + gridwhistle::span(1), {}});
      for (std::size_t looked_at = 0; each != all.begin() && looked_at < similar_looked_at_max;
           ++looked_at) {
        --each;
        const auto& [raised_at, id] = each->first;
        if (raised_at < one.raised_at - similar_apart_max) break;
        double metres = metres_between(one.where, each->second);
        if (metres <= similar_metres_max) found.push_back({id, metres});
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.metres, a.whistle) < std::pair(b.metres, b.whistle);
  });
  return found;
}

}  // namespace gridwhistle
