// A row of the duty list as duties.csv writes it.
#pragma once

#include <string>

#include "server/core/duty_list.hpp"

namespace gridwhistle {

// A lead that is not chosen yet as FUNCTION@LEVEL; the note is left empty.
std::string to_csv(const duty& row);

}  // namespace gridwhistle
