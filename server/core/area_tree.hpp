// The areas of a city as a tree: city > district > street > community > grid.
// A child's code starts with its parent's code; names are not unique.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/ids.hpp"

namespace gridwhistle {

enum class area_level { city, district, street, community, grid };

std::string_view name_of(area_level level);
std::optional<area_level> parse_area_level(std::string_view name);

struct area {
  area_code code;
  area_level level = area_level::city;
  std::string name;
  area_code parent;  // empty for the city
};

class area_tree {
 public:
  area_tree() = default;
  // Requires what pack_loader has checked: one city, parents present and above their children.
  explicit area_tree(std::vector<area> areas);

  const area* find(const area_code& code) const;
  const area& city() const;
  // One step up, nothing above the city. Costs no look-up; below must be of this tree.
  const area* parent_of(const area& below) const;
  // The area of that level that holds (or is) code; nothing if code is unknown or itself above it.
  const area* at_level(const area_code& code, area_level level) const;
  // True when inner is outer or lies in it. Both must be known.
  bool holds(const area_code& outer, const area_code& inner) const;
  // Steps below the city: 0 for the city. Deeper is more specific.
  int depth(const area_code& code) const;
  const std::vector<area>& all() const { return areas_; }

 private:
  std::vector<area> areas_;
  std::vector<std::size_t> parent_;  // by place; the city's is its own
  std::unordered_map<area_code, std::size_t> place_;
  std::size_t city_ = 0;
};

}  // namespace gridwhistle
