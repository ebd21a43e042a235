#include "tests/core/plain_coverage.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

struct wall_moment {
  local_days date;
  bool works;
  bool night;
};

wall_moment wall(const policy& rules, instant at) {
  auto local = rules.days.where().to_local(at);
  auto date = std::chrono::floor<std::chrono::days>(local);
  auto clock = local - date;
  return {date, rules.days.days().works(date) == true, !(clock >= 6h && clock < 22h)};
}

std::string season(const policy& rules, local_days date) {
  std::set<local_days> begun;
  for (const duty& row : rules.duties.all()) {
    const auto* range = std::get_if<date_range>(&row.when);
    if (!range) continue;
    for (local_days start : {range->first, range->last + std::chrono::days(1)}) {
      if (start > rules.days.days().first && start <= date) begun.insert(start);
    }
  }
  return std::to_string(begun.size());
}

bool holds(const duty& row, const wall_moment& now) {
  if (row.when == duty_time(day_class::workday)) return now.works;
  if (row.when == duty_time(day_class::off)) return !now.works;
  if (row.when == duty_time(day_class::night)) return now.night;
  const auto* range = std::get_if<date_range>(&row.when);
  return !range || (now.date >= range->first && now.date <= range->last);
}

// The areas above a code, it first, found by their parents' names.
std::vector<const area*> upwards(const policy& rules, const area_code& code) {
  std::vector<const area*> path;
  area_code wanted = code;
  while (!wanted.empty()) {
    const area* found = nullptr;
    for (const area& each : rules.areas.all()) {
      if (each.code == wanted) found = &each;
    }
    if (!found) break;
    path.push_back(found);
    wanted = found->parent;
  }
  return path;
}

// Matter, area, time, kind: larger is more specific; nothing: does not speak of it.
std::optional<std::array<std::size_t, 4>> rank(const duty& row, const duty_question& asked,
                                               const std::vector<const area*>& path,
                                               const wall_moment& now) {
  std::array<std::size_t, 4> found{};
  if (row.matter.kind) {
    if (*row.matter.kind != asked.matter.kind) return std::nullopt;
    const std::string& prefix = row.matter.class_prefix;
    if (asked.matter.code.substr(0, prefix.size()) != prefix) return std::nullopt;
    found[0] = 1 + prefix.size();
  }
  if (!row.area.empty()) {
    auto named = std::find_if(path.begin(), path.end(),
                              [&](const area* each) { return each->code == row.area; });
    if (named == path.end()) return std::nullopt;
    found[1] = 1 + static_cast<std::size_t>(path.end() - named);
  }
  if (!holds(row, now)) return std::nullopt;
  found[2] = std::holds_alternative<std::monostate>(row.when) ? 0
             : std::holds_alternative<date_range>(row.when)   ? 2
                                                              : 1;
  if (row.kind && *row.kind != asked.kind) return std::nullopt;
  found[3] = row.kind ? 1 : 0;
  return found;
}

// Null: none serves.
const department* serving(const policy& rules, const function_at_level& wanted,
                          const std::vector<const area*>& path) {
  for (const area* each : path) {
    if (each->level != wanted.level) continue;
    for (const department& one : rules.departments.all()) {
      if (one.area == each->code && one.function == wanted.function) return &one;
    }
  }
  return nullptr;
}

const department* named(const policy& rules, const department_code& code) {
  for (const department& each : rules.departments.all()) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

// Read as a person reads shifts.csv: when each shift of a post begins and ends, day by day.
std::vector<time_stretch> plain_shifts(const policy& rules, const post& one) {
  std::vector<time_stretch> found;
  const working_days& days = rules.days.days();
  for (local_days date = days.first - std::chrono::days(1); date <= days.last;
       date += std::chrono::days(1)) {
    auto works = days.works(date);
    for (const shift& each : one.shifts) {
      bool begins = each.days == shift_dates(shift_days::daily) ||
                    (each.days == shift_dates(shift_days::workday) && works == true) ||
                    (each.days == shift_dates(shift_days::off) && works == false);
      if (const auto* range = std::get_if<date_range>(&each.days))
        begins = date >= range->first && date <= range->last;
      if (!begins) continue;
      auto opens = std::chrono::local_time<span>(date) + std::chrono::minutes(each.open_minute);
      int length = each.close_minute - each.open_minute;
      if (length <= 0) length += 24 * 60;
      auto closes = opens + std::chrono::minutes(length);
      found.push_back({rules.days.where().to_utc(opens), rules.days.where().to_utc(closes)});
    }
  }
  return found;
}

struct plain_roster {
  explicit plain_roster(const policy& of) : rules(of) {
    for (const post& each : rules.roster.all()) shifts.push_back(plain_shifts(rules, each));
  }

  bool staffed(const department_code& seat, instant at) const {
    std::set<std::string> people;  // at this seat, and whoever stands in for them
    for (const post& each : rules.roster.all()) {
      if (each.seat == seat) people.insert(each.code.text);
    }
    if (people.empty()) return true;
    for (std::size_t before = 0; before != people.size();) {
      before = people.size();
      for (const post& each : rules.roster.all()) {
        if (people.contains(each.code.text) && !each.deputy.empty())
          people.insert(each.deputy.text);
      }
    }
    for (std::size_t i = 0; i < shifts.size(); ++i) {
      const post& each = rules.roster.all()[i];
      if (!people.contains(each.code.text)) continue;
      bool there = each.shifts.empty() ||
                   std::any_of(shifts[i].begin(), shifts[i].end(), [&](const time_stretch& one) {
                     return one.from <= at && at < one.to;
                   });
      if (there) return true;
    }
    const department* own = named(rules, seat);
    return named(rules, own->backup) && staffed(own->backup, at);
  }

  const policy& rules;
  std::vector<std::vector<time_stretch>> shifts;  // by the place of the post
};

department_code last_backup(const policy& rules, department_code seat) {
  for (;;) {
    const department* at = named(rules, seat);
    if (!at || !named(rules, at->backup)) return seat;
    seat = at->backup;
  }
}

bool is_leaf(const policy& rules, const area& one) {
  const auto& all = rules.areas.all();
  return std::none_of(all.begin(), all.end(),
                      [&](const area& each) { return each.parent == one.code; });
}

}  // namespace

std::string plain_time_class(const policy& rules, instant at) {
  wall_moment now = wall(rules, at);
  return season(rules, now.date) + (now.works ? " workday" : " off") + (now.night ? " night" : "");
}

std::map<std::string, instant> plain_time_classes(const policy& rules) {
  std::map<std::string, instant> found;
  const working_days& days = rules.days.days();
  instant end = rules.days.where().to_utc(std::chrono::local_time<span>(days.last + 24h));
  instant at = rules.days.where().to_utc(std::chrono::local_time<span>(days.first));
  for (; at < end; at += 30min) found.try_emplace(plain_time_class(rules, at), at);
  return found;
}

plain_answer plain_match(const policy& rules, const duty_question& asked) {
  std::vector<const area*> path = upwards(rules, asked.area);
  wall_moment now = wall(rules, asked.at);
  std::array<std::size_t, 4> best{};
  std::vector<const duty*> first;
  for (const duty& row : rules.duties.all()) {
    auto found = rank(row, asked, path, now);
    if (!found || (!first.empty() && *found < best)) continue;
    if (first.empty() || *found > best) first.clear();
    best = *found;
    first.push_back(&row);
  }
  plain_answer answer;
  if (first.empty()) return answer;
  answer.winner = first.front();
  for (const duty* one : first) {
    for (const duty* other : first) {
      if (one->row < other->row && one->lead != other->lead)
        answer.ties.insert({one->row, other->row});
    }
  }
  std::vector<function_at_level> called = answer.winner->helpers;
  called.push_back(answer.winner->lead);
  for (const function_at_level& each : called) {
    const department* by = serving(rules, each, path);
    if (by) answer.called.insert(by->code);
    if (!by) answer.unserved.insert(each);
  }
  return answer;
}

bool plainly_staffed(const policy& rules, const department_code& seat, instant at) {
  return plain_roster(rules).staffed(seat, at);
}

std::map<std::string, std::set<department_code>> plainly_unmanned(const policy& rules) {
  std::map<std::string, std::set<department_code>> found;
  if (rules.roster.all().empty()) return found;
  plain_roster people(rules);
  const working_days& days = rules.days.days();
  instant at = rules.days.where().to_utc(std::chrono::local_time<span>(days.first + 24h));
  instant end = rules.days.where().to_utc(std::chrono::local_time<span>(days.last + 24h));
  for (; at < end; at += 30min) {
    std::set<department_code>& here = found[plain_time_class(rules, at)];
    for (const department& each : rules.departments.all()) {
      if (!here.contains(each.code) && !people.staffed(each.code, at)) here.insert(each.code);
    }
  }
  return found;
}

plain_coverage plainly_proved(const policy& rules) {
  plain_coverage proof;
  auto classes = plain_time_classes(rules);
  auto unmanned = plainly_unmanned(rules);
  auto count_unmanned = [&](const plain_answer& found, const std::string& time_class) {
    std::set<department_code> lasts;
    for (const department_code& each : found.called) {
      if (unmanned[time_class].contains(each)) lasts.insert(last_backup(rules, each));
    }
    for (const department_code& each : lasts) ++proof.unmanned[each];
    if (!lasts.empty()) ++proof.unreached;
  };
  auto count = [&](const duty_question& asked, const std::string& time_class) {
    plain_answer found = plain_match(rules, asked);
    ++proof.cells;
    if (!found.covered()) ++proof.uncovered;
    if (!found.winner) ++proof.holes;
    if (!found.ties.empty()) ++proof.tied;
    if (found.winner && found.ties.empty()) {
      for (const function_at_level& each : found.unserved) ++proof.unserved[each];
      count_unmanned(found, time_class);
    }
    if (found.winner) proof.winners.insert(found.winner->row);
    for (const auto& [one, other] : found.ties) proof.winners.insert({one, other});
  };
  for (const matter& each : rules.matters.all()) {
    if (each.admitted == admission::not_admitted) continue;
    for (const area& where : rules.areas.all()) {
      if (!is_leaf(rules, where)) continue;
      for (const auto& [name, at] : classes) {
        for (whistle_kind kind : whistle_kinds) count({each.key, where.code, at, kind}, name);
      }
    }
  }
  return proof;
}

}  // namespace gridwhistle
