// Files that are read and replaced as a whole. Law: whoever looks sees the old content or the new
// one and nothing between, also after a power cut; what could not be written leaves nothing behind.
#pragma once

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
// A new name in a directory is on the disk once the directory is.
std::optional<file_fault> settle_folder(const std::filesystem::path& folder);

}  // namespace gridwhistle
