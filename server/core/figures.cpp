#include "server/core/figures.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr std::array<std::string_view, groupings_count> grouping_names = {
    "none", "department", "district", "street", "community", "grid", "matter", "kind"};

constexpr std::array<std::string_view, 3> figure_part_names = {"of", "counted", "missing"};

bool reported_in_in_time(const obligation& owed) {
  return owed.reported_in_at && !is_late(owed, clock_name::report_in);
}

// When what is still owed is due: nothing while its clock stands short of the limit, and nothing
// where an appeal has exempted the overrun.
std::optional<instant> still_due(const obligation& owed, clock_name clock,
                                 const work_clock& hours) {
  if (owed.appeal_of(clock) == appeal_stage::upheld) return std::nullopt;
  const clock_ledger& ledger = clock == clock_name::report_in ? owed.report_in : owed.handle;
  return ledger.limit_used_up(hours);
}

share& of(figure_shares& shares, figure one) { return shares.at(static_cast<std::size_t>(one)); }

void count(share& figure, const whistle_id& id, bool counts) {
  figure.of.push_back(id);
  if (counts) figure.counted.push_back(id);
}

}  // namespace

const std::array<figure_words, figures_count>& all_figures() {
  static constexpr std::array<figure_words, figures_count> words = {{
      {figure::closing, "closing", "结案率", "closing rate",
       "期内应结案件中已结案的比例；期未结束的，只算到目前为止应结的",
       "closed / due to close in the period; of one that still runs, due so far"},
      {figure::on_time, "on_time", "按期结案率", "on-time closing rate",
       "期内应结案件中按期结案的比例；期未结束的，只算到目前为止应结的",
       "closed in time / due to close in the period; of one that still runs, due so far"},
      {figure::honest, "honest", "真实按期率", "honest on-time share",
       "按期结案数占期内结案数与期末超期未结数之和的比例",
       "closed in time / (closed in the period + open and overdue at its end)"},
      {figure::response, "response", "响应率", "response rate",
       "期内应报到任务中按时报到的比例；期未结束的，只算到目前为止应报到的",
       "reported in within the limit / obligations due to report in in the period; of one that "
       "still runs, due so far"},
      {figure::solved, "solved", "解决率", "solved", "期内结案并已回访的案件中回答“已解决”的比例",
       "\"solved\" / contacted in the return visit, of what was closed in the period"},
      {figure::satisfied, "satisfied", "满意率", "satisfied",
       "期内结案并已回访的案件中回答“满意”的比例",
       "\"satisfied\" / contacted in the return visit, of what was closed in the period"},
      {figure::returned, "returned", "退单率", "return rate", "退单次数占期内送达任务数的比例",
       "returns / obligations delivered in the period"},
      {figure::unfounded, "unfounded", "无理退单率", "unfounded returns",
       "被驳回的退单占退单次数的比例，次数含尚未裁定的",
       "returns rejected / returns, those not yet ruled upon among them, of the same obligations"},
  }};
  return words;
}

std::string_view name_of(figure of) { return all_figures().at(static_cast<std::size_t>(of)).name; }

std::optional<figure> parse_figure(std::string_view name) {
  for (const figure_words& each : all_figures()) {
    if (each.name == name) return each.of;
  }
  return std::nullopt;
}

double share::percent() const {
  if (of.empty()) return 0;
  constexpr double whole = 100;
  return whole * static_cast<double>(counted.size()) / static_cast<double>(of.size());
}

std::string_view name_of(figure_part part) {
  return figure_part_names.at(static_cast<std::size_t>(part));
}

std::optional<figure_part> parse_figure_part(std::string_view name) {
  for (figure_part each : {figure_part::of, figure_part::counted, figure_part::missing}) {
    if (name_of(each) == name) return each;
  }
  return std::nullopt;
}

std::vector<whistle_id> part_of(const share& figure, figure_part part) {
  if (part == figure_part::of) return figure.of;
  if (part == figure_part::counted) return figure.counted;
  std::vector<whistle_id> all = figure.of, counted = figure.counted, missing;
  std::ranges::sort(all);
  std::ranges::sort(counted);
  std::ranges::set_difference(all, counted, std::back_inserter(missing));
  return missing;
}

std::string_view name_of(grouping by) { return grouping_names.at(static_cast<std::size_t>(by)); }

std::optional<area_level> level_of(grouping by) {
  if (by == grouping::district) return area_level::district;
  if (by == grouping::street) return area_level::street;
  if (by == grouping::community) return area_level::community;
  if (by == grouping::grid) return area_level::grid;
  return std::nullopt;
}

std::string group_of_place(const area_code& place, grouping by, const area_tree& areas) {
  auto level = level_of(by);
  if (!level) return {};
  if (const area* around = areas.at_level(place, *level)) return around->code.text;
  const area* known = areas.find(place);
  return known ? known->code.text : areas.city().code.text;
}

std::string name_of_group(grouping by, const std::string& group, const policy& rules) {
  if (level_of(by)) {
    const area* known = rules.areas.find(area_code(group));
    if (known) return known->name;
  }
  if (by == grouping::department) {
    const department* known = rules.departments.find(department_code(group));
    if (known) return known->name;
  }
  if (by == grouping::matter) {
    auto key = parse_matter_key(group);
    const matter* known = key ? rules.matters.find(*key) : nullptr;
    if (known) return known->name;
  }
  return group;
}

bool is_late(const obligation& owed, clock_name clock) {
  const clock_ledger& ledger = clock == clock_name::report_in ? owed.report_in : owed.handle;
  return ledger.overrun_recorded() && owed.appeal_of(clock) != appeal_stage::upheld;
}

std::optional<double> composite(const figure_row& row, const figure_weights& weights) {
  if (weights.empty()) return std::nullopt;
  double sum = 0;
  for (const auto& [of, weight] : weights) {
    if (row[of].of.empty()) return std::nullopt;
    sum += weight * row[of].percent();
  }
  return sum;
}

std::optional<std::string> figure_fold::group_of(const whistle& state, const policy& rules) const {
  if (by_ == grouping::none || level_of(by_))
    return group_of_place(state.what.area, by_, rules.areas);
  if (by_ == grouping::department && state.lead()) return state.lead()->department.text;
  if (by_ == grouping::matter && state.what.matter) return to_text(*state.what.matter);
  if (by_ == grouping::kind && state.what.kind) return std::string(name_of(*state.what.kind));
  return std::nullopt;
}

bool counts_in(const area_code& outer, const area_code& place, const area_tree& areas) {
  const area_code& known = areas.find(place) ? place : areas.city().code;
  return areas.find(outer) && areas.holds(outer, known);
}

bool figure_filter::takes(const whistle& state, const area_tree& areas) const {
  if (matter && state.what.matter != matter) return false;
  return area.empty() || counts_in(area, state.what.area, areas);
}

figure_row& figure_fold::row_of(const std::string& group) {
  figure_row& row = rows_[group];
  row.days.resize(days_.size());
  return row;
}

template <class Count>
void figure_fold::for_each_period(figure_row& to, Count count) const {
  count(when_, to.shares);
  for (std::size_t i = 0; i < days_.size(); ++i) count(days_[i], to.days[i]);
}

void figure_fold::add(const whistle& state, const policy& rules) {
  if (!only_.takes(state, rules.areas)) return;
  auto group = group_of(state, rules);
  if (!group) return;
  const obligation* lead = state.lead();
  if (only_.is_of(lead ? lead->department : department_code())) {
    figure_row& own = row_of(*group);
    add_closing(state, rules, own);
    add_opinion(state, own);
    add_held(state.total, own);
  }
  for (const obligation& owed : state.obligations) {
    if (!only_.is_of(owed.department)) continue;
    bool own_row = by_ == grouping::department;
    add_obligation(state, owed, rules, row_of(own_row ? owed.department.text : *group));
  }
}

void figure_fold::add_held(const clock_ledger& total, figure_row& to) const {
  std::set<std::string_view> holders;
  for (const clock_segment& each : total.segments()) holders.insert(each.holder);
  instant from = std::min(when_.from, now_), until = std::min(when_.to, now_);
  for (std::string_view each : holders) {
    span in_period = total.held_by(each, until) - total.held_by(each, from);
    if (in_period > span(0)) to.held[std::string(each)] += in_period;
  }
}

// For what there is time yet nobody is worse, and nobody better who was done with it early: a
// period that still runs has what was due in it so far. One that is over has all of it.
bool figure_fold::is_due_in(const period& when, instant due) const {
  return when.holds(due) && due < now_;
}

std::optional<instant> due_to_close(const whistle& state, const policy& rules) {
  const obligation* lead = state.lead();
  if (!lead || state.joined) return std::nullopt;
  const work_clock& hours = rules.days.clock_of(lead->department);
  return state.stage == stage::closed ? lead->handle.due(hours)
                                      : still_due(*lead, clock_name::handle, hours);
}

void figure_fold::add_closing(const whistle& state, const policy& rules, figure_row& to) const {
  const obligation* lead = state.lead();
  // A duplicate counts with its umbrella.
  if (!lead || state.joined) return;
  bool closed = state.stage == stage::closed;
  auto due = due_to_close(state, rules);
  bool in_time = closed && !is_late(*lead, clock_name::handle);
  // What was withdrawn need not be closed any more.
  bool counts = closed || state.open();
  for_each_period(to, [&](const period& when, figure_shares& shares) {
    if (counts && due && is_due_in(when, *due)) {
      count(of(shares, figure::closing), state.id, closed);
      count(of(shares, figure::on_time), state.id, in_time);
    }
    bool closed_here = closed && when.holds(*state.ended_at);
    bool overdue = state.open() && due && *due < std::min(when.to, now_);
    if (closed_here || overdue) count(of(shares, figure::honest), state.id, closed_here && in_time);
  });
}

void figure_fold::add_obligation(const whistle& state, const obligation& owed, const policy& rules,
                                 figure_row& to) const {
  const work_clock& hours = rules.days.clock_of(owed.department);
  // What was let go, or was joined to another, before its limit is due no more.
  auto due = owed.reported_in_at ? owed.report_in.due(hours)
                                 : still_due(owed, clock_name::report_in, hours);
  bool in_time = reported_in_in_time(owed);
  auto times = [&](int number, std::vector<whistle_id>& list) {
    list.insert(list.end(), static_cast<std::size_t>(number), state.id);
  };
  for_each_period(to, [&](const period& when, figure_shares& shares) {
    if (due && is_due_in(when, *due)) count(of(shares, figure::response), state.id, in_time);
    if (!owed.delivered_at || !when.holds(*owed.delivered_at)) return;
    of(shares, figure::returned).of.push_back(state.id);
    times(owed.returns, of(shares, figure::returned).counted);
    times(owed.returns, of(shares, figure::unfounded).of);
    times(owed.rejections, of(shares, figure::unfounded).counted);
  });
}

void figure_fold::add_opinion(const whistle& state, figure_row& to) const {
  bool contacted =
      state.stage == stage::closed && state.visit == contact::reached && state.visited_opinion;
  if (!contacted) return;
  for_each_period(to, [&](const period& when, figure_shares& shares) {
    if (!when.holds(*state.ended_at)) return;
    const opinion& said = *state.visited_opinion;
    count(of(shares, figure::solved), state.id, said.solved == verdict::yes);
    count(of(shares, figure::satisfied), state.id, said.satisfied == verdict::yes);
  });
}

}  // namespace gridwhistle
