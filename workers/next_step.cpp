#include "workers/next_step.hpp"

#include <algorithm>
#include <utility>

namespace gridwhistle {
namespace {

using maybe_step = std::optional<next_step>;

// A question is decided once: asked again it would be refused, or wear out.
bool has_happened(const v1::WhistleState& state, int event) {
  return std::ranges::any_of(state.history(), [&](const v1::Happened& each) {
    return each.event() == static_cast<std::uint32_t>(event);
  });
}

bool runs(const v1::ClockLedger& clock) {
  const auto& all = clock.segments();
  return !all.empty() && all.rbegin()->state() == v1::CLOCK_STATE_RUNNING;
}

// A return that was upheld is over as well: its ruling has stopped.
bool is_settled(const v1::Obligation& each) {
  const auto& ruling = each.ruling().segments();
  bool upheld = each.stage() == v1::OBLIGATION_STAGE_RETURNED && !ruling.empty() &&
                ruling.rbegin()->state() == v1::CLOCK_STATE_STOPPED;
  return upheld || each.stage() == v1::OBLIGATION_STAGE_DONE ||
         each.stage() == v1::OBLIGATION_STAGE_RELEASED;
}

bool waits_for_ruling(const v1::Obligation& each) {
  return each.stage() == v1::OBLIGATION_STAGE_RETURNED && runs(each.ruling());
}

// Half of the limit as it was given; of work days as a pack writes them: a whole day.
v1::Budget half_of(const v1::Budget& limit) {
  constexpr std::int64_t day_ms = 24 * 3600 * 1000;
  v1::Budget made = limit;
  made.set_amount_ms(limit.unit() == v1::TIME_UNIT_WORK_DAY ? day_ms : limit.amount_ms() / 2);
  return made;
}

// Of the lead on site, before it handles.
maybe_step detour_of(const v1::WhistleState& state, const v1::Obligation& lead,
                     const played& whistle, const demo_city& city, instant now) {
  next_step made{"clerk-" + lead.department(), {}};
  switch (whistle.goes.detour) {
    case detour::none:
      return std::nullopt;
    case detour::returned: {
      const std::string& owner =
          city.coordinator == lead.department() ? city.stand_in : city.coordinator;
      if (owner.empty() || has_happened(state, v1::JournalEntry::kReturnedFieldNumber))
        return std::nullopt;
      made.ask.mutable_return_()->set_proposed(owner);
      return made;
    }
    case detour::extended: {
      bool too_late = lead.handle().overrun_recorded() || !runs(lead.handle());
      bool asked = has_happened(state, v1::JournalEntry::kExtensionRequestedFieldNumber);
      if (too_late || asked || !lead.has_handle_limit()) return std::nullopt;
      *made.ask.mutable_request_extension()->mutable_more() = half_of(lead.handle_limit());
      return made;
    }
    case detour::shelved: {
      if (has_happened(state, v1::JournalEntry::kShelvingRequestedFieldNumber)) return std::nullopt;
      constexpr auto shelved_for = std::chrono::days(3);
      made.ask.mutable_request_shelving()->set_until_ms(to_ms(now + shelved_for));
      return made;
    }
  }
  return std::nullopt;
}

// Nothing: it has done what it owes, or waits for somebody else.
maybe_step step_of(const v1::Obligation& owed) {
  next_step made{"clerk-" + owed.department(), {}};
  if (!owed.question().empty()) return std::nullopt;
  if (owed.stage() == v1::OBLIGATION_STAGE_OWED) {
    made.ask.mutable_report_in();
  } else if (owed.stage() == v1::OBLIGATION_STAGE_REPORTED_IN) {
    made.ask.mutable_arrive();
  } else if (owed.stage() == v1::OBLIGATION_STAGE_ON_SITE) {
    made.ask.mutable_handle();
  } else {
    return std::nullopt;
  }
  return made;
}

// What came without a matter, or by whom it may not, lies with a desk, which files it as it was
// meant. What is filed and has no department there goes to the one that coordinates.
maybe_step repair(const v1::WhistleState& state, const v1::Report& reported,
                  const demo_city& city) {
  next_step made{"desk-" + state.desk(), {}};
  bool nobodys = state.desk_reason() == v1::DESK_REASON_NO_DEPARTMENT ||
                 state.desk_reason() == v1::DESK_REASON_NO_DUTY;
  if (nobodys && !city.coordinator.empty()) {
    made.ask.mutable_dispatch()->set_lead(city.coordinator);
    return made;
  }
  if (state.stage() != v1::STAGE_RAISED || !reported.has_matter()) return std::nullopt;
  *made.ask.mutable_file()->mutable_matter() = reported.matter();
  return made;
}

// A ruling, or a word on what was asked for.
maybe_step decision_on(const v1::WhistleState& state, const course& goes) {
  next_step made{"desk-" + state.asked_desk(), {}};
  for (const v1::Obligation& each : state.obligations()) {
    if (waits_for_ruling(each)) {
      made.user = "desk-" + each.ruling_desk();
      made.ask.mutable_rule()->set_department(each.department());
      bool upheld = goes.answer == v1::DECISION_GRANTED;
      made.ask.mutable_rule()->set_ruling(upheld ? v1::RULING_UPHELD : v1::RULING_REJECTED);
      return made;
    }
    if (each.has_extension_asked()) {
      made.ask.mutable_decide_extension()->set_department(each.department());
      made.ask.mutable_decide_extension()->set_decision(goes.answer);
      return made;
    }
    if (each.handle_appeal() == v1::APPEAL_STAGE_PENDING) {
      made.ask.mutable_decide_appeal()->set_department(each.department());
      made.ask.mutable_decide_appeal()->set_clock(v1::CLOCK_NAME_HANDLE);
      made.ask.mutable_decide_appeal()->set_decision(goes.answer);
      return made;
    }
  }
  if (state.shelving_asked_until_ms() == 0) return std::nullopt;
  made.ask.mutable_decide_shelving()->set_decision(goes.answer);
  return made;
}

// About a lead that is late.
maybe_step word_on_overrun(const v1::WhistleState& state, const played& whistle,
                           const demo_city& city, instant now) {
  constexpr auto ordered_within = std::chrono::hours(24);
  const v1::Obligation& lead = state.obligations(0);
  if (!lead.handle().overrun_recorded()) return std::nullopt;
  bool open = !is_settled(lead);
  std::string above = area_around(city.supervisors, state.report().area());
  bool ordered = has_happened(state, v1::JournalEntry::kSupervisedFieldNumber);
  if (open && whistle.goes.is_supervised && !ordered && !above.empty()) {
    next_step made{"supervisor-" + above, {}};
    made.ask.mutable_supervise()->set_due_at_ms(to_ms(now + ordered_within));
    return made;
  }
  bool appeals =
      !open && whistle.goes.is_appealed && lead.handle_appeal() == v1::APPEAL_STAGE_UNSPECIFIED;
  if (!appeals) return std::nullopt;
  next_step made{"clerk-" + lead.department(), {}};
  made.ask.mutable_appeal()->set_clock(v1::CLOCK_NAME_HANDLE);
  return made;
}

// By whoever reported it; of a visit that nobody blew, by who walks there; of a call by a desk.
maybe_step verification_of(const v1::WhistleState& state, const played& whistle,
                           const demo_city& city) {
  next_step made{state.reporter(), {}};
  if (made.user.empty() || state.reporter_is_importer()) {
    auto walker = std::ranges::find(city.walkers, state.report().area(), &demo_walker::area);
    made.user = walker != city.walkers.end()
                    ? walker->user
                    : "desk-" + area_around(city.desks, state.report().area());
  }
  bool fails = whistle.goes.fails_once &&
               !has_happened(state, v1::JournalEntry::kVerificationFailedFieldNumber);
  made.ask.mutable_verify()->set_solved(!fails);
  return made;
}

maybe_step after_the_end(const v1::WhistleState& state, const played& whistle,
                         const demo_city& city) {
  if (state.stage() != v1::STAGE_CLOSED) return std::nullopt;
  bool reopens = whistle.goes.is_reopened && !state.reporter().empty() &&
                 !has_happened(state, v1::JournalEntry::kReopenedFieldNumber);
  if (reopens) {
    next_step made{state.reporter(), {}};
    made.ask.mutable_reopen();
    return made;
  }
  std::string desk = area_around(city.desks, state.report().area());
  bool is_asked = whistle.goes.visit.contact() != v1::CONTACT_UNSPECIFIED;
  if (!is_asked || desk.empty() || has_happened(state, v1::JournalEntry::kReturnVisitedFieldNumber))
    return std::nullopt;
  next_step made{"desk-" + desk, {}};
  *made.ask.mutable_return_visit() = whistle.goes.visit;
  return made;
}

}  // namespace

course some_course(std::mt19937_64& chance) {
  auto one_in_hundred = [&chance](std::uint64_t times) { return chance() % 100 < times; };
  course made;
  std::uint64_t draw = chance() % 100;
  if (draw < 6) made.detour = detour::returned;
  if (draw >= 6 && draw < 10) made.detour = detour::extended;
  if (draw == 10) made.detour = detour::shelved;
  if (one_in_hundred(30)) made.answer = v1::DECISION_REFUSED;
  made.fails_once = one_in_hundred(4);
  made.is_appealed = one_in_hundred(25);
  made.is_supervised = one_in_hundred(40);
  made.is_reopened = one_in_hundred(1);
  if (!one_in_hundred(35)) return made;
  made.visit.set_contact(one_in_hundred(85) ? v1::CONTACT_REACHED : v1::CONTACT_NOT_REACHED);
  if (made.visit.contact() == v1::CONTACT_NOT_REACHED) return made;
  bool solved = one_in_hundred(95), satisfied = solved && one_in_hundred(92);
  made.visit.mutable_opinion()->set_solved(solved ? v1::VERDICT_YES : v1::VERDICT_NO);
  made.visit.mutable_opinion()->set_satisfied(satisfied ? v1::VERDICT_YES : v1::VERDICT_NO);
  return made;
}

bool has_ended(const v1::WhistleState& state) { return state.ended_at_ms() != 0; }

maybe_step next_step_on(const v1::WhistleState& state, const played& whistle, const demo_city& city,
                        instant now) {
  if (has_ended(state)) return after_the_end(state, whistle, city);
  if (state.stage() == v1::STAGE_JOINED || state.shelved_until_ms() != 0) return std::nullopt;
  if (auto decided = decision_on(state, whistle.goes)) return decided;
  if (!state.desk().empty()) return repair(state, whistle.reported, city);
  const auto& all = state.obligations();
  if (all.empty()) return std::nullopt;
  if (auto told = word_on_overrun(state, whistle, city, now)) return told;
  if (state.stage() == v1::STAGE_HANDLED) return verification_of(state, whistle, city);
  // The lead is the first, and waits until its helpers are done.
  auto helper = std::find_if_not(std::next(all.begin()), all.end(), is_settled);
  const v1::Obligation& owed = helper == all.end() ? *all.begin() : *helper;
  bool on_site = &owed == &*all.begin() && owed.stage() == v1::OBLIGATION_STAGE_ON_SITE;
  maybe_step aside = on_site ? detour_of(state, owed, whistle, city, now) : std::nullopt;
  return aside ? aside : step_of(owed);
}

}  // namespace gridwhistle
