#include "server/core/owner_tally.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// The area and all above it, the smallest first.
std::vector<const area*> chain_of(const area_code& where, const area_tree& areas) {
  const area* at = areas.find(where);
  std::vector<const area*> chain;
  for (at = at ? at : &areas.city(); at; at = areas.parent_of(*at)) chain.push_back(at);
  return chain;
}

// The place in the chain of its smallest area that holds `inner`; its length where none does.
std::size_t smallest_around(const std::vector<const area*>& chain, const area_code& inner,
                            const area_tree& areas) {
  const area* at = areas.find(inner);
  for (at = at ? at : &areas.city(); at; at = areas.parent_of(*at)) {
    auto found = std::find(chain.begin(), chain.end(), at);
    if (found != chain.end()) return static_cast<std::size_t>(found - chain.begin());
  }
  return chain.size();
}

}  // namespace

std::optional<done_case> done_by(const whistle& state) {
  bool solved = state.stage == stage::closed && state.outcome == outcome::solved;
  const obligation* lead = state.lead();
  if (!solved || state.joined || !state.what.matter || !lead) return std::nullopt;
  return done_case{*state.what.matter, state.what.area, lead->department};
}

void owner_tally::add(const done_case& done) { ++counts_[done.matter][done.area][done.lead]; }

void owner_tally::take_back(const done_case& done) {
  auto& of_matter = counts_[done.matter];
  auto& of_area = of_matter[done.area];
  auto known = of_area.find(done.lead);
  GW_CHECK(known != of_area.end());
  if (--known->second == 0) of_area.erase(known);
  if (of_area.empty()) of_matter.erase(done.area);
  if (of_matter.empty()) counts_.erase(done.matter);
}

std::optional<tally> owner_tally::around(const matter_key& matter, const area_code& where,
                                         const area_tree& areas) const {
  auto of_matter = counts_.find(matter);
  if (of_matter == counts_.end()) return std::nullopt;
  std::vector<const area*> chain = chain_of(where, areas);
  std::size_t smallest = chain.size();
  by_department sums;
  for (const auto& [each, by_lead] : of_matter->second) {
    std::size_t place = smallest_around(chain, each, areas);
    if (place > smallest || place == chain.size()) continue;
    if (place < smallest) sums.clear();
    smallest = place;
    for (const auto& [department, closed] : by_lead) sums[department] += closed;
  }
  if (sums.empty()) return std::nullopt;
  tally found{chain[smallest]->code, {}};
  for (const auto& [department, closed] : sums) found.counts.push_back({department, closed});
  std::stable_sort(found.counts.begin(), found.counts.end(),
                   [](const auto& a, const auto& b) { return a.closed > b.closed; });
  if (found.counts.size() > tally_departments_max) found.counts.resize(tally_departments_max);
  return found;
}

}  // namespace gridwhistle
