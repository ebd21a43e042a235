// What the commands about time, orders and the time after the end lead to in the plain model.
#include "tests/core/plain_model.hpp"
#include "tests/core/plain_words.hpp"

namespace gridwhistle::plain {

using namespace std::chrono_literals;
using enum refusal_code;

// With so much more, were it to go on now.
bool model::can_be_counted_with(const called& owed, span more) const {
  stopwatch would = owed.handle;
  would.allow(more);
  would.go_on(now_);
  return would.due().has_value();
}

// All that is still to do, were it held from now until then.
bool model::can_be_counted_from(instant then) const {
  for (const called& each : called_) {
    if (!each.still_to_do() && !each.waits_for_ruling) continue;
    for (stopwatch would : {each.report_in, each.handle}) {
      bool is_over = !would.runs() && !each.waits_for_ruling && !each.waits_until;
      if (!would.started() || !would.limit() || is_over) continue;
      would.hold(now_);
      would.go_on(then);
      if (!would.due()) return false;
    }
  }
  return true;
}

answer model::take(const request_extension& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (ended()) return refused(already_ended);
  if (shelved_until_) return refused(shelved);
  if (owed.gone()) return refused(department_not_called);
  if (owed.stage == obligation_stage::done) return refused(obligation_done);
  if (!owed.handle_given) return refused(no_limit);
  bool passed = owed.handle.spent() && *owed.handle.spent() < now_;
  if (owed.handle.late || passed) return refused(deadline_passed);
  // Its own question does not keep it from asking for time.
  if (owed.waits_for_ruling) return refused(clock_not_running);
  if (owed.extension_asked) return refused(already_asked);
  if (owed.extensions >= 2) return refused(extensions_used_up);
  if (blank(said.reason)) return refused(reason_missing);
  budget more = in_office_time(said.more);
  if (more.unit != owed.handle_given->unit || more.amount > owed.handle_given->amount ||
      more.amount <= 0ms) {
    return refused(extension_too_long);
  }
  if (!can_be_counted_with(owed, more.amount)) return refused(calendar_horizon);
  owed.extension_asked = more;
  return happened(with("extension_requested", owed.department));
}

answer model::take(const decide_extension& said, const command&) {
  if (ended()) return refused(already_ended);
  if (shelved_until_) return refused(shelved);
  called* owed = of(said.department.text);
  if (!owed || owed->gone() || !owed->extension_asked) return refused(nothing_asked);
  if (said.what == decision::refused && blank(said.reason)) return refused(reason_missing);
  if (said.what == decision::granted) {
    if (!can_be_counted_with(*owed, owed->extension_asked->amount)) {
      return refused(calendar_horizon);
    }
    owed->handle.allow(owed->extension_asked->amount);
    ++owed->extensions;
  }
  owed->extension_asked.reset();
  bool granted = said.what == decision::granted;
  return happened(with(granted ? "extension_granted" : "extension_refused", owed->department));
}

answer model::take(const request_shelving& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  if (ended()) return refused(already_ended);
  if (owed.gone()) return refused(department_not_called);
  if (!owed.leads) return refused(lead_only);
  if (stage_ != stage::dispatched && stage_ != stage::handling) return refused(wrong_stage);
  if (owed.waits_for_ruling) return refused(return_pending);
  if (was_shelved_) return refused(shelving_used_up);
  if (shelving_asked_) return refused(already_asked);
  if (blank(said.reason)) return refused(reason_missing);
  if (said.until <= now_ || said.until > now_ + 365 * 24h) return refused(shelving_date_invalid);
  if (!can_be_counted_from(said.until)) return refused(calendar_horizon);
  shelving_asked_ = said.until;
  return happened("shelving_requested");
}

answer model::take(const decide_shelving& said, const command&) {
  if (ended()) return refused(already_ended);
  bool granted = said.what == decision::granted;
  if (shelved_until_) {
    if (granted) return refused(shelved);
    if (blank(said.reason)) return refused(reason_missing);
    resume(std::min(now_, *shelved_until_));
    return happened("resumed");
  }
  if (!shelving_asked_) return refused(nothing_asked);
  if (!granted) {
    if (blank(said.reason)) return refused(reason_missing);
    shelving_asked_.reset();
    return happened("shelving_refused");
  }
  if (lead()->waits_for_ruling) return refused(wrong_stage);
  if (*shelving_asked_ <= now_) return refused(shelving_date_invalid);
  if (!can_be_counted_from(*shelving_asked_)) return refused(calendar_horizon);
  shelved_until_ = shelving_asked_;
  shelving_asked_.reset();
  was_shelved_ = true;
  // An order names an instant, and that does not move.
  for (called& each : called_) {
    // What a rejected return is charged for does not include it.
    if (each.waits_for_ruling) {
      if (each.reached() == obligation_stage::owed) each.report_in.lay_by(now_);
      each.handle.lay_by(now_);
    }
    each.hold(now_);
    each.last_told = now_;
  }
  return happened("shelving_granted");
}

// What ran before the shelving goes on.
void model::resume(instant then) {
  shelved_until_.reset();
  for (called& each : called_) {
    instant from = std::max(then, each.last_told);
    if (each.waits_for_ruling) {
      if (each.reached() == obligation_stage::owed) each.report_in.take_up(from);
      each.handle.take_up(from);
      each.ruling.go_on(from);
      continue;
    }
    if (!each.still_to_do() || each.waits_until) continue;
    if (each.stage == obligation_stage::owed) each.report_in.go_on(from);
    each.handle.go_on(from);
  }
}

answer model::take(const urge& said, const command&) {
  if (ended()) return refused(already_ended);
  if (blank(said.text)) return refused(reason_missing);
  return happened("urged");
}

answer model::take(const supervise& said, const command& asked) {
  if (ended()) return refused(already_ended);
  if (stage_ != stage::dispatched && stage_ != stage::handling) return refused(wrong_stage);
  if (blank(said.text)) return refused(reason_missing);
  if (said.due_at <= now_) return refused(due_in_the_past);
  if (said.due_at > now_ + 365 * 24h) return refused(due_too_far);
  auto stands_until = supervision_.due();
  bool stands = stands_until && !supervision_.late && now_ <= *stands_until;
  bool from_below = !ordered_from_.starts_with(asked.by.area.text);
  if (stands && from_below) return refused(ordered_from_above);
  ordered_from_ = asked.by.area.text;
  supervision_.start(budget{time_unit::urgent_hour, said.due_at - now_}, now_);
  return happened("supervised");
}

answer model::take(const reopen& said, const command&) {
  if (stage_ != stage::closed) return refused(wrong_stage);
  if (umbrella_) return refused(joined_to_another);
  if (now_ > ended_at_ + 15 * 24h) return refused(reopen_too_late);
  if (blank(said.reason)) return refused(reason_missing);
  forget_what_was_said();
  go_back_to_handling();
  return happened("reopened");
}

answer model::take(const appeal& said, const command& asked) {
  called& owed = *of(asked.by.department.text);
  bool report_in = said.clock == clock_name::report_in;
  if (!report_in && said.clock != clock_name::handle) return refused(no_overrun);
  const stopwatch& clock = report_in ? owed.report_in : owed.handle;
  plea& pleaded = report_in ? owed.report_in_plea : owed.handle_plea;
  if (!clock.late) return refused(no_overrun);
  if (pleaded != plea::none) return refused(appeal_used_up);
  if (blank(said.reason)) return refused(reason_missing);
  pleaded = plea::open;
  return happened("appealed(" + std::string(report_in ? "report_in:" : "handle:") +
                  owed.department + ")");
}

answer model::take(const decide_appeal& said, const command&) {
  called* owed = of(said.department.text);
  bool report_in = said.clock == clock_name::report_in;
  if (!owed) return refused(nothing_asked);
  if (!report_in && said.clock != clock_name::handle) return refused(nothing_asked);
  plea& pleaded = report_in ? owed->report_in_plea : owed->handle_plea;
  if (pleaded != plea::open) return refused(nothing_asked);
  if (blank(said.reason)) return refused(reason_missing);
  pleaded = plea::decided;
  std::string words = said.what == decision::granted ? "appeal_granted(" : "appeal_refused(";
  return happened(words + (report_in ? "report_in:" : "handle:") + owed->department + ")");
}

answer model::take(const return_visit& said, const command&) {
  if (stage_ != stage::closed) return refused(wrong_stage);
  if (answered_) return refused(already_visited);
  // Whoever was not reached has said nothing.
  if (said.contact == contact::not_reached && !says_nothing(said.opinion)) {
    return refused(nobody_reached);
  }
  answered_ = said.contact == contact::reached;
  return happened("return_visited");
}

answer model::take(const rate& said, const command&) {
  if (stage_ != stage::closed) return refused(wrong_stage);
  if (rated_) return refused(already_rated);
  if (says_nothing(said.opinion)) return refused(opinion_missing);
  rated_ = true;
  return happened("rated");
}

// It was about work that begins anew.
void model::forget_what_was_said() {
  answered_ = false;
  rated_ = false;
}

}  // namespace gridwhistle::plain
