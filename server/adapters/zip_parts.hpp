// The parts of a zip archive in memory, such as an .xlsx: read, or put together.
// Law: what is unpacked is counted as it comes, and never more than allowed, whatever the archive
// says of itself.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/pack_files.hpp"

struct zip;

namespace gridwhistle {

// Of one part, and of all that is read of an archive.
constexpr std::size_t zip_part_bytes_max = 64u << 20;
constexpr std::size_t zip_bytes_max = 192u << 20;

class zip_parts {
 public:
  // Throws std::runtime_error: these bytes are no zip archive. They must outlive this.
  explicit zip_parts(std::string_view bytes);
  ~zip_parts();
  zip_parts(const zip_parts&) = delete;
  zip_parts& operator=(const zip_parts&) = delete;

  // Nothing when there is no such part; capitals do not count. Throws std::runtime_error: it is
  // encrypted, damaged or too large.
  std::optional<std::string> read(const std::string& name);

 private:
  ::zip* opened_ = nullptr;
  std::size_t read_bytes_ = 0;
};

// The files as an archive; of equal files the same bytes. Throws std::runtime_error: no memory.
std::string zip_of(const pack_files& files);

}  // namespace gridwhistle
