// Every "no" a user can get: a stable code and a sentence in both languages that a clerk can read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gridwhistle {

enum class refusal_code {
  // at the door: what cannot be read or is not allowed to speak
  malformed,
  frame_too_large,
  not_one_frame,
  wire_version_unknown,
  unknown_field,
  forbidden_character,
  text_too_long,
  list_too_long,
  id_invalid,
  key_not_enrolled,
  replay_not_served,
  overloaded,
  not_serving,
  // by the law of the whistle
  whistle_unknown,
  whistle_exists,
  id_reused,
  version_conflict,
  already_ended,
  wrong_stage,
  not_your_whistle,
  role_not_allowed,
  department_not_called,
  already_reported_in,
  not_reported_in,
  already_on_site,
  obligation_done,
  helper_still_open,
  handler_must_not_verify,
  called_must_not_verify,
  photo_missing,
  reason_missing,
  result_missing,
  change_missing,
  opinion_missing,
  matter_unknown,
  matter_not_admitted,
  area_unknown,
  department_unknown,
  helper_named_twice,
  kind_missing,
  ordered_limit_not_allowed,
  calendar_horizon,
  not_verified,
  evidence_missing,
  returns_used_up,
  return_pending,
  no_return_pending,
  proposed_owner_invalid,
  already_lead,
  lead_cannot_be_released,
  lead_only,
  no_limit,
  clock_not_running,
  deadline_passed,
  already_asked,
  nothing_asked,
  extension_too_long,
  extensions_used_up,
  shelved,
  shelving_date_invalid,
  shelving_used_up,
  only_called_may_ask,
  question_pending,
  questions_used_up,
  reporter_cannot_be_asked,
  due_in_the_past,
  due_too_far,
  ordered_from_above,
  no_overrun,
  appeal_used_up,
  reopen_too_late,
  nobody_reached,
  already_visited,
  already_rated,
  joined_to_another,
  not_joined,
  has_members,
  umbrella_is_itself,
  umbrella_unknown,
  umbrella_not_yours,
  umbrella_joined,
  umbrella_ended,
  umbrella_full,
  topic_unknown,
  topic_not_allowed,
  page_unknown,
  // by the law of packs
  packs_changed,
  effective_in_the_past,
  pack_not_in_force,
  pack_unknown,
  pack_incomplete,
  effective_beyond_calendar,
  pack_locks_out,
};

struct refusal {
  refusal_code code;
  std::string detail;  // what exactly: field, value, limit; never a person's name or text
};

struct refusal_words {
  refusal_code code;
  std::string_view name;  // stable, on the wire and in docs
  std::string_view zh;
  std::string_view en;
};

const refusal_words& words_of(refusal_code code);
// By its stable name; nothing when there is none.
std::optional<refusal_code> parse_refusal(std::string_view name);
std::span<const refusal_words> all_refusals();

}  // namespace gridwhistle
