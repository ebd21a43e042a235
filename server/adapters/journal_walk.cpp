#include "server/adapters/journal_walk.hpp"

#include <variant>
#include <vector>

#include "server/adapters/journal.hpp"

namespace gridwhistle {

boost::asio::awaitable<std::optional<std::string>> walk_journal(
    redis_link& redis, std::string shard, seal_key key,
    std::function<void(const stored_batch&)> tell) {
  journal_chain chain(key);
  position after{};
  for (;;) {
    auto page = co_await read_batches(redis, shard, key, after);
    if (const auto* wrong = std::get_if<journal_fault>(&page)) co_return wrong->what;
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty()) co_return std::nullopt;
    for (const stored_batch& each : batches) {
      if (!chain.follow(each)) co_return "the chain breaks at batch " + each.at.text();
      tell(each);
      after = each.at;
    }
  }
}

}  // namespace gridwhistle
