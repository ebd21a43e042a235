// 责任清单: matter x area x time x kind -> one lead, its helpers and a limit class.
// Specific beats general, computed and never by row order: exact matter > big class > *, then
// deeper area > shallower, then date range > day class > *, then named kind > *. Two leads of equal
// rank: ambiguous.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "server/core/area_tree.hpp"
#include "server/core/calendar.hpp"
#include "server/core/department_list.hpp"
#include "server/core/matter_list.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

// Which matters a row speaks of. No kind: components and matters alike. No class: all of the kind.
struct matter_selector {
  std::optional<matter_kind> kind;
  std::string class_prefix;  // "", two digits (big class) or five (exact)
  auto operator<=>(const matter_selector&) const = default;
};

enum class day_class { workday, off, night };

struct date_range {
  std::chrono::local_days first;
  std::chrono::local_days last;  // inclusive
  auto operator<=>(const date_range&) const = default;
};

using duty_time = std::variant<std::monostate, day_class, date_range>;  // monostate: any time

struct duty {
  matter_selector matter;
  area_code area;  // empty: everywhere
  duty_time when;
  std::optional<whistle_kind> kind;
  function_at_level lead;
  std::vector<function_at_level> helpers;
  std::string limit_class;  // empty: the kind's default
  int row = 0;              // line in duties.csv, for explanations and errors
};

// What a whistle is matched by.
struct duty_question {
  matter_key matter;
  area_code area;
  instant at;
  whistle_kind kind = whistle_kind::routine;
};

// Matter first, then area, then time, then kind; larger is more specific.
struct specificity {
  int matter = 0;
  int area = 0;
  int time = 0;
  int kind = 0;
  auto operator<=>(const specificity&) const = default;
};

struct duty_match {
  const duty* winner = nullptr;  // null: no duty covers it
  const duty* tied = nullptr;    // not null: another lead of equal rank; nobody wins
  // Whether a row holds that would decide is not known: the calendar is not published that far.
  bool beyond_calendar = false;
};

// All that the list asks of an instant.
struct duty_moment {
  std::chrono::local_days date;
  std::optional<bool> works;  // nothing: beyond the published calendar
  bool night = false;         // 22:00 to 06:00 local time
};

duty_moment moment_of(instant at, const calendar& days);

// Whether a duty's time holds at a moment; nothing for workday and off when the date is beyond the
// published calendar. workday and off are calendar days, day and night.
std::optional<bool> holds_in(const duty_time& when, const duty_moment& moment);
std::optional<bool> holds_at(const duty_time& when, instant at, const calendar& days);

// Whether a row's selector speaks of a matter.
bool speaks_of(const matter_selector& selector, const matter_key& matter);

class duty_list {
 public:
  // Rows of one matter selector by their place in all(): those of one area together, of each area
  // the most specific first.
  using row_places = std::vector<std::size_t>;
  // The rows that speak of a matter, by selector, most specific first; null: no row has it.
  using row_lists = std::array<const row_places*, 4>;

  duty_list() = default;
  explicit duty_list(std::vector<duty> duties);

  // The one decision: moment_of() the instant, path_of() the area, lists_for() the matter,
  // decide().
  duty_match match(const duty_question& asked, const area_tree& areas, const calendar& days) const;

  // The decision for all questions that have this much in common. path: areas, deepest first, and
  // "" (everywhere) last; areas that no row of the lists names may be left out.
  duty_match decide(const row_lists& lists, std::span<const std::string_view> path,
                    const duty_moment& moment, whistle_kind kind) const;
  row_lists lists_for(const matter_key& matter) const;
  // Those of a list whose area is this one ("": everywhere).
  std::span<const std::size_t> rows_at(const row_places& list, std::string_view area) const;
  const std::vector<duty>& all() const { return duties_; }

 private:
  duty_match decide_at(std::span<const std::size_t> rows, const duty_moment& moment,
                       whistle_kind kind) const;

  std::vector<duty> duties_;
  std::unordered_map<std::uint64_t, row_places> by_selector_;
};

}  // namespace gridwhistle
