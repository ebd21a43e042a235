// 责任清单: matter x area x time x kind -> one lead, its helpers and a limit class.
// Specific beats general, computed and never by row order: exact matter > big class > *, then
// deeper area > shallower, then date range > day class > *, then named kind > *. Two leads of equal
// rank: ambiguous.
#pragma once

#include <chrono>
#include <optional>
#include <string>
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

class duty_list {
 public:
  duty_list() = default;
  explicit duty_list(std::vector<duty> duties);

  duty_match match(const duty_question& asked, const area_tree& areas, const calendar& days) const;
  const std::vector<duty>& all() const { return duties_; }

 private:
  std::vector<duty> duties_;
  // Rows by what they say of the matter, as text ("matter:06010", "matter:06", "matter:*", "*").
  std::unordered_map<std::string, std::vector<std::size_t>> by_selector_;
};

// Whether a duty's time holds at an instant; nothing for workday and off when the date is beyond
// the published calendar. night is 22:00 to 06:00 local time; workday and off are calendar days,
// day and night.
std::optional<bool> holds_at(const duty_time& when, instant at, const calendar& days);

}  // namespace gridwhistle
