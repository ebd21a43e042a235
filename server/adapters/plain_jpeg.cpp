#include "server/adapters/plain_jpeg.hpp"

#include <cstddef>

namespace gridwhistle {
namespace {

using std::string_view;

// The second byte of each marker, ITU-T T.81 table B.1.
constexpr unsigned frame_baseline = 0xc0, frame_progressive = 0xc2, huffman_table = 0xc4,
                   restart_first = 0xd0, restart_last = 0xd7, image_end = 0xd9, scan = 0xda,
                   quantisation_table = 0xdb, restart_interval = 0xdd, jfif = 0xe0;
constexpr string_view image_start("\xff\xd8", 2);
constexpr string_view jfif_name("JFIF\0", 5);
// Its fixed members alone: no thumbnail.
constexpr std::size_t jfif_length = 16;
constexpr std::size_t frame_length_min = 8;

unsigned byte_at(string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::size_t two_at(string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

bool is_plain(unsigned marker, string_view segment) {
  switch (marker) {
    case jfif:
      return segment.size() == jfif_length && segment.substr(2).starts_with(jfif_name);
    case frame_baseline:
    case frame_progressive:
      return segment.size() >= frame_length_min;
    case huffman_table:
    case scan:
    case quantisation_table:
    case restart_interval:
      return true;
  }
  return false;
}

// Where the coded bits of a scan end: at the next marker that is no restart.
std::size_t end_of_bits(string_view bytes, std::size_t at) {
  for (; at < bytes.size(); ++at) {
    if (byte_at(bytes, at) != 0xff) continue;
    unsigned next = byte_at(bytes, at + 1);
    if (next != 0 && (next < restart_first || next > restart_last)) return at;
  }
  return at;
}

}  // namespace

std::optional<jpeg_size> plain_jpeg(string_view bytes) {
  if (!bytes.starts_with(image_start)) return std::nullopt;
  std::optional<jpeg_size> size;
  std::size_t at = image_start.size();
  while (byte_at(bytes, at) == 0xff) {
    unsigned marker = byte_at(bytes, at + 1);
    if (marker == image_end) return at + 2 == bytes.size() ? size : std::nullopt;
    std::size_t length = two_at(bytes, at + 2);
    if (length < 2 || length > bytes.size() - at - 2) return std::nullopt;
    string_view segment = bytes.substr(at + 2, length);
    if (!is_plain(marker, segment)) return std::nullopt;
    if (marker == frame_baseline || marker == frame_progressive) {
      if (size) return std::nullopt;
      size = jpeg_size{static_cast<int>(two_at(segment, 5)), static_cast<int>(two_at(segment, 3))};
    }
    at += 2 + length;
    if (marker == scan) at = end_of_bits(bytes, at);
  }
  return std::nullopt;
}

}  // namespace gridwhistle
