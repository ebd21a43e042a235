// A journal read from its first batch to its end, for the verbs that list what stands in it. Law:
// what is told stands in an unbroken chain.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/redis_link.hpp"

namespace gridwhistle {

// Tells every batch in order. Nothing: it was read to its end; else what is wrong with it, after
// everything before that was told.
boost::asio::awaitable<std::optional<std::string>> walk_journal(
    redis_link& redis, std::string shard, seal_key key,
    std::function<void(const stored_batch&)> tell);

}  // namespace gridwhistle
