// The photos that are kept, each a clean JPEG under the SHA-256 of its bytes:
// HOME/photos/ab/<hash>.jpg, and beside it the smaller ones that pages asked for. Law: whoever is
// told a hash finds its bytes on the disk, also after a power cut; nothing is ever changed, and
// what goes is what nobody has claimed for long. Files: never call it in the turn.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/time.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {

// Widths a page may ask for besides the whole: each is kept, so there are not any number of them.
inline constexpr std::array scaled_widths = {160, 320, 640, 960};

// 64 digits of lower-case hex, and so a file's name that leads nowhere else.
class photo_hash {
 public:
  static std::optional<photo_hash> parse(std::string_view text);
  static photo_hash of(std::string_view bytes);
  const std::string& hex() const { return hex_; }
  bool operator==(const photo_hash&) const = default;

 private:
  explicit photo_hash(std::string hex) : hex_(std::move(hex)) {}
  std::string hex_;
};

struct claimed_photo {
  photo_hash hash;
  instant at;  // last
};

class photo_store {
 public:
  explicit photo_store(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Nothing: it is on the disk, and claimed at now.
  std::optional<file_fault> keep(const photo_hash& as, std::string_view jpeg, instant now) const;
  // Somebody is about to name it: it is younger from here on. False: it is not kept.
  bool claim(const photo_hash& which, instant now) const;
  // Claimed last at or after from and before until, most of them; the longest ago first.
  std::vector<claimed_photo> claimed_within(instant from, instant until, std::size_t most) const;
  // With its smaller ones, unless it was claimed since. False: it is still there, or was not.
  bool drop_unclaimed(const photo_hash& which, instant since) const;
  std::optional<file_fault> keep_scaled(const photo_hash& of, int width,
                                        std::string_view jpeg) const;
  bool has(const photo_hash& which) const;
  // Nothing where it is not kept.
  std::optional<std::string> read(const photo_hash& which) const;
  std::optional<std::string> read_scaled(const photo_hash& which, int width) const;
  std::filesystem::path file_of(const photo_hash& which) const;

 private:
  std::filesystem::path scaled_file_of(const photo_hash& which, int width) const;
  std::filesystem::path folder_;
};

}  // namespace gridwhistle
