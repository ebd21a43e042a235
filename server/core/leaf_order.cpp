#include "server/core/leaf_order.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {

leaf_order::leaf_order(const area_tree& areas) : areas_(&areas), below_(areas.all().size()) {
  const std::vector<area>& all = areas.all();
  auto place_of = [&](const area& each) { return static_cast<std::size_t>(&each - all.data()); };
  std::vector<std::vector<const area*>> children(all.size());
  for (const area& each : all) {
    if (const area* above = areas.parent_of(each)) children[place_of(*above)].push_back(&each);
  }
  struct visit {
    const area* of;
    std::size_t next_child;
  };
  std::vector<visit> open = {{&areas.city(), 0}};
  while (!open.empty()) {
    visit& last = open.back();
    const auto& below = children[place_of(*last.of)];
    if (last.next_child == 0) below_[place_of(*last.of)].first = leaves_.size();
    if (below.empty()) leaves_.push_back(last.of);
    if (last.next_child < below.size()) {
      const area* child = below[last.next_child++];
      open.push_back({child, 0});
      continue;
    }
    below_[place_of(*last.of)].last = leaves_.size();
    open.pop_back();
  }
}

leaf_order::stretch leaf_order::below(std::string_view code) const {
  if (code.empty()) return {0, leaves_.size()};
  const area* known = areas_->find(area_code(std::string(code)));
  return known ? below(*known) : stretch{};
}

leaf_order::stretch leaf_order::below(const area& outer) const {
  auto place = static_cast<std::size_t>(&outer - areas_->all().data());
  GW_CHECK(place < below_.size());
  return below_[place];
}

std::vector<area_code> leaf_order::filled_by(const std::vector<std::size_t>& places) const {
  auto all_there = [&](const stretch& wanted) {
    auto first = std::lower_bound(places.begin(), places.end(), wanted.first);
    auto last = std::lower_bound(first, places.end(), wanted.last);
    return static_cast<std::size_t>(last - first) == wanted.last - wanted.first;
  };
  std::vector<area_code> found;
  std::size_t covered = 0;  // leaves before this place are in what was found
  for (std::size_t place : places) {
    if (place < covered) continue;
    const area* filled = leaves_[place];
    while (const area* above = areas_->parent_of(*filled)) {
      if (!all_there(below(*above))) break;
      filled = above;
    }
    found.push_back(filled->code);
    covered = below(*filled).last;
  }
  return found;
}

const area& leaf_order::around(const std::vector<std::size_t>& places) const {
  GW_CHECK(!places.empty());
  const area* found = leaves_[places.front()];
  while (!below(*found).holds(places.back())) found = areas_->parent_of(*found);
  return *found;
}

}  // namespace gridwhistle
