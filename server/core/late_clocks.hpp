// The clocks whose limit has passed while they ran, as people have to see them: overruns are facts
// (domain.md section 4), and what is late stays to be done.
#pragma once

#include <optional>
#include <vector>

#include "server/core/whistle.hpp"

namespace gridwhistle {

struct late_clock {
  clock_name clock = clock_name::handle;
  department_code department;      // empty for the desk's clock
  instant since;                   // its limit
  std::optional<instant> stopped;  // nothing: what it counts is still to be done
  appeal_stage appeal = appeal_stage::none;
  budget limit;
  span work_day{};  // as in due
};

// The earliest limit first. Of a limit that was extended after it had passed only what has passed
// since.
std::vector<late_clock> late_clocks(const whistle& state, const policy& rules);
// Without those that have stopped.
std::vector<late_clock> clocks_still_late(const whistle& state, const policy& rules);

}  // namespace gridwhistle
