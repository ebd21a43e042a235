// gridwhistled photo-clean: the worker that the server starts for every photo.
#pragma once

#include <CLI/CLI.hpp>

#include "server/adapters/photo_pixels.hpp"

namespace gridwhistle {

CLI::App& add_photo_verb(CLI::App& app, photo_box& box);

}  // namespace gridwhistle
