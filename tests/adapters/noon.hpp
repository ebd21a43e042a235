// The instant at which most tests of the rim play.
#pragma once

#include "common/time.hpp"

namespace gridwhistle {

// Wednesday, 11 March 2026, noon in Shenyang.
constexpr instant noon =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 11) + std::chrono::hours(4);

}  // namespace gridwhistle
