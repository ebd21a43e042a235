// Photos that no whistle names: sent with a report that was never said. Law: only what is old and
// stands in no entry of the whole journal goes.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "common/time.hpp"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/photo_store.hpp"

namespace gridwhistle {

// A draft at a desk keeps its photos for so long; a phone keeps its own until the receipt.
constexpr span photos_unnamed_kept_for = std::chrono::days(30);
// Old photos that one sweep looks for in the journal; the rest follow in the next.
constexpr std::size_t photos_of_a_sweep_max = 100'000;
constexpr span photos_swept_every = std::chrono::hours(24);

// What an event names.
std::vector<std::string> named_in(const event& told);

class unnamed_photos {
 public:
  explicit unnamed_photos(const std::vector<claimed_photo>& old);

  // The journal's batches, in any order.
  void hear(const stored_batch& told);
  bool empty() const { return left_.empty(); }
  std::vector<photo_hash> left() const;

 private:
  std::set<std::string, std::less<>> left_;
};

}  // namespace gridwhistle
