// Commands by chance, most of them sensible: for properties that must hold whatever people do.
#pragma once

#include <random>
#include <vector>

#include "tests/core/small_city.hpp"
#include "tests/core/some_whistles.hpp"

namespace gridwhistle {

using chance = std::mt19937;

// One that fits the stage about three times in four; else any command by anybody, an old version,
// or an id that was used before. seen is null before the blow.
command random_command(chance& by_chance, const whistle_id& id, const whistle* seen,
                       std::uint64_t fresh_number);

// Whistles that share one life, because they may be joined, are numbered from 1 to this.
constexpr unsigned family_size = 3;
// The next step of a family is of this one: most often of the first.
whistle_id random_member(chance& by_chance);

// A life of one whistle in the small city, or of a family of them, told step by step. With every
// other seed people are on duty.
class random_life {
 public:
  explicit random_life(std::uint32_t seed);

  // Time passes; then a command, or the clock. The entries that followed, perhaps none.
  std::vector<entry> step();
  // The whistle that the last step was about; null before its blow.
  const whistle* state() const { return whistles_.find(last_); }
  const some_whistles& whistles() const { return whistles_; }
  instant now() const { return now_; }

 private:
  chance by_chance_;
  bool alone_ = true;
  policy_ptr rules_;
  some_whistles whistles_;
  whistle_id last_ = small_city::whistle_number(1);
  instant now_ = small_city::march(9, std::chrono::hours(8));
  std::uint64_t commands_ = 0;
};

}  // namespace gridwhistle
