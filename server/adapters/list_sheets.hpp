// The lists behind numbers as sheets: a line for each whistle or visit, with names for the codes
// and the hours of the city's clock. No text of a report and nobody's name is in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/figure_sheets.hpp"
#include "server/core/figures.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// A place as people say it, from the district on; the code of one that nobody knows.
std::string area_path(const area_code& place, const policy& rules);
// "dept/<code>" or "desk/<area code>", in words.
std::string name_of_holder(const std::string& holder, const policy& rules, language in);

// What a line of whistles has, and one of them. dispatched_under: its limits follow that; names are
// of the pack in force; what is open has been so until now.
std::vector<std::string> whistle_columns(language in);
std::vector<cell> whistle_line(const whistle& told, const policy& dispatched_under,
                               const policy& in_force, instant now, const sheet_terms& terms);

// What an open whistle is judged by: the clock that is late the longest, else the one that is due
// next; and whose clock it is: "dept/<code>", or "desk/<area code>" of what waits for a desk.
struct judging_clock {
  clock_name clock = clock_name::handle;
  std::string holder;
  instant due;
};
// Nothing: no clock of it runs.
std::optional<judging_clock> judged_by(const inbox_item& told);
// The same of a queue; now: what is late is late by then.
std::vector<std::string> queue_columns(language in);
std::vector<cell> queue_line(const inbox_item& told, const policy& in_force, instant now,
                             const sheet_terms& terms);

// The same of care visits.
std::vector<std::string> visit_columns(language in);
std::vector<cell> visit_line(const v1::CareVisit& told, const policy& in_force, language in);

}  // namespace gridwhistle
