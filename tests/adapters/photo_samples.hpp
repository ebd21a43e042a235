// Photos for tests: good ones of each kind, made by the libraries that read them, and evil ones of
// every sort that an attacker or a broken camera sends.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle::test {

struct colour {
  int red = 0, green = 0, blue = 0;
};
// Every sample shows these four quarters: top left, top right, bottom left, bottom right.
constexpr std::array<colour, 4> quarters = {
    {{250, 0, 0}, {0, 250, 0}, {0, 0, 250}, {250, 250, 250}}};

std::string jpeg_sample(int width, int height);
std::string png_sample(int width, int height);
std::string webp_sample(int width, int height);
// Its lower half is transparent.
std::string half_transparent_png(int width, int height);
// Of many colours, one row like the other: small as a PNG and large as a JPEG.
std::string striped_png(int side);

// What a JPEG shows, decoded: for looking at what comes out.
struct seen_photo {
  int width = 0, height = 0;
  std::array<colour, 4> quarters;  // the middle of each
};
seen_photo seen_in(std::string_view jpeg);

// EXIF with that orientation, either byte order, a GPS directory, a camera's serial number and a
// thumbnail; the secrets stand in it as text.
constexpr std::string_view gps_secret = "N41.80571E123.43152";
constexpr std::string_view serial_secret = "SERIAL-0815-OF-A-PERSON";
enum class endian { big, little };
std::string exif_block(int orientation, endian order);
// Behind the first marker of a JPEG, before the image of a PNG, as a chunk of a WebP.
std::string with_exif(std::string_view photo, std::string_view exif);
std::string with_segment(std::string_view jpeg, unsigned char marker, std::string_view payload);

struct evil_photo {
  std::string name;
  std::string bytes;
  // What may come of it: "cleaned", "photo_kind", "photo_unreadable" or "photo_too_large".
  std::vector<std::string> may_be;
};
std::vector<evil_photo> evil_photos();

}  // namespace gridwhistle::test
