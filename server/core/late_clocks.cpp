#include "server/core/late_clocks.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

// done: when what the clock counts was done, though it only pauses until that is verified.
void add_overrun(std::vector<late_clock>& found, const clock_ledger& clock, const work_clock& hours,
                 clock_name name, const department_code& department, appeal_stage appeal,
                 std::optional<instant> done = std::nullopt) {
  if (!clock.started() || !clock.overrun_recorded()) return;
  auto since = clock.limit_used_up(hours);
  if (!since) return;
  const budget& limit = *clock.limit();
  late_clock late{name, department, *since, std::nullopt, appeal, limit, work_day_of(limit, hours)};
  late.stopped = clock.stopped() ? clock.segments().back().from : done;
  auto later =
      std::upper_bound(found.begin(), found.end(), *since,
                       [](instant one, const late_clock& other) { return one < other.since; });
  found.insert(later, std::move(late));
}

}  // namespace

std::vector<late_clock> late_clocks(const whistle& state, const policy& rules) {
  std::vector<late_clock> found;
  static const department_code nobody;
  add_overrun(found, state.desk_clock, rules.days.clock_of(nobody), clock_name::desk, nobody,
              appeal_stage::none);
  for (const obligation& owed : state.obligations) {
    const work_clock& hours = rules.days.clock_of(owed.department);
    add_overrun(found, owed.report_in, hours, clock_name::report_in, owed.department,
                owed.report_in_appeal);
    add_overrun(found, owed.handle, hours, clock_name::handle, owed.department, owed.handle_appeal,
                owed.done_at);
    add_overrun(found, owed.ruling, hours, clock_name::ruling, owed.department, appeal_stage::none);
  }
  if (const obligation* owner = state.lead()) {
    const work_clock& hours = rules.days.clock_of(owner->department);
    add_overrun(found, state.supervision, hours, clock_name::supervision, owner->department,
                appeal_stage::none);
  }
  return found;
}

std::vector<late_clock> clocks_still_late(const whistle& state, const policy& rules) {
  auto found = late_clocks(state, rules);
  std::erase_if(found, [](const late_clock& each) { return each.stopped.has_value(); });
  return found;
}

}  // namespace gridwhistle
