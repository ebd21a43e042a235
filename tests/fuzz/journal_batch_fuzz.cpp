// Any bytes in the stream are a batch of ours or a named fault. The mac is made right first, so
// that what lies behind it is reached.
#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/adapters/journal_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace gridwhistle;
  const seal_key key{};
  mac own{};
  crypto_auth_hmacsha256(own.data(), bytes, size, key.data());
  v1::JournalBatch outer;
  outer.set_body(std::string(reinterpret_cast<const char*>(bytes), size));
  outer.set_mac(std::string(reinterpret_cast<const char*>(own.data()), own.size()));
  auto read = read_batch(key, position{1, 1}, outer.SerializeAsString());
  if (const auto* fault = std::get_if<batch_fault>(&read)) static_cast<void>(name_of(*fault));
  return 0;
}
