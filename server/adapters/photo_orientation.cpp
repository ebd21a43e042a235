#include "server/adapters/photo_orientation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace gridwhistle {
namespace {

using std::string_view;

constexpr int upright = 1;
constexpr int orientations = 8;
constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t short_type = 3;
constexpr std::size_t entry_bytes = 12;

enum class byte_order { big, little };

// Nothing beyond the end: every number of a photo comes through here.
std::optional<std::uint32_t> number_at(string_view bytes, std::size_t at, std::size_t width,
                                       byte_order order) {
  if (at > bytes.size() || bytes.size() - at < width) return std::nullopt;
  std::uint32_t made = 0;
  for (std::size_t i = 0; i < width; ++i) {
    std::size_t from = order == byte_order::big ? i : width - 1 - i;
    made = (made << 8) | static_cast<std::uint8_t>(bytes[at + from]);
  }
  return made;
}

// The first directory of a TIFF block, which is what EXIF is.
int orientation_in_tiff(string_view tiff) {
  if (!tiff.starts_with("II") && !tiff.starts_with("MM")) return upright;
  byte_order order = tiff.starts_with("II") ? byte_order::little : byte_order::big;
  auto directory = number_at(tiff, 4, 4, order);
  if (number_at(tiff, 2, 2, order) != 42u || !directory) return upright;
  std::size_t begin = *directory;
  std::size_t entries = number_at(tiff, begin, 2, order).value_or(0);
  for (std::size_t i = 0; i < entries; ++i) {
    std::size_t at = begin + 2 + i * entry_bytes;
    auto tag = number_at(tiff, at, 2, order);
    if (!tag) return upright;
    if (*tag != orientation_tag) continue;
    auto told = number_at(tiff, at + 8, 2, order);
    bool sound = number_at(tiff, at + 2, 2, order) == short_type &&
                 number_at(tiff, at + 4, 4, order) == 1u && told && *told >= upright &&
                 *told <= orientations;
    return sound ? static_cast<int>(*told) : upright;
  }
  return upright;
}

string_view without_name(string_view block) {
  constexpr string_view name("Exif\0\0", 6);
  return block.starts_with(name) ? block.substr(name.size()) : string_view();
}

int orientation_of_jpeg(string_view photo) {
  std::size_t at = 2;
  while (number_at(photo, at, 1, byte_order::big) == 0xffu) {
    auto marker = number_at(photo, at + 1, 1, byte_order::big);
    auto length = number_at(photo, at + 2, 2, byte_order::big);
    bool image_begins = marker == 0xdau;
    if (!length || *length < 2 || image_begins) return upright;
    if (marker == 0xe1u) {
      string_view block = without_name(photo.substr(at + 4, *length - 2));
      if (!block.empty()) return orientation_in_tiff(block);
    }
    at += 2 + *length;
  }
  return upright;
}

int orientation_of_png(string_view photo) {
  std::size_t at = 8;
  while (auto length = number_at(photo, at, 4, byte_order::big)) {
    if (at + 8 > photo.size()) return upright;
    if (photo.substr(at + 4, 4) == "eXIf")
      return orientation_in_tiff(photo.substr(at + 8, *length));
    at += std::size_t{12} + *length;
  }
  return upright;
}

int orientation_of_webp(string_view photo) {
  std::size_t at = 12;
  while (auto length = number_at(photo, at + 4, 4, byte_order::little)) {
    if (photo.substr(at, 4) == "EXIF") {
      string_view block = photo.substr(at + 8, *length);
      string_view named = without_name(block);
      return orientation_in_tiff(named.empty() ? block : named);
    }
    at += std::size_t{8} + *length + *length % 2;
  }
  return upright;
}

}  // namespace

int orientation_of(string_view photo) {
  if (photo.starts_with("\xff\xd8")) return orientation_of_jpeg(photo);
  if (photo.starts_with("\x89PNG")) return orientation_of_png(photo);
  if (photo.starts_with("RIFF")) return orientation_of_webp(photo);
  return upright;
}

}  // namespace gridwhistle
