#include "server/core/coverage_findings.hpp"

#include <algorithm>

namespace gridwhistle {

void coverage_findings::add(const answered_block& asked, const duty_match& found) {
  if (!found.winner || found.tied) uncovered_ += asked.cells_at(asked.where.leaves.size());
  if (!found.winner) return holes_.add(asked);
  if (!found.tied) {
    add_unserved(asked, *found.winner);
    return add_unmanned(asked, *found.winner);
  }
  auto [tie, is_new] =
      ties_.try_emplace({ground_.place_of(*found.winner), ground_.place_of(*found.tied)});
  if (is_new) tie->second.made.fault = coverage_fault::tie;
  tie->second.rows = {found.winner, found.tied};
  spread(tie->second, asked, {});
}

void coverage_findings::add_unserved(const answered_block& asked, const duty& row) {
  const unserved_leaves& missing = ground_.unserved(row);
  if (missing.empty()) return;
  auto is_missing = [&](std::size_t leaf) { return missing[leaf] != 0; };
  auto count = std::count_if(asked.where.leaves.begin(), asked.where.leaves.end(), is_missing);
  if (count == 0) return;
  uncovered_ += asked.cells_at(static_cast<std::size_t>(count));
  std::set<function_at_level> called = {row.helpers.begin(), row.helpers.end()};
  called.insert(row.lead);
  for (const function_at_level& wanted : called) {
    const unserved_leaves& here = ground_.unserved(wanted);
    auto lacks = [&](std::size_t leaf) { return !here.empty() && here[leaf] != 0; };
    if (std::none_of(asked.where.leaves.begin(), asked.where.leaves.end(), lacks)) continue;
    gathered& found = unserved_[wanted];
    found.made.fault = coverage_fault::no_department;
    found.made.wanted = wanted;
    found.rows.insert(&row);
    spread(found, asked, here);
  }
}

void coverage_findings::add_unmanned(const answered_block& asked, const duty& row) {
  std::vector<const unmanned_leaves*> called;
  for (const function_at_level& each : row.helpers) called.push_back(&ground_.unmanned(each));
  called.push_back(&ground_.unmanned(row.lead));
  std::erase_if(called, [](const unmanned_leaves* each) { return each->empty(); });
  if (called.empty()) return;
  const std::vector<std::size_t> places = ground_.times().places_of(asked.when);
  std::set<const unmanned_seat*> seats;
  unmanned_classes here;
  for (std::size_t leaf : asked.where.leaves) {
    std::set<const unmanned_seat*> there;
    for (const unmanned_leaves* each : called) {
      if ((*each)[leaf]) there.insert((*each)[leaf]);
    }
    // Leaves that the same departments serve stand together.
    if (there != seats) here = classes_of(there, places);
    seats = std::move(there);
    if (here.classes != 0) add_unmanned_at(leaf, here, asked, row);
  }
}

coverage_findings::unmanned_classes coverage_findings::classes_of(
    const std::set<const unmanned_seat*>& seats, const std::vector<std::size_t>& places) {
  unmanned_classes made;
  for (std::size_t place : places) {
    std::set<const department*> counted;
    for (const unmanned_seat* each : seats) {
      if (!each->gaps[place]) continue;
      unmanned_together& together = made.by_last[each->last];
      if (together.classes == 0 || *each->gaps[place] < together.gap)
        together.gap = *each->gaps[place];
      if (counted.insert(each->last).second) ++together.classes;
      together.seats.insert(each->called->code);
    }
    if (!counted.empty()) ++made.classes;
  }
  return made;
}

void coverage_findings::add_unmanned_at(std::size_t leaf, const unmanned_classes& here,
                                        const answered_block& asked, const duty& row) {
  unreached_ += std::uint64_t{here.classes} * asked.group.matters.size();
  for (const auto& [last, together] : here.by_last) {
    auto [known, is_new] = unmanned_.try_emplace(last->code);
    gathered& found = known->second;
    if (is_new) {
      found.made.fault = coverage_fault::unmanned;
      found.made.last = last->code;
      // Whoever is called, the last seat is unmanned then too.
      found.made.mend = ground_.unmanned(last->code)->mend;
      found.leaves.resize(ground_.leaves().size());
    }
    // The first there is: a later one may be the short end of a night.
    if (!found.made.gap || together.gap < *found.made.gap) {
      found.made.gap = together.gap;
      found.made.example = asked.example_at(ground_.leaves().at(leaf));
      found.made.example.at = together.gap.from;
    }
    found.seats.insert(together.seats.begin(), together.seats.end());
    found.made.cells += std::uint64_t{together.classes} * asked.group.matters.size();
    found.leaves[leaf] = 1;
    found.kinds |= 1u << static_cast<unsigned>(asked.kind);
    found.rows.insert(&row);
    for (const matter* each : asked.group.matters) found.matters.insert(each->key);
  }
}

void coverage_findings::spread(gathered& over, const answered_block& asked,
                               const unserved_leaves& only) {
  if (over.leaves.empty()) over.leaves.resize(ground_.leaves().size());
  std::size_t count = 0;
  for (std::size_t leaf : asked.where.leaves) {
    if (!only.empty() && only[leaf] == 0) continue;
    if (over.made.cells == 0 && count == 0) {
      over.made.example = asked.example_at(ground_.leaves().at(leaf));
    }
    over.leaves[leaf] = 1;
    ++count;
  }
  over.made.cells += asked.cells_at(count);
  over.kinds |= 1u << static_cast<unsigned>(asked.kind);
  for (const matter* each : asked.group.matters) over.matters.insert(each->key);
}

coverage_finding coverage_findings::finding_of(const gathered& from) const {
  coverage_finding made = from.made;
  made.scope.matters = {from.matters.begin(), from.matters.end()};
  std::vector<std::size_t> leaves;
  for (std::size_t leaf = 0; leaf < from.leaves.size(); ++leaf) {
    if (from.leaves[leaf] != 0) leaves.push_back(leaf);
  }
  made.scope.areas = ground_.leaves().filled_by(leaves);
  made.scope.kinds = kinds_of(from.kinds);
  made.rows = {from.rows.begin(), from.rows.end()};
  made.seats = {from.seats.begin(), from.seats.end()};
  return made;
}

std::vector<coverage_finding> coverage_findings::all() const {
  std::vector<coverage_finding> made = holes_.findings();
  for (const auto& [rows, tie] : ties_) made.push_back(finding_of(tie));
  for (const auto& [wanted, missing] : unserved_) made.push_back(finding_of(missing));
  for (const auto& [last, seats] : unmanned_) made.push_back(finding_of(seats));
  std::stable_sort(made.begin(), made.end(),
                   [](const auto& a, const auto& b) { return a.cells > b.cells; });
  return made;
}

}  // namespace gridwhistle
