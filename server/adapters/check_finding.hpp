// One thing that a check of a pack has found, for people, for programs and for editors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/adapters/pack_places.hpp"
#include "server/core/duty_list.hpp"

namespace gridwhistle {

// An editor shows so many places of one finding; a tie of hundreds of rows is one slip.
constexpr std::size_t places_max = 20;

enum class check_severity { error, warning, note };

struct check_finding {
  std::string rule;  // "hole", "tie", …: docs/packs.md lists them
  check_severity severity = check_severity::error;
  std::string message;
  std::vector<pack_place> places;  // not empty; the first is where an editor shows it
  std::uint64_t cells = 0;
  std::optional<duty_question> example;
  std::string add;  // a row that would mend it, or ""
};

}  // namespace gridwhistle
