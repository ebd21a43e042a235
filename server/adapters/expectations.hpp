// expect.csv: questions that a city knows the answer to, checked against its pack. It is not policy
// and takes no part in the pack's hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Whom a row wants to be called, or whom the pack calls.
struct expected_call {
  std::string lead;                    // "-": nobody, a desk has it
  std::optional<std::string> helpers;  // "a|b"; "-": none; nothing: they are not looked at
};

// Of one row that the pack does not meet.
struct missed_expectation {
  int line = 0;
  duty_question asked;
  expected_call wanted;       // as the row writes them
  expected_call found;        // by their codes
  const duty* row = nullptr;  // that won; null: none
};

struct expectation_outcome {
  std::size_t rows = 0;
  std::vector<missed_expectation> missed;
};

// Columns: matter, area, at (local time), kind, lead; optional: helpers, note. A lead or helper is
// a department's code or function@level; lead "-" wants a desk. Without the column helpers, or with
// an empty cell, helpers are not looked at; "-" wants none. Errors: cells that cannot be read, and
// codes and functions that the pack does not have.
std::variant<expectation_outcome, std::vector<pack_error>> check_expectations(std::string_view text,
                                                                              const policy& rules);

}  // namespace gridwhistle
