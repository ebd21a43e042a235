// Packs in Redis, each for ever under its hash: gw:{shard}:pack:<SHA-256>.
// Law: what is under a hash has that hash, whoever put it there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "common/pack_files.hpp"
#include "server/adapters/redis_link.hpp"

namespace gridwhistle {

// A whole pack in one command would keep every batch waiting until all of it is on disk.
constexpr std::size_t stored_part_bytes = 256 * 1024;

// In parts under gw:{shard}:pack_coming:<SHA-256>, which is then renamed. False: Redis did not take
// it. What is there already stays.
boost::asio::awaitable<bool> keep_pack(redis_link& redis, std::string shard, policy_hash hash,
                                       std::string canonical);

// What is under that hash, unread. Nothing: there is none, or Redis went away.
boost::asio::awaitable<std::optional<std::string>> stored_bytes(redis_link& redis,
                                                                std::string shard,
                                                                policy_hash hash);

// hash in lower-case hex. A sentence that says what is missing or wrong otherwise.
boost::asio::awaitable<std::variant<pack_files, std::string>> stored_pack(redis_link& redis,
                                                                          std::string shard,
                                                                          std::string hash);

}  // namespace gridwhistle
