#include "server/core/figures.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace gridwhistle {
namespace {

constexpr std::array grouping_names = {"none",      "department", "district", "street",
                                       "community", "grid",       "matter",   "kind"};

std::optional<area_level> level_of(grouping by) {
  if (by == grouping::district) return area_level::district;
  if (by == grouping::street) return area_level::street;
  if (by == grouping::community) return area_level::community;
  if (by == grouping::grid) return area_level::grid;
  return std::nullopt;
}

bool reported_in_in_time(const obligation& owed) {
  return owed.reported_in_at && !is_late(owed, clock_name::report_in);
}

void count(share& figure, const whistle_id& id, bool counts) {
  figure.of.push_back(id);
  if (counts) figure.counted.push_back(id);
}

}  // namespace

double share::percent() const {
  if (of.empty()) return 0;
  constexpr double whole = 100;
  return whole * static_cast<double>(counted.size()) / static_cast<double>(of.size());
}

std::string_view name_of(grouping by) { return grouping_names.at(static_cast<std::size_t>(by)); }

std::optional<grouping> parse_grouping(std::string_view name) {
  auto found = std::find(grouping_names.begin(), grouping_names.end(), name);
  if (found == grouping_names.end()) return std::nullopt;
  return static_cast<grouping>(found - grouping_names.begin());
}

bool is_late(const obligation& owed, clock_name clock) {
  bool report_in = clock == clock_name::report_in;
  const clock_ledger& ledger = report_in ? owed.report_in : owed.handle;
  appeal_stage appealed = report_in ? owed.report_in_appeal : owed.handle_appeal;
  return ledger.overrun_recorded() && appealed != appeal_stage::upheld;
}

double composite(const std::vector<double>& weights, const std::vector<double>& percentages) {
  GW_CHECK(weights.size() == percentages.size());
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * percentages[i];
  return sum;
}

figure_fold::figure_fold(period when, instant now, grouping by, const policy& rules)
    : when_(when), now_(now), by_(by), rules_(rules) {}

std::optional<std::string> figure_fold::group_of(const whistle& state) const {
  if (auto level = level_of(by_)) {
    const area* around = rules_.areas.at_level(state.what.area, *level);
    return around ? std::optional(around->code.text) : std::nullopt;
  }
  if (by_ == grouping::department && state.lead()) return state.lead()->department.text;
  if (by_ == grouping::matter && state.what.matter) return to_text(*state.what.matter);
  if (by_ == grouping::kind && state.what.kind) return std::string(name_of(*state.what.kind));
  return by_ == grouping::none ? std::optional<std::string>("") : std::nullopt;
}

std::string figure_fold::group_of(const whistle& state, const obligation& owed) const {
  if (by_ == grouping::department) return owed.department.text;
  return group_of(state).value_or("");
}

void figure_fold::add(const whistle& state) {
  auto group = group_of(state);
  if (!group) return;
  figures& own = groups_[*group];
  add_closing(state, own);
  add_opinion(state, own);
  std::set<std::string> holders;
  for (const clock_segment& each : state.total.segments()) holders.insert(each.holder);
  for (const std::string& each : holders) own.held[each] += state.total.held_by(each, now_);
  for (const obligation& owed : state.obligations) {
    add_obligation(state, owed, groups_[group_of(state, owed)]);
  }
}

// Due to close: the lead's handling limit fell, or falls, into the period.
void figure_fold::add_closing(const whistle& state, figures& to) const {
  const obligation* lead = state.lead();
  if (!lead) return;
  const work_clock& hours = rules_.days.clock_of(lead->department);
  auto due = lead->handle.due(hours);
  bool closed = state.stage == stage::closed;
  bool in_time = closed && !is_late(*lead, clock_name::handle);
  if (due && when_.holds(*due)) {
    count(to.closing, state.id, closed);
    count(to.on_time, state.id, in_time);
  }
  bool closed_here = closed && when_.holds(*state.ended_at);
  bool overdue = state.open() && due && *due < std::min(when_.to, now_);
  if (closed_here || overdue) count(to.honest, state.id, closed_here && in_time);
}

void figure_fold::add_obligation(const whistle& state, const obligation& owed, figures& to) const {
  const work_clock& hours = rules_.days.clock_of(owed.department);
  auto due = owed.report_in.due(hours);
  if (due && when_.holds(*due)) count(to.response, state.id, reported_in_in_time(owed));
  if (!owed.delivered_at || !when_.holds(*owed.delivered_at)) return;
  to.returned.of.push_back(state.id);
  auto times = [&](int number, std::vector<whistle_id>& list) {
    list.insert(list.end(), static_cast<std::size_t>(number), state.id);
  };
  times(owed.returns, to.returned.counted);
  times(owed.returns, to.unfounded.of);
  times(owed.rejections, to.unfounded.counted);
}

void figure_fold::add_opinion(const whistle& state, figures& to) const {
  bool contacted = state.stage == stage::closed && when_.holds(*state.ended_at) &&
                   state.visit == contact::reached && state.visited_opinion;
  if (!contacted) return;
  count(to.solved, state.id, state.visited_opinion->solved == verdict::yes);
  count(to.satisfied, state.id, state.visited_opinion->satisfied == verdict::yes);
}

}  // namespace gridwhistle
