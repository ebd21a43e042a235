// expect.csv: questions that a city knows the answer to, checked against its pack. It is not policy
// and takes no part in the pack's hash.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Of one row that the pack does not meet.
struct missed_expectation {
  int line = 0;
  duty_question asked;
  std::string wanted;         // "lead" or "lead + helper|helper", as the row writes them
  std::string found;          // likewise by their codes; "-": a desk has it
  const duty* row = nullptr;  // that won; null: none
};

struct expectation_outcome {
  std::size_t rows = 0;
  std::vector<missed_expectation> missed;
};

// Columns: matter, area, at (local time), kind, lead; optional: helpers, note. A lead or helper is
// a department's code or function@level; lead "-" wants a desk. Without the column helpers, or with
// an empty cell, helpers are not looked at; "-" wants none. Errors: cells that cannot be read, and
// codes that the pack does not have.
std::variant<expectation_outcome, std::vector<pack_error>> check_expectations(std::string_view text,
                                                                              const policy& rules);

}  // namespace gridwhistle
