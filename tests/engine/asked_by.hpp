// A command as somebody of the small city gives it who has just looked.
#pragma once

#include <string_view>
#include <utility>

#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {

// The command with this number of somebody of the small city who has just looked: he has seen the
// whistle as it stands.
inline command asked_by(const engine& at_work, std::string_view who, std::uint64_t whistle,
                        ask what, std::uint64_t number) {
  command asked;
  asked.id = small_city::command_number(number);
  asked.digest = number;
  asked.whistle = small_city::whistle_number(whistle);
  const auto* state = at_work.find(asked.whistle);
  asked.seen_version = state ? state->version : 0;
  asked.by = small_city::speaker(who);
  asked.ask = std::move(what);
  return asked;
}

}  // namespace gridwhistle
