// Commands by chance, most of them sensible: for properties that must hold whatever people do.
#pragma once

#include <random>
#include <vector>

#include "server/core/whistle.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {

using chance = std::mt19937;

// One that fits the stage about three times in four; else any command by anybody, an old version,
// or an id that was used before. seen is null before the blow.
command random_command(chance& by_chance, const whistle_id& id, const whistle* seen,
                       std::uint64_t fresh_number);

// A life of one whistle in the small city, told step by step.
class random_life {
 public:
  explicit random_life(std::uint32_t seed) : by_chance_(seed) {}

  // Time passes; then a command, or the clock. The entries that followed, perhaps none.
  std::vector<entry> step();
  const whistle* state() const { return state_.version == 0 ? nullptr : &state_; }
  instant now() const { return now_; }

 private:
  chance by_chance_;
  policy_ptr rules_ = small_city::rules();
  whistle state_;
  instant now_ = small_city::march(9, std::chrono::hours(8));
  std::uint64_t commands_ = 0;
};

}  // namespace gridwhistle
