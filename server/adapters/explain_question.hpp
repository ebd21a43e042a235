// The question that `gridwhistled pack explain` is asked, read against a pack: every code must be
// one of the pack's.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/adapters/place_text.hpp"
#include "server/core/explanation.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// As typed.
struct explain_words {
  std::string matter;  // matter:06010
  std::string area;    // a code; empty: the map says, as at intake
  std::optional<place_question> where;
  std::string at;  // 2026-03-11T09:00 on the pack's wall clock, or 2026-03-11T01:00:00Z
  std::string kind;
  int condition = 0;  // 0: not stated
};

// As intake asks: of a place, where the map puts it. Else a sentence for each word that is wrong:
// the option, what it says, and what is wanted.
std::variant<routing_question, std::vector<std::string>> read_question(const explain_words& words,
                                                                       const policy& rules);

}  // namespace gridwhistle
