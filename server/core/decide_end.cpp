// The end and what comes after it: verify, close, reopen, return_visit, rate.
#include <algorithm>

#include "server/core/decider.hpp"

namespace gridwhistle {
namespace {

constexpr auto reopened_within = std::chrono::days(15);

std::optional<refusal> not_closed(const whistle& state) {
  if (state.stage == stage::closed) return std::nullopt;
  return wrong_stage(state);
}

// Whoever handled it, whatever was found then, and everybody of a department that is or was called
// on it, or at whose seat it was handled for another (domain.md: never the handler).
std::optional<refusal_code> own_work(const whistle& state, const actor& by) {
  auto handled_by = [&](const obligation& owed) {
    return std::find(owed.handlers.begin(), owed.handlers.end(), by.user) != owed.handlers.end();
  };
  if (std::any_of(state.obligations.begin(), state.obligations.end(), handled_by))
    return refusal_code::handler_must_not_verify;
  if (state.obligation_at(by.department)) return refusal_code::called_must_not_verify;
  return std::nullopt;
}

// What an importer brings was looked at where it comes from; his records have no photos.
bool lacks_photo(const whistle& state, const verify& asked, const actor& by) {
  bool imported = state.reporter_is_importer && by.role == role::importer;
  return state.photo == verification_photo::required && asked.photos.empty() && !imported;
}

}  // namespace

decider::answer decider::operator()(const verify& asked) const {
  if (q.state.stage != stage::handled) return wrong_stage(q.state);
  if (auto no = own_work(q.state, q.by())) return *no;
  if (lacks_photo(q.state, asked, q.by())) return refusal_code::photo_missing;
  if (asked.what == found::solved) {
    return events{verified{asked.text, asked.photos}, closed{outcome::solved, {}}};
  }
  if (blank(asked.text)) return refusal{refusal_code::reason_missing, "text"};
  return events{verification_failed{asked.text, asked.photos}};
}

decider::answer decider::operator()(const close& asked) const {
  if (q.state.stage != stage::handled) return wrong_stage(q.state);
  if (!asked.outcome) return refusal{refusal_code::result_missing, "outcome"};
  if (blank(asked.reason)) return refusal_code::reason_missing;
  // What nobody has verified a desk can only record as unsolved.
  if (*asked.outcome == outcome::solved && q.state.verify == verification::required)
    return refusal_code::not_verified;
  return events{closed{*asked.outcome, asked.reason}};
}

decider::answer decider::operator()(const reopen& asked) const {
  if (auto no = not_closed(q.state)) return *no;
  // What has closed with its umbrella is reopened with it.
  if (q.state.joined) return follows_umbrella(q.state);
  if (q.now > *q.state.ended_at + reopened_within) return refusal_code::reopen_too_late;
  if (blank(asked.reason)) return refusal_code::reason_missing;
  return events{reopened{asked.reason}};
}

decider::answer decider::operator()(const return_visit& asked) const {
  if (auto no = not_closed(q.state)) return *no;
  // His answer stands. Whoever was not reached is visited again.
  if (q.state.visit == contact::reached) return refusal_code::already_visited;
  // Nobody was reached, so nobody can have said anything.
  bool said =
      asked.opinion.solved != verdict::not_said || asked.opinion.satisfied != verdict::not_said;
  if (asked.contact == contact::not_reached && said) return refusal_code::nobody_reached;
  return events{return_visited{asked.contact, asked.opinion}};
}

decider::answer decider::operator()(const rate& asked) const {
  if (auto no = not_closed(q.state)) return *no;
  if (q.state.rating) return refusal_code::already_rated;
  if (asked.opinion.solved == verdict::not_said && asked.opinion.satisfied == verdict::not_said)
    return refusal_code::opinion_missing;
  return events{rated{asked.opinion}};
}

}  // namespace gridwhistle
