// The rows of a 311 file as a replay needs them: instants instead of local times, pack codes
// instead of names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/time.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

enum class city_flag { none, on_time, overdue };

struct replay_row {
  std::string case_id;
  instant opened;
  std::optional<instant> target;
  std::optional<instant> closed;  // never before opened: a dirty row is moved there and counted
  city_flag flag = city_flag::none;
  std::string department;
  std::string type;
  std::optional<v1::MatterKey> matter;  // nothing: the pack does not know the type
  // The type as a filing condition: the code of its own matter as a number, where a limit of the
  // pack names that; else 0, not stated.
  std::uint32_t condition = 0;
  std::string area;  // the smallest the row names, else the city
  std::optional<v1::Place> place;
};

struct replay_file {
  std::vector<replay_row> rows;
  instant last;  // nothing in the file is later
  std::map<std::string, std::uint64_t> dirty;
  std::set<std::string> ruled_types;  // limits.csv gives them a limit whose rule is "one"
};

// The report of that row, without its due time.
v1::Command blow_of(const replay_row& row);

// Throws std::runtime_error naming file, line and value where a row has no case or no opening time.
replay_file read_replay_file(const std::filesystem::path& file, const std::filesystem::path& pack);

}  // namespace gridwhistle
