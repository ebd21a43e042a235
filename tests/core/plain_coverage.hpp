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
  std::set<department_code> called;      // and there
  bool covered() const { return winner && ties.empty() && unserved.empty(); }
};

plain_answer plain_match(const policy& rules, const duty_question& asked);

// Whether somebody is on duty at a seat, or at one of its backups; true where no roster names
// anybody.
bool plainly_staffed(const policy& rules, const department_code& seat, instant at);

// Departments that have nobody on duty at some half hour of a time class, from the second published
// day on; by the class's name.
std::map<std::string, std::set<department_code>> plainly_unmanned(const policy& rules);

struct plain_coverage {
  std::uint64_t cells = 0;
  std::uint64_t uncovered = 0;
  std::uint64_t holes = 0;
  std::uint64_t tied = 0;
  std::map<function_at_level, std::uint64_t> unserved;
  std::uint64_t unreached = 0;
  std::map<department_code, std::uint64_t> unmanned;  // by the last of the backups
  std::set<int> winners;                              // rows that win, or tie, somewhere
};

plain_coverage plainly_proved(const policy& rules);

}  // namespace gridwhistle
