// A shard as its pages know it: what they ask of it and what they may read beside the turn.
#include "server/adapters/pack_store.hpp"
#include "server/adapters/shard.hpp"
#include "server/core/routing_record.hpp"

namespace gridwhistle {

void shard::ask(speaker from, request what) {
  from.via = &*web_;
  if (!has_room()) return answer_to(from, {refusal_code::overloaded, {}});
  hear(std::move(from), std::move(what));
  turn_ends();
}

void shard::deny(speaker from, const web_refused& no) {
  from.via = &*web_;
  if (!serving_) return answer_to(from, {refusal_code::not_serving, {}});
  if (!has_room()) return answer_to(from, {refusal_code::overloaded, {}});
  engine_->deny(no.by, no.asked, no.about, no.code, now());
  engine_->tell(ticket_for(std::move(from)), refused{{no.code, {}}, 0, {}});
  pump();
}

void shard::record(speaker from, std::vector<account_change> changes) {
  from.via = &*web_;
  if (!serving_) return answer_to(from, {refusal_code::not_serving, {}});
  if (!has_room()) return answer_to(from, {refusal_code::overloaded, {}});
  for (account_change& each : changes) engine_->keep(std::move(each), now());
  engine_->tell(ticket_for(std::move(from)), recorded{});
  pump();
}

asio::awaitable<std::variant<pack_files, std::string>> shard::pack_stored(policy_hash hash) {
  return stored_pack(redis_, settings_.shard, hash.hex());
}

asio::awaitable<std::variant<std::vector<routing>, journal_fault>> shard::routings_of(
    whistle_id id) {
  if (feed_reads_ >= feed_reads_max) co_return journal_fault{cure::again, "overloaded"};
  whistle so_far;
  routing_record record;
  bool more = true;
  while (more) {
    const whistle* state = serving_ ? engine_->find(id) : nullptr;
    if (!state) co_return journal_fault{cure::again, "not serving"};
    history_wanted wanted = wanted_of(*state, so_far.version, engine_->head());
    more = wanted.more;
    ++feed_reads_;
    auto read = co_await read_entries(journal_, std::move(wanted));
    --feed_reads_;
    if (auto* wrong = std::get_if<journal_fault>(&read)) co_return std::move(*wrong);
    for (const entry& each : std::get<std::vector<entry>>(read)) {
      apply(so_far, each);
      record.add(so_far, each);
    }
  }
  co_return record.all();
}

}  // namespace gridwhistle
