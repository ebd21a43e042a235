// Packs in Redis, each for ever under its hash: gw:{shard}:pack:<SHA-256>.
// Law: what is under a hash has that hash, whoever put it there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <variant>

#include "server/adapters/pack_files.hpp"
#include "server/adapters/redis_link.hpp"

namespace gridwhistle {

// False: Redis did not take it. What is there already stays.
boost::asio::awaitable<bool> keep_pack(redis_link& redis, std::string shard, policy_hash hash,
                                       std::string canonical);

// hash in lower-case hex. A sentence that says what is missing or wrong otherwise.
boost::asio::awaitable<std::variant<pack_files, std::string>> stored_pack(redis_link& redis,
                                                                          std::string shard,
                                                                          std::string hash);

}  // namespace gridwhistle
