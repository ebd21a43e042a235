// What-if: recorded whistles put to two packs, and what becomes of leads, deadlines, load and
// overruns (domain.md section 5). Law: both packs are asked by the function that intake asks, at
// the instant of the recorded call; the same record gives the same report.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/core/routing.hpp"

namespace gridwhistle {

enum class record_state { ended, open };

// What a record keeps of one whistle.
struct recorded_question {
  std::string name;  // the whistle's id, or the source's own reference
  report what;
  instant at;                             // when departments were called, or would have been
  std::optional<instant> reported_in_at;  // by the lead; nothing: not judged
  // Nothing: not yet when the record ends; of what has ended otherwise (declined) not judged.
  std::optional<instant> handled_at;
  record_state state = record_state::ended;
};

struct record {
  std::vector<recorded_question> questions;
  instant end;  // what is open then is judged as of then
};

// Who has a whistle: its lead, or the desk that has to decide, and why.
struct holder {
  department_code lead;
  area_code desk;
  std::optional<desk_reason> why;
  auto operator<=>(const holder&) const = default;
};

// Between two deadlines of the lead, in real time.
struct moved_deadlines {
  std::uint64_t earlier = 0;
  std::uint64_t later = 0;
  span earlier_by{};  // sums
  span later_by{};
};

// The clock, and the units of the old and the new limit.
struct limit_change {
  clock_name clock = clock_name::handle;
  time_unit before = time_unit::urgent_hour;
  time_unit after = time_unit::urgent_hour;
  auto operator<=>(const limit_change&) const = default;
};

struct overruns {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  std::uint64_t fresh = 0;    // in time under the old pack, late under the new
  std::uint64_t avoided = 0;  // the other way round
};

// By hour of the week, in the pack's own zone: Monday from 00:00 is hour 0.
constexpr std::size_t hours_of_week = 7 * 24;
using week = std::array<std::uint64_t, hours_of_week>;

// Calls of one department, as lead or helper.
struct department_load {
  week before{};
  week after{};
};

struct changed_whistle {
  std::string name;
  holder before;
  holder after;
};

struct what_if {
  std::uint64_t whistles = 0;
  std::uint64_t changed = 0;  // another holder, other helpers or other limits
  std::uint64_t holders_changed = 0;
  std::uint64_t helpers_changed = 0;  // of those that are called under both packs
  std::uint64_t limits_changed = 0;   // likewise, of the lead
  std::optional<instant> first;       // of the recorded calls
  std::optional<instant> last;
  instant as_of;  // the end of the record
  // Old -> new, those that stay among them.
  std::map<std::pair<holder, holder>, std::uint64_t> holders;
  std::map<limit_change, moved_deadlines> moved;
  std::uint64_t handle_limits_gained = 0;  // none under the old pack
  std::uint64_t handle_limits_lost = 0;
  overruns report_in;
  overruns handle;
  std::map<department_code, department_load> load;
  std::vector<changed_whistle> open_changed;  // in the order of their names
};

// Pauses and extensions are not replayed: a deadline is what the limit gives from the call on.
what_if compare_packs(const policy& before, const policy& after, const record& of);

// Whom the pack would call, as a holder.
holder holder_of(const policy& rules, const area_code& where, const seats_or_desk& found);
// The same departments with the same limits, or the same desk for the same reason.
bool same_call(const seats_or_desk& one, const seats_or_desk& other);

}  // namespace gridwhistle
