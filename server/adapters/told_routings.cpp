#include "server/adapters/told_routings.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

struct follower {
  whistle_id id;
  whistle state;
  routing_record record;
  policy_hash newest;
  policy_history packs;

  // False: a version is missing.
  bool take(const entry& told) {
    if (const auto* called = std::get_if<dispatched>(&told.happened)) newest = called->policy;
    if (const auto* desk = std::get_if<desk_took>(&told.happened)) {
      if (desk->policy != policy_hash()) newest = desk->policy;
    }
    if (told.whistle != id) return true;
    if (told.version != state.version + 1) return false;
    apply(state, told);
    record.add(state, told);
    return true;
  }
};

}  // namespace

policy_hash pack_at(const told_routings& told, instant now) {
  const publication* in_force = told.packs.in_force_at(now);
  return in_force ? in_force->pack : told.newest;
}

asio::awaitable<std::variant<told_routings, journal_fault>> read_routings(redis_link& redis,
                                                                          std::string shard,
                                                                          seal_key key,
                                                                          whistle_id id) {
  journal_chain chain(key);
  follower all{id, {}, {}, {}, {}};
  for (position after{};;) {
    auto page = co_await read_batches(redis, shard, key, after);
    if (auto* wrong = std::get_if<journal_fault>(&page)) co_return std::move(*wrong);
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty())
      co_return told_routings{all.record.all(), all.newest, std::move(all.packs)};
    for (const stored_batch& each : batches) {
      bool sound =
          chain.follow(each) &&
          std::ranges::all_of(each.publications,
                              [&](const publication& told) { return all.packs.add(told); }) &&
          std::ranges::all_of(each.entries, [&](const entry& told) { return all.take(told); });
      if (!sound) {
        co_return journal_fault{
            cure::call_operator,
            "batch " + each.at.text() + " is wrong; run gridwhistled journal verify"};
      }
      after = each.at;
    }
  }
}

}  // namespace gridwhistle
