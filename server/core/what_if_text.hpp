// What a what-if says: for people in Markdown, in Chinese or English, and for programs as one line
// of JSON. The same report gives the same bytes.
#pragma once

#include <string>

#include "server/core/language.hpp"
#include "server/core/what_if.hpp"

namespace gridwhistle {

// Departments are called as the packs call them. Of open whistles that change at most
// open_shown_max are listed, and of departments whose load changes load_shown_max have a table of
// their own; what is left out is counted.
constexpr std::size_t open_shown_max = 100;
constexpr std::size_t load_shown_max = 10;
std::string to_markdown(const what_if& found, const policy& before, const policy& after,
                        language in);

// Everything, in one line: instants and spans in milliseconds, load by hour of the week.
std::string to_json(const what_if& found, const policy& before, const policy& after);

}  // namespace gridwhistle
