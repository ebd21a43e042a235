// Open whistles that may be about the same thing: the same matter, 50 metres, 24 hours. Only an
// offer, which somebody looks at before anything is joined; a whistle without a place has none.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "server/core/whistle.hpp"

namespace gridwhistle {

constexpr double similar_metres_max = 50;
constexpr gridwhistle::span similar_apart_max = std::chrono::hours(24);
// Offered to whoever asks about one whistle: the nearest.
constexpr std::size_t similar_max = 10;
// Offered in the receipt of a blow, which every report pays for.
constexpr std::size_t similar_in_receipt_max = 3;
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
  const gridwhistle::whistle* state = nullptr;
};

class similar_whistles {
 public:
  // Brings the index in line with the state, which must stay where it is; was is what the index
  // held of this whistle, and belongs to its record. An ended whistle leaves it.
  void update(std::optional<similar_key>& was, const whistle& state);

  // The nearest first.
  std::vector<similar_whistle> like(const similar_key& one) const;

 private:
  // One matter in one cell of the map.
  struct corner {
    std::uint64_t cell = 0;
    matter_key matter;
    bool operator==(const corner&) const = default;
  };
  struct corner_hash {
    std::size_t operator()(const corner& each) const;
  };
  struct one_there {
    instant raised_at;
    whistle_id id;
    place where;
    const whistle* state = nullptr;
  };
  // The latest last: a new whistle is put at the end.
  std::unordered_map<corner, std::vector<one_there>, corner_hash> corners_;
};

}  // namespace gridwhistle
