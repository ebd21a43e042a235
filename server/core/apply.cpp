// Makes events true. Law: state is a fold of the journal, so nothing here refuses, asks a policy or
// looks at anything but the entry.
#include <algorithm>

#include "server/core/whistle.hpp"

namespace gridwhistle {
namespace {

std::string holder_of(const department_code& department) { return "dept/" + department.text; }
std::string holder_of_desk(const area_code& desk) { return "desk/" + desk.text; }

obligation& owed_by(whistle& state, const department_code& department) {
  auto found = std::find_if(state.obligations.begin(), state.obligations.end(),
                            [&](const obligation& each) { return each.department == department; });
  GW_CHECK(found != state.obligations.end());
  return *found;
}

void stop_if_going(clock_ledger& clock, instant at) {
  if (clock.started() && !clock.stopped()) clock.stop(at);
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
  for (obligation& owed : state.obligations) {
    stop_if_going(owed.report_in, at);
    stop_if_going(owed.handle, at);
  }
}

struct applier {
  whistle& state;
  const entry& told;

  void operator()(const raised& happened) const {
    state.id = told.whistle;
    state.stage = stage::raised;
    state.reporter = told.by;
    state.what = happened.what;
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
    state.report_in_limit = happened.report_in_limit;
    state.handle_limit = happened.handle_limit;
    state.obligations.clear();
    state.obligations.push_back(obligation{.department = happened.lead, .part = part::lead});
    for (const department_code& helper : happened.helpers) {
      state.obligations.push_back(obligation{.department = helper, .part = part::helper});
    }
    give_to(state, told.at, holder_of(happened.lead));
  }

  // The clock starts at delivery, not at signing: otherwise nobody would sign.
  void operator()(const delivered& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.delivered_at = told.at;
    owed.report_in =
        clock_ledger::start(state.report_in_limit, told.at, holder_of(owed.department));
    owed.handle = clock_ledger::start(state.handle_limit, told.at, holder_of(owed.department));
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

  void operator()(const noted&) const {}

  void operator()(const handled& happened) const {
    obligation& owed = owed_by(state, happened.department);
    owed.stage = obligation_stage::done;
    owed.done_at = told.at;
    owed.handler = told.by;
    if (owed.part == part::helper) {
      owed.handle.stop(told.at);
      return;
    }
    state.stage = stage::handled;
    owed.handle.pause(told.at, pause_reason::verifying);
  }

  void operator()(const verified&) const {}

  void operator()(const verification_failed&) const {
    state.stage = stage::handling;
    obligation& lead = state.obligations.front();
    lead.stage = lead.arrived_at ? obligation_stage::on_site : obligation_stage::reported_in;
    lead.done_at.reset();
    lead.handle.resume(told.at);
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
        state.desk_clock.record_overrun();
        return;
      case clock_name::report_in:
        owed_by(state, happened.department).report_in.record_overrun();
        return;
      case clock_name::handle:
        owed_by(state, happened.department).handle.record_overrun();
        return;
    }
  }
};

}  // namespace

void apply(whistle& state, const entry& happened) {
  // A version that does not follow means the journal is not what we wrote.
  GW_CHECK(happened.version == state.version + 1);
  std::visit(applier{state, happened}, happened.happened);
  state.version = happened.version;
  state.history.push_back(step{happened.version, happened.batch, happened.at, happened.by,
                               happened.command, happened.digest, happened.happened.index()});
}

}  // namespace gridwhistle
