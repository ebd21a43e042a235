// What a demonstration knows of its city: who is enrolled and what can be whistled there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "proto/whistle.pb.h"

namespace gridwhistle {

struct demo_walker {
  std::string user;
  std::string area;
};

// Ground within one area, in degrees times 10^7.
struct demo_ground {
  std::int32_t west = 0;
  std::int32_t south = 0;
  std::int32_t east = 0;
  std::int32_t north = 0;
};

// What one sort of report shows, as hashes of photos that the server keeps.
struct demo_scene {
  std::vector<std::string> fault;
  std::vector<std::string> mended;
};

struct demo_city {
  std::vector<demo_walker> walkers;    // by the number in their names
  std::vector<v1::MatterKey> matters;  // the admitted ones
  // By area code, what the map's property `inside` says; empty for a pack without a map.
  std::unordered_map<std::string, demo_ground> inside;
  std::vector<demo_scene> scenes;  // empty: nobody has sent pictures
};

// Reads home/enrolled.csv, pack/matters.csv and, where there is one, pack/grids.geojson. Throws
// std::runtime_error naming file and line.
demo_city read_demo_city(const std::filesystem::path& home, const std::filesystem::path& pack);

// What deploy/demo-photos has sent. Throws std::runtime_error naming file and line.
std::vector<demo_scene> read_demo_scenes(const std::filesystem::path& file);

// Who may see the whole city: the supervisor with the shortest area in home/enrolled.csv. Throws
// std::runtime_error where nobody is one.
std::string city_supervisor(const std::filesystem::path& home);

// A plausible report from that walker; nothing but `chance` decides. Its place lies in the
// walker's area, and a report has none where no map says what lies there.
v1::Report some_report(const demo_city& city, const demo_walker& by, std::mt19937_64& chance);

// The place of that report when all is done; empty where no picture of it was sent.
std::string mended_photo(const demo_city& city, const v1::Report& of, std::mt19937_64& chance);

}  // namespace gridwhistle
