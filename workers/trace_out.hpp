// The rows of a 311 file as a trace, which gridwhistled pack diff replays (docs/packs.md).
#pragma once

#include <cstdint>
#include <filesystem>

namespace gridwhistle {

// file and pack as for run_replay; a row's opening is its call, its closing the handling. Gives the
// rows written. Throws std::runtime_error: one of them cannot be read, or out cannot be written.
std::uint64_t write_trace(const std::filesystem::path& file, const std::filesystem::path& pack,
                          const std::filesystem::path& out);

}  // namespace gridwhistle
