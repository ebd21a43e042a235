#include "server/core/coverage_ground.hpp"

#include <algorithm>
#include <set>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using row_lists = duty_list::row_lists;

// The areas that rows of these lists name, those above before those below.
std::vector<const area*> named_areas(const policy& rules, const row_lists& lists) {
  std::set<std::string_view> codes;
  for (const auto* list : lists) {
    if (!list) continue;
    for (std::size_t place : *list) codes.insert(rules.duties.all()[place].area.text);
  }
  std::vector<const area*> found;
  for (std::string_view code : codes) {
    if (const area* known = rules.areas.find(area_code(std::string(code)))) found.push_back(known);
  }
  auto above = [](const area* a, const area* b) { return a->level < b->level; };
  std::stable_sort(found.begin(), found.end(), above);
  return found;
}

}  // namespace

coverage_ground::coverage_ground(const policy& rules)
    : rules_(rules),
      leaves_(rules.areas),
      times_(rules.days, rules.duties.all()),
      seats_(rules, times_),
      wins_(rules.duties.all().size()) {
  for (const duty& row : rules.duties.all()) {
    look_up(row.lead);
    for (const function_at_level& helper : row.helpers) look_up(helper);
    row_unserved_.push_back(unserved_of(row));
    row_suspect_.push_back(suspect_of(row));
  }
  for (const matter& each : rules.matters.all()) {
    if (each.admitted == admission::not_admitted) continue;
    for (const auto* list : rules.duties.lists_for(each.key)) {
      if (list && !surveys_.contains(list)) survey(*list);
    }
  }
}

std::size_t coverage_ground::place_of(const duty& row) const {
  auto place = static_cast<std::size_t>(&row - rules_.duties.all().data());
  GW_CHECK(place < wins_.size());
  return place;
}

void coverage_ground::look_up(const function_at_level& wanted) {
  auto [found, is_new] = unserved_.try_emplace(wanted);
  if (!is_new) return;
  unserved_leaves missing(leaves_.size());
  unmanned_leaves unmanned(leaves_.size());
  bool any = false;
  bool any_unmanned = false;
  const area* served = nullptr;  // leaves of one area stand together: each is looked up once
  const department* by = nullptr;
  for (std::size_t place = 0; place < leaves_.size(); ++place) {
    const area* at = &leaves_.at(place);
    while (at && at->level > wanted.level) at = rules_.areas.parent_of(*at);
    if (at && at->level != wanted.level) at = nullptr;
    if (at && at != served) {
      by = rules_.departments.resolve(rules_.areas, wanted, at->code);
      served = at;
    }
    missing[place] = at && by ? 0 : 1;
    any = any || missing[place] != 0;
    if (at && by) unmanned[place] = seats_.of(by->code);
    any_unmanned = any_unmanned || unmanned[place];
  }
  if (any) found->second = std::move(missing);
  unmanned_leaves& known = unmanned_[wanted];
  if (any_unmanned) known = std::move(unmanned);
}

std::vector<region> coverage_ground::regions_of(const row_lists& lists) const {
  std::vector<const area*> named = named_areas(rules_, lists);
  std::vector<region> found(named.size() + 1);  // the last is what no row names
  std::vector<std::uint32_t> owner(leaves_.size(), static_cast<std::uint32_t>(named.size()));
  for (std::size_t i = 0; i < named.size(); ++i) {
    auto [first, last] = leaves_.below(*named[i]);
    // The last to paint is the deepest.
    if (first < last) found[i].path = found[owner[first]].path;
    found[i].path.insert(found[i].path.begin(), named[i]->code.text);
    std::fill(owner.begin() + static_cast<std::ptrdiff_t>(first),
              owner.begin() + static_cast<std::ptrdiff_t>(last), static_cast<std::uint32_t>(i));
  }
  for (std::size_t place = 0; place < owner.size(); ++place) {
    found[owner[place]].leaves.push_back(place);
  }
  std::erase_if(found, [](const region& each) { return each.leaves.empty(); });
  for (region& each : found) each.path.emplace_back();
  return found;
}

std::vector<time_block> coverage_ground::blocks_of(const row_lists& lists,
                                                   const region& where) const {
  std::vector<date_range> ranges;
  for (const auto* list : lists) {
    if (!list) continue;
    for (std::string_view area : where.path) {
      for (std::size_t place : rules_.duties.rows_at(*list, area)) {
        const auto* range = std::get_if<date_range>(&rules_.duties.all()[place].when);
        if (range) ranges.push_back(*range);
      }
    }
  }
  return times_.blocks(ranges);
}

void coverage_ground::survey(const duty_list::row_places& list) {
  list_survey& made = surveys_[&list];
  made.open.resize(leaves_.size());
  made.faulty.resize(leaves_.size());
  const row_lists only = {&list, nullptr, nullptr, nullptr};
  auto mark = [&](const region& where, const duty_match& found, std::size_t kind) {
    if (!found.winner) {
      made.open_somewhere = true;
      for (std::size_t leaf : where.leaves) made.open[leaf] = 1;
      return;
    }
    for (const duty* row : {found.winner, found.tied}) {
      if (row) wins_[place_of(*row)] |= 1u << kind;
    }
    const unserved_leaves& absent = row_suspect_[place_of(*found.winner)];
    if (!found.tied && absent.empty()) return;
    for (std::size_t leaf : where.leaves) {
      if (found.tied || absent[leaf] != 0) made.faulty[leaf] = 1;
    }
  };
  for (const region& where : regions_of(only)) {
    for (const time_block& when : blocks_of(only, where)) {
      for (std::size_t kind = 0; kind < whistle_kinds.size(); ++kind) {
        mark(where, rules_.duties.decide(only, where.path, when.moment, whistle_kinds[kind]), kind);
      }
    }
  }
}

const list_survey& coverage_ground::survey_of(const duty_list::row_places& list) const {
  auto found = surveys_.find(&list);
  GW_CHECK(found != surveys_.end());
  return found->second;
}

const unserved_leaves& coverage_ground::unserved(const function_at_level& wanted) const {
  auto found = unserved_.find(wanted);
  GW_CHECK(found != unserved_.end());
  return found->second;
}

const unmanned_leaves& coverage_ground::unmanned(const function_at_level& wanted) const {
  auto found = unmanned_.find(wanted);
  GW_CHECK(found != unmanned_.end());
  return found->second;
}

unserved_leaves coverage_ground::suspect_of(const duty& row) const {
  unserved_leaves together = unserved(row);
  std::vector<function_at_level> called = row.helpers;
  called.push_back(row.lead);
  for (const function_at_level& each : called) {
    const unmanned_leaves& more = unmanned(each);
    if (more.empty()) continue;
    together.resize(leaves_.size());
    for (std::size_t leaf = 0; leaf < more.size(); ++leaf) {
      if (more[leaf]) together[leaf] = 1;
    }
  }
  return together;
}

unserved_leaves coverage_ground::unserved_of(const duty& row) const {
  unserved_leaves together = unserved(row.lead);
  for (const function_at_level& helper : row.helpers) {
    const unserved_leaves& more = unserved(helper);
    if (together.empty()) together = more;
    for (std::size_t leaf = 0; leaf < more.size(); ++leaf) together[leaf] |= more[leaf];
  }
  return together;
}

}  // namespace gridwhistle
