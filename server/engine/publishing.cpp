// Packs in the turn: which is in force at its instant, a publication, and the whistles it moves.
// Law: what is in force follows from the journal and the instant, so a restart decides alike.
#include <algorithm>
#include <utility>

#include "server/core/permission.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {
policy_ptr engine::known(const policy_hash& hash) const {
  auto found = policies_.find(hash);
  return found == policies_.end() ? nullptr : found->second;
}

bool engine::fold(const publication& told, position at) {
  if (told.version <= packs_.version()) return true;
  if (!packs_.add(told)) return false;
  if (!packs_changed_) packs_changed_ = at;
  return true;
}

void engine::follow_packs(instant now) {
  if (!packs_change_at_ || now < *packs_change_at_) return;
  packs_change_at_ = packs_.changes_after(now);
  const publication* in_force = packs_.in_force_at(now);
  if (!in_force || in_force->pack == current_->hash) return;
  current_ = policies_.at(in_force->pack);
  // Whatever the wall clock does: no later turn is before the change.
  last_at_ = std::max(last_at_, now);
  corrections_.search_in(*current_);
  care_ = care_queue(current_);
  care_.start(now, [this](const whistle_id& id) { return whistles_.contains(id); });
}

void engine::add_publication(publication told) {
  instant now = told.at;
  GW_CHECK(packs_.add(told));
  open_batch_.publications.push_back(std::move(told));
  packs_change_at_ = now;
  follow_packs(now);
}

std::optional<refused> engine::refuse_publication(const publish_ask& asked, instant now) const {
  auto why = objection_to(asked, packs_, now);
  if (!why) return std::nullopt;
  refused made{*std::move(why), packs_.version(), {}};
  if (made.no.code != refusal_code::packs_changed) return made;
  for (const publication& each : packs_.all()) {
    if (each.version > asked.seen_version) made.packs_meanwhile.push_back(each);
  }
  return made;
}

// Why that pack, though it is proved, cannot be published by them for then.
std::optional<refused> engine::refuse_pack(const publish_ask& asked, instant now) const {
  auto no = objection_to_pack(asked, *policies_.at(asked.pack), now);
  if (!no) return std::nullopt;
  return refused{*std::move(no), packs_.version(), {}};
}

bool engine::awaits_proof(const publish_ask& asked, instant now) const {
  bool may = !forbidden_to_publish(asked.by, *current_);
  bool repeats = packs_.of_command(asked.id) != nullptr;
  return may && !repeats && !refuse_publication(asked, std::max(now, last_at_));
}

std::vector<engine::move> engine::moves_of(const publish_ask& asked, instant now) {
  std::vector<move> made;
  for (const whistle_id& id : asked.moves) {
    auto found = whistles_.find(id);
    if (found == whistles_.end() || !found->second.state.open()) continue;
    record_passed(found->second, now);
    auto follow = decide_move(found->second.state, now, *policies_.at(asked.pack), asked.reason);
    if (!follow.empty()) made.push_back({&found->second, std::move(follow)});
  }
  return made;
}

void engine::make_move(move made, const publish_ask& asked, instant now) {
  command told;
  told.id = asked.id;
  told.digest = asked.digest;
  told.by = asked.by;
  take(*made.of, std::move(made.follow), &told, now);
  record_rungs(*made.of, now);
}

void engine::publish(ticket from, const publish_ask& asked, instant now) {
  now = std::max(now, last_at_);
  last_at_ = now;
  follow_packs(now);
  auto answer_left = [&](const publication& told, repeat which) {
    std::vector<whistle_id> left;
    for (const whistle_id& each : asked.moves) {
      if (!std::ranges::count(told.moved, each)) left.push_back(each);
    }
    open_batch_.replies.push_back({from, published{told, std::move(left), which}});
  };
  if (const publication* known = packs_.of_command(asked.id)) {
    bool same = known->digest == asked.digest && known->by == asked.by.user;
    if (same) return answer_left(*known, repeat::again);
    return tell(from, refused{{refusal_code::id_reused, asked.id.text()}, 0, {}});
  }
  auto no = deny(asked.by, pack_right::publish, asked.id, now);
  if (!no) no = refuse_publication(asked, now);
  if (!no) no = refuse_pack(asked, now);
  if (no) return tell(from, *std::move(no));
  auto moves = moves_of(asked, now);
  std::size_t entries = 0;
  publication told{
      packs_.version() + 1, now, asked.id, asked.digest, asked.by.user, asked.pack, now,
      asked.reason,         {}};
  if (asked.effective_at) told.effective_at = *asked.effective_at;
  for (const move& each : moves) {
    told.moved.push_back(each.of->state.id);
    entries += each.follow.size();
  }
  if (entries > entries_of_a_command_max) {
    refusal too_many{refusal_code::list_too_long, "moves: " + std::to_string(entries) + " entries"};
    return tell(from, refused{std::move(too_many), packs_.version(), {}});
  }
  add_publication(told);
  for (move& each : moves) make_move(std::move(each), asked, now);
  answer_left(told, repeat::first);
}

void engine::packs(ticket from, const actor& by, std::uint64_t after_version, instant now) {
  if (auto no = deny(by, pack_right::look, {}, now)) return tell(from, *std::move(no));
  now = std::max(now, last_at_);
  pack_page page;
  for (const publication& each : packs_.all()) {
    if (each.version <= after_version) continue;
    page.more = page.rows.size() == pack_page_max;
    if (page.more) break;
    page.rows.push_back({each, packs_.standing_of(each, now)});
  }
  tell(from, std::move(page));
}

std::optional<refused> engine::deny(const actor& by, pack_right wanted, const command_id& id,
                                    instant now) {
  bool publishes = wanted == pack_right::publish;
  auto why =
      publishes ? forbidden_to_publish(by, *current_) : forbidden_to_see_packs(by, *current_);
  if (!why) return std::nullopt;
  record_refusal({now, by.user, {}, id, publishes ? "publish" : "packs", {}, *why});
  return refused{{*why, {}}, 0, {}};
}

}  // namespace gridwhistle
