// The numbers supervisors judge by (domain.md section 6), each a fold over whistles: board, export
// and API ask here and nowhere else. Law: a figure is two lists, and its numbers are their lengths,
// so that every drill-down shows exactly what was counted.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/core/policy.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

struct period {
  instant from;  // inclusive
  instant to;    // exclusive
  bool holds(instant at) const { return at >= from && at < to; }
};

// counted / of. In figures of obligations a whistle stands once for each obligation, in figures of
// returns once for each return.
struct share {
  std::vector<whistle_id> of;
  std::vector<whistle_id> counted;
  // 0 where there is nothing to divide by.
  double percent() const;
};

// Of a figure: all of it, those counted, those counted among that were not.
enum class figure_part { of, counted, missing };
std::string_view name_of(figure_part part);
std::optional<figure_part> parse_figure_part(std::string_view name);
std::vector<whistle_id> part_of(const share& figure, figure_part part);

// Name, and the one definition, in both languages: shown beside the number.
struct figure_words {
  figure of;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  std::string_view definition_zh;
  std::string_view definition_en;
};
const std::array<figure_words, figures_count>& all_figures();

using figure_shares = std::array<share, figures_count>;  // in the order of all_figures()

// What is told of one group.
struct figure_row {
  figure_shares shares;
  std::vector<figure_shares> days;  // of each that was asked about besides, likewise
  // By holder: wall time of the total clock within the period, up to now.
  std::map<std::string, span> held;

  share& operator[](figure of) { return shares.at(static_cast<std::size_t>(of)); }
  const share& operator[](figure of) const { return shares.at(static_cast<std::size_t>(of)); }
};

enum class grouping { none, department, district, street, community, grid, matter, kind };
constexpr std::size_t groupings_count = 8;
std::string_view name_of(grouping by);
// Of a grouping by area.
std::optional<area_level> level_of(grouping by);

// Where a place counts on a board of areas: the area of that level that holds it. What is known
// less exactly counts where it is known, and what nobody knows with the city, so that every place
// is in one group and the groups below an area sum to that area's. "" with grouping::none. by:
// none, or an area's.
std::string group_of_place(const area_code& place, grouping by, const area_tree& areas);

// As the pack calls the group; its code where it has no name.
std::string name_of_group(grouping by, const std::string& group, const policy& rules);

// Of which whistles the figures are asked; what is empty asks for all. A department's figures are
// what its row has: the closings it leads, and the obligations it owed.
struct figure_filter {
  area_code area;
  department_code department;
  std::optional<matter_key> matter;

  // By place and matter.
  bool takes(const whistle& state, const area_tree& areas) const;
  bool is_of(const department_code& one) const { return department.empty() || one == department; }
};
// Whether a place counts in an area: it lies there, as group_of_place() places it.
bool counts_in(const area_code& outer, const area_code& place, const area_tree& areas);

// Folds whistles into the rows of their groups. A whistle is in one group, by area always, by the
// other groupings in none where it has nothing of that sort. A department's group is that of the
// lead, but for figures of obligations, which go to whoever owed them.
class figure_fold {
 public:
  // now: what is open, and what is due, is judged as of then. days: of which the numbers are wanted
  // besides.
  figure_fold(period when, instant now, grouping by, figure_filter only = {},
              std::vector<period> days = {})
      : when_(when), now_(now), by_(by), only_(std::move(only)), days_(std::move(days)) {}
  // rules: the policy the whistle was dispatched under; its deadlines follow that.
  void add(const whistle& state, const policy& rules);
  // By group: a department's or area's code, a matter ("matter:06010"), a kind; "" for all.
  const std::map<std::string, figure_row>& rows() const { return rows_; }

 private:
  std::optional<std::string> group_of(const whistle& state, const policy& rules) const;
  figure_row& row_of(const std::string& group);
  // For the period, and for each of the days.
  template <class Count>
  void for_each_period(figure_row& to, Count count) const;
  bool is_due_in(const period& when, instant due) const;
  void add_closing(const whistle& state, const policy& rules, figure_row& to) const;
  void add_obligation(const whistle& state, const obligation& owed, const policy& rules,
                      figure_row& to) const;
  void add_opinion(const whistle& state, figure_row& to) const;
  void add_held(const clock_ledger& total, figure_row& to) const;

  period when_;
  instant now_;
  grouping by_;
  figure_filter only_;
  std::vector<period> days_;
  std::map<std::string, figure_row> rows_;
};

// When the lead's work is or was due; of what is closed as it would have been without the pauses at
// its end. Nothing where nobody leads it, where it counts with its umbrella, or while its clock
// stands short of the limit. rules: the policy it was dispatched under.
std::optional<instant> due_to_close(const whistle& state, const policy& rules);
// Whether that clock of that department ran over, as the statistics see it: an upheld appeal
// exempts.
bool is_late(const obligation& owed, clock_name clock);

// The mean of the row's percentages by the pack's weights. Nothing where the pack has none, or one
// of them has nothing to divide by.
std::optional<double> composite(const figure_row& row, const figure_weights& weights);

}  // namespace gridwhistle
