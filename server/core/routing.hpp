// Whom a report calls, and what each owes: the duty list's word, asked by intake, replay, what-if
// and explanations alike (domain.md section 5: one decision function).
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "server/core/event.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// A department that is called, and its limits from the instant of the call, in its own office time.
struct called_seat {
  department_code department;
  limits owed;
  auto operator<=>(const called_seat&) const = default;
};

struct called_seats {
  called_seat lead;
  std::vector<called_seat> helpers;  // nobody twice, and not the lead
  int duty_row = 0;                  // line in duties.csv; 0: named by the desk
};

// The departments called, or why a desk has to decide.
using seats_or_desk = std::variant<called_seats, desk_reason>;

// Of the report only matter, area, kind, condition and an ordered limit count. Whoever asks looks
// first whether the speaker may blow that kind.
seats_or_desk whom_to_call(const policy& rules, const report& what, instant at);

// The one conversion: from here on a place is in the pack's datum.
std::optional<place> in_datum_of_pack(const policy& rules, std::optional<place> where);
// Nothing where there is no place, or the pack has no map.
std::optional<located> located_by_map(const policy& rules, const std::optional<place>& where);

// Why a report cannot be filed as it stands; nothing when it can.
std::optional<desk_reason> lacks(const policy& rules, const report& what);
// The same, or that somebody of that role may not blow its kind.
std::optional<desk_reason> lacks_from(const policy& rules, const report& what, role speaker);
// A report that names no area lies in the grid of its place, if that is one for certain.
bool map_names_area(const policy& rules, const report& what, const std::optional<located>& map);

// Whose desk repairs a report that lacks something, and why it has to. Without an area that of its
// place; domain.md: an ambiguous place is the desk's.
struct desk_repair {
  area_code where;
  desk_reason why = desk_reason::area_unknown;
};
desk_repair repair_of(const report& what, const std::optional<located>& map, desk_reason missing);

// Of a report that lacks nothing.
filed as_filed(const report& what);

}  // namespace gridwhistle
