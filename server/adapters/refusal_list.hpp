// The refusals that a journal keeps, read from its first batch for `gridwhistled journal refusals`.
// Law: what is told stands in an unbroken chain.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/redis_link.hpp"

namespace gridwhistle {

// Tells every refusal in the order of the journal. Nothing: it was read to its end; else what is
// wrong with it, after everything before that was told.
boost::asio::awaitable<std::optional<std::string>> list_refusals(
    redis_link& redis, std::string shard, seal_key key,
    std::function<void(const refusal_record&)> tell);

// One line each: when, who, what, on which whistle, and why not.
std::string text_of(const refusal_record& told);
std::string json_of(const refusal_record& told);

}  // namespace gridwhistle
