// Real 311 requests through a real server, in their real order and at their own instants.
// Law: what is reported is read back from the journal and not from the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace gridwhistle {

struct replay_result {
  std::uint64_t rows = 0;
  std::uint64_t whistles = 0;     // raised, by the journal; rows that made two would show here
  std::uint64_t one_whistle = 0;  // rows that became exactly one
  std::uint64_t lead_equal = 0;   // dispatched to the row's department
  std::uint64_t flag_rows = 0;    // rows with the city's own on-time flag
  std::uint64_t flag_equal = 0;   // the journal says the same
  std::uint64_t closed_rows = 0;
  std::uint64_t closed_equal = 0;  // closed at the row's instant
  std::map<std::string, std::uint64_t> dirty;
  std::string journal;  // what journal verify said: sound
};

// file: columns case_id, open_dt, target_dt, closed_dt, on_time, status, type, queue, department,
// neighborhood, ward, lat, lon (and any others); times are local to the pack's zone. Progress goes
// to standard error. Throws std::runtime_error: naming file and line where it cannot be read; with
// the counts when a row did not become exactly one whistle; when the journal is not sound; when
// SIGINT or SIGTERM came. Nothing stays behind.
replay_result run_replay(const std::filesystem::path& file, const std::filesystem::path& pack);

// {"rows":…,"whistles":…,"lead_equal":…,"flag_rows":…,"flag_equal":…,"dirty":{…}}
std::string to_json(const replay_result& result);

}  // namespace gridwhistle
