#include "server/core/area_tree.hpp"

#include <algorithm>
#include <array>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// In the order of area_level.
constexpr std::array<std::string_view, 5> level_names = {"city", "district", "street", "community",
                                                         "grid"};

}  // namespace

std::string_view name_of(area_level level) {
  auto place = static_cast<std::size_t>(level);
  GW_CHECK(place < level_names.size());
  return level_names[place];
}

std::optional<area_level> parse_area_level(std::string_view name) {
  auto found = std::find(level_names.begin(), level_names.end(), name);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<area_level>(found - level_names.begin());
}

area_tree::area_tree(std::vector<area> areas) : areas_(std::move(areas)) {
  GW_CHECK(!areas_.empty());
  place_.reserve(areas_.size());
  std::size_t cities = 0;
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    GW_CHECK(place_.emplace(areas_[i].code, i).second);
    if (areas_[i].parent.empty()) {
      city_ = i;
      ++cities;
    }
  }
  GW_CHECK(cities == 1);
  parent_.assign(areas_.size(), city_);
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    if (i == city_) continue;
    auto parent = place_.find(areas_[i].parent);
    GW_CHECK(parent != place_.end());
    // Levels that only grow downwards are what ends every climb.
    GW_CHECK(areas_[parent->second].level < areas_[i].level);
    parent_[i] = parent->second;
  }
}

const area* area_tree::find(const area_code& code) const {
  auto found = place_.find(code);
  return found == place_.end() ? nullptr : &areas_[found->second];
}

const area& area_tree::city() const {
  GW_CHECK(!areas_.empty());
  return areas_[city_];
}

const area* area_tree::parent_of(const area& below) const {
  auto place = static_cast<std::size_t>(&below - areas_.data());
  GW_CHECK(place < areas_.size());
  return place == city_ ? nullptr : &areas_[parent_[place]];
}

const area* area_tree::at_level(const area_code& code, area_level level) const {
  const area* at = find(code);
  while (at && at->level > level) at = parent_of(*at);
  return at && at->level == level ? at : nullptr;
}

bool area_tree::holds(const area_code& outer, const area_code& inner) const {
  const area* wanted = find(outer);
  const area* below = find(inner);
  GW_CHECK(wanted && below);
  while (below && below->level > wanted->level) below = parent_of(*below);
  return below == wanted;
}

int area_tree::depth(const area_code& code) const {
  const area* at = find(code);
  GW_CHECK(at);
  int steps = 0;
  while ((at = parent_of(*at)) != nullptr) ++steps;
  return steps;
}

}  // namespace gridwhistle
