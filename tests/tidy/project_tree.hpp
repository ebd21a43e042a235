// The project's own text files as they lie on disk: what a reader of the repository sees, nothing
// generated.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_text.hpp"

namespace gridwhistle::tidy {

struct project_tree {
  std::vector<source_file> cpp;    // .cpp and .hpp
  std::vector<source_file> other;  // everything else that is text; code is empty

  const source_file* find(std::string_view path) const;
};

// Of the folders the project is made of, without builds, downloads and hidden folders.
project_tree read_tree(const std::filesystem::path& root);

// For the rules' own tests: one C++ file after the other.
project_tree tree_of(std::vector<source_file> cpp);

struct breach {
  std::string path;
  std::size_t line = 0;
  std::string what;
};
using breaches = std::vector<breach>;

// "path:line: what", one line each.
std::string to_text(const breaches& found);

}  // namespace gridwhistle::tidy
