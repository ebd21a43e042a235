// What the journals of these tests are sealed with.
#pragma once

#include "server/adapters/journal_codec.hpp"

namespace gridwhistle {

constexpr seal_key key_of_test = {1, 2, 3};

}  // namespace gridwhistle
