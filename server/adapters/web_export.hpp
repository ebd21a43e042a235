// A table of the boards, the list behind one of its numbers, or a queue, as a file that a browser
// keeps.
#pragma once

#include <vector>

#include "common/figure_sheets.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/door.hpp"
#include "server/adapters/web_request.hpp"

namespace gridwhistle {

struct export_work {
  request asked;
  web_export wish;
  policy_ptr rules;  // in force
  instant answered_at;
  v1::Reply told;
  std::vector<std::vector<cell>> lines;  // of a list of whistles, as whistle_line() makes them
  std::vector<inbox_item> queue;
};
// Whether a queue's file has it.
bool is_wanted(const inbox_item& told, const export_work& of);
// How its sheets speak.
sheet_terms terms_of(const export_work& of);
// Asks for all of it at once: what is handed on is of one instant.
void ask_for_all(request& asked, figure_part part);
// Slow. CSV has the table alone; XLSX of figures has what each holder held and the definitions as
// well.
web_response exported(const export_work& of);

}  // namespace gridwhistle
