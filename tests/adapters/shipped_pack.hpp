// The packs of the source tree, as they ship, and the tables that they were made from.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/pack_loader.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {

inline policy_ptr policy_of(const pack_files& files) {
  auto loaded = load_pack(files);
  auto* errors = std::get_if<std::vector<pack_error>>(&loaded);
  if (errors) ADD_FAILURE() << text_of(*errors);
  return errors ? nullptr : std::get<policy_ptr>(loaded);
}

inline policy_ptr shipped_pack(std::string_view name) {
  auto files = read_pack_directory(std::filesystem::path(GW_SOURCE_DIR) / "deploy/packs" / name);
  if (!std::holds_alternative<pack_files>(files)) return nullptr;
  return policy_of(std::get<pack_files>(files));
}

// The rows of a table in deploy/packs/source below its header, split at every comma: none of these
// tables quotes a cell.
inline std::vector<std::vector<std::string>> source_rows(std::string_view name) {
  std::ifstream file(std::filesystem::path(GW_SOURCE_DIR) / "deploy/packs/source" / name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    EXPECT_EQ(line.find('"'), std::string::npos) << line;
    std::istringstream cells(line + ',');
    rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

}  // namespace gridwhistle
