#include "tests/adapters/photo_samples.hpp"

#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/encode.h>
#include <zlib.h>

#include <random>
#include <stdexcept>

namespace gridwhistle::test {
namespace {

using std::string;
using std::string_view;

string big(std::uint32_t number, int bytes) {
  string made;
  for (int i = bytes - 1; i >= 0; --i) made.push_back(static_cast<char>(number >> (8 * i)));
  return made;
}

string little(std::uint32_t number, int bytes) {
  string made = big(number, bytes);
  return {made.rbegin(), made.rend()};
}

std::vector<unsigned char> painted(int width, int height) {
  std::vector<unsigned char> rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const colour& here = quarters[static_cast<std::size_t>((y * 2 / height) * 2 + x * 2 / width)];
      for (int each : {here.red, here.green, here.blue})
        rgb.push_back(static_cast<unsigned char>(each));
    }
  }
  return rgb;
}

string jpeg_of(int width, int height, int flags) {
  auto rgb = painted(width, height);
  tjhandle handle = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  int failed = tjCompress2(handle, rgb.data(), width, 0, height, TJPF_RGB, &bytes, &count,
                           TJSAMP_444, 95, flags);
  string made(reinterpret_cast<const char*>(bytes), count);
  tjFree(bytes);
  tjDestroy(handle);
  if (failed != 0) throw std::runtime_error("no JPEG sample");
  return made;
}

string cmyk_jpeg() {
  std::vector<unsigned char> cmyk(4 * 64 * 48, 100);
  tjhandle handle = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  tjCompress2(handle, cmyk.data(), 64, 0, 48, TJPF_CMYK, &bytes, &count, TJSAMP_444, 90, 0);
  string made(reinterpret_cast<const char*>(bytes), count);
  tjFree(bytes);
  tjDestroy(handle);
  return made;
}

string deflated(string_view bytes) {
  uLongf count = compressBound(bytes.size());
  string made(count, '\0');
  compress2(reinterpret_cast<Bytef*>(made.data()), &count,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), Z_BEST_COMPRESSION);
  made.resize(count);
  return made;
}

// --- PNG by hand ---------------------------------------------------------------------------------

constexpr string_view png_start("\x89PNG\r\n\x1a\n", 8);

string chunk(string_view type, string_view content) {
  string named = string(type) + string(content);
  auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(named.data()), static_cast<uInt>(named.size()));
  return big(static_cast<std::uint32_t>(content.size()), 4) + named +
         big(static_cast<std::uint32_t>(sum), 4);
}

enum png_colours : unsigned char { grey = 0, rgb_colours = 2, rgba_colours = 6 };

string png_head(std::uint32_t width, std::uint32_t height, int depth, png_colours colours) {
  string head = big(width, 4) + big(height, 4);
  for (int each : {depth, static_cast<int>(colours), 0, 0, 0})
    head.push_back(static_cast<char>(each));
  return string(png_start) + chunk("IHDR", head);
}

string png_of(string_view head, string_view extra, string_view rows) {
  return string(head) + string(extra) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

string rows_of(int width, int height) {
  auto rgb = painted(width, height);
  string rows;
  std::size_t bytes = static_cast<std::size_t>(width) * 3;
  for (int y = 0; y < height; ++y) {
    rows.push_back('\0');
    rows.append(reinterpret_cast<const char*>(rgb.data()) + bytes * static_cast<std::size_t>(y),
                bytes);
  }
  return rows;
}

string png_with(string_view extra) {
  return png_of(png_head(64, 48, 8, rgb_colours), extra, rows_of(64, 48));
}

// --- what is done to them ------------------------------------------------------------------------

string patched(string bytes, std::size_t at, string_view with) {
  return bytes.replace(at, with.size(), with);
}

// Height and width of the frame say so.
string jpeg_declaring(unsigned height, unsigned width) {
  string made = jpeg_sample(64, 48);
  std::size_t frame = made.find("\xff\xc0");
  return patched(made, frame + 5, big(height, 2) + big(width, 2));
}

string webp_chunk(string_view name, string_view content) {
  string made =
      string(name) + little(static_cast<std::uint32_t>(content.size()), 4) + string(content);
  if (content.size() % 2 != 0) made.push_back('\0');
  return made;
}

// With the head that further chunks need; the canvas says so.
string webp_extended(string_view plain, unsigned char flags, std::uint32_t width,
                     std::uint32_t height, string_view more) {
  string head(1, static_cast<char>(flags));
  head += string(3, '\0') + little(width - 1, 3) + little(height - 1, 3);
  string body = "WEBP" + webp_chunk("VP8X", head) + string(plain.substr(12)) + string(more);
  return "RIFF" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
}

const std::vector<string> broken = {"photo_unreadable"};
const std::vector<string> cleaned = {"cleaned"};
const std::vector<string> foreign = {"photo_kind"};
const std::vector<string> too_large = {"photo_too_large"};
const std::vector<string> either = {"cleaned", "photo_unreadable", "photo_too_large"};

using evils = std::vector<evil_photo>;

void add_truncated(evils& to) {
  const std::pair<string, string> whole[] = {{"jpeg", jpeg_sample(300, 200)},
                                             {"png", png_sample(300, 200)},
                                             {"webp", webp_sample(300, 200)}};
  for (const auto& [kind, bytes] : whole) {
    for (std::size_t percent : {20u, 35u, 50u, 65u, 80u, 95u}) {
      to.push_back({kind + " of which " + std::to_string(percent) + " % are there",
                    bytes.substr(0, bytes.size() * percent / 100), broken});
    }
    to.push_back({kind + " cut in its first marker",
                  bytes.substr(0, 3),
                  {"photo_kind", "photo_unreadable"}});
  }
  to.push_back({"jpeg without its last byte", whole[0].second.substr(0, whole[0].second.size() - 1),
                broken});
}

void add_bombs(evils& to) {
  string square(std::size_t{30'000} * (30'000 / 8 + 1), '\0');
  to.push_back({"png of 30000 x 30000 pixels",
                png_of(png_head(30'000, 30'000, 1, grey), "", square), too_large});
  to.push_back({"png that declares the most there is",
                png_of(png_head(0x7fffffff, 0x7fffffff, 8, rgba_colours), "", "x"), too_large});
  to.push_back({"png 20001 pixels wide",
                png_of(png_head(20'001, 1, 8, grey), "", string(20'002, '\0')), too_large});
  to.push_back({"png of no pixel", png_of(png_head(0, 0, 8, rgba_colours), "", ""), broken});
  to.push_back({"png that declares what is not there",
                png_of(png_head(7'000, 7'000, 8, rgba_colours), "", "x"), broken});
  string large(std::size_t{7'000} * (7'000 / 8 + 1), '\0');
  to.push_back({"png of 49 million pixels in a few kilobytes",
                png_of(png_head(7'000, 7'000, 1, grey), "", large), cleaned});
  to.push_back({"jpeg that declares 65500 x 65500", jpeg_declaring(65'500, 65'500), too_large});
  to.push_back({"jpeg that declares 7000 x 7000", jpeg_declaring(7'000, 7'000), broken});
  to.push_back({"jpeg that declares no width", jpeg_declaring(48, 0), broken});
  to.push_back({"webp whose canvas is 16383 x 16383",
                webp_extended(webp_sample(64, 48), 0, 16'383, 16'383, ""),
                {"photo_too_large", "photo_unreadable"}});
  string zeros(64 * 1024 * 1024, '\0');
  string text = "Comment" + string(2, '\0') + deflated(zeros);
  to.push_back({"png with 64 MiB of zTXt", png_with(chunk("zTXt", text)), either});
  string utf8 = "Comment" + string("\0\1\0\0\0", 5) + deflated(zeros);
  to.push_back({"png with 64 MiB of iTXt", png_with(chunk("iTXt", utf8)), either});
  string profile = "icc" + string(2, '\0') + deflated(zeros);
  to.push_back({"png with a colour profile of 64 MiB", png_with(chunk("iCCP", profile)), either});
  string many;
  for (int i = 0; i < 20'000; ++i) many += chunk("tEXt", "a" + string(1, '\0') + "b");
  to.push_back({"png with 20000 texts", png_with(many), either});
  string scans = jpeg_of(64, 48, TJFLAG_PROGRESSIVE);
  std::size_t last = scans.rfind("\xff\xda");
  string scan = scans.substr(last, scans.size() - 2 - last);
  string repeated = scans.substr(0, last);
  for (int i = 0; i < 2'000; ++i) repeated += scan;
  to.push_back({"jpeg of 2000 scans", repeated + "\xff\xd9", broken});
}

void add_lying_structures(evils& to) {
  string png = png_sample(64, 48);
  auto spoilt = [&png](string_view type) {
    string made = png;
    std::size_t at = made.find(type);
    auto byte = [&made](std::size_t where) { return static_cast<unsigned char>(made[where]); };
    std::size_t sum = at + 4 + 256u * byte(at - 2) + byte(at - 1);
    made[sum] = static_cast<char>(~made[sum]);
    return made;
  };
  to.push_back({"png whose head has a wrong checksum", spoilt("IHDR"), broken});
  to.push_back({"png whose image has a wrong checksum", spoilt("IDAT"), either});
  to.push_back({"png whose deflate stream is noise",
                string(png_head(64, 48, 8, rgb_colours)) + chunk("IDAT", string(500, 'x')) +
                    chunk("IEND", ""),
                broken});
  to.push_back({"png of an unknown colour type",
                png_of(png_head(64, 48, 8, static_cast<png_colours>(5)), "", "x"), broken});
  to.push_back({"png whose chunk is longer than all of it",
                string(png_head(64, 48, 8, rgb_colours)) + big(0x7fffffff, 4) + "IDATx", broken});
  to.push_back({"png with an unknown critical chunk", png_with(chunk("EVIL", "x")), broken});
  string webp = webp_sample(64, 48);
  to.push_back({"webp that says it is shorter", patched(webp, 4, little(20, 4)), broken});
  to.push_back({"webp that says it is longer",
                patched(webp, 4, little(0x7ffffff0, 4)),
                {"cleaned", "photo_unreadable"}});
  to.push_back({"webp whose chunk is longer than all of it",
                patched(webp, 16, little(0x7ffffff0, 4)), broken});
  to.push_back({"webp that says it is animated", webp_extended(webp, 2, 64, 48, ""), broken});
  to.push_back({"webp of nothing", "RIFF" + little(4, 4) + "WEBP", broken});
  to.push_back({"jpeg of nothing but its ends", "\xff\xd8\xff\xd9", broken});
  to.push_back({"jpeg of noise behind its start", "\xff\xd8\xff" + string(5'000, '\x5a'), broken});
  to.push_back({"jpeg of markers alone", "\xff\xd8" + string(5'000, '\xff'), broken});
  to.push_back({"jpeg whose segment is longer than all of it",
                string("\xff\xd8\xff\xe1\xff\xfe", 6) + "Exif", broken});
  to.push_back({"jpeg of four colours of ink", cmyk_jpeg(), broken});
}

void add_polyglots(evils& to) {
  string jpeg = jpeg_sample(64, 48);
  string zip = string("PK\3\4", 4) + string(26, '\0') + "evil.class" + string("PK\5\6", 4) +
               string(18, '\0');
  string html = "<html><script>alert('gridwhistle')</script></html>";
  to.push_back({"jpeg with a ZIP behind it", jpeg + zip, cleaned});
  to.push_back({"jpeg with a page behind it", jpeg + html, cleaned});
  to.push_back({"jpeg with a page as its comment", with_segment(jpeg, 0xfe, html), cleaned});
  to.push_back({"jpeg with a program as its EXIF",
                with_segment(jpeg, 0xe1, "<?php system($_GET[0]); ?>"), cleaned});
  to.push_back({"jpeg with a ZIP in a segment", with_segment(jpeg, 0xed, zip), cleaned});
  to.push_back({"png with a page behind it", png_sample(64, 48) + html, cleaned});
  to.push_back({"png with a page as its text",
                png_with(chunk("tEXt", "Title" + string(1, '\0') + html)), cleaned});
  to.push_back({"webp with a page behind it", webp_sample(64, 48) + html, cleaned});
  to.push_back({"gif with a program archive behind it", "GIF89a\1\0\1\0" + zip, foreign});
  to.push_back({"page named as a photo", html, foreign});
  to.push_back({"drawing with a script",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", foreign});
  to.push_back({"document", "%PDF-1.7\n" + html, foreign});
  to.push_back({"bitmap", "BM" + string(200, '\0'), foreign});
  to.push_back({"tiff", "II*" + string(200, '\0'), foreign});
  to.push_back({"heic", big(24, 4) + "ftypheic" + string(200, '\0'), foreign});
  to.push_back({"one byte", "\xff", foreign});
  to.push_back({"a megabyte of nothing", string(1024 * 1024, '\0'), foreign});
}

void add_broken_exif(evils& to) {
  string jpeg = jpeg_sample(64, 48);
  string sound = exif_block(6, endian::little);
  auto add = [&](const string& name, const string& exif) {
    to.push_back({name, with_exif(jpeg, exif), cleaned});
  };
  add("EXIF with another byte order mark", patched(sound, 6, "XX"));
  add("EXIF whose directory lies beyond it", patched(sound, 10, little(0xfffffff0, 4)));
  add("EXIF whose directory is its own head", patched(sound, 10, little(0, 4)));
  add("EXIF of 65535 entries", patched(sound, 14, little(0xffff, 2)));
  add("EXIF that is turned by 0", exif_block(0, endian::little));
  add("EXIF that is turned by 99", exif_block(99, endian::big));
  add("EXIF whose entry counts 4 billion", patched(sound, 20, little(0xffffffff, 4)));
  add("EXIF cut in its first entry", sound.substr(0, 20));
  add("EXIF of nothing", string("Exif\0\0", 6));
  add("EXIF of a whole segment", sound + string(60'000, 'm'));
  to.push_back(
      {"EXIF twice", with_exif(with_exif(jpeg, sound), exif_block(3, endian::big)), cleaned});
  to.push_back({"XMP with a place",
                with_segment(jpeg, 0xe1,
                             "http://ns.adobe.com/xap/1.0/" + string(1, '\0') +
                                 "<exif:GPSLatitude>" + string(gps_secret)),
                cleaned});
  to.push_back(
      {"IPTC with a name",
       with_segment(jpeg, 0xed, "Photoshop 3.0" + string(1, '\0') + "8BIM" + string(serial_secret)),
       cleaned});
}

}  // namespace

string jpeg_sample(int width, int height) { return jpeg_of(width, height, 0); }

string png_sample(int width, int height) {
  return png_of(png_head(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), 8,
                         rgb_colours),
                "", rows_of(width, height));
}

string webp_sample(int width, int height) {
  auto rgb = painted(width, height);
  std::uint8_t* bytes = nullptr;
  std::size_t count = WebPEncodeRGB(rgb.data(), width, height, 3 * width, 95, &bytes);
  string made(reinterpret_cast<const char*>(bytes), count);
  WebPFree(bytes);
  if (count == 0) throw std::runtime_error("no WebP sample");
  return made;
}

string half_transparent_png(int width, int height) {
  string rows;
  for (int y = 0; y < height; ++y) {
    rows.push_back('\0');
    for (int x = 0; x < width; ++x) {
      rows.append({0, 0, 0});
      rows.push_back(y * 2 < height ? '\xff' : '\0');
    }
  }
  return png_of(png_head(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), 8,
                         rgba_colours),
                "", rows);
}

string striped_png(int side) {
  std::mt19937 chance(1);
  string row(1, '\0'), rows;
  for (int i = 0; i < 3 * side; ++i) row.push_back(static_cast<char>(chance()));
  for (int y = 0; y < side; ++y) rows += row;
  auto length = static_cast<std::uint32_t>(side);
  return png_of(png_head(length, length, 8, rgb_colours), "", rows);
}

seen_photo seen_in(string_view jpeg) {
  tjhandle handle = tjInitDecompress();
  seen_photo made;
  int subsampling = 0, colours = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
  tjDecompressHeader3(handle, bytes, jpeg.size(), &made.width, &made.height, &subsampling,
                      &colours);
  std::vector<unsigned char> rgb(static_cast<std::size_t>(3 * made.width * made.height));
  int failed = tjDecompress2(handle, bytes, jpeg.size(), rgb.data(), made.width, 0, made.height,
                             TJPF_RGB, TJFLAG_STOPONWARNING);
  tjDestroy(handle);
  if (failed != 0 || rgb.empty()) throw std::runtime_error("what came out is no photo");
  for (int i = 0; i < 4; ++i) {
    int x = made.width * (1 + 2 * (i % 2)) / 4, y = made.height * (1 + 2 * (i / 2)) / 4;
    auto at = static_cast<std::size_t>(3 * (y * made.width + x));
    made.quarters[static_cast<std::size_t>(i)] = {rgb[at], rgb[at + 1], rgb[at + 2]};
  }
  return made;
}

string exif_block(int orientation, endian order) {
  auto number = [order](std::uint32_t value, int bytes) {
    return order == endian::big ? big(value, bytes) : little(value, bytes);
  };
  auto told = static_cast<std::uint32_t>(orientation);
  string made =
      string("Exif\0\0", 6) + (order == endian::big ? "MM" : "II") + number(42, 2) + number(8, 4);
  // Orientation, serial number of the body, the GPS directory.
  made += number(3, 2);
  made += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(told, 2) + number(0, 2);
  made += number(0xa431, 2) + number(2, 2) +
          number(static_cast<std::uint32_t>(serial_secret.size()), 4) + number(100, 4);
  made += number(0x8825, 2) + number(4, 2) + number(1, 4) + number(200, 4);
  made += number(0, 4);
  made += string(serial_secret) + "GPSLatitude" + string(gps_secret);
  return made + "thumbnail" + jpeg_sample(16, 16);
}

string with_segment(string_view jpeg, unsigned char marker, string_view payload) {
  string made(jpeg.substr(0, 2));
  made += "\xff";
  made.push_back(static_cast<char>(marker));
  made += big(static_cast<std::uint32_t>(payload.size() + 2), 2);
  return made.append(payload).append(jpeg.substr(2));
}

string with_exif(string_view photo, string_view exif) {
  if (photo.starts_with("\xff\xd8")) return with_segment(photo, 0xe1, exif);
  if (photo.starts_with(png_start)) {
    // Behind the head: 8 bytes of signature and a chunk of 25.
    constexpr std::size_t head = 33;
    return string(photo.substr(0, head)) + chunk("eXIf", exif.substr(6)) +
           string(photo.substr(head));
  }
  int width = 0, height = 0;
  WebPGetInfo(reinterpret_cast<const std::uint8_t*>(photo.data()), photo.size(), &width, &height);
  return webp_extended(photo, 8, static_cast<std::uint32_t>(width),
                       static_cast<std::uint32_t>(height), webp_chunk("EXIF", exif));
}

evils evil_photos() {
  evils made;
  add_truncated(made);
  add_bombs(made);
  add_lying_structures(made);
  add_polyglots(made);
  add_broken_exif(made);
  return made;
}

}  // namespace gridwhistle::test
