// gridwhistled pack check: a pack proved, and compared with what its city expects.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace gridwhistle {

struct check_arguments {
  std::filesystem::path pack;
  bool json = false;
  std::filesystem::path sarif;  // empty: no such file is written
  std::string language;         // zh or en; empty: the pack's own
};

CLI::App& add_check_verb(CLI::App& pack, check_arguments& given);

enum class check_end { covered, not_covered };

// Prints what it found. Throws std::runtime_error: a file cannot be read or written.
check_end run_check(const check_arguments& given);

}  // namespace gridwhistle
