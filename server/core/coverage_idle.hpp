// Rows of the duty list that win nowhere: mistakes that do no harm yet.
#pragma once

#include <vector>

#include "server/core/coverage.hpp"
#include "server/core/coverage_ground.hpp"

namespace gridwhistle {

std::vector<idle_duty> idle_duties(const coverage_ground& ground,
                                   const std::vector<matter_group>& groups);

}  // namespace gridwhistle
