// The escalation ladder of a running clock (domain.md section 4): urge, yellow card, red card,
// supervise. Law: each rung exactly once for each leg; a late one is marked late, and one whose leg
// is past when its time is noticed is moot and sent to nobody.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "server/core/clock_ledger.hpp"
#include "server/core/command.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

enum class rung_action { urge, yellow_card, red_card, supervise };
enum class rung_recipient { department, department_head, street, district, city };
enum class rung_timing { on_time, late, moot };

std::string_view name_of(rung_action action);
std::string_view name_of(rung_recipient to);
std::string_view name_of(rung_timing timing);
std::optional<rung_action> parse_rung_action(std::string_view name);
std::optional<rung_recipient> parse_rung_recipient(std::string_view name);

struct rung {
  clock_name clock = clock_name::handle;  // report_in or handle
  int percent = 100;                      // of the limit used up
  // A limit of more work days than this: so many work days before the limit instead. 0: never.
  int work_days_before = 0;
  rung_action action = rung_action::urge;
  rung_recipient to = rung_recipient::department;
  auto operator<=>(const rung&) const = default;
};

// Rungs of one kind of whistle, in the order in which their places count. At most rungs_max.
using ladder = std::vector<rung>;
constexpr std::size_t rungs_max = 16;

// What domain.md says where a pack says nothing.
const ladder& default_ladder();

// Noticed later than this after its time a rung is late.
constexpr span rung_grace = std::chrono::minutes(1);

// When the rung's time comes if nothing stops the clock; of a stretch before, when it came.
// Nothing: the clock has no limit, has stopped short of it, or runs beyond the published calendar.
std::optional<instant> time_of(const rung& of, const clock_ledger& clock, const work_clock& hours);

struct next_rung {
  rung what;
  instant at;
};
// The rung of that clock whose time comes first of those not done; nothing as in time_of().
std::optional<next_rung> next_of(const ladder& rungs, clock_name name, const ladder& done,
                                 const clock_ledger& clock, const work_clock& hours);

}  // namespace gridwhistle
