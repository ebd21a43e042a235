// Answers about many whistles as sheets, for a terminal and for a page alike: wholly in one
// language, and with the hours of the city's clock.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/language.hpp"
#include "common/sheet.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

// Nothing where there is nothing to divide by.
cell percent_of(const v1::FigureShare& share);

// How a sheet speaks, and what names it has for the codes of an answer.
struct sheet_terms {
  language in = language::zh;
  std::chrono::minutes utc_offset{0};  // of the city's clock
  // What alone was asked about, in words; empty: everything.
  std::string area, department, matter;
  std::map<std::string, std::string> holders;  // by "dept/<code>"; others are called by that
  std::map<std::string, std::string> groups;   // whose name in the answer is not the best one
};
// Of a clock on which that day (20261101) began then.
std::chrono::minutes utc_offset_of(std::uint32_t day, instant began);
// What a sheet is of: the days, as of when, and whether they are over by then.
std::vector<named_cell> days_told(instant from, instant to, instant as_of,
                                  const sheet_terms& terms);

// For each row code, name, percent, counted and of of every figure, the composite where there is
// one, and the hours held; of several rows a last one with their sum.
sheet figures_sheet(const v1::FigureTable& table, const sheet_terms& terms);
// For each row and holder the hours held, likewise.
sheet held_sheet(const v1::FigureTable& table, const sheet_terms& terms);
// What each figure means.
sheet definitions_sheet(const v1::FigureTable& table, const sheet_terms& terms);
// For each row the counts of every tag, likewise.
sheet zero_sheet(const v1::ZeroBoardTable& table, const sheet_terms& terms);
// For each row the share visited, and listed, visited, open and missed visits, likewise.
sheet care_sheet(const v1::CareSharesTable& table, const sheet_terms& terms);

// Visited, open and missed, in this order.
constexpr int care_states_told = 3;
std::uint64_t listed_in(const v1::CareSharesRow& row);

// What, of what, when and by what, as the name of a file without its ending:
// figures-210102-2026-11-by-street.
struct file_title {
  std::string what;
  std::vector<std::string> of;  // codes; empty ones are left out
  std::chrono::local_days from, to;
  std::string by;  // empty: not grouped
};
std::string name_of(const file_title& title);

}  // namespace gridwhistle
