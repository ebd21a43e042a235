#include "server/pack_argument.hpp"

#include <stdexcept>
#include <variant>

#include "common/hex.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_store.hpp"
#include "server/redis_errand.hpp"

namespace gridwhistle {
namespace {

bool is_hash(const std::string& text) {
  auto raw = bytes_of_hex(text);
  return raw && raw->size() == sizeof(policy_hash::bytes);
}

}  // namespace

pack_files pack_files_of(const std::string& pack, const pack_shelf& stored) {
  if (!is_hash(pack)) return or_throw(read_pack_directory(pack), pack);
  if (stored.redis.empty()) throw std::runtime_error("pack " + pack + ": where? give --redis");
  using read = std::variant<pack_files, std::string>;
  auto found = with_redis<read>(
      stored.redis, [&](redis_link& redis) { return stored_pack(redis, stored.shard, pack); });
  if (const auto* why = std::get_if<std::string>(&found)) throw std::runtime_error(*why);
  return std::get<pack_files>(std::move(found));
}

policy_ptr pack_of(const std::string& pack, const pack_shelf& stored) {
  return or_throw(load_pack(pack_files_of(pack, stored)), pack);
}

}  // namespace gridwhistle
