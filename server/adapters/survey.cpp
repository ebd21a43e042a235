#include "server/adapters/survey.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "server/core/zero_board.hpp"

namespace gridwhistle {
namespace {

// The asked days in the city's zone.
period period_of(const days_asked& asked, const policy& rules) {
  const zone& where = rules.days.where();
  return {where.to_utc(asked.from), where.to_utc(asked.to + std::chrono::days(1))};
}

std::vector<period> each_day(const days_asked& asked, const policy& rules) {
  const zone& where = rules.days.where();
  std::vector<period> days;
  for (auto day = asked.from; day <= asked.to; day += std::chrono::days(1))
    days.push_back({where.to_utc(day), where.to_utc(day + std::chrono::days(1))});
  return days;
}

// Fills table.rows with what one makes of each row, from where the asker left off.
template <class Rows, class Table, class Make>
void fill_page(const Rows& rows, const days_asked& asked, std::size_t page_max, Table& table,
               Make one) {
  std::size_t limit = asked.told == portion::whole ? export_rows_max : page_max;
  auto next = asked.after_group ? rows.upper_bound(*asked.after_group) : rows.begin();
  for (; next != rows.end() && table.rows.size() < limit; ++next)
    table.rows.push_back(one(next->first, next->second));
  table.more = next != rows.end();
}

std::size_t lines_max(const days_asked& asked) {
  return asked.told == portion::whole ? export_list_max : figure_list_max;
}

figure_list list_page(std::vector<whistle_id> all, std::size_t skip, std::size_t most) {
  figure_list page;
  std::sort(all.begin(), all.end());
  page.count = all.size();
  auto rest = std::span(all).subspan(std::min(skip, all.size()));
  page.more = rest.size() > most;
  if (page.more) rest = rest.first(most);
  page.whistles.assign(rest.begin(), rest.end());
  return page;
}

class figure_survey final : public survey {
 public:
  figure_survey(figures_request asked, policy_ptr rules, instant as_of)
      : asked_(std::move(asked)),
        rules_(std::move(rules)),
        as_of_(as_of),
        fold_(period_of(asked_, *rules_), as_of, asked_.by, asked_.only,
              asked_.day_by_day ? each_day(asked_, *rules_) : std::vector<period>()) {}

  void add(const whistle& state, const policy& dispatched_under) override {
    fold_.add(state, dispatched_under);
  }

  answer told(const engine&) const override {
    if (asked_.behind) return list_behind(*asked_.behind);
    figure_table page;
    fill_page(
        fold_.rows(), asked_, asked_.day_by_day ? figure_day_rows_max : figure_rows_max, page,
        [this](const std::string& group, const figure_row& row) { return row_of(group, row); });
    page.when = period_of(asked_, *rules_);
    page.as_of = as_of_;
    return page;
  }

 private:
  figure_table::row row_of(const std::string& group, const figure_row& numbers) const {
    figure_table::row row{group,        name_of_group(asked_.by, group, *rules_), {},
                          numbers.held, composite(numbers, rules_->composite),    {}};
    row.shares = counts_of(numbers.shares);
    for (const figure_shares& each : numbers.days) row.days.push_back(counts_of(each));
    return row;
  }

  static std::vector<figure_count> counts_of(const figure_shares& shares) {
    std::vector<figure_count> made;
    for (const share& own : shares) made.push_back({own.counted.size(), own.of.size()});
    return made;
  }

  figure_list list_behind(const figures_request::number& behind) const {
    auto row = fold_.rows().find(behind.group);
    if (row == fold_.rows().end()) return {};
    return list_page(part_of(row->second[behind.of], behind.part), behind.skip, lines_max(asked_));
  }

  figures_request asked_;
  policy_ptr rules_;
  instant as_of_;
  figure_fold fold_;
};

class flow_survey final : public survey {
 public:
  flow_survey(const flow_request& asked, policy_ptr rules, instant as_of)
      : as_of_(as_of), fold_(asked.hours, as_of, asked.within, std::move(rules)) {}

  void add(const whistle& state, const policy&) override { fold_.add(state); }

  answer told(const engine&) const override {
    return flow_table{fold_.told(), fold_.day_began(), as_of_};
  }

 private:
  instant as_of_;
  flow_fold fold_;
};

// Handled or given away; what was returned is, also while the ruling is awaited.
bool is_out_of_hand(const obligation& owed) { return !owed.open() || owed.awaits_ruling(); }

// Since when the department has nothing to do on it.
instant out_of_hand_at(const whistle& state, const obligation& owed) {
  if (owed.done_at) return *owed.done_at;
  if (is_out_of_hand(owed) && owed.handle.started()) return owed.handle.segments().back().from;
  return state.ended_at.value_or(state.history.back().at);
}

// A whistle in a list of what is over, and since when it is.
struct over_since {
  instant at;
  const whistle* of;  // stays where it is as long as the engine lives
};

// The latest first; of one instant the greater id.
bool is_behind(const over_since& one, const done_request::place& at) {
  return std::tie(one.at, one.of->id) < std::tie(at.at, at.whistle);
}

struct over_page {
  std::vector<over_since> items;
  bool more = false;
};
over_page page_of(std::vector<over_since> all, const std::optional<done_request::place>& before,
                  std::size_t items_max) {
  if (before) std::erase_if(all, [&](const over_since& each) { return !is_behind(each, *before); });
  bool more = all.size() > items_max;
  auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), items_max));
  std::partial_sort(all.begin(), end, all.end(), [](const over_since& one, const over_since& next) {
    return is_behind(next, {one.at, one.of->id});
  });
  all.erase(end, all.end());
  return {std::move(all), more};
}

class done_survey final : public survey {
 public:
  done_survey(done_request asked, instant as_of) : asked_(std::move(asked)), as_of_(as_of) {}

  void add(const whistle& state, const policy&) override {
    const obligation* owed = state.obligation_at(asked_.department);
    if (owed && (is_out_of_hand(*owed) || !state.open()))
      all_.push_back({out_of_hand_at(state, *owed), &state});
  }

  answer told(const engine& state) const override {
    over_page of = page_of(all_, asked_.before, done_page_max);
    done_page page;
    page.more = of.more;
    page.as_of = as_of_;
    page.count = all_.size();
    for (const over_since& each : of.items) {
      const obligation* owed = each.of->obligation_at(asked_.department);
      page.items.push_back({state.inbox_item_of(*each.of, asked_.department, as_of_), each.at,
                            owed->done_at && is_late(*owed, clock_name::handle)});
    }
    return page;
  }

 private:
  done_request asked_;
  instant as_of_;
  std::vector<over_since> all_;
};

// What the asker has reported himself, also what was joined to another's.
class ended_survey final : public survey {
 public:
  ended_survey(ended_request asked, user_id of, instant as_of)
      : asked_(asked), of_(std::move(of)), as_of_(as_of) {}

  void add(const whistle& state, const policy&) override {
    if (state.reporter != of_ || !state.ended_at) return;
    if (as_of_ - *state.ended_at <= ended_listed_for) all_.push_back({*state.ended_at, &state});
  }

  answer told(const engine&) const override {
    over_page of = page_of(all_, asked_.before, ended_page_max);
    ended_page page;
    page.more = of.more;
    page.as_of = as_of_;
    page.count = all_.size();
    for (const over_since& each : of.items)
      page.items.push_back({each.of->id, each.of->version, each.of->stage, each.at});
    return page;
  }

 private:
  ended_request asked_;
  user_id of_;
  instant as_of_;
  std::vector<over_since> all_;
};

class zero_survey final : public survey {
 public:
  zero_survey(zero_board_request asked, const actor& by, policy_ptr rules, instant as_of)
      : asked_(std::move(asked)),
        rules_(std::move(rules)),
        as_of_(as_of),
        fold_(period_of(asked_, *rules_), asked_.by, rules_) {
    fold_.vouch(by);
  }

  void add(const whistle& state, const policy&) override { fold_.add(state); }

  answer told(const engine&) const override {
    if (asked_.behind) return list_behind(*asked_.behind);
    zero_table page;
    fill_page(fold_.rows(), asked_, zero_rows_max, page,
              [this](const std::string& group, const zero_row& row) {
                zero_table::row made{group, name_of_group(asked_.by, group, *rules_), {}};
                for (const tag_words& each : all_tags())
                  made.counts.push_back(row[each.tag].size());
                return made;
              });
    page.when = period_of(asked_, *rules_);
    page.as_of = as_of_;
    return page;
  }

 private:
  figure_list list_behind(const zero_board_request::number& behind) const {
    auto row = fold_.rows().find(behind.group);
    if (row == fold_.rows().end()) return {};
    return list_page(row->second[behind.tag], behind.skip, lines_max(asked_));
  }

  zero_board_request asked_;
  policy_ptr rules_;
  instant as_of_;
  zero_fold fold_;
};

class care_survey final : public survey {
 public:
  care_survey(care_request asked, actor by, policy_ptr rules, instant as_of)
      : asked_(std::move(asked)),
        by_(std::move(by)),
        rules_(std::move(rules)),
        as_of_(as_of),
        fold_(asked_.from, asked_.to, as_of, asked_.by, rules_) {}

  void add(const whistle& state, const policy&) override { fold_.add(state); }
  void pass_over(const whistle& state) override { fold_.pass_over(state); }
  std::size_t care_rows_wanted() const override { return rules_->care.size(); }
  void add_care_row(std::size_t row) override { fold_.add_unopened(rules_->care[row], by_); }

  answer told(const engine&) const override {
    care_table page;
    page.when = period_of(asked_, *rules_);
    page.as_of = as_of_;
    page.open_of_earlier = fold_.open_of_earlier();
    if (asked_.behind) {
      list_behind(*asked_.behind, page);
      return page;
    }
    fill_page(fold_.rows(), asked_, zero_rows_max, page,
              [this](const std::string& group, const care_row_shares& row) {
                care_table::row made{group, name_of_group(asked_.by, group, *rules_), {}};
                for (std::size_t i = 0; i < made.counts.size(); ++i)
                  made.counts[i] = row.count(static_cast<care_state>(i));
                return made;
              });
    return page;
  }

 private:
  void list_behind(const care_request::number& behind, care_table& page) const {
    auto row = fold_.rows().find(behind.group);
    if (row == fold_.rows().end()) return;
    std::vector<listed_visit> all = row->second.listed;
    std::erase_if(all, [&behind](const listed_visit& each) {
      return behind.state && each.state != *behind.state;
    });
    std::sort(all.begin(), all.end());
    page.count = all.size();
    auto rest = std::span(all).subspan(std::min(behind.skip, all.size()));
    page.more = rest.size() > lines_max(asked_);
    if (page.more) rest = rest.first(lines_max(asked_));
    page.visits.assign(rest.begin(), rest.end());
  }

  care_request asked_;
  actor by_;
  policy_ptr rules_;
  instant as_of_;
  care_fold fold_;
};

}  // namespace

bool is_survey(const request& asked) {
  return std::holds_alternative<figures_request>(asked.body) ||
         std::holds_alternative<flow_request>(asked.body) ||
         std::holds_alternative<done_request>(asked.body) ||
         std::holds_alternative<ended_request>(asked.body) ||
         std::holds_alternative<zero_board_request>(asked.body) ||
         std::holds_alternative<care_request>(asked.body);
}

std::unique_ptr<survey> begun_survey(const request& asked, const actor& by, policy_ptr rules,
                                     instant as_of) {
  if (const auto* figures = std::get_if<figures_request>(&asked.body))
    return std::make_unique<figure_survey>(*figures, std::move(rules), as_of);
  if (const auto* flow = std::get_if<flow_request>(&asked.body))
    return std::make_unique<flow_survey>(*flow, std::move(rules), as_of);
  if (const auto* done = std::get_if<done_request>(&asked.body))
    return std::make_unique<done_survey>(*done, as_of);
  if (const auto* ended = std::get_if<ended_request>(&asked.body))
    return std::make_unique<ended_survey>(*ended, by.user, as_of);
  if (const auto* board = std::get_if<zero_board_request>(&asked.body))
    return std::make_unique<zero_survey>(*board, by, std::move(rules), as_of);
  if (const auto* care = std::get_if<care_request>(&asked.body))
    return std::make_unique<care_survey>(*care, by, std::move(rules), as_of);
  return nullptr;
}

}  // namespace gridwhistle
