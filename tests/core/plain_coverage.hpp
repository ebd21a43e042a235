// Coverage by asking every single question: reads every row for each, knows nothing of selectors'
// lists, regions or blocks, and was written from domain.md section 5 alone.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/core/policy.hpp"

namespace gridwhistle {

// Time classes by name, each with its first moment.
std::map<std::string, instant> plain_time_classes(const policy& rules);
std::string plain_time_class(const policy& rules, instant at);

struct plain_answer {
  const duty* winner = nullptr;
  std::set<std::pair<int, int>> ties;    // rows of equal rank with different leads
  std::set<function_at_level> unserved;  // called, and not there
  bool covered() const { return winner && ties.empty() && unserved.empty(); }
};

plain_answer plain_match(const policy& rules, const duty_question& asked);

struct plain_coverage {
  std::uint64_t cells = 0;
  std::uint64_t uncovered = 0;
  std::uint64_t holes = 0;
  std::uint64_t tied = 0;
  std::map<function_at_level, std::uint64_t> unserved;
  std::set<int> winners;  // rows that win, or tie, somewhere
};

plain_coverage plainly_proved(const policy& rules);

}  // namespace gridwhistle
