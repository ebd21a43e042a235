// The care visits of a pack in the order in which they open, so that a turn looks only at those
// that are due.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "server/core/policy.hpp"

namespace gridwhistle {

class care_queue {
 public:
  explicit care_queue(policy_ptr rules) : rules_(std::move(rules)) {}

  // Everything up to that instant is known: a visit open for its period then whose whistle is not
  // known is due at once, every other when it opens.
  void start(instant since, const std::function<bool(const whistle_id&)>& known);
  // When the next visit opens.
  std::optional<instant> earliest() const;
  // A row with a visit that has opened by now; it stands in the queue again for the one after now.
  // Null when there is none.
  const care_row* take(instant now);

 private:
  struct opening {
    instant at;
    std::size_t row = 0;
    // For a heap of the standard library, whose top is the largest: the earliest, and of those the
    // first row.
    bool operator<(const opening& other) const {
      return at != other.at ? at > other.at : row > other.row;
    }
  };

  policy_ptr rules_;
  std::vector<opening> heap_;
};

}  // namespace gridwhistle
