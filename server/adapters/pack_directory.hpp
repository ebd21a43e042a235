// A pack's directory, replaced whole.
#pragma once

#include <filesystem>

#include "common/pack_files.hpp"

namespace gridwhistle {

// Afterwards the directory has these files and, of what it had before, all that they do not name.
// It changes at one instant and after the new content is on disk: whoever reads it sees the old or
// the new, and a fault leaves the old. A directory that is not there is made. Throws
// std::runtime_error, std::filesystem::filesystem_error.
void replace_pack_files(const std::filesystem::path& directory, const pack_files& files);

}  // namespace gridwhistle
