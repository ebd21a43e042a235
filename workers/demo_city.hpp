// What a demonstration knows of its city: who is enrolled and what can be whistled there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
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

struct demo_matter {
  v1::MatterKey key;
  std::string name;
  std::string big_name;
  std::string tags;
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

// Of a hundred whistles, those that come by a call of somebody.
inline constexpr std::uint64_t hotline_percent = 5;

struct demo_city {
  std::string time_zone;             // of the pack
  std::vector<demo_walker> walkers;  // by the number in their names
  // Who brings what citizens call in, of the whole city: an importer. Nobody: no user.
  demo_walker hotline;
  std::vector<demo_matter> matters;                // the admitted ones
  std::vector<std::size_t> reported;               // indexes of those, each as often as it comes
  std::map<std::string, std::string> departments;  // name by code
  // Departments that whoever was called wrongly proposes: the first of the whole city, and the next
  // one where that itself was called. Empty: none.
  std::string coordinator;
  std::string stand_in;
  std::vector<std::string> desks;        // areas of desk officers
  std::vector<std::string> supervisors;  // areas likewise
  std::string everywhere;                // the largest of those
  // By area code, what the map's property `inside` says; empty for a pack without a map.
  std::unordered_map<std::string, demo_ground> inside;
  std::map<std::string, demo_scene> scenes;  // by name; empty: nobody has sent pictures
};

// Reads home/enrolled.csv and of the pack pack.toml, matters.csv, departments.csv and, where there
// is one, grids.geojson. Throws std::runtime_error naming file and line.
demo_city read_demo_city(const std::filesystem::path& home, const std::filesystem::path& pack);

// What deploy/demo-photos has sent. Throws std::runtime_error naming file and line.
std::map<std::string, demo_scene> read_demo_scenes(const std::filesystem::path& file);

// Who may see the whole city: the supervisor with the shortest area in home/enrolled.csv. Throws
// std::runtime_error where nobody is one.
std::string city_supervisor(const std::filesystem::path& home);

// Null: the pack does not admit it.
const demo_matter* find_matter(const demo_city& city, const v1::MatterKey& key);

// Of these areas the smallest that holds the place; empty where none does.
std::string area_around(const std::vector<std::string>& areas, const std::string& place);

// A plausible report from that walker, or of a call to the hotline; nothing but `chance` decides.
// Its place lies in the walker's area, and a report has none where no map says what lies there, or
// where somebody calls.
v1::Report some_report(const demo_city& city, const demo_walker& by, std::mt19937_64& chance);

// What a verification of that report shows: the place when all is done; where no picture was sent,
// a hash that nobody has used before.
std::string verifying_photo(const demo_city& city, const v1::Report& of, std::mt19937_64& chance);

}  // namespace gridwhistle
