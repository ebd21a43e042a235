// Small policies drawn from a seed, and single slips made in them: what proofs of coverage are
// tried on.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "server/core/policy.hpp"

namespace gridwhistle {

// The parts of a policy that a slip may touch.
struct policy_parts {
  std::vector<area> areas;
  std::vector<department> departments;
  std::vector<matter> matters;
  std::vector<duty> duties;
  working_days days;
  std::vector<post> posts = {};  // none: every seat is staffed

  policy made() const;
};

// How many of each a drawn policy has about.
struct policy_size {
  std::size_t leaves = 6;
  std::size_t matters = 6;
  std::size_t duties = 10;
  int days = 21;
};

policy_parts random_parts(std::mt19937& chance, const policy_size& size);

// People on duty at some seats, mostly around the clock, and backups.
void add_roster(policy_parts& in, std::mt19937& chance);

// Deletes, doubles, swaps, widens, shifts or misspells one thing; says what it did. Where there are
// people on duty, half of the slips are in posts, shifts and backups.
std::string make_a_slip(policy_parts& in, std::mt19937& chance);

}  // namespace gridwhistle
