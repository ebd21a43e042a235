// gridwhistled pack explain: why a report would go where it would go.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "server/adapters/explain_question.hpp"

namespace gridwhistle {

struct explain_arguments {
  std::filesystem::path pack;
  explain_words asked;
  std::optional<double> longitude;
  std::optional<double> latitude;
  std::string crs;
  std::uint32_t accuracy_m = 0;
  std::string language;  // zh or en; empty: the pack's own
  bool json = false;
};

// The command line is well-formed, and what it says is not of this pack.
struct wrong_question : std::runtime_error {
  using std::runtime_error::runtime_error;
};

CLI::App& add_explain_verb(CLI::App& pack, explain_arguments& given);

// The explanation as asked for. Throws wrong_question, or std::runtime_error: the pack cannot be
// read.
std::string explain_text(const explain_arguments& given);

}  // namespace gridwhistle
