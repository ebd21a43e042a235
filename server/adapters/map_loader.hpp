// Reads grids.geojson (RFC 7946): which ground each leaf area covers; all of it, or what is wrong.
// Law: every error names its line, its feature by number and area, and coordinates where it has
// some.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/core/area_map.hpp"
#include "server/core/area_tree.hpp"
#include "server/core/datum.hpp"
#include "server/core/map_shape.hpp"

namespace gridwhistle {

constexpr std::string_view map_file_name = "grids.geojson";
// More features, or more points of one of them, are refused.
constexpr std::size_t map_features_max = 100'000;
constexpr std::size_t feature_points_max = 100'000;
// A feature that is farther from the middle of them all lies in another place.
constexpr int map_reach_degrees = 5;

// A FeatureCollection of Polygons and MultiPolygons with the property `area`, the code of a leaf of
// `areas`; a feature for each leaf at most, other properties and members say what they like.
// Coordinates are of that datum and rounded to 10^-7 degrees.
std::variant<std::vector<grid_shape>, std::vector<pack_error>> read_map(
    std::string_view text, const std::vector<area>& areas, datum of);

// The pack's map with its fallback; one that knows no ground where the pack has no such file.
// areas may still have faults of their own.
std::variant<area_map, std::vector<pack_error>> read_area_map(const pack_files& files,
                                                              const pack_settings& settings,
                                                              const std::vector<area>& areas);

}  // namespace gridwhistle
