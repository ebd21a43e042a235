// hours.csv: office hours, a row for each shift.
#pragma once

#include <variant>
#include <vector>

#include "server/adapters/pack_cells.hpp"
#include "server/core/calendar.hpp"

namespace gridwhistle {

struct office_hours {
  std::vector<shift_hours> of_everybody;  // of "*"
  std::vector<calendar::department_hours> of_some;
};

// Columns: department (or *), open, close. Whether the departments exist is not looked at.
std::variant<office_hours, std::vector<file_error>> read_office_hours(
    const std::vector<pack_row>& rows);

}  // namespace gridwhistle
