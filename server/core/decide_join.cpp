// Duplicates: join, part, and what an umbrella and its members have in common. Law: flat. An
// umbrella is joined to nothing and a member has no members, so there is no way round in a circle.
#include <algorithm>

#include "server/core/decider.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

std::optional<refusal> not_to_be_joined(const whistle& state) {
  if (state.stage == stage::handled) return wrong_stage(state);
  auto waits = [](const obligation& owed) { return owed.awaits_ruling(); };
  if (std::any_of(state.obligations.begin(), state.obligations.end(), waits))
    return refusal{refusal_code::return_pending, {}};
  if (!state.members.empty()) return refusal{refusal_code::has_members, {}};
  return std::nullopt;
}

std::optional<refusal> no_umbrella(const question& q, const whistle_id& named) {
  auto no = [&](refusal_code why) { return refusal{why, named.text()}; };
  if (named == q.state.id) return no(refusal_code::umbrella_is_itself);
  if (!q.umbrella) return no(refusal_code::umbrella_unknown);
  if (!is_in_own_area(*q.umbrella, q.by(), q.rules)) return no(refusal_code::umbrella_not_yours);
  if (q.umbrella->stage == stage::joined) return no(refusal_code::umbrella_joined);
  if (!q.umbrella->open()) return no(refusal_code::umbrella_ended);
  if (q.umbrella->members.size() >= members_max) return no(refusal_code::umbrella_full);
  return std::nullopt;
}

struct echo_maker {
  const whistle& state;
  std::vector<echo>& made;

  void operator()(const joined& happened) const {
    made.push_back({happened.umbrella, member_joined{state.id, state.reporter}});
  }
  void operator()(const parted& happened) const {
    made.push_back({happened.umbrella, member_parted{state.id}});
  }
  void operator()(const closed& happened) const {
    each_member(closed{happened.outcome, happened.reason, state.id});
  }
  void operator()(const declined& happened) const {
    each_member(declined{happened.reason, state.id});
  }
  void operator()(const reopened& happened) const {
    each_member(joined{state.id, happened.reason});
  }
  // Everything else is one whistle's own affair.
  template <class Own>
  void operator()(const Own&) const {}

  void each_member(const event& theirs) const {
    for (const member& each : state.members) made.push_back({each.whistle, theirs});
  }
};

}  // namespace

const whistle_id* umbrella_named(const ask& asked) {
  const auto* joins = std::get_if<join>(&asked);
  return joins ? &joins->umbrella : nullptr;
}

refusal follows_umbrella(const whistle& state) {
  return refusal{refusal_code::joined_to_another, state.joined->umbrella.text()};
}

decider::answer decider::operator()(const join& asked) const {
  if (auto no = not_to_be_joined(q.state)) return *no;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  if (auto no = no_umbrella(q, asked.umbrella)) return *no;
  return events{joined{asked.umbrella, asked.reason}};
}

decider::answer decider::operator()(const part_off& asked) const {
  if (q.state.stage != stage::joined) return refusal_code::not_joined;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{parted{q.state.joined->umbrella, asked.reason}};
}

std::vector<echo> echoes_of(const whistle& state, const std::vector<event>& follow) {
  std::vector<echo> made;
  for (const event& each : follow) std::visit(echo_maker{state, made}, each);
  return made;
}

}  // namespace gridwhistle
