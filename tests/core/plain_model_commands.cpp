// What each command leads to in the plain model, in the order of the commands.
#include <algorithm>

#include "tests/core/plain_model.hpp"
#include "tests/core/plain_words.hpp"

namespace gridwhistle::plain {

using namespace std::chrono_literals;
using enum refusal_code;

answer model::take(const blow& said, const command& asked) {
  if (said.what.ordered_limit && asked.by.role != role::importer) {
    return refused(ordered_limit_not_allowed);
  }
  what_ = said.what;
  reporter_ = asked.by.user.text;
  reporter_role_ = asked.by.role;
  answer so = happened("raised");
  if (auto why = unsound(what_, reporter_role_)) {
    desk_takes(so, desk_of(what_.area.text), *why, now_);
  } else {
    file_and_dispatch(so, now_);
  }
  return so;
}

answer model::take(const amend& said, const command&) {
  if (ended()) return refused(already_ended);
  const report_change& change = said.change;
  bool routes = change.matter || !change.area.empty() || change.kind;
  bool tells = !blank(change.text) || change.where || !change.photos.empty();
  if (!routes && !tells) return refused(change_missing);
  if (routes && !at_the_desk()) return refused(wrong_stage);
  if (change.matter) what_.matter = change.matter;
  if (!change.area.empty()) what_.area = change.area;
  if (change.kind) what_.kind = change.kind;
  reporter_answers();
  answer so = happened("amended");
  if (routes && !unsound(what_, reporter_role_)) {
    file_and_dispatch(so, now_);
  }
  return so;
}

answer model::take(const check& said, const command&) {
  if (ended()) return refused(already_ended);
  if (!at_the_desk()) return refused(wrong_stage);
  if (blank(said.text)) return refused(reason_missing);
  return happened("checked");
}

refusal_code model::refusal_of(desk_reason why) {
  if (why == desk_reason::area_unknown) return area_unknown;
  if (why == desk_reason::matter_unknown) return matter_unknown;
  if (why == desk_reason::matter_not_admitted) return matter_not_admitted;
  return kind_missing;
}

answer model::take(const file& said, const command&) {
  if (ended()) return refused(already_ended);
  if (!at_the_desk()) return refused(wrong_stage);
  report repaired = what_;
  if (said.matter) repaired.matter = said.matter;
  if (!said.area.empty()) repaired.area = said.area;
  if (said.kind) repaired.kind = said.kind;
  if (auto why = unsound(repaired, role::desk_officer)) return refused(refusal_of(*why));
  what_ = repaired;
  answer so;
  file_and_dispatch(so, now_);
  return so;
}

answer model::take(const dispatch& said, const command&) {
  if (ended()) return refused(already_ended);
  if (stage_ != stage::filed) return refused(wrong_stage);
  if (auto why = unsound(what_, role::desk_officer)) return refused(refusal_of(*why));
  if (no why = names_wrong(said.lead.text, texts(said.helpers))) return refused(*why);
  if (beyond_calendar(now_)) return refused(calendar_horizon);
  answer so;
  call(so, said.lead.text, texts(said.helpers), now_);
  return so;
}

answer model::take(const redispatch& said, const command&) {
  if (ended()) return refused(already_ended);
  if (shelved_until_) return refused(shelved);
  if (stage_ != stage::dispatched && stage_ != stage::handling) return refused(wrong_stage);
  if (lead()->waits_for_ruling) return refused(return_pending);
  if (blank(said.reason)) return refused(reason_missing);
  if (said.lead.text == lead()->department) return refused(already_lead);
  if (!row_of(what_.matter)) return refused(matter_unknown);
  std::vector<std::string> helpers = helpers_going_on();
  std::erase(helpers, said.lead.text);
  for (const department_code& each : said.helpers) helpers.push_back(each.text);
  if (no why = names_wrong(said.lead.text, helpers)) return refused(*why);
  if (beyond_calendar(now_)) return refused(calendar_horizon);
  answer so;
  call(so, said.lead.text, helpers, now_);
  return so;
}

model::no model::cannot_act(const called& owed) const {
  if (ended()) return already_ended;
  if (shelved_until_) return shelved;
  if (owed.gone()) return department_not_called;
  if (owed.waits_for_ruling) return return_pending;
  if (owed.stage == obligation_stage::done) return obligation_done;
  return {};
}

answer model::take(const report_in&, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (no why = cannot_act(owed)) return refused(*why);
  if (owed.stage != obligation_stage::owed) return refused(already_reported_in);
  owed.stage = obligation_stage::reported_in;
  owed.was_reported = true;
  owed.reported_at = now_;
  owed.ran_until_reported = owed.report_in.runs();
  owed.report_in.hold(now_);
  if (owed.leads) stage_ = stage::handling;
  return happened(with("reported_in", owed.department));
}

answer model::take(const unreport& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (no why = cannot_act(owed)) return refused(*why);
  if (owed.stage == obligation_stage::owed) return refused(not_reported_in);
  if (owed.stage == obligation_stage::on_site) return refused(already_on_site);
  if (blank(said.reason)) return refused(reason_missing);
  owed.stage = obligation_stage::owed;
  owed.was_reported = false;
  // What the mistake stopped counts from the mistake on, whoever was asked meanwhile.
  if (owed.ran_until_reported) {
    owed.report_in.go_on_as_if_never_held();
  } else {
    owed.report_in.go_on_since(owed.reported_at);
  }
  if (owed.waits_until) owed.report_in.hold(now_);
  if (owed.leads) stage_ = stage::dispatched;
  return happened(with("unreported", owed.department));
}

answer model::take(const arrive&, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (no why = cannot_act(owed)) return refused(*why);
  if (owed.stage == obligation_stage::owed) return refused(not_reported_in);
  if (owed.stage == obligation_stage::on_site) return refused(already_on_site);
  owed.stage = obligation_stage::on_site;
  owed.was_on_site = true;
  return happened(with("arrived", owed.department));
}

answer model::take(const note& said, const command& asked) {
  if (ended()) return refused(already_ended);
  if (blank(said.text)) return refused(reason_missing);
  bool asks = said.to == addressed_to::reporter;
  if (asks) {
    if (no why = cannot_ask(asked.by)) return refused(*why);
  }
  const std::string& who = asked.by.user.text;
  if (who == reporter_ || reported_a_duplicate(who)) reporter_answers();
  if (!asks) return happened("noted");
  called& owed = *of(asked.by.department.text);
  ++owed.questions;
  owed.waits_until = now_ + 24h;
  owed.report_in.hold(now_);
  owed.handle.hold(now_);
  return happened("noted(" + owed.department + "?)");
}

model::no model::cannot_ask(const actor& by) const {
  const called* owed = by.role == role::clerk ? of(by.department.text) : nullptr;
  if (!owed) return only_called_may_ask;
  if (no why = cannot_act(*owed)) return why;
  if (reporter_role_ == role::importer || by.user.text == reporter_) {
    return reporter_cannot_be_asked;
  }
  if (owed->waits_until) return question_pending;
  if (owed->questions == 2) return questions_used_up;
  return {};
}

void model::reporter_answers() {
  for (called& each : called_) wait_no_longer(each, now_);
}

// A shelved whistle stands on, for the shelving.
void model::wait_no_longer(called& owed, instant from) {
  if (!owed.waits_until) return;
  owed.waits_until.reset();
  owed.last_told = from;
  if (shelved_until_) return;
  if (owed.stage == obligation_stage::owed) owed.report_in.go_on(from);
  owed.handle.go_on(from);
}

answer model::take(const return_to_desk& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (no why = cannot_act(owed)) return refused(*why);
  if (returns_ >= 2) return refused(returns_used_up);
  if (blank(said.reason)) return refused(reason_missing);
  if (blank(said.evidence)) return refused(evidence_missing);
  const std::string& proposed = said.proposed.text;
  if (proposed.empty() || proposed == owed.department) return refused(proposed_owner_invalid);
  if (!known_department(proposed)) return refused(department_unknown);
  ++returns_;
  wait_no_longer(owed, now_);
  owed.hold(now_);
  owed.stage = obligation_stage::returned;
  owed.waits_for_ruling = true;
  owed.proposed = proposed;
  owed.ruling.start(budget{time_unit::urgent_hour, 15min}, now_);
  if (owed.leads) desk_ = desk_of(what_.area.text);
  return happened("returned(" + owed.department + ">" + proposed + ")");
}

answer model::take(const rule& said, const command&) {
  if (ended()) return refused(already_ended);
  if (shelved_until_) return refused(shelved);
  called* owed = of(said.department.text);
  if (!owed || !owed->waits_for_ruling) return refused(no_return_pending);
  if (blank(said.reason)) return refused(reason_missing);
  return said.what == ruling::upheld ? uphold(said, *owed) : reject(said, *owed);
}

// Helpers that a ruling adds to those who are at it.
model::no model::cannot_add(const std::vector<std::string>& helpers) const {
  if (helpers.empty()) return {};
  if (!row_of(what_.matter)) return matter_unknown;
  for (std::size_t i = 0; i < helpers.size(); ++i) {
    if (!known_department(helpers[i])) return department_unknown;
    auto before = helpers.begin() + static_cast<std::ptrdiff_t>(i);
    bool twice = std::find(helpers.begin(), before, helpers[i]) != before;
    if (twice || is_open(helpers[i])) return helper_named_twice;
    if (beyond_calendar(now_)) return calendar_horizon;
  }
  return {};
}

void model::add(answer& so, const std::vector<std::string>& helpers) {
  for (const std::string& each : helpers) {
    called_.push_back(newly_called(each, false, now_));
    so.happened.push_back(with("helper_called", each));
    so.happened.push_back(with("delivered", each));
  }
}

answer model::reject(const rule& said, called& owed) {
  std::vector<std::string> helpers = texts(said.helpers);
  if (no why = cannot_add(helpers)) return refused(*why);
  owed.waits_for_ruling = false;
  owed.ruling.hold(now_);
  owed.stage = owed.reached();
  if (owed.stage == obligation_stage::owed) owed.report_in.go_on_as_if_never_held();
  owed.handle.go_on_as_if_never_held();
  if (owed.leads) desk_.clear();
  answer so = happened(with("rejected", owed.department));
  add(so, helpers);
  return so;
}

answer model::uphold(const rule& said, called& owed) {
  std::string instead = said.instead.text;
  if (owed.leads && instead.empty()) instead = owed.proposed;
  std::vector<std::string> added = texts(said.helpers);
  if (!owed.leads && !instead.empty()) added.insert(added.begin(), instead);
  if (instead == owed.department || std::ranges::count(added, owed.department) > 0) {
    return refused(proposed_owner_invalid);
  }
  std::vector<std::string> helpers = helpers_going_on();
  if (owed.leads) {
    std::erase(helpers, instead);
    helpers.insert(helpers.end(), added.begin(), added.end());
    if (!row_of(what_.matter)) return refused(matter_unknown);
    if (no why = names_wrong(instead, helpers)) return refused(*why);
    if (beyond_calendar(now_)) return refused(calendar_horizon);
  } else if (no why = cannot_add(added)) {
    return refused(*why);
  }
  owed.waits_for_ruling = false;
  owed.ruling.hold(now_);
  answer so = happened(with("upheld", owed.department));
  if (owed.leads) {
    call(so, instead, helpers, now_);
  } else {
    add(so, added);
  }
  return so;
}

answer model::take(const release& said, const command&) {
  if (ended()) return refused(already_ended);
  if (stage_ != stage::dispatched && stage_ != stage::handling) {
    return refused(department_not_called);
  }
  if (shelved_until_) return refused(shelved);
  called* owed = of(said.department.text);
  if (!owed) return refused(department_not_called);
  if (owed->once_led) return refused(lead_cannot_be_released);
  if (no why = cannot_act(*owed)) return refused(*why);
  if (blank(said.reason)) return refused(reason_missing);
  owed->hold(now_);
  owed->waits_until.reset();
  owed->stage = obligation_stage::released;
  return happened(with("released", owed->department));
}

answer model::take(const handle& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (no why = cannot_act(owed)) return refused(*why);
  if (owed.stage == obligation_stage::owed) return refused(not_reported_in);
  if (blank(said.result)) return refused(result_missing);
  bool waits = std::any_of(called_.begin(), called_.end(),
                           [](const called& each) { return !each.leads && each.still_to_do(); });
  if (owed.leads && waits) return refused(helper_still_open);
  wait_no_longer(owed, now_);
  owed.hold(now_);
  owed.stage = obligation_stage::done;
  owed.handlers.push_back(asked.by.user.text);
  owed.extension_asked.reset();
  answer so = happened(with("handled", owed.department));
  if (!owed.leads) return so;
  supervision_.hold(now_);
  shelving_asked_.reset();
  stage_ = stage::handled;
  if (!must_verify_) {
    so.happened.push_back("closed(solved)");
    end(stage::closed, now_);
  }
  return so;
}

answer model::take(const verify& said, const command& asked) {
  if (ended()) return refused(already_ended);
  if (stage_ != stage::handled) return refused(wrong_stage);
  for (const called& each : called_) {
    bool was_his_work = std::find(each.handlers.begin(), each.handlers.end(), asked.by.user.text) !=
                        each.handlers.end();
    if (was_his_work) return refused(handler_must_not_verify);
  }
  for (const called& each : called_) {
    if (each.department == asked.by.department.text) return refused(called_must_not_verify);
  }
  // What was imported was looked at elsewhere.
  bool imports = asked.by.role == role::importer && reporter_role_ == role::importer;
  if (said.photos.empty() && !imports) return refused(photo_missing);
  if (said.what == found::solved) {
    end(stage::closed, now_);
    return {std::nullopt, {"verified", "closed(solved)"}};
  }
  if (blank(said.text)) return refused(reason_missing);
  go_back_to_handling();
  return happened("verification_failed");
}

// The same leg goes on with what was left.
void model::go_back_to_handling() {
  called& owed = *lead();
  owed.stage = owed.reached();
  owed.handle.go_on(now_);
  supervision_.go_on(now_);
  stage_ = stage::handling;
}

answer model::take(const close& said, const command&) {
  if (ended()) return refused(already_ended);
  if (stage_ != stage::handled) return refused(wrong_stage);
  if (!said.outcome) return refused(result_missing);
  if (blank(said.reason)) return refused(reason_missing);
  if (*said.outcome == outcome::solved && must_verify_) return refused(not_verified);
  end(stage::closed, now_);
  return happened(*said.outcome == outcome::solved ? "closed(solved)"
                                                   : "closed(unsolved_recorded)");
}

answer model::take(const decline& said, const command&) {
  if (ended()) return refused(already_ended);
  if (!at_the_desk()) return refused(wrong_stage);
  if (blank(said.reason)) return refused(reason_missing);
  end(stage::declined, now_);
  return happened("declined");
}

answer model::take(const withdraw& said, const command&) {
  if (ended()) return refused(already_ended);
  if (stage_ == stage::handled) return refused(wrong_stage);
  if (!duplicates_.empty()) return refused(has_members);
  if (blank(said.reason)) return refused(reason_missing);
  end(stage::withdrawn, now_);
  return happened("withdrawn");
}

}  // namespace gridwhistle::plain
