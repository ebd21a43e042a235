#include "workers/next_step.hpp"

#include <algorithm>
#include <utility>

namespace gridwhistle {
namespace {

// Nothing: it has done what it owes, or waits for somebody else.
std::optional<next_step> step_of(const v1::Obligation& owed) {
  next_step made{"clerk-" + owed.department(), {}};
  if (!owed.question().empty()) return std::nullopt;
  if (owed.stage() == v1::OBLIGATION_STAGE_OWED) {
    made.ask.mutable_report_in();
  } else if (owed.stage() == v1::OBLIGATION_STAGE_REPORTED_IN) {
    made.ask.mutable_arrive();
  } else if (owed.stage() == v1::OBLIGATION_STAGE_ON_SITE) {
    made.ask.mutable_handle()->set_result("已处置完毕");
  } else {
    return std::nullopt;
  }
  return made;
}

// A return that was upheld is over as well: its ruling has stopped.
bool is_settled(const v1::Obligation& each) {
  const auto& ruling = each.ruling().segments();
  bool upheld = each.stage() == v1::OBLIGATION_STAGE_RETURNED && !ruling.empty() &&
                ruling.rbegin()->state() == v1::CLOCK_STATE_STOPPED;
  return upheld || each.stage() == v1::OBLIGATION_STAGE_DONE ||
         each.stage() == v1::OBLIGATION_STAGE_RELEASED;
}

// What came without a matter, or by whom it may not, lies with a desk, which files it as it was
// meant. What is filed and has no duty, or was returned, is for a person to decide.
std::optional<next_step> repair(const v1::WhistleState& state, const v1::Report& reported) {
  if (state.stage() != v1::STAGE_RAISED) return std::nullopt;
  next_step made{"desk-" + state.desk(), {}};
  *made.ask.mutable_file()->mutable_matter() = reported.matter();
  return made;
}

}  // namespace

bool has_ended(const v1::WhistleState& state) { return state.ended_at_ms() != 0; }

std::optional<next_step> next_step_on(const v1::WhistleState& state, const v1::Report& reported) {
  bool stands = state.stage() == v1::STAGE_JOINED || state.shelved_until_ms() != 0;
  if (has_ended(state) || stands) return std::nullopt;
  if (!state.desk().empty()) return repair(state, reported);
  if (state.stage() == v1::STAGE_HANDLED) {
    next_step made{state.reporter(), {}};
    made.ask.mutable_verify()->set_solved(true);
    return made;
  }
  // The lead is the first, and waits until its helpers are done.
  const auto& all = state.obligations();
  if (all.empty()) return std::nullopt;
  auto helper = std::find_if_not(std::next(all.begin()), all.end(), is_settled);
  return step_of(helper == all.end() ? *all.begin() : *helper);
}

}  // namespace gridwhistle
