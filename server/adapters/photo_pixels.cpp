#include "server/adapters/photo_pixels.hpp"

#include <spng.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/check.hpp"
#include "server/adapters/photo_orientation.hpp"

namespace gridwhistle {
namespace {

using std::string_view;

constexpr int channels = 4;
constexpr int opaque = 255;

struct extent {
  int width = 0;
  int height = 0;
};

struct picture {
  extent size;
  std::vector<std::uint8_t> rgba;
};

using decoded = std::variant<picture, photo_fault>;

const unsigned char* octets(string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

picture empty_picture(extent size) {
  return {size,
          std::vector<std::uint8_t>(std::size_t{channels} * static_cast<unsigned>(size.width) *
                                    static_cast<unsigned>(size.height))};
}

std::optional<photo_fault> fault_of(extent size) {
  if (size.width <= 0 || size.height <= 0) return photo_fault::unreadable;
  bool fits = size.width <= photo_side_max && size.height <= photo_side_max &&
              std::int64_t{size.width} * size.height <= photo_pixels_max;
  return fits ? std::nullopt : std::optional(photo_fault::too_large);
}

extent fitted(extent size, photo_box box) {
  double factor = std::min({1.0, double(box.width) / size.width, double(box.height) / size.height});
  auto side = [factor](int whole) {
    return std::max(1, static_cast<int>(std::lround(factor * whole)));
  };
  return {side(size.width), side(size.height)};
}

// --- the three kinds -----------------------------------------------------------------------------

struct ends_turbo {
  void operator()(void* handle) const { tjDestroy(handle); }
};
struct frees_turbo {
  void operator()(unsigned char* bytes) const { tjFree(bytes); }
};
struct ends_spng {
  void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};

// JPEG is decoded at the smallest of its own scales that is not below what is wanted.
extent decoding_size(extent size, extent wanted) {
  int count = 0;
  const tjscalingfactor* all = tjGetScalingFactors(&count);
  extent best = size;
  for (int i = 0; i < count; ++i) {
    extent scaled{TJSCALED(size.width, all[i]), TJSCALED(size.height, all[i])};
    bool enough = scaled.width >= wanted.width && scaled.height >= wanted.height;
    if (enough && scaled.width < best.width) best = scaled;
  }
  return best;
}

decoded read_jpeg(string_view photo, photo_box box) {
  std::unique_ptr<void, ends_turbo> handle(tjInitDecompress());
  extent size;
  int subsampling = 0, colours = 0;
  if (!handle || tjDecompressHeader3(handle.get(), octets(photo), photo.size(), &size.width,
                                     &size.height, &subsampling, &colours) != 0) {
    return photo_fault::unreadable;
  }
  if (auto wrong = fault_of(size)) return *wrong;
  picture made = empty_picture(decoding_size(size, fitted(size, box)));
  // A warning is a part that is missing or was guessed: evidence is whole or none.
  int failed =
      tjDecompress2(handle.get(), octets(photo), photo.size(), made.rgba.data(), made.size.width, 0,
                    made.size.height, TJPF_RGBA, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS);
  if (failed != 0) return photo_fault::unreadable;
  return made;
}

decoded read_png(string_view photo) {
  std::unique_ptr<spng_ctx, ends_spng> context(spng_ctx_new(0));
  if (!context) return photo_fault::not_now;
  // All a PNG can say: what is too large is told apart from what is wrong by us.
  constexpr std::uint32_t any = 0x7fff'ffff;
  spng_set_image_limits(context.get(), any, any);
  spng_set_chunk_limits(context.get(), png_chunk_bytes_max, png_chunks_bytes_max);
  spng_set_png_buffer(context.get(), photo.data(), photo.size());
  spng_ihdr head{};
  int failed = spng_get_ihdr(context.get(), &head);
  if (failed == SPNG_EOVERFLOW) return photo_fault::too_large;
  if (failed != 0) return photo_fault::unreadable;
  extent size{static_cast<int>(head.width), static_cast<int>(head.height)};
  if (auto wrong = fault_of(size)) return *wrong;
  picture made = empty_picture(size);
  std::size_t wanted = 0;
  bool read = spng_decoded_image_size(context.get(), SPNG_FMT_RGBA8, &wanted) == 0 &&
              wanted == made.rgba.size() &&
              spng_decode_image(context.get(), made.rgba.data(), made.rgba.size(), SPNG_FMT_RGBA8,
                                SPNG_DECODE_TRNS) == 0;
  if (!read) return photo_fault::unreadable;
  return made;
}

decoded read_webp(string_view photo, photo_box box) {
  WebPDecoderConfig config{};
  if (WebPInitDecoderConfig(&config) == 0) return photo_fault::not_now;
  if (WebPGetFeatures(octets(photo), photo.size(), &config.input) != VP8_STATUS_OK)
    return photo_fault::unreadable;
  extent size{config.input.width, config.input.height};
  if (auto wrong = fault_of(size)) return *wrong;
  extent wanted = fitted(size, box);
  picture made = empty_picture(wanted);
  config.options.use_scaling = wanted.width != size.width || wanted.height != size.height;
  config.options.scaled_width = wanted.width;
  config.options.scaled_height = wanted.height;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = made.rgba.data();
  config.output.u.RGBA.stride = channels * wanted.width;
  config.output.u.RGBA.size = made.rgba.size();
  if (WebPDecode(octets(photo), photo.size(), &config) != VP8_STATUS_OK)
    return photo_fault::unreadable;
  return made;
}

decoded read_any(string_view photo, photo_box box) {
  if (photo.starts_with("\xff\xd8\xff")) return read_jpeg(photo, box);
  if (photo.starts_with("\x89PNG\r\n\x1a\n")) return read_png(photo);
  if (photo.starts_with("RIFF") && photo.substr(0, 12).ends_with("WEBP"))
    return read_webp(photo, box);
  return photo_fault::kind;
}

// --- what is made of them ------------------------------------------------------------------------

// By area, as libwebp does it: its pixels are ours, four bytes with the alpha last.
std::optional<picture> scaled(picture from, extent to) {
  if (from.size.width == to.width && from.size.height == to.height) return from;
  WebPPicture held;
  if (WebPPictureInit(&held) == 0) return std::nullopt;
  held.use_argb = 1;
  held.width = from.size.width;
  held.height = from.size.height;
  held.argb = reinterpret_cast<std::uint32_t*>(from.rgba.data());
  held.argb_stride = from.size.width;
  if (WebPPictureRescale(&held, to.width, to.height) == 0) return std::nullopt;
  picture made = empty_picture(to);
  std::size_t row = std::size_t{channels} * static_cast<unsigned>(to.width);
  for (int y = 0; y < to.height; ++y) {
    const auto* begin =
        reinterpret_cast<const std::uint8_t*>(held.argb + std::ptrdiff_t{y} * held.argb_stride);
    std::copy_n(begin, row, made.rgba.begin() + static_cast<std::ptrdiff_t>(row) * y);
  }
  WebPPictureFree(&held);
  return made;
}

void lay_on_white(picture& on) {
  for (std::size_t i = 0; i < on.rgba.size(); i += channels) {
    int alpha = on.rgba[i + 3];
    if (alpha == opaque) continue;
    for (std::size_t c = i; c < i + 3; ++c) {
      int colour = (on.rgba[c] * alpha + opaque * (opaque - alpha) + opaque / 2) / opaque;
      on.rgba[c] = static_cast<std::uint8_t>(colour);
    }
  }
}

// Where the pixel at (x, y) of the upright picture stands in the one of that size.
extent source_of(int x, int y, extent size, int orientation) {
  int right = size.width - 1, bottom = size.height - 1;
  switch (orientation) {
    case 2:
      return {right - x, y};
    case 3:
      return {right - x, bottom - y};
    case 4:
      return {x, bottom - y};
    case 5:
      return {y, x};
    case 6:
      return {y, bottom - x};
    case 7:
      return {right - y, bottom - x};
    case 8:
      return {right - y, x};
  }
  return {x, y};
}

bool lies_on_its_side(int orientation) { return orientation >= 5; }

picture turned(picture from, int orientation) {
  if (orientation == 1) return from;
  extent size = from.size;
  picture made =
      empty_picture(lies_on_its_side(orientation) ? extent{size.height, size.width} : size);
  auto at = [](extent in, int x, int y) { return channels * (std::ptrdiff_t{y} * in.width + x); };
  for (int y = 0; y < made.size.height; ++y) {
    for (int x = 0; x < made.size.width; ++x) {
      extent source = source_of(x, y, size, orientation);
      std::copy_n(from.rgba.begin() + at(size, source.width, source.height), channels,
                  made.rgba.begin() + at(made.size, x, y));
    }
  }
  return made;
}

std::variant<std::string, photo_fault> as_jpeg(const picture& from) {
  std::unique_ptr<void, ends_turbo> handle(tjInitCompress());
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  int failed =
      handle ? tjCompress2(handle.get(), from.rgba.data(), from.size.width, 0, from.size.height,
                           TJPF_RGBA, &bytes, &count, TJSAMP_420, photo_quality, 0)
             : -1;
  std::unique_ptr<unsigned char, frees_turbo> held(bytes);
  if (failed != 0) return photo_fault::not_now;
  return std::string(reinterpret_cast<const char*>(bytes), count);
}

}  // namespace

std::string_view name_of(photo_fault fault) {
  switch (fault) {
    case photo_fault::kind:
      return "photo_kind";
    case photo_fault::unreadable:
      return "photo_unreadable";
    case photo_fault::too_large:
      return "photo_too_large";
    case photo_fault::not_now:
      return "overloaded";
  }
  GW_CHECK(false);
  return {};
}

std::variant<std::string, photo_fault> encoded_anew(string_view photo, photo_box box) {
  int orientation = orientation_of(photo);
  if (lies_on_its_side(orientation)) std::swap(box.width, box.height);
  decoded read = read_any(photo, box);
  if (const auto* wrong = std::get_if<photo_fault>(&read)) return *wrong;
  auto& whole = std::get<picture>(read);
  extent wanted = fitted(whole.size, box);
  auto small = scaled(std::move(whole), wanted);
  if (!small) return photo_fault::not_now;
  lay_on_white(*small);
  return as_jpeg(turned(*std::move(small), orientation));
}

}  // namespace gridwhistle
