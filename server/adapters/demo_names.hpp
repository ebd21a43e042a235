// What the people of a demonstration are called: common names, always the same one for a user.
#pragma once

#include <string>

#include "server/core/command.hpp"

namespace gridwhistle {

std::string demo_name(const actor& who);

}  // namespace gridwhistle
