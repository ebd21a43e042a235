#include "server/adapters/pack_store.hpp"

#include <utility>
#include <vector>

#include "server/adapters/journal.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// Several writers of one pack write the same bytes at the same places; the first whole one stays.
asio::awaitable<bool> keep_pack(redis_link& redis, std::string shard, policy_hash hash,
                                std::string canonical) {
  std::string key = journal_key(shard, "pack:" + hash.hex());
  std::string coming = journal_key(shard, "pack_coming:" + hash.hex());
  std::vector<std::string> look = {"EXISTS", key};
  auto there = co_await redis.ask(std::move(look));
  if (!there || there->is_error()) co_return false;
  if (there->number != 0) co_return true;
  for (std::size_t at = 0; at < canonical.size(); at += stored_part_bytes) {
    std::vector<std::string> write = {"SETRANGE", coming, std::to_string(at),
                                      canonical.substr(at, stored_part_bytes)};
    auto written = co_await redis.ask(std::move(write));
    if (!written || written->is_error()) co_return false;
  }
  std::vector<std::string> name = {"RENAMENX", coming, key};
  auto named = co_await redis.ask(std::move(name));
  if (!named) co_return false;
  if (!named->is_error() && named->number != 0) co_return true;
  // Another has named it meanwhile, and perhaps taken what was coming away with it.
  std::vector<std::string> drop = {"UNLINK", coming};
  co_await redis.ask(std::move(drop));
  std::vector<std::string> again = {"EXISTS", key};
  auto kept = co_await redis.ask(std::move(again));
  co_return kept && !kept->is_error() && kept->number != 0;
}

asio::awaitable<std::optional<std::string>> stored_bytes(redis_link& redis, std::string shard,
                                                         policy_hash hash) {
  std::vector<std::string> get = {"GET", journal_key(shard, "pack:" + hash.hex())};
  auto reply = co_await redis.ask(std::move(get));
  bool there = reply && reply->kind == redis_reply::kind::text;
  if (!there) co_return std::nullopt;
  co_return std::move(reply->text);
}

asio::awaitable<std::variant<pack_files, std::string>> stored_pack(redis_link& redis,
                                                                   std::string shard,
                                                                   std::string hash) {
  std::string key = journal_key(shard, "pack:" + hash);
  std::vector<std::string> get = {"GET", key};
  auto reply = co_await redis.ask(std::move(get));
  if (!reply) co_return "redis went away";
  if (reply->kind != redis_reply::kind::text) co_return "there is no " + key;
  if (hash_of_canonical(reply->text).hex() != hash) co_return key + " holds another pack";
  auto files = files_of_canonical(reply->text);
  if (const auto* wrong = std::get_if<pack_error>(&files)) co_return key + ": " + to_text(*wrong);
  co_return std::get<pack_files>(std::move(files));
}

}  // namespace gridwhistle
