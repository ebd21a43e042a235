// The options of `gridwhistle past`.
#pragma once

#include <CLI/CLI.hpp>

#include "workers/past.hpp"

namespace gridwhistle {

constexpr const char* past_about =
    "the last days of a simulated city, said to a server of --clock replay";

void add_past_options(CLI::App& to, past_wishes& wishes);

}  // namespace gridwhistle
