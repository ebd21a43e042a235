// What a demonstration knows of its city: who is enrolled and what can be whistled there.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "proto/whistle.pb.h"

namespace gridwhistle {

struct demo_walker {
  std::string user;
  std::string area;
};

struct demo_city {
  std::vector<demo_walker> walkers;    // by the number in their names
  std::vector<v1::MatterKey> matters;  // the admitted ones
};

// Reads home/enrolled.csv and pack/matters.csv. Throws std::runtime_error naming file and line.
demo_city read_demo_city(const std::filesystem::path& home, const std::filesystem::path& pack);

// Who may see the whole city: the supervisor with the shortest area in home/enrolled.csv. Throws
// std::runtime_error where nobody is one.
std::string city_supervisor(const std::filesystem::path& home);

// A plausible report from that walker; nothing but `chance` decides.
v1::Report some_report(const demo_city& city, const demo_walker& by, std::mt19937_64& chance);

}  // namespace gridwhistle
