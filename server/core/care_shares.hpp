// The share of listed residents who were visited, by community, street or district. Laws: a number
// is the length of its list; visited + open + missed = listed; every visit stands in one row, so
// the rows below an area sum to the area's own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/core/care_schedule.hpp"
#include "server/core/figures.hpp"

namespace gridwhistle {

// visited: closed as solved, and handled before the visit's period ended. open: not closed yet, or
// not opened yet in a period that still runs. missed: everything else, also what was never opened.
enum class care_state { visited, open, missed };
constexpr std::size_t care_states_count = 3;
std::string_view name_of(care_state state);

// One visit that was owed. Of the resident only the reference code is known here.
struct listed_visit {
  std::string resident;
  std::string period;
  area_code area;
  care_state state = care_state::missed;
  whistle_id whistle;  // empty: it was never opened
  auto operator<=>(const listed_visit&) const = default;
};

struct care_row_shares {
  std::vector<listed_visit> listed;
  std::size_t count(care_state state) const;
};

// The visits whose period begins on one of these days.
class care_fold {
 public:
  // by: none, or an area's. as_of: what has not opened until then is not listed.
  care_fold(std::chrono::local_days from, std::chrono::local_days to, instant as_of, grouping by,
            policy_ptr rules);
  // A whistle that the asker may see.
  void add(const whistle& state);
  // One that he may not see: its visit was opened all the same.
  void pass_over(const whistle& state);
  // After all whistles: the visits of a row that were never opened, where the asker sees all of the
  // row's area.
  void add_unopened(const care_row& row, const actor& by);
  // By group, as group_of_place() says.
  const std::map<std::string, care_row_shares>& rows() const { return rows_; }
  // Visits that are open as well, and in no row: their period began before the asked days.
  std::size_t open_of_earlier() const { return open_of_earlier_; }

 private:
  bool asks_for(const care_period& when) const { return when.first >= from_ && when.first <= to_; }
  care_state state_of(const whistle& state, const care_period& when) const;

  std::chrono::local_days from_;
  std::chrono::local_days to_;
  instant as_of_;
  grouping by_;
  policy_ptr rules_;
  std::unordered_set<whistle_id> opened_;
  std::map<std::string, care_row_shares> rows_;
  std::size_t open_of_earlier_ = 0;
};

}  // namespace gridwhistle
