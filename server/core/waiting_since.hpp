// Since when a whistle waits for a desk or for verification: what a command centre's queue counts.
#pragma once

#include <optional>

#include "server/core/whistle.hpp"

namespace gridwhistle {

// For a ruling, since the return that waits longest; else for the desk that owns it, since that
// took it; else for a decision, since it was asked for (of several of one sort the latest, of
// several sorts the one that waits longest); else to be verified, since it was handled. Nothing:
// for none of them.
std::optional<instant> waiting_since(const whistle& state);

}  // namespace gridwhistle
