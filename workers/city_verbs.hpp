// The options of what plays a city: `gridwhistle swarm` and `past`.
#pragma once

#include <CLI/CLI.hpp>

#include "workers/past.hpp"
#include "workers/swarm.hpp"

namespace gridwhistle {

constexpr const char* past_about =
    "the last days of a simulated city, said to a server of --clock replay";

void add_swarm_options(CLI::App& to, swarm_settings& wishes);
void add_past_options(CLI::App& to, past_wishes& wishes);

}  // namespace gridwhistle
