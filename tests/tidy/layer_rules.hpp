// Which file may include which, and that every file is used: std <- common <- core <- engine <-
// adapters <- main; and which room of the pages may take from which.
#pragma once

#include "tests/tidy/project_tree.hpp"

namespace gridwhistle::tidy {

breaches includes_point_one_way(const project_tree& tree);
// Of the pages: what the rooms of two seats need has a room of its own.
breaches rooms_that_take_from_another_seat(const project_tree& tree);
breaches sources_include_their_own_header_first(const project_tree& tree);
// A header whose only reader is its own source is read by nobody.
breaches unused_headers(const project_tree& tree);
// A source that no CMakeLists.txt names, and a header of the program whose self-containedness
// nobody checks.
breaches files_unknown_to_cmake(const project_tree& tree);

}  // namespace gridwhistle::tidy
