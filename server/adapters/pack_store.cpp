#include "server/adapters/pack_store.hpp"

#include <utility>
#include <vector>

#include "server/adapters/journal.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

asio::awaitable<bool> keep_pack(redis_link& redis, std::string shard, policy_hash hash,
                                std::string canonical) {
  std::vector<std::string> set = {"SET", journal_key(shard, "pack:" + hash.hex()),
                                  std::move(canonical), "NX"};
  auto reply = co_await redis.ask(std::move(set));
  co_return reply && !reply->is_error();
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
