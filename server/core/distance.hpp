// How far two places are from each other.
#pragma once

#include "server/core/command.hpp"

namespace gridwhistle {

// Along the great circle on a sphere of the mean radius of the earth; the accuracies do not count.
double metres_between(const place& one, const place& other);

}  // namespace gridwhistle
