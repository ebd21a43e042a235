// What the people of a simulated city do next on a whistle, by what has become of it. Nobody plays
// from a script: what a visitor did in between is gone on from.
#pragma once

#include <optional>
#include <string>

#include "proto/whistle.pb.h"

namespace gridwhistle {

struct next_step {
  std::string user;
  v1::Command ask;  // of a verification: that it is solved, without a photo
};

bool has_ended(const v1::WhistleState& state);

// reported: as it was meant, also where the whistle came without its matter. Nothing: it has ended,
// or waits for what nobody plays (a ruling, a decision, an answer, a date).
std::optional<next_step> next_step_on(const v1::WhistleState& state, const v1::Report& reported);

}  // namespace gridwhistle
