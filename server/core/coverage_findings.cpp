#include "server/core/coverage_findings.hpp"

#include <algorithm>

namespace gridwhistle {

void coverage_findings::add(const answered_block& asked, const duty_match& found) {
  if (!found.winner || found.tied) uncovered_ += asked.cells_at(asked.where.leaves.size());
  if (!found.winner) return holes_.add(asked);
  if (!found.tied) return add_unserved(asked, *found.winner);
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
  return made;
}

std::vector<coverage_finding> coverage_findings::all() const {
  std::vector<coverage_finding> made = holes_.findings();
  for (const auto& [rows, tie] : ties_) made.push_back(finding_of(tie));
  for (const auto& [wanted, missing] : unserved_) made.push_back(finding_of(missing));
  std::stable_sort(made.begin(), made.end(),
                   [](const auto& a, const auto& b) { return a.cells > b.cells; });
  return made;
}

}  // namespace gridwhistle
