#include "server/core/what_if.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// One pack's answer to one question.
struct answered {
  const policy& rules;
  seats_or_desk found;
  instant at;

  const called_seats* called() const { return std::get_if<called_seats>(&found); }

  // What the lead owes by that limit; whom_to_call() has seen that it can be computed.
  instant due(const budget& limit) const {
    auto at_end = after(rules.days.clock_of(called()->lead.department), at, limit);
    GW_CHECK(at_end.has_value());
    return *at_end;
  }
  std::optional<instant> report_in_due() const {
    if (!called()) return std::nullopt;
    return due(called()->lead.owed.report_in);
  }
  std::optional<instant> handle_due() const {
    if (!called() || !called()->lead.owed.handle) return std::nullopt;
    return due(*called()->lead.owed.handle);
  }
};

answered answer_of(const policy& rules, const recorded_question& asked) {
  return {rules, whom_to_call(rules, asked.what, asked.at), asked.at};
}

std::size_t hour_of_week(const policy& rules, instant at) {
  auto local = rules.days.where().to_local(at);
  auto date = std::chrono::floor<std::chrono::days>(local);
  unsigned monday_first = std::chrono::weekday(date).iso_encoding() - 1;
  auto hour = std::chrono::floor<std::chrono::hours>(local - date).count();
  return monday_first * 24 + static_cast<std::size_t>(hour);
}

void judge(overruns& count, std::optional<instant> done, std::optional<instant> due_before,
           std::optional<instant> due_after) {
  if (!done) return;
  bool was_late = due_before && *done > *due_before;
  bool is_late = due_after && *done > *due_after;
  count.before += was_late ? 1 : 0;
  count.after += is_late ? 1 : 0;
  count.fresh += is_late && !was_late ? 1 : 0;
  count.avoided += was_late && !is_late ? 1 : 0;
}

bool same_helpers(const called_seats& one, const called_seats& other) {
  return std::ranges::equal(one.helpers, other.helpers, {}, &called_seat::department,
                            &called_seat::department);
}

struct fold {
  const policy& before;
  const policy& after;
  what_if made;

  void add(const recorded_question& asked) {
    answered old = answer_of(before, asked);
    answered now = answer_of(after, asked);
    ++made.whistles;
    made.first = std::min(made.first.value_or(asked.at), asked.at);
    made.last = std::max(made.last.value_or(asked.at), asked.at);
    add_holders(asked, old, now);
    if (old.called() && now.called()) add_difference(*old.called(), *now.called(), old, now);
    add_overruns(asked, old, now);
    add_load(old, &department_load::before);
    add_load(now, &department_load::after);
  }

  void add_holders(const recorded_question& asked, const answered& old, const answered& now) {
    holder had = holder_of(before, asked.what.area, old.found);
    holder has = holder_of(after, asked.what.area, now.found);
    if (had != has) ++made.holders_changed;
    if (had != has || !same_call(old.found, now.found)) {
      ++made.changed;
      if (asked.state == record_state::open) made.open_changed.push_back({asked.name, had, has});
    }
    ++made.holders[{std::move(had), std::move(has)}];
  }

  void add_difference(const called_seats& had, const called_seats& has, const answered& old,
                      const answered& now) {
    if (!same_helpers(had, has)) ++made.helpers_changed;
    const limits& owed_before = had.lead.owed;
    const limits& owed_after = has.lead.owed;
    if (owed_before != owed_after) ++made.limits_changed;
    move({clock_name::report_in, owed_before.report_in.unit, owed_after.report_in.unit},
         *old.report_in_due(), *now.report_in_due());
    if (!owed_before.handle && owed_after.handle) ++made.handle_limits_gained;
    if (owed_before.handle && !owed_after.handle) ++made.handle_limits_lost;
    if (owed_before.handle && owed_after.handle) {
      move({clock_name::handle, owed_before.handle->unit, owed_after.handle->unit},
           *old.handle_due(), *now.handle_due());
    }
  }

  void move(const limit_change& which, instant due_before, instant due_after) {
    if (due_before == due_after) return;
    moved_deadlines& sum = made.moved[which];
    if (due_after < due_before) {
      ++sum.earlier;
      sum.earlier_by += due_before - due_after;
    } else {
      ++sum.later;
      sum.later_by += due_after - due_before;
    }
  }

  void add_overruns(const recorded_question& asked, const answered& old, const answered& now) {
    judge(made.report_in, asked.reported_in_at, old.report_in_due(), now.report_in_due());
    std::optional<instant> done = asked.handled_at;
    if (!done && asked.state == record_state::open) done = made.as_of;
    judge(made.handle, done, old.handle_due(), now.handle_due());
  }

  void add_load(const answered& under, week department_load::*side) {
    const called_seats* called = under.called();
    if (!called) return;
    std::size_t hour = hour_of_week(under.rules, under.at);
    ++(made.load[called->lead.department].*side)[hour];
    for (const called_seat& each : called->helpers) ++(made.load[each.department].*side)[hour];
  }
};

}  // namespace

holder holder_of(const policy& rules, const area_code& where, const seats_or_desk& found) {
  if (const auto* called = std::get_if<called_seats>(&found))
    return {called->lead.department, {}, {}};
  const department* desk = rules.departments.desk_of(rules.areas, where);
  GW_CHECK(desk != nullptr);  // pack_loader refuses a pack without a city desk
  return {{}, desk->area, std::get<desk_reason>(found)};
}

bool same_call(const seats_or_desk& one, const seats_or_desk& other) {
  const auto* called = std::get_if<called_seats>(&one);
  const auto* others = std::get_if<called_seats>(&other);
  if (!called || !others) {
    const auto* why = std::get_if<desk_reason>(&one);
    const auto* other_why = std::get_if<desk_reason>(&other);
    return why && other_why && *why == *other_why;
  }
  return called->lead == others->lead && called->helpers == others->helpers;
}

what_if compare_packs(const policy& before, const policy& after, const record& of) {
  fold all{before, after, {}};
  all.made.as_of = of.end;
  for (const recorded_question& each : of.questions) all.add(each);
  std::ranges::sort(all.made.open_changed, {}, &changed_whistle::name);
  return std::move(all.made);
}

}  // namespace gridwhistle
