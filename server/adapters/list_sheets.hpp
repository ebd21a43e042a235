// The lists behind numbers as sheets: a line for each whistle or visit, with names for the codes
// and the hours of the city's clock. No text of a report and nobody's name is in them.
#pragma once

#include <string>
#include <vector>

#include "common/figure_sheets.hpp"
#include "server/core/figures.hpp"

namespace gridwhistle {

// A place as people say it, from the district on; the code of one that nobody knows.
std::string area_path(const area_code& place, const policy& rules);
// "dept/<code>" or "desk/<area code>", in words.
std::string name_of_holder(const std::string& holder, const policy& rules, language in);

// What a line of whistles has, and one of them. dispatched_under: its limits follow that; names are
// of the pack in force.
std::vector<std::string> whistle_columns(language in);
std::vector<cell> whistle_line(const whistle& told, const policy& dispatched_under,
                               const policy& in_force, const sheet_terms& terms);

// The same of care visits.
std::vector<std::string> visit_columns(language in);
std::vector<cell> visit_line(const v1::CareVisit& told, const policy& in_force, language in);

}  // namespace gridwhistle
