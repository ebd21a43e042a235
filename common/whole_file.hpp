// Files that are read and replaced as a whole. Law: whoever looks sees the old content or the new
// one and nothing between, also after a power cut; what could not be written leaves nothing behind.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace gridwhistle {

// The world said no.
struct file_fault {
  std::filesystem::path file;
  int error = 0;  // errno
  // No room: of the disk, the quota or the process's own limit.
  bool full() const;
  // "FILE: No space left on device"
  std::string text() const;
};

std::variant<std::string, file_fault> read_whole(const std::filesystem::path& file);
// Written beside as FILE.new (mode 0600), on the disk, then renamed. Two at once on one file are
// the caller's fault.
std::optional<file_fault> write_whole(const std::filesystem::path& file, std::string_view bytes);
// The same for whoever can only give up: throw std::runtime_error, "cannot read FILE: why".
std::string read_or_throw(const std::filesystem::path& file);
void write_or_throw(const std::filesystem::path& file, std::string_view bytes);
// Tells a file that was replaced or written anew from the one of before; cheap enough for every
// second. Of a file that is not there always the same.
struct file_stamp {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  std::int64_t bytes = -1;
  std::uint64_t inode = 0;
  auto operator<=>(const file_stamp&) const = default;
};
file_stamp stamp_of(const std::filesystem::path& file);
// A new name in a directory is on the disk once the directory is.
std::optional<file_fault> settle_folder(const std::filesystem::path& folder);

}  // namespace gridwhistle
