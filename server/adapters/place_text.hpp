// Where a place lies by a pack's map, for people to read.
#pragma once

#include <optional>
#include <string>

#include "server/core/language.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

struct place_question {
  degrees at;
  std::uint32_t accuracy_m = 0;  // 0: not known
  std::optional<datum> crs;      // nothing: the pack's
};

// Which grid of the pack's map a place lies in. Throws std::runtime_error where the pack has no
// map, or the place is not on the earth.
located lies_in(const policy& rules, const place_question& asked);

// Lines: the place in the pack's datum; the grid (or "outside") with what lies above it; another
// for each area that the accuracy circle reaches; certain or ambiguous. Throws as
// lies_in() does.
std::string place_text(const policy& rules, const place_question& asked, language in);

}  // namespace gridwhistle
