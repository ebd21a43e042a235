// The laws every command obeys before its own decider is asked, and what the clock does.
#include <algorithm>
#include <utility>

#include "server/core/decider.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// What is still done to a whistle that has ended.
bool may_follow_the_end(const ask& asked) {
  return std::holds_alternative<reopen>(asked) || std::holds_alternative<return_visit>(asked) ||
         std::holds_alternative<rate>(asked) || std::holds_alternative<appeal>(asked) ||
         std::holds_alternative<decide_appeal>(asked);
}

// A duplicate follows its umbrella: it can be parted, and what was recorded before appealed
// against.
bool is_left_to_a_member(const ask& asked) {
  return std::holds_alternative<part_off>(asked) || std::holds_alternative<appeal>(asked) ||
         std::holds_alternative<decide_appeal>(asked);
}

std::optional<refusal> ended(const whistle& state, const ask& asked) {
  if (state.version == 0 || state.open()) return std::nullopt;
  if (state.stage == stage::joined) {
    return is_left_to_a_member(asked) ? std::nullopt : std::optional(follows_umbrella(state));
  }
  if (may_follow_the_end(asked)) return std::nullopt;
  return refusal{refusal_code::already_ended, std::string(name_of(state.stage))};
}

// What waits while a whistle is shelved: everything that would move a clock.
bool waits_for_resumption(const ask& asked) {
  return std::holds_alternative<redispatch>(asked) || std::holds_alternative<report_in>(asked) ||
         std::holds_alternative<unreport>(asked) || std::holds_alternative<arrive>(asked) ||
         std::holds_alternative<return_to_desk>(asked) || std::holds_alternative<rule>(asked) ||
         std::holds_alternative<release>(asked) || std::holds_alternative<handle>(asked) ||
         std::holds_alternative<request_extension>(asked) ||
         std::holds_alternative<decide_extension>(asked) || std::holds_alternative<join>(asked);
}

// Its leg is behind the whistle; what only stands, for a ruling, a date or an answer, goes on.
bool is_past(const clock_ledger& clock) {
  return clock.stopped() || clock.segments().back().reason == pause_reason::verifying;
}

void add_rungs(const obligation& owed, clock_name name, const clock_ledger& clock,
               const ladder& rungs, const work_clock& hours, instant now, events& follow) {
  ladder done = owed.rungs;
  while (auto next = next_of(rungs, name, done, clock, hours)) {
    // Its own instant is still before it.
    if (next->at >= now) return;
    auto timing = now - next->at > rung_grace ? rung_timing::late : rung_timing::on_time;
    if (is_past(clock)) timing = rung_timing::moot;
    follow.push_back(escalated{owed.department, next->what, next->at, timing});
    done.push_back(next->what);
  }
}

}  // namespace

result<std::vector<event>> decide(const whistle* state, const command& asked, instant now,
                                  const policy& rules, const whistle* umbrella) {
  return decide(question{or_nothing_yet(state), asked, now, rules, umbrella, rules});
}

result<events> decide(const question& q) {
  const command& asked = q.asked;
  bool exists = q.state.version > 0;
  bool blows = std::holds_alternative<blow>(asked.ask);
  if (!exists && !blows) return refusal_code::whistle_unknown;
  if (exists) {
    if (const step* known = q.state.step_of(asked.id)) {
      bool repeat = known->digest == asked.digest && known->by == asked.by.user;
      return repeat ? result<events>(events{}) : refusal{refusal_code::id_reused, asked.id.text()};
    }
    if (blows) return refusal_code::whistle_exists;
  }
  if (auto no = forbidden(q.state, asked.ask, asked.by, q.rules)) return *no;
  bool outdated =
      asked.seen_version > q.state.version || q.state.changed_by_people_since(asked.seen_version);
  if (!blows && outdated) {
    return refusal{refusal_code::version_conflict,
                   std::to_string(asked.seen_version) + " -> " + std::to_string(q.state.version)};
  }
  if (auto no = ended(q.state, asked.ask)) return *no;
  if (q.state.shelved_until && waits_for_resumption(asked.ask)) return refusal_code::shelved;
  return std::visit(decider{q}, asked.ask);
}

std::vector<event> decide_clock(const whistle& state, instant now, const policy& rules) {
  events follow;
  for (const due& each : deadlines(state, rules)) {
    // A limit is kept up to and including its last millisecond.
    if (each.at >= now) break;
    follow.push_back(overran{each.clock, each.department, each.at});
  }
  // Each is true since its own instant, so they happen in that order.
  std::vector<std::pair<instant, resumed>> over;
  if (state.open() && state.shelved_until) over.emplace_back(*state.shelved_until, resumed{});
  for (const obligation& owed : state.obligations) {
    if (owed.answer_until) over.emplace_back(*owed.answer_until, resumed{{}, owed.department});
  }
  std::ranges::stable_sort(over, {}, &std::pair<instant, resumed>::first);
  for (auto& [at, happened] : over) {
    if (at < now) follow.push_back(std::move(happened));
  }
  return follow;
}

std::vector<event> decide_rungs(const whistle& state, instant now, const policy& rules) {
  events follow;
  for (const obligation& owed : state.obligations) {
    // Called again since: what it owed before is nobody's business any more.
    if (&owed != state.obligation_of(owed.department)) continue;
    const ladder& rungs = rules.ladder_of(*state.what.kind);
    const work_clock& hours = rules.days.clock_of(owed.department);
    add_rungs(owed, clock_name::report_in, owed.report_in, rungs, hours, now, follow);
    add_rungs(owed, clock_name::handle, owed.handle, rungs, hours, now, follow);
  }
  return follow;
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t\n") == std::string::npos; }

refusal wrong_stage(const whistle& state) {
  return refusal{refusal_code::wrong_stage, std::string(name_of(state.stage))};
}

bool desk_holds_early(const whistle& state) {
  return !state.desk.empty() && (state.stage == stage::raised || state.stage == stage::filed);
}

bool departments_hold(const whistle& state) {
  return state.stage == stage::dispatched || state.stage == stage::handling;
}

std::optional<refusal_code> has_ended(const obligation& owed) {
  if (owed.open()) return std::nullopt;
  bool done = owed.stage == obligation_stage::done;
  return done ? refusal_code::obligation_done : refusal_code::department_not_called;
}

std::vector<department_code> open_helpers(const whistle& state) {
  std::vector<department_code> found;
  for (const obligation& each : state.obligations) {
    if (each.part == part::helper && each.open()) found.push_back(each.department);
  }
  return found;
}

}  // namespace gridwhistle
