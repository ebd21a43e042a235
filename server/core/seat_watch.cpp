#include "server/core/seat_watch.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;
using local_instant = std::chrono::local_time<span>;

constexpr int minutes_per_day = 24 * 60;
constexpr int night_ends = 6 * 60;
constexpr int night_begins = 22 * 60;

// Days on which every shift of the roster holds at the same minutes.
struct day_pattern {
  local_days example;
  bool regular = true;  // the wall clock is not put on or back near it
  std::vector<std::pair<std::size_t, local_days>> seasons;  // of duties, each with its first day
};

// Of one seat: whom call() may ask, and the minutes at which its answer may change.
struct asked_posts {
  const department* last = nullptr;
  std::set<int> minutes = {0, night_ends, night_begins};
  bool always_manned = false;
};

class day_patterns {
 public:
  day_patterns(const policy& rules, const time_axis& times) : rules_(rules) {
    cut();
    const working_days& days = rules.days.days();
    for (local_days date = days.first + one_day; date <= days.last; date += one_day) {
      auto [known, is_new] = places_.try_emplace(key_of(date), all_.size());
      if (is_new) all_.push_back({date, regular(date), {}});
      auto& seasons = all_[known->second].seasons;
      std::size_t season = times.season_of(date);
      if (seasons.empty() || seasons.back().first != season) seasons.emplace_back(season, date);
    }
  }

  const std::vector<day_pattern>& all() const { return all_; }

 private:
  // Works and stretch of the roster's date ranges, of the day before, the day and the day after.
  using key = std::tuple<std::array<int, 3>, std::array<std::size_t, 3>, local_days>;

  void cut() {
    for (const post& each : rules_.roster.all()) {
      for (const shift& one : each.shifts) {
        const auto* range = std::get_if<date_range>(&one.days);
        if (range) cuts_.insert(cuts_.end(), {range->first, range->last + one_day});
      }
    }
    std::ranges::sort(cuts_);
  }

  bool regular(local_days date) const {
    const zone& where = rules_.days.where();
    return where.to_utc(local_instant(date + 2 * one_day)) -
               where.to_utc(local_instant(date - one_day)) ==
           3 * one_day;
  }

  key key_of(local_days date) const {
    key made;
    for (int i = 0; i < 3; ++i) {
      local_days day = date + (i - 1) * one_day;
      auto works = rules_.days.days().works(day);
      auto place = static_cast<std::size_t>(i);
      std::get<0>(made).at(place) = !works ? 2 : *works ? 1 : 0;
      std::get<1>(made).at(place) =
          static_cast<std::size_t>(std::ranges::upper_bound(cuts_, day) - cuts_.begin());
    }
    std::get<2>(made) = regular(date) ? local_days() : date;
    return made;
  }

  const policy& rules_;
  std::vector<local_days> cuts_;
  std::map<key, std::size_t> places_;
  std::vector<day_pattern> all_;
};

// The smallest window of the day, over midnight perhaps, that holds every unmanned minute.
class gap_window {
 public:
  void add(int from, int to, bool works) {
    for (int minute = from; minute < to; ++minute) open_.at(static_cast<std::size_t>(minute)) = 1;
    (works ? on_workdays_ : on_days_off_) = true;
  }

  shift mending() const {
    int longest = 0;
    int ends = 0;  // of the longest manned run, on a clock face
    int run = 0;
    for (int i = 0; i < 2 * minutes_per_day; ++i) {
      run = open_.at(static_cast<std::size_t>(i % minutes_per_day)) != 0 ? 0 : run + 1;
      if (run <= longest || run > minutes_per_day) continue;
      longest = run;
      ends = i + 1;
    }
    if (longest == 0) return {shift_days::daily, 0, minutes_per_day};
    int open = ends % minutes_per_day;
    int close = (ends + minutes_per_day - longest) % minutes_per_day;
    if (close == 0) close = minutes_per_day;
    bool over_midnight = close <= open;
    if (over_midnight || (on_workdays_ && on_days_off_)) return {shift_days::daily, open, close};
    return {on_workdays_ ? shift_days::workday : shift_days::off, open, close};
  }

 private:
  std::array<std::uint8_t, minutes_per_day> open_{};
  bool on_workdays_ = false;
  bool on_days_off_ = false;
};

class watcher {
 public:
  watcher(const policy& rules, const time_axis& times)
      : rules_(rules), times_(times), patterns_(rules, times) {
    for (const post& each : rules.roster.all()) {
      by_code_.emplace(each.code, &each);
      if (!each.seat.empty()) by_seat_[each.seat].push_back(&each);
    }
  }

  std::optional<unmanned_seat> watch(const department& seat) const {
    if (!by_seat_.contains(seat.code)) return std::nullopt;
    asked_posts asked = asked_of(seat);
    if (asked.always_manned) return std::nullopt;
    unmanned_seat found{&seat, asked.last, {}, {}};
    gap_window window;
    for (const day_pattern& pattern : patterns_.all()) look_at(pattern, asked, found, window);
    if (found.gaps.empty()) return std::nullopt;
    found.mend = window.mending();
    return found;
  }

 private:
  asked_posts asked_of(const department& seat) const {
    asked_posts asked;
    for (const department* at = &seat; at; at = rules_.departments.find(at->backup)) {
      auto posts = by_seat_.find(at->code);
      // A backup without posts is staffed.
      asked.always_manned = asked.always_manned || posts == by_seat_.end();
      if (asked.always_manned) return asked;
      asked.last = at;
      for (const post* each : posts->second) add(*each, asked);
    }
    return asked;
  }

  void add(const post& first, asked_posts& asked) const {
    for (const post* each = &first; each; each = deputy_of(*each)) {
      asked.always_manned = asked.always_manned || each->shifts.empty();
      for (const shift& one : each->shifts) {
        asked.minutes.insert(one.open_minute);
        asked.minutes.insert(one.close_minute % minutes_per_day);
      }
    }
  }

  const post* deputy_of(const post& of) const {
    auto found = by_code_.find(of.deputy);
    return found == by_code_.end() ? nullptr : found->second;
  }

  // Between two of them, one after the other, the answer of call() and the class are the same.
  std::vector<instant> instants_of(const day_pattern& pattern, const asked_posts& asked) const {
    const zone& where = rules_.days.where();
    std::vector<instant> made;
    for (int minute : asked.minutes) {
      made.push_back(where.to_utc(local_instant(pattern.example) + std::chrono::minutes(minute)));
    }
    instant next_day = where.to_utc(local_instant(pattern.example + one_day));
    // Where the wall clock jumps, it does so at a quarter of an hour.
    constexpr std::chrono::minutes quarter(15);
    if (!pattern.regular) {
      for (instant at = made.front(); at < next_day; at += quarter) made.push_back(at);
    }
    made.push_back(next_day);
    std::ranges::sort(made);
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
  }

  void look_at(const day_pattern& pattern, const asked_posts& asked, unmanned_seat& found,
               gap_window& window) const {
    std::vector<instant> instants = instants_of(pattern, asked);
    for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
      auto called =
          rules_.roster.call(found.called->code, instants[i], rules_.departments, rules_.days);
      if (called.staffing != staffing::nobody) continue;
      auto local = rules_.days.where().to_local(instants[i]) - local_instant(pattern.example);
      int from = static_cast<int>(local / std::chrono::minutes(1));
      span length = instants[i + 1] - instants[i];
      int to = std::min(minutes_per_day, from + static_cast<int>(length / std::chrono::minutes(1)));
      duty_moment moment = moment_of(instants[i], rules_.days);
      window.add(from, to, moment.works.value_or(false));
      if (found.gaps.empty()) found.gaps.resize(times_.places());
      for (const auto& [season, date] : pattern.seasons) {
        instant begins = rules_.days.where().to_utc(local_instant(date) + local);
        keep_first(found.gaps.at(times_.place_of(season, moment)), {begins, begins + length});
      }
    }
  }

  static void keep_first(std::optional<time_stretch>& kept, const time_stretch& other) {
    if (!kept || other < *kept) kept = other;
  }

  const policy& rules_;
  const time_axis& times_;
  day_patterns patterns_;
  std::unordered_map<post_code, const post*> by_code_;
  std::unordered_map<department_code, std::vector<const post*>> by_seat_;
};

}  // namespace

seat_watch::seat_watch(const policy& rules, const time_axis& times) {
  if (rules.roster.all().empty()) return;
  watcher all(rules, times);
  for (const department& each : rules.departments.all()) {
    if (auto found = all.watch(each)) unmanned_.emplace(each.code, *std::move(found));
  }
}

const unmanned_seat* seat_watch::of(const department_code& seat) const {
  auto found = unmanned_.find(seat);
  return found == unmanned_.end() ? nullptr : &found->second;
}

}  // namespace gridwhistle
