// Whether a JPEG is a picture and nothing else: what the worker made is believed only so far. Law:
// tables, one frame and its scans, and the end; no comment, no EXIF, nothing behind it.
#pragma once

#include <optional>
#include <string_view>

namespace gridwhistle {

struct jpeg_size {
  int width = 0;
  int height = 0;
};

// Nothing where anything else is in it.
std::optional<jpeg_size> plain_jpeg(std::string_view bytes);

}  // namespace gridwhistle
