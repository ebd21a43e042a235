// sayings.csv: what people say, and what the list of matters calls it.
#pragma once

#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/everyday_words.hpp"
#include "server/core/matter_list.hpp"

namespace gridwhistle {

// Columns: said (everyday words, joined by |), means (names of matters or aliases, or pieces of
// them, joined by |). No words are said in two rows. matters: those of the pack; where it is null
// its file had errors of its own, and nothing is said of names here.
std::variant<std::vector<saying>, std::vector<file_error>> read_sayings(
    const std::vector<pack_row>& rows, const std::vector<matter>* matters);

}  // namespace gridwhistle
