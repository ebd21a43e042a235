// Open whistles that may be about the same thing: the same matter, 50 metres, 24 hours. Only an
// offer, which somebody looks at before anything is joined; a whistle without a place has none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "server/core/whistle.hpp"

namespace gridwhistle {

constexpr double similar_metres_max = 50;
constexpr gridwhistle::span similar_apart_max = std::chrono::hours(24);
// Offered with one whistle: the nearest.
constexpr std::size_t similar_max = 10;
// Of one matter in one cell of the map, the latest: older ones are not looked at.
constexpr std::size_t similar_looked_at_max = 16;

// What of a whistle is compared.
struct similar_key {
  matter_key matter;
  place where;
  instant raised_at;
  auto operator<=>(const similar_key&) const = default;
};
// Nothing for a whistle without a matter or a place.
std::optional<similar_key> similar_key_of(const whistle& state);

struct similar_whistle {
  whistle_id whistle;
  double metres = 0;
};

class similar_whistles {
 public:
  // Brings the index in line with the state; was is what it held of this whistle, and belongs to
  // its record. An ended whistle leaves it.
  void update(std::optional<similar_key>& was, const whistle& state);

  // The nearest first.
  std::vector<similar_whistle> like(const similar_key& one) const;

 private:
  // The latest last.
  using of_matter = std::map<std::pair<instant, whistle_id>, place>;
  std::unordered_map<std::uint64_t, std::map<matter_key, of_matter>> cells_;
};

}  // namespace gridwhistle
