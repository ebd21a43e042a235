// A command as the wire carries it becomes what the core is asked, or a refusal.
#pragma once

#include <optional>

#include "proto/whistle.pb.h"
#include "server/adapters/door_checks.hpp"
#include "server/core/command.hpp"

namespace gridwhistle::door {

struct read_as {
  ask asked;
  no wrong;
};

// Nothing where nothing is asked.
std::optional<read_as> read_ask(const v1::Command& in);

}  // namespace gridwhistle::door
