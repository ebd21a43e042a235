// Instants and lengths as people read them at this machine.
#pragma once

#include <string>

#include "common/time.hpp"

namespace gridwhistle {

// "2026-11-24T16:30:00+08:00": in this machine's zone (TZ), with its offset, in whole seconds.
std::string local_text(instant at);
// "6 d 23 h", "2 h 10 min", "45 min": whole minutes, from two days on whole hours. Not below zero.
std::string length_text(span length);
// Beside a limit: "in 2 h 10 min", "2 h 10 min ago".
std::string distance_text(instant limit, instant now);

}  // namespace gridwhistle
