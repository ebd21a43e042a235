// The refusals that a journal keeps, as `gridwhistled journal refusals` prints them.
#pragma once

#include <string>

#include "server/engine/refusal_log.hpp"

namespace gridwhistle {

// One line each: when, who, what, on which whistle, and why not.
std::string text_of(const refusal_record& told);
std::string json_of(const refusal_record& told);

}  // namespace gridwhistle
