// The policy pack as the core sees it: one immutable value per published pack.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/core/area_map.hpp"
#include "server/core/area_tree.hpp"
#include "server/core/calendar.hpp"
#include "server/core/datum.hpp"
#include "server/core/department_list.hpp"
#include "server/core/duty_list.hpp"
#include "server/core/everyday_words.hpp"
#include "server/core/ladder.hpp"
#include "server/core/matter_list.hpp"
#include "server/core/roster.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

// What supervisors judge by; figures.hpp says how each is counted.
enum class figure { closing, on_time, honest, response, solved, satisfied, returned, unfounded };
constexpr std::size_t figures_count = 8;
// Of the composite: for each figure its share, together 1; empty: the city has no composite.
using figure_weights = std::vector<std::pair<figure, double>>;
std::string_view name_of(figure of);
std::optional<figure> parse_figure(std::string_view name);

// A question must not stop a clock for ever: after this it goes on by itself, whatever a pack says.
constexpr span reporter_answers_within_max = std::chrono::hours(24);

struct limits {
  budget report_in;
  std::optional<budget> handle;  // nothing: no handling limit
  auto operator<=>(const limits&) const = default;
};

// In a pack a work_day is written as 24 h of amount per day; it becomes office time for the
// department that owes it, because departments keep different hours.
budget as_office_time(budget written, const work_clock& hours);

struct limit_row {
  std::string limit_class;
  int condition = 0;                // 0: not stated ("*" in limits.csv)
  std::optional<budget> report_in;  // nothing: the kind's default
  budget handle;
  std::optional<instant> from = std::nullopt;  // in force from here on; nothing: always was
  std::optional<instant> to = std::nullopt;    // in force until before here; nothing: still is
  int row = 0;                                 // line in limits.csv, for explanations

  bool in_force(instant at) const { return (!from || at >= *from) && (!to || at < *to); }
};

// How often a listed resident is visited.
enum class care_rhythm { week, month, quarter };
// What tells the whistle ids of one resident's visits from those of others.
using care_root = std::array<std::uint8_t, 10>;

// A resident who is owed a visit in every period from the first to the last day, both inclusive. No
// name, no address: a reference code that only the department's own list resolves.
struct care_row {
  std::string resident;
  area_code area;
  matter_key matter;
  care_rhythm every = care_rhythm::month;
  std::chrono::local_days from;
  std::optional<std::chrono::local_days> to = std::nullopt;
  care_root root{};
};

struct policy {
  policy_hash hash;
  std::string name;
  area_tree areas;
  gridwhistle::datum datum = gridwhistle::datum::wgs84;
  area_map map;  // unknown to a pack without grids.geojson
  department_list departments;
  matter_list matters;
  everyday_words words;
  duty_list duties;
  calendar days;
  gridwhistle::roster roster;                              // empty: every seat is staffed
  std::array<limits, whistle_kinds.size()> kind_defaults;  // in the order of whistle_kinds
  budget desk_clock;
  // How long a question to the reporter stops the clocks of whoever asks; a continuous unit.
  budget reporter_answers_within{time_unit::urgent_hour, reporter_answers_within_max};
  std::array<ladder, whistle_kinds.size()> ladders;  // in the order of whistle_kinds
  verification_photo photo = verification_photo::optional;
  figure_weights composite;
  std::vector<care_row> care;
  // Key: class + '#' + condition. Of the rows with one key at most one is in force at any instant.
  std::unordered_multimap<std::string, limit_row> limit_rows;

  // The limits a lead owes who is called at that instant: the row for the condition then in force,
  // else the class's "*" row then in force, else the kind's default. limit_class may be empty.
  limits limits_of(const std::string& limit_class, int condition, whistle_kind kind,
                   const department_code& lead, instant at) const;
  // The row that gives them; null: the kind's defaults count.
  const limit_row* limit_row_of(const std::string& limit_class, int condition, instant at) const;
  const ladder& ladder_of(whistle_kind kind) const;
};

using policy_ptr = std::shared_ptr<const policy>;

}  // namespace gridwhistle
