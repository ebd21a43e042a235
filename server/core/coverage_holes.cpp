#include "server/core/coverage_holes.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace gridwhistle {
namespace {

// What is alike in the leaves of a hole: when, and for which kinds.
using open_time = std::tuple<std::size_t, std::size_t, bool, bool, unsigned>;

unsigned bit_of(whistle_kind kind) { return 1u << static_cast<unsigned>(kind); }

// The narrowest selector that speaks of all of these.
matter_selector selector_for(const std::set<const matter*>& matters) {
  const matter_key& one = (*matters.begin())->key;
  auto all = [&](const matter_selector& selector) {
    return std::all_of(matters.begin(), matters.end(),
                       [&](const matter* each) { return speaks_of(selector, each->key); });
  };
  for (const std::string& prefix : {one.code, std::string(one.big_class()), std::string()}) {
    matter_selector selector{one.kind, prefix};
    if (all(selector)) return selector;
  }
  return {};
}

bool within(const duty_time& inner, const duty_time& outer) {
  if (std::holds_alternative<std::monostate>(outer) || inner == outer) return true;
  const auto* narrow = std::get_if<date_range>(&inner);
  const auto* broad = std::get_if<date_range>(&outer);
  return narrow && broad && broad->first <= narrow->first && narrow->last <= broad->last;
}

}  // namespace

std::vector<whistle_kind> kinds_of(unsigned bits) {
  std::vector<whistle_kind> kinds;
  for (whistle_kind kind : whistle_kinds) {
    if ((bits & bit_of(kind)) != 0) kinds.push_back(kind);
  }
  return kinds;
}

void coverage_holes::add(const answered_block& asked) {
  bool goes_on =
      !open_.empty() && open_.back().where == &asked.where && open_.back().when == asked.when;
  if (!goes_on) open_.push_back({&asked.where, asked.when, 0});
  open_.back().kinds |= bit_of(asked.kind);
}

void coverage_holes::end_group(const matter_group& group) {
  // Regions that are open at the same times for the same kinds are one hole.
  std::map<const region*, std::vector<open_time>> times_of;
  std::map<const region*, std::vector<open_block>> blocks_of;
  for (const open_block& each : open_) {
    times_of[each.where].emplace_back(each.when.first_season, each.when.last_season,
                                      *each.when.moment.works, each.when.moment.night, each.kinds);
    blocks_of[each.where].push_back(each);
  }
  std::map<std::vector<open_time>, std::vector<const region*>> alike;
  std::vector<const region*> in_order;
  for (const open_block& each : open_) {
    if (in_order.empty() || in_order.back() != each.where) in_order.push_back(each.where);
  }
  for (const region* where : in_order) alike[times_of[where]].push_back(where);
  for (const auto& [times, regions] : alike) {
    const std::vector<open_block>& blocks = blocks_of[regions.front()];
    hole made;
    made.matters = {group.matters.begin(), group.matters.end()};
    for (const region* where : regions) {
      made.leaves.insert(made.leaves.end(), where->leaves.begin(), where->leaves.end());
    }
    std::sort(made.leaves.begin(), made.leaves.end());
    for (const open_block& each : blocks) {
      made.kinds |= each.kinds;
      made.cells += std::uint64_t{each.when.classes} * made.leaves.size() * group.matters.size() *
                    static_cast<std::uint64_t>(std::popcount(each.kinds));
    }
    made.example = {group.matters.front()->key, ground_.leaves().at(made.leaves.front()).code,
                    blocks.front().when.example, kinds_of(blocks.front().kinds).front()};
    made.fill.when = hull_of(blocks);
    holes_.push_back(std::move(made));
  }
  open_.clear();
}

duty_time coverage_holes::hull_of(const std::vector<open_block>& times) const {
  time_block all = times.front().when;
  bool works = true, off = true, night = true;
  for (const open_block& each : times) {
    all.first_season = std::min(all.first_season, each.when.first_season);
    all.last_season = std::max(all.last_season, each.when.last_season);
    works = works && *each.when.moment.works;
    off = off && !*each.when.moment.works;
    night = night && each.when.moment.night;
  }
  if (all.last_season - all.first_season + 1 < ground_.times().seasons()) {
    return ground_.times().days_of(all);
  }
  if (works) return day_class::workday;
  if (off) return day_class::off;
  if (night) return day_class::night;
  return {};
}

// Holes of one time and place are one by matter: of one big class, or of a whole kind when three
// big classes or more have it.
std::vector<std::vector<coverage_holes::hole>> coverage_holes::parted_by_class(
    const std::vector<hole>& same) const {
  constexpr std::size_t classes_of_a_kind = 3;
  std::map<matter_kind, std::set<std::string_view>> classes;
  for (const hole& each : same) {
    for (const matter* of : each.matters) classes[of->key.kind].insert(of->key.big_class());
  }
  bool broad = std::any_of(classes.begin(), classes.end(), [&](const auto& of_kind) {
    return of_kind.second.size() >= classes_of_a_kind;
  });
  if (broad) return {same};
  std::map<std::pair<matter_kind, std::string_view>, std::vector<hole>> parted;
  for (const hole& each : same) {
    const matter_key& key = (*each.matters.begin())->key;
    parted[{key.kind, key.big_class()}].push_back(each);
  }
  std::vector<std::vector<hole>> parts;
  parts.reserve(parted.size());
  for (auto& [of_class, holes] : parted) parts.push_back(std::move(holes));
  return parts;
}

coverage_holes::hole coverage_holes::together(const std::vector<hole>& parts) const {
  hole all = parts.front();
  const hole* largest = &parts.front();
  for (const hole& each : parts) {
    if (each.cells > largest->cells) largest = &each;
    if (&each == &parts.front()) continue;
    all.matters.insert(each.matters.begin(), each.matters.end());
    all.kinds |= each.kinds;
    all.cells += each.cells;
    std::vector<std::size_t> leaves;
    std::set_union(all.leaves.begin(), all.leaves.end(), each.leaves.begin(), each.leaves.end(),
                   std::back_inserter(leaves));
    all.leaves = std::move(leaves);
  }
  all.example = largest->example;
  all.fill.matter = selector_for(all.matters);
  const area& around = ground_.leaves().around(all.leaves);
  bool everywhere = &around == &ground_.rules().areas.city();
  all.fill.area = everywhere ? area_code() : around.code;
  if (std::has_single_bit(all.kinds)) all.fill.kind = kinds_of(all.kinds).front();
  return all;
}

bool coverage_holes::belongs(const hole& smaller, const hole& larger) const {
  if (!within(smaller.fill.when, larger.fill.when)) return false;
  if ((smaller.kinds & ~larger.kinds) != 0) return false;
  if (std::includes(larger.matters.begin(), larger.matters.end(), smaller.matters.begin(),
                    smaller.matters.end())) {
    return true;
  }
  matter_selector near = larger.fill.matter;
  near.class_prefix.resize(std::min<std::size_t>(near.class_prefix.size(), 2));
  auto stretch = ground_.leaves().below(larger.fill.area.text);
  return stretch.holds(smaller.leaves.front()) && stretch.holds(smaller.leaves.back()) &&
         std::all_of(smaller.matters.begin(), smaller.matters.end(),
                     [&](const matter* of) { return speaks_of(near, of->key); });
}

std::vector<coverage_holes::hole> coverage_holes::joined() const {
  using place_and_time = std::tuple<std::string, duty_time, unsigned>;
  std::map<place_and_time, std::vector<hole>> same;
  for (const hole& each : holes_) {
    same[{ground_.leaves().around(each.leaves).code.text, each.fill.when, each.kinds}].push_back(
        each);
  }
  std::vector<hole> joined;
  for (const auto& [key, holes] : same) {
    for (const auto& part : parted_by_class(holes)) joined.push_back(together(part));
  }
  std::stable_sort(joined.begin(), joined.end(),
                   [](const hole& a, const hole& b) { return a.cells > b.cells; });
  return joined;
}

std::vector<coverage_finding> coverage_holes::findings() const {
  std::vector<hole> large;
  for (hole& each : joined()) {
    auto larger = std::find_if(large.begin(), large.end(),
                               [&](const hole& other) { return belongs(each, other); });
    if (larger == large.end()) {
      large.push_back(std::move(each));
    } else {
      *larger = together({*larger, each});
    }
  }
  std::vector<coverage_finding> made;
  made.reserve(large.size());
  for (const hole& each : large) made.push_back(finding_of(each));
  return made;
}

coverage_finding coverage_holes::finding_of(const hole& each) const {
  coverage_finding made{coverage_fault::hole, each.cells, each.example, {}, {}, {}, each.fill};
  for (const matter* of : each.matters) made.scope.matters.push_back(of->key);
  std::sort(made.scope.matters.begin(), made.scope.matters.end());
  made.scope.areas = ground_.leaves().filled_by(each.leaves);
  made.scope.kinds = kinds_of(each.kinds);
  return made;
}

}  // namespace gridwhistle
