// A whistle's state as bytes: the projection in Redis, the answer to show, and what the state hash
// covers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proto/projection.pb.h"
#include "server/core/policy_history.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// Appends the bytes of a WhistleState; or the message, where one is asked for.
void write_state(const whistle& state, std::string& to);
void write_state(const whistle& state, v1::WhistleState& to);
// Nothing when it is not something we wrote.
std::optional<whistle> read_state(const v1::WhistleState& from);

void write_history(const policy_history& packs, v1::PolicyHistory& to);
// Likewise.
std::optional<policy_history> read_history(const v1::PolicyHistory& from);

// SHA-256 over every whistle's canonical bytes in the order of ids and those of the published packs
// behind them, hex: equal states, equal hashes.
std::string state_hash(const std::vector<const whistle*>& in_order,
                       const policy_history& packs = {});

}  // namespace gridwhistle
