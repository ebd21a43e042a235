// Any bytes at the door are a request or a refusal with words, never anything else.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/check.hpp"
#include "server/adapters/door.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace gridwhistle;
  auto read = read_request({reinterpret_cast<const char*>(bytes), size});
  if (const auto* wrong = std::get_if<unread>(&read))
    GW_CHECK(!words_of(wrong->no.code).en.empty());
  return 0;
}
