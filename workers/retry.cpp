#include "workers/retry.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {

span retry_ceiling(const retry_schedule& schedule, std::uint32_t attempts) {
  GW_CHECK(schedule.first > span::zero());
  GW_CHECK(schedule.longest >= schedule.first);
  span ceiling = schedule.first;
  // Stops at the longest wait, so that no number of attempts can overflow.
  for (std::uint32_t i = 0; i < attempts && ceiling < schedule.longest; ++i) {
    ceiling = ceiling > schedule.longest / 2 ? schedule.longest : ceiling * 2;
  }
  return std::min(ceiling, schedule.longest);
}

span retry_delay(const retry_schedule& schedule, std::uint32_t attempts, std::mt19937_64& chance) {
  span ceiling = retry_ceiling(schedule, attempts);
  return span(std::uniform_int_distribution<span::rep>(0, ceiling.count())(chance));
}

}  // namespace gridwhistle
