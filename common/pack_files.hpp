// The files of a policy pack and their one canonical form, whose SHA-256 names the pack.
// Law: the same content gives the same hash, whatever editor wrote its line ends or byte order
// marks.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/csv_table.hpp"
#include "common/ids.hpp"

namespace gridwhistle {

using pack_error = file_error;

// Beside the pack's own files: what its city expects of it. No policy, and no part of the hash.
constexpr std::string_view expectations_file = "expect.csv";

// File name -> bytes.
using pack_files = std::map<std::string, std::string, std::less<>>;

// Only these take part; a README beside them is not policy.
inline constexpr std::array<std::string_view, 14> pack_file_names = {
    "pack.toml",  "areas.csv",    "departments.csv", "matters.csv",  "duties.csv",
    "limits.csv", "calendar.csv", "hours.csv",       "ladders.csv",  "posts.csv",
    "shifts.csv", "care.csv",     "sayings.csv",     "grids.geojson"};

// The known files of that directory, tables in UTF-8 whether they were saved in it or in GB18030;
// absent ones are absent. Errors: one cannot be read, has more than csv_bytes_max bytes, or is a
// table in another encoding.
std::variant<pack_files, std::vector<pack_error>> read_pack_directory(
    const std::filesystem::path& directory);

// Throws std::runtime_error: the name, then a line for each error.
[[noreturn]] void throw_pack_errors(const std::string& name, const std::vector<pack_error>& errors);

// For a program that cannot go on without the pack of that name.
template <class T>
T or_throw(std::variant<T, std::vector<pack_error>> read, const std::string& name) {
  if (const auto* errors = std::get_if<1>(&read)) throw_pack_errors(name, *errors);
  return std::get<0>(std::move(read));
}

// The known files, with leading byte order marks dropped and every line end made LF.
pack_files normalised(const pack_files& files);

// "gridwhistle-pack 1\n", then for each of normalised(files), sorted by name: the name, a space,
// the length in bytes as a decimal, "\n", the bytes.
std::string canonical_bytes(const pack_files& files);

// The inverse. Error: bytes that canonical_bytes cannot have made; line is 0, value the byte
// offset.
std::variant<pack_files, pack_error> files_of_canonical(std::string_view bytes);

// SHA-256 of canonical bytes.
policy_hash hash_of_canonical(std::string_view bytes);

}  // namespace gridwhistle
