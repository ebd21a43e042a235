// Proves a policy. What the rows of each selector leave open or wrong by themselves is looked up
// first, so that only those leaves of a matter are gone through that can have a fault at all.
#include "server/core/coverage.hpp"

#include <algorithm>
#include <map>

#include "server/core/coverage_findings.hpp"
#include "server/core/coverage_ground.hpp"
#include "server/core/coverage_idle.hpp"
#include "server/core/coverage_limits.hpp"

namespace gridwhistle {
namespace {

// In the order of their first matters.
std::vector<matter_group> groups_of(const policy& rules) {
  std::map<duty_list::row_lists, std::size_t> place;
  std::vector<matter_group> groups;
  for (const matter& each : rules.matters.all()) {
    if (each.admitted == admission::not_admitted) continue;
    auto lists = rules.duties.lists_for(each.key);
    auto [known, is_new] = place.try_emplace(lists, groups.size());
    if (is_new) groups.push_back({lists, {}});
    groups[known->second].matters.push_back(&each);
  }
  return groups;
}

// Without those that come after one which leaves nothing open: no question gets that far.
duty_list::row_lists reachable(duty_list::row_lists lists, const coverage_ground& ground) {
  bool closed = false;
  for (auto& list : lists) {
    if (closed) list = nullptr;
    closed = closed || (list && !ground.survey_of(*list).open_somewhere);
  }
  return lists;
}

// Whether some question at a leaf may reach a fault; when not, every question there is covered.
bool may_fail(const duty_list::row_lists& lists, const coverage_ground& ground, std::size_t leaf) {
  for (const auto* list : lists) {
    if (!list) continue;
    const list_survey& alone = ground.survey_of(*list);
    if (alone.faulty[leaf] != 0) return true;
    if (alone.open[leaf] == 0) return false;
  }
  return true;
}

void find_faults(const matter_group& group, const coverage_ground& ground,
                 coverage_findings& found) {
  duty_list::row_lists lists = reachable(group.lists, ground);
  auto suspect = [&](std::size_t leaf) { return may_fail(lists, ground, leaf); };
  bool sound = true;
  for (std::size_t leaf = 0; sound && leaf < ground.leaves().size(); ++leaf) sound = !suspect(leaf);
  if (sound) return;
  const std::vector<region> regions = ground.regions_of(lists);
  for (const region& where : regions) {
    if (std::none_of(where.leaves.begin(), where.leaves.end(), suspect)) continue;
    for (const time_block& when : ground.blocks_of(lists, where)) {
      for (whistle_kind kind : whistle_kinds) {
        found.add({group, where, when, kind},
                  ground.rules().duties.decide(lists, where.path, when.moment, kind));
      }
    }
  }
  found.end_group(group);
}

}  // namespace

coverage prove(const policy& rules) {
  coverage_ground ground(rules);
  std::vector<matter_group> groups = groups_of(rules);
  coverage proof;
  for (const matter_group& group : groups) proof.matters += group.matters.size();
  proof.leaves = ground.leaves().size();
  proof.time_classes = ground.times().classes();
  proof.cells =
      std::uint64_t{proof.matters} * proof.leaves * proof.time_classes * whistle_kinds.size();
  coverage_findings found(ground);
  for (const matter_group& group : groups) find_faults(group, ground, found);
  proof.findings = found.all();
  proof.uncovered = found.uncovered();
  proof.unreached = found.unreached();
  limit_horizon owed = horizon_of(ground);
  proof.from = owed.from;
  proof.until = owed.until;
  for (auto& each : limit_findings(ground, proof, owed)) proof.findings.push_back(std::move(each));
  proof.idle = idle_duties(ground, groups);
  return proof;
}

}  // namespace gridwhistle
