// The sheets of a pack's workbook, as the one who writes it and the one who reads it agree on.
#pragma once

#include <string>
#include <string_view>

namespace gridwhistle {

// A table's sheet has the name of its file. pack.toml is one line a row.
constexpr std::string_view settings_sheet = "pack.toml";
// What the workbook holds and what stands beside it: a file's name, one of these two, and for what
// is not here the SHA-256 of its bytes.
constexpr std::string_view about_sheet = "about";
constexpr std::string_view held_as_sheet = "sheet";
constexpr std::string_view held_elsewhere = "not in this workbook";

// A file that its cells alone would not give back byte by byte (needless quotes, empty lines)
// stands whole on a hidden sheet, and is taken from there while its cells are still the same. The
// pieces follow each other in the first column, each behind a mark that keeps its blanks.
inline std::string as_written_sheet(std::string_view file) { return std::string(file) + " text"; }
constexpr char piece_mark = ':';

}  // namespace gridwhistle
