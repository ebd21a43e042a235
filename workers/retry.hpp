// When to ask again: exponential backoff with full jitter. Pure: chance comes from the caller.
#pragma once

#include <cstdint>
#include <random>

#include "common/time.hpp"

namespace gridwhistle {

// first * 2^attempts, never above longest. Full jitter: devices that failed together do not come
// back together.
struct retry_schedule {
  span first = span(200);
  span longest = span(30'000);
};

// The longest wait after this many failed attempts.
span retry_ceiling(const retry_schedule& schedule, std::uint32_t attempts);

// Evenly drawn from [0, retry_ceiling].
span retry_delay(const retry_schedule& schedule, std::uint32_t attempts, std::mt19937_64& chance);

}  // namespace gridwhistle
