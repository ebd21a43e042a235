// The rows of a 311 file as a replay needs them: instants instead of local times, pack codes
// instead of names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
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
  std::optional<v1::MatterKey> matter;  // nothing: the pack does not know the type
  std::string area;                     // the smallest the row names, else the city
  std::optional<v1::Place> place;
};

struct replay_file {
  std::vector<replay_row> rows;
  instant last;  // nothing in the file is later
  std::map<std::string, std::uint64_t> dirty;
};

// Throws std::runtime_error naming file, line and value where a row has no case or no opening time.
replay_file read_replay_file(const std::filesystem::path& file, const std::filesystem::path& pack);

}  // namespace gridwhistle
