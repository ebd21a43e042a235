// The numbers supervisors judge by (domain.md section 6), each a fold over whistles: board, export
// and API ask here and nowhere else. Law: a figure is two lists, and its numbers are their lengths,
// so that every drill-down shows exactly what was counted.
#pragma once

#include <map>
#include <string>
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

struct figures {
  share closing;    // closed / due to close in the period
  share on_time;    // closed in time / due to close in the period
  share honest;     // closed in time / (closed in the period + open and overdue at its end)
  share response;   // reported in within the limit / obligations whose report-in fell due
  share solved;     // "yes" / contacted in the return visit, of what was closed in the period
  share satisfied;  // likewise
  share returned;   // returns / obligations delivered in the period
  share unfounded;  // returns rejected / returns, of the same obligations
  std::map<std::string, span> held;  // by holder: wall time of the total clock, closed or now
};

enum class grouping { none, department, district, street, community, grid, matter, kind };
std::string_view name_of(grouping by);
std::optional<grouping> parse_grouping(std::string_view name);

// The groups a whistle is in: one, or none where it has nothing of that sort; a department's group
// is that of the lead, but for figures of obligations, which go to whoever owed them.
class figure_fold {
 public:
  // Deadlines follow the calendar of rules. now: what is open is judged as of then.
  figure_fold(period when, instant now, grouping by, const policy& rules);
  void add(const whistle& state);
  // By group: a department's or area's code, a matter ("matter:06010"), a kind; "" for all.
  const std::map<std::string, figures>& groups() const { return groups_; }

 private:
  std::optional<std::string> group_of(const whistle& state) const;
  std::string group_of(const whistle& state, const obligation& owed) const;
  void add_closing(const whistle& state, figures& to) const;
  void add_obligation(const whistle& state, const obligation& owed, figures& to) const;
  void add_opinion(const whistle& state, figures& to) const;

  period when_;
  instant now_;
  grouping by_;
  const policy& rules_;
  std::map<std::string, figures> groups_;
};

// Whether that clock of that department ran over, as the statistics see it: an upheld appeal
// exempts.
bool is_late(const obligation& owed, clock_name clock);

// Weighted mean of percentages: weights and values in the same order, weights summing to one.
double composite(const std::vector<double>& weights, const std::vector<double>& percentages);

}  // namespace gridwhistle
