#include "server/core/coverage_limits.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "server/core/coverage_holes.hpp"

namespace gridwhistle {
namespace {

using rows_by_class = std::map<std::string, std::vector<const limit_row*>, std::less<>>;

// A limit that somebody may owe, while it is in force.
struct owed_limit {
  budget amount;
  std::optional<instant> from;
  std::optional<instant> to;
};

// One class, kind and office clock.
using limit_use = std::tuple<std::string, whistle_kind, const work_clock*>;

rows_by_class classes_of(const policy& rules) {
  rows_by_class classes;
  for (const auto& [key, row] : rules.limit_rows) classes[row.limit_class].push_back(&row);
  return classes;
}

// Whether reports with any condition, at any time, have a row: then the kind's default never
// counts.
bool always_has_a_row(const std::vector<const limit_row*>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const limit_row* each) {
    return each->condition == 0 && !each->from && !each->to;
  });
}

// Departments of a function and level, wherever: at most those that are called.
std::set<limit_use> uses_of(const coverage_ground& ground) {
  const policy& rules = ground.rules();
  std::map<function_at_level, std::set<const work_clock*>> clocks;
  for (const department& each : rules.departments.all()) {
    clocks[{each.function, each.level}].insert(&rules.days.clock_of(each.code));
  }
  std::set<limit_use> uses;
  for (const duty& row : rules.duties.all()) {
    unsigned kinds = ground.wins_alone(row);
    std::vector<function_at_level> called = row.helpers;
    called.push_back(row.lead);
    for (whistle_kind kind : whistle_kinds) {
      if ((kinds >> static_cast<unsigned>(kind) & 1u) == 0) continue;
      for (const function_at_level& each : called) {
        for (const work_clock* clock : clocks[each]) uses.emplace(row.limit_class, kind, clock);
      }
    }
  }
  return uses;
}

std::vector<owed_limit> limits_of(const limit_use& use, const policy& rules,
                                  const rows_by_class& classes) {
  const auto& [limit_class, kind, clock] = use;
  const limits& of_kind = rules.kind_defaults[static_cast<std::size_t>(kind)];
  auto rows = classes.find(limit_class);
  std::vector<owed_limit> owed;
  auto add = [&, hours = clock](const budget& amount, const limit_row* row) {
    owed.push_back({as_office_time(amount, *hours), row ? row->from : std::nullopt,
                    row ? row->to : std::nullopt});
  };
  if (rows != classes.end()) {
    for (const limit_row* row : rows->second) {
      add(row->report_in.value_or(of_kind.report_in), row);
      add(row->handle, row);
    }
    if (always_has_a_row(rows->second)) return owed;
  }
  add(of_kind.report_in, nullptr);
  if (of_kind.handle) add(*of_kind.handle, nullptr);
  return owed;
}

// The last instant from which a limit ends within the published calendar: later ones do not,
// because office time passes at the same rate for all.
instant last_computable(const work_clock& hours, const budget& amount, instant from, instant to) {
  if (!after(hours, from, amount)) return from - span(1);
  while (from < to) {
    instant middle = from + (to - from + span(1)) / 2;
    if (after(hours, middle, amount)) {
      from = middle;
    } else {
      to = middle - span(1);
    }
  }
  return from;
}

// Cells of one kind: a quarter of all.
std::uint64_t cells_of_kind(const coverage& proof) { return proof.cells / whistle_kinds.size(); }

coverage_finding finding_of(coverage_fault fault, const coverage_ground& ground,
                            whistle_kind kind) {
  const policy& rules = ground.rules();
  coverage_finding made;
  made.fault = fault;
  made.scope.kinds = {kind};
  made.scope.areas = {rules.areas.city().code};
  for (const matter& each : rules.matters.all()) {
    if (each.admitted == admission::admitted) made.scope.matters.push_back(each.key);
  }
  instant first = ground.times().blocks({}).front().example;
  made.example = {made.scope.matters.front(), ground.leaves().at(0).code, first, kind};
  return made;
}

}  // namespace

limit_horizon horizon_of(const coverage_ground& ground) {
  const policy& rules = ground.rules();
  const zone& where = rules.days.where();
  auto midnight = [&](std::chrono::local_days date) {
    return where.to_utc(std::chrono::local_time<span>(date));
  };
  limit_horizon owed;
  owed.from = midnight(rules.days.days().first);
  owed.until = midnight(rules.days.days().last + std::chrono::days(1));
  const instant end = owed.until;
  rows_by_class classes = classes_of(rules);
  for (const limit_use& use : uses_of(ground)) {
    for (const owed_limit& each : limits_of(use, rules, classes)) {
      instant last = last_computable(*std::get<2>(use), each.amount, owed.from, end);
      // Not owed any more when it could not be computed, or only from a later time on.
      if (each.to && *each.to <= last + span(1)) continue;
      instant unknown_from = std::max(last + span(1), each.from.value_or(owed.from));
      owed.until = std::min(owed.until, std::max(unknown_from, owed.from));
    }
  }
  for (const duty& row : rules.duties.all()) {
    auto rows = classes.find(row.limit_class);
    if (rows != classes.end() && always_has_a_row(rows->second)) continue;
    for (whistle_kind kind : kinds_of(ground.wins_alone(row))) {
      if (rules.kind_defaults[static_cast<std::size_t>(kind)].handle) continue;
      owed.without_limit.push_back(&row);
      break;
    }
  }
  return owed;
}

std::vector<coverage_finding> limit_findings(const coverage_ground& ground, const coverage& proof,
                                             const limit_horizon& owed) {
  std::vector<coverage_finding> found;
  if (proof.cells == 0) return found;
  auto add = [&](coverage_fault fault, whistle_kind kind) -> coverage_finding& {
    found.push_back(finding_of(fault, ground, kind));
    found.back().cells = cells_of_kind(proof);
    return found.back();
  };
  for (whistle_kind kind : whistle_kinds) {
    if (ground.rules().ladder_of(kind).empty()) add(coverage_fault::no_ladder, kind);
  }
  if (!owed.without_limit.empty()) {
    add(coverage_fault::no_limit, whistle_kind::routine).rows = owed.without_limit;
  }
  if (owed.until <= owed.from) add(coverage_fault::short_calendar, whistle_kind::routine);
  return found;
}

}  // namespace gridwhistle
