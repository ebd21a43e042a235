// Rules a reader can check with a ruler: lengths, words and the first lines of a file.
#pragma once

#include "tests/tidy/project_tree.hpp"

namespace gridwhistle::tidy {

constexpr std::size_t columns_max = 100;
constexpr std::size_t file_lines_max = 500;
constexpr std::size_t function_lines_max = 70;

breaches lines_too_wide(const project_tree& tree);
breaches files_too_long(const project_tree& tree);
breaches functions_too_long(const project_tree& tree);
// In C++ names and file names: words that name no thing of the domain.
breaches empty_names(const project_tree& tree);
// Marks of unfinished work.
breaches unfinished_marks(const project_tree& tree);
// Words about how the project is made, which no reader of it needs.
breaches words_from_the_workshop(const project_tree& tree);
// A header says its job in a sentence before #pragma once; a source without a header in its first
// line.
breaches files_without_opening_sentence(const project_tree& tree);

}  // namespace gridwhistle::tidy
