// A shard's packs: which it loads at a start, how one is published, and what one would change. Law:
// a pack is proved and stored before it is journaled, and in force only by the journal.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>

#include "common/awaiting.hpp"
#include "common/log.hpp"
#include "server/adapters/pack_reply.hpp"
#include "server/adapters/pack_store.hpp"
#include "server/adapters/shard.hpp"

namespace gridwhistle {
namespace {

// Why they could publish it for no instant at all.
std::optional<refusal> objection_whenever(const actor& by, const policy& rules, instant now) {
  publish_ask soonest;
  soonest.by = by;
  soonest.effective_at = std::max(now, rules.days.where().to_utc(rules.days.days().first));
  return objection_to_pack(soonest, rules, now);
}

}  // namespace

// --- at a start ----------------------------------------------------------------------------------

asio::awaitable<policy_ptr> shard::load_stored(policy_hash hash) {
  auto files = co_await stored_pack(redis_, settings_.shard, hash.hex());
  if (const auto* why = std::get_if<std::string>(&files)) {
    log::error("a pack that the journal needs is missing",
               {{"reason", *why}, {"do", "restore it under its key in redis"}});
    co_return nullptr;
  }
  co_return or_throw(load_pack(std::get<pack_files>(files)), hash.hex());
}

// What is or will be in force, and what whistles were dispatched under: their deadlines follow its
// calendar.
asio::awaitable<bool> shard::learn_packs(engine& of, instant at) {
  const policy_history& packs = of.published_packs();
  std::set<policy_hash> needed;
  for (const publication& each : packs.all()) {
    if (each.effective_at > at) needed.insert(each.pack);
  }
  if (const publication* in_force = packs.in_force_at(at)) needed.insert(in_force->pack);
  for (const whistle* each : of.all()) {
    if (each->policy != policy_hash{}) needed.insert(each->policy);
  }
  for (const policy_hash& each : needed) {
    if (of.knows(each)) continue;
    policy_ptr loaded = co_await load_stored(each);
    if (!loaded) co_return false;
    of.know(std::move(loaded));
  }
  co_return true;
}

void shard::tell_packs() {
  if (rules().hash == rules_->hash) return;
  log::warn("another pack is in force than this server was started with",
            {{"in_force", rules().hash.hex()},
             {"started_with", rules_->hash.hex()},
             {"do", "publish it with gridwhistle pack publish if it shall be in force"}});
}

// --- publishing ----------------------------------------------------------------------------------

bool shard::hear_of_packs(speaker& from, request& what) {
  if (auto* part = std::get_if<pack_part_request>(&what.body)) {
    take_part(from, std::move(*part));
    return true;
  }
  if (auto* told = std::get_if<publish_request>(&what.body)) {
    told->asked.by = from.by;
    asio::co_spawn(io_, answer_publish(std::move(from), std::move(*told)), rethrow);
    return true;
  }
  if (const auto* told = std::get_if<pack_check_request>(&what.body)) {
    asio::co_spawn(io_, answer_check(std::move(from), *told), rethrow);
    return true;
  }
  if (const auto* told = std::get_if<packs_request>(&what.body)) {
    if (told->changed_by || told->changed_by_pack) {
      asio::co_spawn(io_, answer_changes(std::move(from), *told), rethrow);
      return true;
    }
    actor by = from.by;
    engine_->packs(ticket_for(std::move(from)), by, told->after_version, now());
    return true;
  }
  return false;
}

void shard::take_part(const speaker& from, pack_part_request part) {
  if (auto no = engine_->deny(from.by, pack_right::publish, {}, now()))
    return engine_->tell(ticket_for(speaker(from)), *std::move(no));
  std::uint64_t held = uploads_.take(from.by.user, std::move(part));
  from.via->answer(from.peer, encode_held(from.request_id, held));
}

// What was sent now, or else what was published before.
asio::awaitable<std::variant<proof_job, refusal>> shard::job_for(user_id by,
                                                                 pack_check_request asked) {
  proof_job job{asked.pack, {}, asked.expectations, {}};
  if (const auto& named = asked.expectations) {
    const std::string* sent = uploads_.whole(by, *named);
    if (!sent) co_return refusal{refusal_code::pack_incomplete, "expectations"};
    job.expectations = *sent;
  }
  if (const std::string* sent = uploads_.whole(by, asked.pack)) {
    job.canonical = *sent;
    co_return std::move(job);
  }
  auto stored = co_await stored_bytes(redis_, settings_.shard, asked.pack);
  if (!stored) co_return refusal{refusal_code::pack_unknown, asked.pack.hex()};
  job.canonical = *std::move(stored);
  co_return std::move(job);
}

asio::awaitable<void> shard::answer_publish(speaker from, publish_request asked) {
  if (!serving_) co_return;
  // Said again while it is being proved: this is the way back now.
  bool said_again = publisher_ && publisher_->request_id == from.request_id &&
                    publisher_->by.user == from.by.user;
  if (said_again) {
    publisher_ = std::move(from);
    co_return;
  }
  if (!engine_->awaits_proof(asked.asked, now())) {
    engine_->publish(ticket_for(std::move(from)), asked.asked, now());
    co_return pump();
  }
  if (publisher_ || checking_) co_return answer_to(from, {refusal_code::overloaded, "publish"});
  std::uint64_t asked_in = serving_number_;
  user_id by = from.by.user;
  publisher_ = std::move(from);
  std::optional<pack_proof> proof;
  pack_check_request wanted{asked.asked.pack, asked.expectations};
  auto job = co_await job_for(by, wanted);
  if (auto* sound = std::get_if<proof_job>(&job)) proof = co_await prover_.prove(std::move(*sound));
  speaker to = *std::exchange(publisher_, std::nullopt);
  if (asked_in != serving_number_ || !serving_) co_return;
  if (!proof) co_return answer_to(to, std::get<refusal>(job));
  uploads_.forget(by);
  if (proof->no) co_return answer_to(to, *proof->no);
  if (!proof->report.covered())
    co_return to.via->answer(to.peer, encode_findings(to.request_id, proof->report));
  bool kept =
      co_await keep_pack(redis_, settings_.shard, proof->of.pack, std::move(proof->of.canonical));
  if (asked_in != serving_number_ || !serving_) co_return;
  if (!kept) co_return answer_to(to, {refusal_code::not_serving, "publish"});
  // Its moves are as many entries as a command may have: like one it waits for room in the batch.
  while (!engine_->room()) {
    co_await asio::post(io_, asio::use_awaitable);
    if (asked_in != serving_number_ || !serving_) co_return;
  }
  engine_->know(std::move(proof->report.rules));
  engine_->publish(ticket_for(std::move(to)), asked.asked, now());
  pump();
}

// What was sent stays here: whoever publishes it next need not send it again.
asio::awaitable<void> shard::answer_check(speaker from, pack_check_request asked) {
  if (!serving_) co_return;
  if (auto no = engine_->deny(from.by, pack_right::publish, {}, now())) {
    engine_->tell(ticket_for(std::move(from)), *std::move(no));
    co_return pump();
  }
  if (publisher_ || checking_) co_return answer_to(from, {refusal_code::overloaded, "publish"});
  checking_ = true;
  std::uint64_t asked_in = serving_number_;
  std::optional<pack_proof> proof;
  auto job = co_await job_for(from.by.user, asked);
  if (auto* sound = std::get_if<proof_job>(&job)) proof = co_await prover_.prove(std::move(*sound));
  checking_ = false;
  if (asked_in != serving_number_ || !serving_) co_return;
  if (!proof) co_return answer_to(from, std::get<refusal>(job));
  if (proof->no) co_return answer_to(from, *proof->no);
  if (proof->report.covered()) {
    const policy& rules = *proof->report.rules;
    if (auto no = objection_whenever(from.by, rules, now())) co_return answer_to(from, *no);
    keep_checked(proof->report.rules);
  }
  from.via->answer(from.peer, encode_checked(from.request_id, proof->report));
}

// --- what a pack would change --------------------------------------------------------------------

// A few: who checks another pack meanwhile takes nobody's away.
void shard::keep_checked(const policy_ptr& rules) {
  std::erase_if(checked_, [&](const policy_ptr& each) { return each->hash == rules->hash; });
  checked_.push_back(rules);
  if (checked_.size() > checked_packs_max) checked_.pop_front();
}

policy_ptr shard::pack_asked_about(const packs_request& asked) const {
  if (const auto& hash = asked.changed_by_pack) {
    auto kept =
        std::ranges::find(checked_, *hash, [](const policy_ptr& each) { return each->hash; });
    return kept != checked_.end() ? *kept : engine_->known(*hash);
  }
  const auto& all = engine_->published_packs().all();
  auto found = std::ranges::find(all, *asked.changed_by, &publication::version);
  return found == all.end() ? nullptr : engine_->known(found->pack);
}

// In slices, so that no receipt waits for it.
asio::awaitable<void> shard::answer_changes(speaker from, packs_request asked) {
  if (!serving_) co_return;
  if (auto no = engine_->deny(from.by, pack_right::look, {}, now())) {
    engine_->tell(ticket_for(std::move(from)), *std::move(no));
    co_return pump();
  }
  policy_ptr next = pack_asked_about(asked);
  if (!next) {
    std::string which =
        asked.changed_by_pack ? asked.changed_by_pack->hex() : std::to_string(*asked.changed_by);
    co_return answer_to(from, {refusal_code::pack_unknown, std::move(which)});
  }
  if (!seats_.come()) co_return answer_to(from, {refusal_code::overloaded, "packs"});
  std::uint64_t asked_in = serving_number_;
  co_await seats_.take();
  std::vector<const whistle*> all;
  if (asked_in == serving_number_) all = engine_->all();
  std::map<whistle_id, open_change> first;
  change_page page;
  for (const whistle* each : all) {
    if (!each->open() || each->id <= asked.after) continue;
    if (++page.looked_at % change_slice_max == 0) {
      co_await asio::post(io_, asio::use_awaitable);
      if (asked_in != serving_number_) break;
    }
    auto change = change_under(*each, engine_->policy_of(*each), *next);
    if (!change) continue;
    ++page.changed;
    ++page.moves[{change->before, change->after}];
    first.emplace(each->id, *std::move(change));
    if (first.size() > change_page_max + 1) first.erase(std::prev(first.end()));
  }
  seats_.leave();
  if (asked_in != serving_number_) co_return;
  page.more = first.size() > change_page_max;
  for (auto& [id, change] : first) {
    if (page.items.size() < change_page_max) page.items.push_back(std::move(change));
  }
  engine_->tell(ticket_for(std::move(from)), std::move(page));
  pump();
}

}  // namespace gridwhistle
