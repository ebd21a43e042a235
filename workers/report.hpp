// A report of figures as a terminal prints it.
#pragma once

#include <string>

#include "common/figure_sheets.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/local_time.hpp"

namespace gridwhistle {

// For people: a block for each row of figures, and the definitions.
std::string text_of(const v1::FigureTable& table);
// A line for each row where something was raised, and how many rows are at zero.
std::string text_of(const v1::ZeroBoardTable& table);
// A line for each row.
std::string text_of(const v1::CareSharesTable& table);
// How the sheets of such an answer speak: asked says its first day, which began at table.from_ms().
template <class Table, class Asked>
sheet_terms terms_for(const Table& table, const Asked& asked, language in) {
  sheet_terms terms;
  terms.in = in;
  terms.utc_offset = utc_offset_of(asked.from(), from_ms(table.from_ms()));
  return terms;
}
// "from … to before …, as of …", of any table.
template <class Table>
std::string period_text(const Table& table) {
  return "from " + local_text(from_ms(table.from_ms())) + " to before " +
         local_text(from_ms(table.to_ms())) + ", as of " + local_text(from_ms(table.as_of_ms())) +
         "\n";
}

}  // namespace gridwhistle
