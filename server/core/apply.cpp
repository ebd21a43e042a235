// Makes events true. Law: state is a fold of the journal, so nothing here refuses, asks a policy or
// looks at anything but the entry.
#include <algorithm>
#include <utility>

#include "server/core/whistle.hpp"

namespace gridwhistle {
namespace {

std::string holder_of(const department_code& department) { return "dept/" + department.text; }
std::string holder_of_desk(const area_code& desk) { return "desk/" + desk.text; }

obligation& owed_by(whistle& state, const department_code& department) {
  const obligation* found = state.obligation_of(department);
  GW_CHECK(found != nullptr);
  return state.obligations[static_cast<std::size_t>(found - state.obligations.data())];
}

void stop_if_going(clock_ledger& clock, instant at) {
  if (clock.started() && !clock.stopped()) clock.stop(at);
}
void pause_if_running(clock_ledger& clock, instant at, pause_reason reason) {
  if (clock.running()) clock.pause(at, reason);
}
bool is_paused(const clock_ledger& clock, pause_reason reason) {
  if (!clock.started()) return false;
  const clock_segment& last = clock.segments().back();
  return last.state == clock_state::paused && last.reason == reason;
}
// Not before what was told of it last.
void resume_from(clock_ledger& clock, instant at, pause_reason reason) {
  if (is_paused(clock, reason)) clock.resume(std::max(at, clock.segments().back().from));
}
// It stands for something else from now on.
void pause_instead(clock_ledger& clock, instant at, pause_reason was, pause_reason is) {
  if (!is_paused(clock, was)) return;
  resume_from(clock, at, was);
  clock.pause(clock.segments().back().from, is);
}

void stop_clocks(obligation& owed, instant at) {
  stop_if_going(owed.report_in, at);
  stop_if_going(owed.handle, at);
  stop_if_going(owed.ruling, at);
}

void forget_question(obligation& owed) {
  owed.question.clear();
  owed.answer_until.reset();
}

// Whatever ends the wait for the reporter, its clocks go on; of a shelved whistle they stand for
// that instead.
void end_wait(const whistle& state, obligation& owed, instant at) {
  if (!owed.waits_for_reporter()) return;
  forget_question(owed);
  for (clock_ledger* clock : {&owed.report_in, &owed.handle}) {
    constexpr auto waiting = pause_reason::waiting_for_reporter;
    if (state.shelved_until) pause_instead(*clock, at, waiting, pause_reason::shelved);
    resume_from(*clock, at, waiting);
  }
}

void reporter_answers(whistle& state, instant at) {
  for (obligation& owed : state.obligations) end_wait(state, owed, at);
}

// Still called and not named any more, or replaced as the lead.
void let_go(obligation& owed, instant at) {
  stop_clocks(owed, at);
  forget_question(owed);
  owed.extension_asked.reset();
  if (owed.stage != obligation_stage::returned && owed.stage != obligation_stage::done)
    owed.stage = obligation_stage::released;
}

// The total clock runs from raised to the end and never resets; its segments say who held the
// whistle.
void give_to(whistle& state, instant at, std::string holder) {
  if (state.total.started()) {
    state.total.hand_to(at, std::move(holder));
  } else {
    state.total = clock_ledger::start(std::nullopt, at, std::move(holder));
  }
}

void end(whistle& state, stage how, instant at) {
  state.stage = how;
  state.ended_at = at;
  state.desk = {};
  stop_if_going(state.total, at);
  stop_if_going(state.desk_clock, at);
  stop_if_going(state.supervision, at);
  for (obligation& owed : state.obligations) {
    stop_clocks(owed, at);
    forget_question(owed);
    owed.extension_asked.reset();
  }
  state.shelving_asked.reset();
  state.shelved_until.reset();
}

// What the reporter said of work that is begun anew. It stays in the history.
void forget_opinions(whistle& state) {
  state.visit.reset();
  state.visited_opinion.reset();
  state.rating.reset();
}

stage stage_of_lead(const obligation& lead) {
  return lead.stage == obligation_stage::owed ? stage::dispatched : stage::handling;
}

void end_shelving(whistle& state, instant at) {
  state.shelved_until.reset();
  for (obligation& owed : state.obligations) {
    for (clock_ledger* clock : {&owed.report_in, &owed.handle}) {
      if (owed.awaits_ruling())
        pause_instead(*clock, at, pause_reason::shelved, pause_reason::returned);
      resume_from(*clock, at, pause_reason::shelved);
    }
    resume_from(owed.ruling, at, pause_reason::shelved);
  }
}

template <class Act>
void on_each_clock(whistle& state, Act act) {
  for (clock_ledger* clock : {&state.total, &state.desk_clock, &state.supervision}) act(*clock);
  for (obligation& owed : state.obligations) {
    for (clock_ledger* clock : {&owed.report_in, &owed.handle, &owed.ruling}) act(*clock);
  }
}

struct applier {
  whistle& state;
  const entry& told;

  void operator()(const raised& happened) const {
    state.id = told.whistle;
    state.stage = stage::raised;
    state.reporter = told.by;
    state.reporter_is_importer = happened.by_importer;
    state.what = happened.what;
    state.map = happened.map;
    state.raised_at = told.at;
  }

  void operator()(const filed& happened) const {
    state.stage = stage::filed;
    state.what.matter = happened.matter;
    state.what.area = happened.area;
    state.what.kind = happened.kind;
    state.what.condition = happened.condition;
  }

  void operator()(const desk_took& happened) const {
    // The same desk still at it gets no fresh clock for a repair that did not help.
    bool same_desk = state.desk == happened.desk && state.desk_clock.running();
    state.desk = happened.desk;
    state.desk_reason = happened.reason;
    if (same_desk) return;
    state.desk_clock = clock_ledger::start(happened.limit, told.at, holder_of_desk(happened.desk));
    give_to(state, told.at, holder_of_desk(happened.desk));
  }

  void operator()(const dispatched& happened) const {
    state.stage = stage::dispatched;
    state.desk = {};
    state.desk_reason.reset();
    stop_if_going(state.desk_clock, told.at);
    state.policy = happened.policy;
    state.verify = happened.verify;
    state.photo = happened.photo;
    state.report_in_limit = happened.report_in_limit;
    state.handle_limit = happened.handle_limit;
    state.obligations.reserve(state.obligations.size() + 1 + happened.helpers.size());
    call_lead(happened.lead);
    for (obligation& owed : state.obligations) {
      bool named = std::count(happened.helpers.begin(), happened.helpers.end(), owed.department);
      if (owed.part == part::helper && owed.open() && !named) let_go(owed, told.at);
    }
    for (const department_code& helper : happened.helpers) call_helper(helper);
    give_to(state, told.at, holder_of(happened.lead));
    if (state.supervision.started() && !state.supervision.stopped())
      state.supervision.hand_to(told.at, holder_of(happened.lead));
  }

  // The lead of before, and a helper who becomes the lead, end what they owed; the new lead begins.
  void call_lead(const department_code& lead) const {
    for (obligation& owed : state.obligations) {
      if (owed.part == part::lead || owed.department == lead) let_go(owed, told.at);
    }
    if (!state.obligations.empty()) {
      std::rotate(state.obligations.begin(), state.obligations.begin() + 1,
                  state.obligations.end());
    }
    state.obligations.insert(state.obligations.begin(),
                             obligation{.department = lead, .part = part::lead});
  }

  void call_helper(const department_code& helper) const {
    const obligation* already = state.obligation_of(helper);
    if (already && already->open()) return;
    state.obligations.push_back(obligation{.department = helper, .part = part::helper});
  }

  void operator()(const helper_called& happened) const { call_helper(happened.department); }

  // The clock starts at delivery, not at signing: otherwise nobody would sign.
  void operator()(const delivered& happened) const {
    obligation& owed = owed_by(state, happened.department);
    auto holder = holder_of(owed.department);
    bool own_limits = happened.report_in_limit.has_value();
    auto report_in = own_limits ? happened.report_in_limit : state.report_in_limit;
    owed.handle_limit = own_limits ? happened.handle_limit : state.handle_limit;
    owed.delivered_at = told.at;
    owed.called = happened.called;
    owed.report_in = clock_ledger::start(report_in, told.at, holder);
    owed.handle = clock_ledger::start(owed.handle_limit, told.at, holder);
  }

  void operator()(const reported_in& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.stage = obligation_stage::reported_in;
    owed.reported_in_at = told.at;
    owed.report_in.stop(told.at);
    if (owed.part == part::lead) state.stage = stage::handling;
  }

  void operator()(const arrived& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.stage = obligation_stage::on_site;
    owed.arrived_at = told.at;
  }

  // Whoever reported it, or a duplicate of it.
  bool is_reporter(const user_id& who) const {
    auto reported = [&who](const member& each) { return each.reporter == who; };
    return who == state.reporter ||
           std::any_of(state.members.begin(), state.members.end(), reported);
  }

  void operator()(const noted& happened) const {
    if (is_reporter(told.by)) reporter_answers(state, told.at);
    if (happened.to == addressed_to::everybody) return;
    obligation& owed = owed_by(state, happened.department);
    ++owed.questions;
    owed.question = happened.text;
    owed.answer_until = told.at + happened.answer_within.amount;
    pause_if_running(owed.report_in, told.at, pause_reason::waiting_for_reporter);
    pause_if_running(owed.handle, told.at, pause_reason::waiting_for_reporter);
  }

  void operator()(const handled& happened) const {
    obligation& owed = owed_by(state, happened.department);
    end_wait(state, owed, told.at);
    owed.stage = obligation_stage::done;
    owed.done_at = told.at;
    std::erase(owed.handlers, told.by);
    owed.handlers.push_back(told.by);
    if (owed.part == part::helper) {
      owed.handle.stop(told.at);
      owed.extension_asked.reset();
      return;
    }
    state.stage = stage::handled;
    owed.handle.pause(told.at, pause_reason::verifying);
    owed.extension_asked.reset();
    state.shelving_asked.reset();
    pause_if_running(state.supervision, told.at, pause_reason::verifying);
  }

  void operator()(const verified&) const {}

  void operator()(const verification_failed&) const {
    state.stage = stage::handling;
    obligation& lead = state.obligations.front();
    lead.stage = lead.reached();
    lead.done_at.reset();
    lead.handle.resume(told.at);
    resume_from(state.supervision, told.at, pause_reason::verifying);
  }

  void operator()(const closed& happened) const {
    state.outcome = happened.outcome;
    end(state, stage::closed, told.at);
  }
  void operator()(const declined&) const { end(state, stage::declined, told.at); }
  void operator()(const withdrawn&) const { end(state, stage::withdrawn, told.at); }

  void operator()(const overran& happened) const {
    switch (happened.clock) {
      case clock_name::desk:
        return state.desk_clock.record_overrun();
      case clock_name::supervision:
        return state.supervision.record_overrun();
      case clock_name::report_in:
        return owed_by(state, happened.department).report_in.record_overrun();
      case clock_name::handle:
        return owed_by(state, happened.department).handle.record_overrun();
      case clock_name::ruling:
        return owed_by(state, happened.department).ruling.record_overrun();
    }
  }

  // --- returns ----------------------------------------------------------------------------------

  void operator()(const returned& happened) const {
    obligation& owed = owed_by(state, happened.department);
    end_wait(state, owed, told.at);
    owed.stage = obligation_stage::returned;
    owed.proposed = happened.proposed;
    owed.ruling_desk = happened.desk;
    pause_if_running(owed.report_in, told.at, pause_reason::returned);
    pause_if_running(owed.handle, told.at, pause_reason::returned);
    owed.ruling = clock_ledger::start(happened.limit, told.at, holder_of_desk(happened.desk));
    ++state.returns;
    ++owed.returns;
    if (owed.part != part::lead) return;
    state.desk = happened.desk;
    give_to(state, told.at, holder_of_desk(happened.desk));
  }

  void operator()(const ruled& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.ruling.stop(told.at);
    if (happened.what == ruling::upheld) return stop_clocks(owed, told.at);
    ++owed.rejections;
    owed.stage = owed.reached();
    // An unfounded return buys no time.
    if (is_paused(owed.report_in, pause_reason::returned)) owed.report_in.resume_charged(told.at);
    if (is_paused(owed.handle, pause_reason::returned)) owed.handle.resume_charged(told.at);
    if (owed.part != part::lead) return;
    state.desk = {};
    state.stage = stage_of_lead(owed);
    give_to(state, told.at, holder_of(owed.department));
  }

  void operator()(const released& happened) const {
    let_go(owed_by(state, happened.department), told.at);
  }

  void operator()(const unreported& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.stage = obligation_stage::owed;
    owed.reported_in_at.reset();
    owed.report_in.resume_charged(told.at);
    if (owed.waits_for_reporter())
      owed.report_in.pause(told.at, pause_reason::waiting_for_reporter);
    if (owed.part == part::lead) state.stage = stage::dispatched;
  }

  // --- the report -------------------------------------------------------------------------------

  void operator()(const amended& happened) const {
    correct(state.what, happened.change);
    if (happened.change.where) state.map = happened.map;
    reporter_answers(state, told.at);
  }
  void operator()(const checked&) const {}

  // --- more time, and orders --------------------------------------------------------------------

  void operator()(const extension_requested& happened) const {
    owed_by(state, happened.department).extension_asked = happened.more;
    state.asked_desk = happened.desk;
  }
  void operator()(const extension_decided& happened) const {
    obligation& owed = owed_by(state, happened.department);
    GW_CHECK(owed.extension_asked.has_value());
    if (happened.what == decision::granted) {
      owed.handle.extend(owed.extension_asked->amount);
      ++owed.extensions;
    }
    owed.extension_asked.reset();
  }
  void operator()(const shelving_requested& happened) const {
    state.shelving_asked = happened.until;
    state.asked_desk = happened.desk;
  }
  void operator()(const shelving_decided& happened) const {
    auto until = std::exchange(state.shelving_asked, std::nullopt);
    if (happened.what == decision::refused) return;
    state.shelved_until = until;
    ++state.shelvings;
    for (obligation& owed : state.obligations) {
      for (clock_ledger* clock : {&owed.report_in, &owed.handle}) {
        pause_if_running(*clock, told.at, pause_reason::shelved);
        // Nobody can be charged for it: nobody may rule.
        pause_instead(*clock, told.at, pause_reason::returned, pause_reason::shelved);
      }
      // Nobody may rule while it is shelved, so the desk's clock stands too.
      pause_if_running(owed.ruling, told.at, pause_reason::shelved);
    }
  }
  void operator()(const resumed& happened) const {
    // On its date, whenever that was noticed.
    if (happened.department.empty())
      return end_shelving(state, std::min(told.at, state.shelved_until.value_or(told.at)));
    obligation& owed = owed_by(state, happened.department);
    end_wait(state, owed, std::min(told.at, owed.answer_until.value_or(told.at)));
  }
  void operator()(const urged&) const {}
  void operator()(const supervised& happened) const {
    stop_if_going(state.supervision, told.at);
    state.supervision = clock_ledger::start(happened.limit, told.at,
                                            holder_of(state.obligations.front().department));
    state.supervised_by = told.by;
    state.supervised_area = happened.area;
  }
  void operator()(const appealed& happened) const {
    owed_by(state, happened.department).appeal_of(happened.clock) = appeal_stage::pending;
    state.asked_desk = happened.desk;
  }
  void operator()(const appeal_decided& happened) const {
    owed_by(state, happened.department).appeal_of(happened.clock) =
        happened.what == decision::granted ? appeal_stage::upheld : appeal_stage::rejected;
  }

  // --- after the end ----------------------------------------------------------------------------

  // The handling leg goes on with what was left; the time between was nobody's.
  void operator()(const reopened&) const {
    obligation& lead = state.obligations.front();
    state.ended_at.reset();
    state.outcome.reset();
    lead.stage = lead.reached();
    lead.done_at.reset();
    lead.handle.resume(told.at);
    forget_opinions(state);
    state.stage = stage_of_lead(lead);
    state.total.resume(told.at);
    give_to(state, told.at, holder_of(lead.department));
  }
  void operator()(const return_visited& happened) const {
    state.visit = happened.contact;
    state.visited_opinion = happened.opinion;
  }
  void operator()(const rated& happened) const { state.rating = happened.opinion; }

  void operator()(const escalated& happened) const {
    owed_by(state, happened.department).rungs.push_back(happened.what);
  }

  // --- duplicates -------------------------------------------------------------------------------

  // Of what has closed with its umbrella the clocks stand already, and it knows where it was.
  void operator()(const joined& happened) const {
    if (!state.joined) {
      state.joined = joining{happened.umbrella, state.stage, state.desk};
      // Whoever is asked may answer there.
      reporter_answers(state, told.at);
      on_each_clock(state, [&](clock_ledger& clock) {
        if (clock.started()) clock.set_aside(told.at);
      });
      for (obligation& owed : state.obligations) owed.extension_asked.reset();
      state.shelving_asked.reset();
    }
    forget_opinions(state);
    state.stage = stage::joined;
    state.desk = {};
    state.outcome.reset();
    state.ended_at = told.at;
  }
  void operator()(const parted&) const {
    GW_CHECK(state.joined.has_value());
    state.stage = state.joined->stage;
    state.desk = state.joined->desk;
    state.joined.reset();
    state.ended_at.reset();
    on_each_clock(state, [&](clock_ledger& clock) {
      if (clock.is_set_aside()) clock.take_up(told.at);
    });
  }
  void operator()(const member_joined& happened) const {
    state.members.push_back({happened.member, happened.reporter});
  }
  void operator()(const member_parted& happened) const {
    std::erase_if(state.members,
                  [&](const member& each) { return each.whistle == happened.member; });
  }
};

}  // namespace

void apply(whistle& state, const entry& happened) {
  // A version that does not follow means the journal is not what we wrote.
  GW_CHECK(happened.version == state.version + 1);
  std::visit(applier{state, happened}, happened.happened);
  // Whatever event it was: what was asked for is decided, or needs no decision any more.
  if (!state.waits_for_decision()) state.asked_desk = {};
  state.version = happened.version;
  state.history.push_back(step{happened.version, happened.batch, happened.at, happened.by,
                               happened.command, happened.digest, happened.happened.index()});
}

}  // namespace gridwhistle
