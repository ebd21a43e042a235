// When the seat of a called department has nobody on duty, and nobody behind it, over the whole
// published calendar. Law: exact, and by roster::call(), which intake asks; days that no shift can
// tell apart are asked once.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "server/core/policy.hpp"
#include "server/core/time_axis.hpp"

namespace gridwhistle {

// A seat that is not always manned. On the first published day nothing is held against a seat: a
// shift may have begun the day before, and of that nothing is known.
struct unmanned_seat {
  const department* called = nullptr;
  const department* last = nullptr;  // the end of its backups: whoever mans it mans them all
  // By the place of a time class (time_axis::places_of): the first stretch in it with nobody.
  std::vector<std::optional<time_stretch>> gaps;
  shift mend;  // of a post at the last seat: with it somebody would always be there
};

class seat_watch {
 public:
  // Borrows the policy.
  seat_watch(const policy& rules, const time_axis& times);

  // Null: somebody always is there, or the pack has no roster for it.
  const unmanned_seat* of(const department_code& seat) const;

 private:
  std::unordered_map<department_code, unmanned_seat> unmanned_;
};

}  // namespace gridwhistle
