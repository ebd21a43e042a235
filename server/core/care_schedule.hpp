// Recurring care visits (走访): which resident is due a visit when, and the whistle each visit is.
// Laws: a visit's whistle id follows from the resident, the matter and the period alone, so that no
// restart, replay or second server opens it twice; what was due in a period that has passed is not
// made up for.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/policy.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

std::optional<care_rhythm> parse_care_rhythm(std::string_view name);

// A calendar week (from Monday), month or quarter of the city's zone.
struct care_period {
  std::string name;  // "2026-W48", "2026-11", "2026-Q4"
  std::chrono::local_days first;
  std::chrono::local_days next;  // first day of the one after
};
care_period period_around(std::chrono::local_days day, care_rhythm every);
// Nothing unless it is the name of a period.
std::optional<care_period> parse_care_period(std::string_view name);

// One visit that is owed. It opens at midnight of its period's first day, or of the row's first day
// where that is later; where midnight does not exist, at the jump of the clock.
struct care_visit {
  care_period when;
  instant opens;
  whistle_id whistle;
};

// The visit of the period that holds that day; nothing where the row does not hold then.
std::optional<care_visit> visit_in(const care_row& row, std::chrono::local_days day,
                                   const zone& where);
// The visit that is open for its period at that instant, if it has opened.
std::optional<care_visit> visit_at(const care_row& row, instant at, const zone& where);
// When the first visit after that instant opens; nothing where the row ends before.
std::optional<instant> opens_after(const care_row& row, instant at, const zone& where);

// What a visit's whistle reports: routine, from the schedule, with no text of its own. The source's
// number is "care/<resident>/<matter>/<period>".
report visit_report(const care_row& row, const care_visit& visit);
// The opening of a visit: raised by nobody, then filed and dispatched like any other report.
std::vector<event> open_visit(const care_row& row, const care_visit& visit, instant now,
                              const policy& rules);

// What the source's number of a visit says; nothing for any other whistle.
struct visit_reference {
  std::string resident;
  care_period when;
};
std::optional<visit_reference> visit_of(const whistle& state);

}  // namespace gridwhistle
