#include "server/core/duty_outcome.hpp"

#include <array>

namespace gridwhistle {
namespace {

// In the order of row_fate.
constexpr std::array<std::string_view, 13> fate_names = {"won",
                                                         "tied",
                                                         "other_matter",
                                                         "other_area",
                                                         "other_time",
                                                         "other_kind",
                                                         "time_unknown",
                                                         "undecided",
                                                         "less_specific_matter",
                                                         "less_specific_area",
                                                         "less_specific_time",
                                                         "less_specific_kind",
                                                         "repeats"};

int rank_of(const matter_selector& selector) {
  if (!selector.kind) return 0;
  if (selector.class_prefix.empty()) return 1;
  return selector.class_prefix.size() == small_class_length ? 3 : 2;
}

struct outcome_search {
  const duty_question& asked;
  const duty_match& found;
  const area_tree& areas;
  duty_moment moment;

  bool holds_there(const duty& row) const {
    if (row.area.empty()) return true;
    return areas.find(row.area) && areas.find(asked.area) && areas.holds(row.area, asked.area);
  }

  // Of a row that holds, while another decides.
  row_fate fate_beside(const duty& row, const duty& winner) const {
    specificity own = specificity_of(row, areas);
    specificity best = specificity_of(winner, areas);
    if (own.matter != best.matter) return row_fate::less_specific_matter;
    if (own.area != best.area) return row_fate::less_specific_area;
    if (own.time != best.time) return row_fate::less_specific_time;
    if (own.kind != best.kind) return row_fate::less_specific_kind;
    return row.lead == winner.lead ? row_fate::repeats : row_fate::tied;
  }

  row_fate fate_of(const duty& row) const {
    if (!speaks_of(row.matter, asked.matter)) return row_fate::other_matter;
    if (!holds_there(row)) return row_fate::other_area;
    auto holds = holds_in(row.when, moment);
    if (holds && !*holds) return row_fate::other_time;
    if (row.kind && *row.kind != asked.kind) return row_fate::other_kind;
    if (!holds) return row_fate::time_unknown;
    if (found.beyond_calendar || !found.winner) return row_fate::undecided;
    if (&row == found.winner) return found.tied ? row_fate::tied : row_fate::won;
    return fate_beside(row, *found.winner);
  }
};

}  // namespace

std::string_view name_of(row_fate fate) { return fate_names.at(static_cast<std::size_t>(fate)); }

specificity specificity_of(const duty& row, const area_tree& areas) {
  return {rank_of(row.matter), row.area.empty() ? 0 : areas.depth(row.area) + 1,
          static_cast<int>(row.when.index()), row.kind ? 1 : 0};
}

std::vector<duty_outcome> outcomes_of(const duty_list& duties, const duty_question& asked,
                                      const duty_match& found, const area_tree& areas,
                                      const calendar& days) {
  outcome_search search{asked, found, areas, moment_of(asked.at, days)};
  std::vector<duty_outcome> made;
  made.reserve(duties.all().size());
  for (const duty& row : duties.all()) made.push_back({&row, search.fate_of(row)});
  return made;
}

}  // namespace gridwhistle
