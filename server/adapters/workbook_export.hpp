// Writes the tables of a pack as a workbook that gives them back cell by cell, and byte by byte
// while nobody changes them.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "common/pack_files.hpp"

namespace gridwhistle {

// files are normalised(); expect.csv may be among them. Every cell is text. grids.geojson is only
// named, with its SHA-256. Errors: a table that cannot be read, or a cell that is too long for a
// spreadsheet. Throws std::runtime_error: the workbook cannot be written; nothing is there then
// that was not there before.
std::vector<pack_error> write_pack_workbook(const std::filesystem::path& workbook,
                                            const pack_files& files);

}  // namespace gridwhistle
