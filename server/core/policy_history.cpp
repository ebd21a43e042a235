#include "server/core/policy_history.hpp"

#include <algorithm>

#include "server/core/decider.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {

bool policy_history::add(publication next) {
  if (next.version <= version()) return true;
  if (next.version != version() + 1) return false;
  all_.push_back(std::move(next));
  return true;
}

const publication* policy_history::in_force_at(instant at) const {
  const publication* latest = nullptr;
  for (const publication& each : all_) {
    bool has_come = each.effective_at <= at;
    if (has_come && (!latest || each.effective_at >= latest->effective_at)) latest = &each;
  }
  return latest;
}

std::optional<instant> policy_history::changes_after(instant at) const {
  std::optional<instant> first;
  for (const publication& each : all_) {
    bool is_next = each.effective_at > at && (!first || each.effective_at < *first);
    if (is_next) first = each.effective_at;
  }
  return first;
}

pack_standing policy_history::standing_of(const publication& one, instant now) const {
  const publication* then = in_force_at(one.effective_at);
  if (!then || then->version != one.version) return pack_standing::replaced;
  if (one.effective_at > now) return pack_standing::ahead;
  return in_force_at(now)->version == one.version ? pack_standing::in_force : pack_standing::past;
}

const publication* policy_history::of_command(const command_id& id) const {
  auto found = std::ranges::find(all_, id, &publication::command);
  return found == all_.end() ? nullptr : &*found;
}

publication first_publication(const policy_hash& pack, instant now) {
  publication told;
  told.version = 1;
  told.at = now;
  told.pack = pack;
  told.effective_at = now;
  told.reason = "the pack the first server was started with";
  return told;
}

std::optional<refusal> objection_to(const publish_ask& asked, const policy_history& so_far,
                                    instant now) {
  if (asked.seen_version != so_far.version()) {
    return refusal{refusal_code::packs_changed,
                   std::to_string(asked.seen_version) + " -> " + std::to_string(so_far.version())};
  }
  if (blank(asked.reason)) return refusal{refusal_code::reason_missing, "reason"};
  if (asked.effective_at && *asked.effective_at < now)
    return refusal{refusal_code::effective_in_the_past, to_text(*asked.effective_at)};
  bool later = asked.effective_at && *asked.effective_at > now;
  if (later && !asked.moves.empty())
    return refusal{refusal_code::pack_not_in_force, to_text(*asked.effective_at)};
  auto ahead = static_cast<std::size_t>(std::ranges::count_if(
      so_far.all(), [now](const publication& each) { return each.effective_at > now; }));
  if (later && ahead >= packs_ahead_max)
    return refusal{refusal_code::list_too_long, "packs ahead: " + std::to_string(ahead)};
  return std::nullopt;
}

std::optional<refusal> objection_to_pack(const publish_ask& asked, const policy& rules,
                                         instant now) {
  instant effective = asked.effective_at.value_or(now);
  auto day = std::chrono::floor<std::chrono::days>(rules.days.where().to_local(effective));
  if (!rules.days.days().works(day))
    return refusal{refusal_code::effective_beyond_calendar, to_text(effective)};
  if (forbidden_to_publish(asked.by, rules))
    return refusal{refusal_code::pack_locks_out, asked.by.area.text};
  return std::nullopt;
}

}  // namespace gridwhistle
