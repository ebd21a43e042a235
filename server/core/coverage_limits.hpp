// What a covered whistle also needs: a limit that can be computed, and a ladder for its kind.
#pragma once

#include <string>
#include <vector>

#include "server/core/coverage.hpp"
#include "server/core/coverage_ground.hpp"

namespace gridwhistle {

// From when until when every limit that a called department can owe can be computed.
struct limit_horizon {
  instant from;   // the calendar's first
  instant until;  // not later than the calendar's end; `from` when not even the first can
  std::vector<const duty*> without_limit;  // rows whose class and kind give no handling limit
};

limit_horizon horizon_of(const coverage_ground& ground);

// no_limit, no_ladder and short_calendar, with the cells of the kinds concerned.
std::vector<coverage_finding> limit_findings(const coverage_ground& ground, const coverage& proof,
                                             const limit_horizon& owed);

}  // namespace gridwhistle
