// A recorded routing decided again: whether the pack it was made under gives what the server did,
// and what another pack would give.
#pragma once

#include <string>

#include "server/core/explanation.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

enum class routing_verdict {
  equal,    // the same decision, byte for byte
  differs,  // the server did something else: a bug, or the pack or the journal is not what it was
  by_hand   // a desk named the departments: no rule decided
};

std::string_view name_of(routing_verdict verdict);

// before: the pack that the record names; the decisions are compared as texts and as values.
routing_verdict judge(const policy& before, const routing& recorded);

// The whole explanation of a recorded routing: to_text(), then whether the server did the same, and
// whether it would differ under the pack `today`.
std::string verdict_text(const policy& before, const policy& today, const routing& recorded,
                         language in);
// {"recorded":…,"verdict":"equal","recomputed":…,"today":…,"differs_today":false}
std::string verdict_json(const policy& before, const policy& today, const routing& recorded);

}  // namespace gridwhistle
