// What desks have taught: which matter they filed a report's text as. A fold of the whistles, of
// which the search for matters knows the latest of each matter.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "server/core/matter_search.hpp"
#include "server/core/policy.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// Of one matter, the latest: older ones are not searched.
constexpr std::size_t corrections_per_matter_max = 16;

struct desk_correction {
  instant filed_at;
  whistle_id whistle;
  matter_key matter;
  std::string text;  // the first correction_bytes_max bytes or less
  auto operator<=>(const desk_correction&) const = default;
};
// Nothing for a report that its own command filed, and for one without a text.
std::optional<desk_correction> correction_of(const whistle& state);

class desk_corrections {
 public:
  explicit desk_corrections(const policy& rules) : search_(rules.matters, rules.words) {}

  // Brings the search in line with the state; was is what it held of this whistle, and belongs to
  // its record: few whistles have one.
  void update(std::unique_ptr<const desk_correction>& was, const whistle& state);

  // From now on in another pack's matters, which are taught everything anew.
  void search_in(const policy& rules);

  const matter_search& search() const { return search_; }

 private:
  // The latest first, with the number that the search gave it; 0: it is not searched.
  using of_matter = std::map<desk_correction, std::uint32_t, std::greater<>>;
  void keep_latest(of_matter& all);

  matter_search search_;
  std::map<matter_key, of_matter> matters_;
};

}  // namespace gridwhistle
