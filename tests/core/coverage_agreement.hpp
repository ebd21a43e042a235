// A proof of coverage held against asking every single question.
#pragma once

#include <functional>
#include <random>
#include <string>

#include "server/core/coverage.hpp"
#include "tests/core/random_policy.hpp"

namespace gridwhistle {

// From the environment: the long form of a test.
int count_from(const char* variable, int usual);

// What duty_list::match and a reading of every row both say of the example; of an unmanned seat
// also roster::call and a reading of every shift.
bool example_is_true(const policy& rules, const coverage_finding& finding);

// What the proof says of cells, against every single question.
void expect_agreement(const policy& rules, const coverage& proof, const std::string& about);

// And of what would mend them: where the parts are at hand, each offered row and shift is tried.
void expect_agreement(const policy_parts& parts, const std::string& about);

using draw_policy = std::function<policy_parts()>;

// Of that many policies, about each of which the proof agrees, how many are covered; fewer were
// tried where it did not.
int covered_of_drawn(int policies, const draw_policy& draw);

// Of that many single slips, each in a policy that was covered before, how many the proof refuses;
// it agrees about each.
int refused_of_slips(int slips, const draw_policy& draw, std::mt19937& chance);

}  // namespace gridwhistle
