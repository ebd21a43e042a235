// A photo as anybody sends it becomes a JPEG of ours: decoded, upright, no larger than its box, on
// white where it was transparent, and encoded anew. The only code that touches the image libraries.
// Law: nothing of the original's bytes is copied, so nothing that hid among them comes along; this
// runs in the worker alone (photo_worker.hpp), never in the server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace gridwhistle {

// What may be decoded at all: more is a bomb, or no photo.
constexpr int photo_side_max = 20'000;
constexpr std::int64_t photo_pixels_max = 50'000'000;
// Longest side of what is kept.
constexpr int photo_kept_side = 1'600;
constexpr int photo_quality = 82;
// Of text, colour profiles and the like in a PNG; what is larger makes it unreadable.
constexpr std::size_t png_chunk_bytes_max = 1024 * 1024;
constexpr std::size_t png_chunks_bytes_max = 4 * 1024 * 1024;

struct photo_box {
  int width = photo_kept_side;
  int height = photo_kept_side;
};

enum class photo_fault {
  kind,        // neither JPEG, PNG nor WebP
  unreadable,  // one of these, and broken
  too_large,   // in pixels or bytes
  not_now      // the machine could not look at it
};
// As the pages hear it: photo_kind, photo_unreadable, ...
std::string_view name_of(photo_fault fault);

// Never larger than the original.
std::variant<std::string, photo_fault> encoded_anew(std::string_view photo, photo_box box);

}  // namespace gridwhistle
