#include "server/core/coverage_idle.hpp"

#include <algorithm>
#include <unordered_map>

namespace gridwhistle {
namespace {

using row_lists = duty_list::row_lists;

constexpr std::size_t rivals_max = 3;

struct contest {
  bool won = false;
  std::vector<const duty*> by;  // who wins where the row speaks
};

class idle_search {
 public:
  idle_search(const coverage_ground& ground, const std::vector<matter_group>& groups)
      : ground_(ground) {
    for (const matter_group& group : groups) {
      row_lists upper{};
      for (std::size_t i = 0; i < group.lists.size(); ++i) {
        if (!group.lists[i]) continue;
        upper[i] = group.lists[i];
        reaching_[group.lists[i]].push_back(upper);
      }
    }
  }

  std::vector<idle_duty> all() const {
    const duty_list& duties = ground_.rules().duties;
    std::vector<idle_duty> found;
    for (const auto& [list, ways] : reaching_) {
      for (std::size_t place : *list) {
        if (auto idle = look_at(duties.all()[place], *list, ways)) found.push_back(*idle);
      }
    }
    for (const duty& row : duties.all()) {
      if (!spoken_of(row)) found.push_back({&row, idle_reason::no_admitted_matter, {}});
    }
    std::sort(found.begin(), found.end(),
              [](const idle_duty& a, const idle_duty& b) { return a.row < b.row; });
    return found;
  }

 private:
  bool spoken_of(const duty& row) const {
    const auto& matters = ground_.rules().matters.all();
    return std::any_of(matters.begin(), matters.end(), [&](const matter& each) {
      return each.admitted == admission::admitted && speaks_of(row.matter, each.key);
    });
  }

  // ways: the row's own list below those that are asked before it, for each group of matters.
  std::optional<idle_duty> look_at(const duty& row, const duty_list::row_places& own,
                                   const std::vector<row_lists>& ways) const {
    if (ground_.wins_alone(row) == 0) {
      contest alone = contest_of(row, {&own, nullptr, nullptr, nullptr});
      bool holds = !alone.by.empty();
      return idle_duty{&row, holds ? idle_reason::outranked : idle_reason::never_holds, alone.by};
    }
    auto is_first = [&](const row_lists& way) {
      return std::count(way.begin(), way.end(), nullptr) == static_cast<long>(way.size()) - 1;
    };
    if (std::any_of(ways.begin(), ways.end(), is_first)) return std::nullopt;
    std::vector<const duty*> by;
    for (const row_lists& way : ways) {
      if (!by.empty() && !passes(way, own)) continue;
      contest here = contest_of(row, way);
      if (here.won) return std::nullopt;
      if (by.empty()) by = here.by;
    }
    return idle_duty{&row, idle_reason::outranked, by};
  }

  // Whether every list before the row's own leaves something open.
  bool passes(const row_lists& way, const duty_list::row_places& own) const {
    return std::all_of(way.begin(), way.end(), [&](const auto* list) {
      return !list || list == &own || ground_.survey_of(*list).open_somewhere;
    });
  }

  contest contest_of(const duty& row, const row_lists& lists) const {
    contest found;
    auto below = ground_.leaves().below(row.area.text);
    for (const region& where : ground_.regions_of(lists)) {
      if (!below.holds(where.leaves.front())) continue;
      for (const time_block& when : ground_.blocks_of(lists, where)) {
        if (!holds_in(row.when, when.moment).value_or(false)) continue;
        for (whistle_kind kind : whistle_kinds) {
          if (row.kind && *row.kind != kind) continue;
          auto match = ground_.rules().duties.decide(lists, where.path, when.moment, kind);
          if (match.winner == &row || match.tied == &row) return {true, {}};
          bool known = std::count(found.by.begin(), found.by.end(), match.winner) != 0;
          if (!known && found.by.size() < rivals_max) found.by.push_back(match.winner);
        }
      }
    }
    std::ranges::sort(found.by);  // as they stand in the file
    return found;
  }

  const coverage_ground& ground_;
  std::unordered_map<const duty_list::row_places*, std::vector<row_lists>> reaching_;
};

}  // namespace

std::vector<idle_duty> idle_duties(const coverage_ground& ground,
                                   const std::vector<matter_group>& groups) {
  return idle_search(ground, groups).all();
}

}  // namespace gridwhistle
