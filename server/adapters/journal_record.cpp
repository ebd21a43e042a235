#include "server/adapters/journal_record.hpp"

#include <algorithm>
#include <map>

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

struct kept_whistle {
  whistle state;
  std::optional<recorded_question> asked;  // at its first dispatch
};

struct gatherer {
  std::map<whistle_id, kept_whistle> whistles;
  instant end;

  // False: a version is missing.
  bool take(const entry& told) {
    kept_whistle& kept = whistles[told.whistle];
    if (told.version != kept.state.version + 1) return false;
    apply(kept.state, told);
    bool first_call = std::holds_alternative<dispatched>(told.happened) && !kept.asked;
    if (first_call) kept.asked = recorded_question{{}, kept.state.what, told.at, {}, {}, {}};
    return true;
  }

  record made() {
    record all{{}, end};
    all.questions.reserve(whistles.size());
    for (auto& [id, kept] : whistles) {
      const whistle& state = kept.state;
      recorded_question asked =
          kept.asked ? *std::move(kept.asked)
                     : recorded_question{{}, state.what, state.raised_at, {}, {}, {}};
      asked.name = id.text();
      asked.state = state.open() ? record_state::open : record_state::ended;
      if (const obligation* lead = state.lead()) {
        asked.reported_in_at = lead->reported_in_at;
        asked.handled_at = lead->done_at;
      }
      all.questions.push_back(std::move(asked));
    }
    return all;
  }
};

}  // namespace

asio::awaitable<std::variant<record, journal_fault>> read_record(redis_link& redis,
                                                                 std::string shard, seal_key key) {
  journal_chain chain(key);
  gatherer all;
  for (position after{};;) {
    auto page = co_await read_batches(redis, shard, key, after);
    if (auto* wrong = std::get_if<journal_fault>(&page)) co_return std::move(*wrong);
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty()) co_return all.made();
    for (const stored_batch& each : batches) {
      bool sound = chain.follow(each) && std::ranges::all_of(each.entries, [&](const entry& told) {
                     return all.take(told);
                   });
      if (!sound) {
        co_return journal_fault{
            cure::call_operator,
            "batch " + each.at.text() + " is wrong; run gridwhistled journal verify"};
      }
      all.end = std::max(all.end, each.when);
      after = each.at;
    }
  }
}

}  // namespace gridwhistle
