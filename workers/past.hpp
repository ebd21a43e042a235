// A simulated city's past: the days before it is looked at for the first time, said to a server
// that was started with the replay clock, each word at its own instant and in the name of whoever
// says it.
// Law: everything is a command that the server decides; nothing is written beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "workers/past_plan.hpp"

namespace gridwhistle {

struct past_wishes {
  std::filesystem::path home;
  std::filesystem::path pack;
  std::filesystem::path photos;  // what deploy/demo-photos has sent; empty: none is named
  past_settings plan;
};

struct past_result {
  std::uint64_t whistles = 0;  // blown
  std::uint64_t visits = 0;    // that came by themselves and were taken up
  std::uint64_t commands = 0;
  std::uint64_t closed = 0;
  std::uint64_t refused = 0;  // of the commands
};

// The same settings, home and pack say the same at the same instants. Throws std::runtime_error
// when the home or the pack lacks something, or the server does not answer.
past_result drive_past(const past_wishes& wishes);

// {"whistles":2000,"visits":30,"commands":14000,"closed":1800,"refused":0}
std::string to_json(const past_result& result);

}  // namespace gridwhistle
