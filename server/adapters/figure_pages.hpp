// What is answered of a finished fold: a page of its rows, or of the whistles behind one number.
#pragma once

#include "server/adapters/door.hpp"
#include "server/core/figures.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// Rows, and whistles behind a number, in one answer; the asker pages on.
constexpr std::size_t figure_rows_max = 500;
constexpr std::size_t figure_list_max = 1000;

// The asked days in the city's zone.
period period_of(const figures_request& asked, const policy& rules);

// rules: for names and weights. as_of: when the fold judged what was open.
answer page_of(const figure_fold& done, const figures_request& asked, instant as_of,
               const policy& rules);

}  // namespace gridwhistle
