// Any stored pack is a policy, a list of errors, or not a pack; whatever it is, loading it ends.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/adapters/pack_loader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace gridwhistle;
  auto files = files_of_canonical({reinterpret_cast<const char*>(bytes), size});
  if (const auto* found = std::get_if<pack_files>(&files)) static_cast<void>(load_pack(*found));
  return 0;
}
