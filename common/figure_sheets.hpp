// Answers about many whistles as sheets, for a terminal and for a page alike.
#pragma once

#include "common/sheet.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

// Nothing where there is nothing to divide by.
cell percent_of(const v1::FigureShare& share);

// For each row counted, of and percent of every figure; of several a last one with their sum. Each
// says of which days and whistles it is and as of when, so that files may be put together.
sheet figures_sheet(const v1::FigureTable& table, const v1::Figures& asked);
// For each row and holder the hours held, likewise.
sheet held_sheet(const v1::FigureTable& table, const v1::Figures& asked);
// What, where and when, as the name of a file without its ending: figures-210102-2026-11-by-street.
// where: of what is asked for everywhere, the place of who asks.
std::string figures_name(const v1::Figures& asked, std::string_view where);
// What each figure means, in both languages.
sheet definitions_sheet(const v1::FigureTable& table);

// For each row the counts of every tag.
sheet zero_sheet(const v1::ZeroBoardTable& table);

// For each row listed, visited, open and missed visits, and the share visited.
sheet care_sheet(const v1::CareSharesTable& table);

// Visited, open and missed, in this order.
constexpr int care_states_told = 3;
std::uint64_t listed_in(const v1::CareSharesRow& row);

}  // namespace gridwhistle
