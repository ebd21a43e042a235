// The due times that the engine computes from a pack's rules, against those that the city itself
// set.
// Law: no row's due time is ever told to the server.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace gridwhistle {

struct target_count {
  std::uint64_t rows = 0;
  std::uint64_t equal = 0;
};

struct target_result {
  struct of_type {
    target_count count;
    bool ruled = false;  // limits.csv of the pack gives it a limit whose rule is "one"
  };
  target_count all;
  target_count ruled;
  std::map<std::string, of_type> by_type;
  std::string journal;  // what journal verify said: sound
};

// file: as for run_replay. Each row with a target_dt is reported to a real server at its open_dt,
// with its type as the filing condition where limits.csv knows that; what is compared is the
// handling deadline in the receipt. Equal: less than one minute apart, because the file's times
// often lack their seconds. A row that reaches no department has no deadline and is not equal.
// Throws std::runtime_error as run_replay does.
target_result check_targets(const std::filesystem::path& file, const std::filesystem::path& pack);

// {"target_rows":…,"target_equal":…,"ruled_rows":…,"ruled_equal":…,
//  "by_type":{"<type>":{"rows":…,"equal":…,"ruled":true},…}}, in one line
std::string to_json(const target_result& result);

}  // namespace gridwhistle
