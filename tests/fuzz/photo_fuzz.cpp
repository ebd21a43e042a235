// Any bytes are a photo that becomes a plain JPEG within its box, or are refused: what the worker
// does to what strangers send, and what the server looks at of what the worker says.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "common/check.hpp"
#include "server/adapters/photo_pixels.hpp"
#include "server/adapters/plain_jpeg.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace gridwhistle;
  std::string_view told(reinterpret_cast<const char*>(bytes), size);
  auto whole = plain_jpeg(told);
  GW_CHECK(!whole || told.ends_with("\xff\xd9"));
  constexpr photo_box box{64, 64};
  auto made = encoded_anew(told, box);
  if (const auto* jpeg = std::get_if<std::string>(&made)) {
    auto shape = plain_jpeg(*jpeg);
    GW_CHECK(shape && shape->width <= box.width && shape->height <= box.height);
  }
  return 0;
}
