// Boards of the community side, asked for from a terminal.
#pragma once

#include <filesystem>

#include "common/language.hpp"
#include "proto/whistle.pb.h"
#include "workers/terminal.hpp"

namespace gridwhistle {

// What is wanted of the 四零 board. With asked.behind: the whistles behind one number instead.
struct zero_wishes {
  v1::ZeroBoard asked;
  std::filesystem::path csv;   // empty: none
  language in = language::zh;  // of the file
  bool at_zero = false;        // the groups that had none at all, one a line
};
int zero_board_from_terminal(const terminal_settings& settings, const zero_wishes& wishes);

// What is wanted of the care visits. With asked.behind: the visits behind one number instead.
struct care_wishes {
  v1::CareShares asked;
  std::filesystem::path csv;   // empty: none
  language in = language::zh;  // of the file
  bool missing = false;        // of the visits behind: those that are not visited
};
int care_from_terminal(const terminal_settings& settings, const care_wishes& wishes);

}  // namespace gridwhistle
