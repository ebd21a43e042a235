// A whistle's state as bytes: the projection in Redis, the answer to show, and what the state hash
// covers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proto/projection.pb.h"
#include "server/core/whistle.hpp"

namespace gridwhistle {

void write_state(const whistle& state, v1::WhistleState& to);
// Nothing when it is not something we wrote.
std::optional<whistle> read_state(const v1::WhistleState& from);

// SHA-256 over every whistle's canonical bytes in the order of ids, hex: equal states, equal
// hashes.
std::string state_hash(const std::vector<const whistle*>& in_order);

}  // namespace gridwhistle
