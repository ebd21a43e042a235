#include "server/core/duty_list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// In the order of whistle_kind.
constexpr std::array<std::string_view, whistle_kinds.size()> kind_names = {"routine", "joint",
                                                                           "key", "emergency"};
constexpr std::size_t big_class_length = 2;

// A selector as one number: its kind, then the characters of its class; no number is both of a
// class and of all classes.
constexpr std::uint64_t any_matter = 0;
std::uint64_t selector_number(matter_kind kind, std::string_view class_prefix) {
  std::uint64_t number = static_cast<std::uint64_t>(kind) + 1;
  for (char c : class_prefix) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::uint64_t selector_number(const matter_selector& selector) {
  std::size_t length = selector.class_prefix.size();
  GW_CHECK(length == 0 ||
           (selector.kind && (length == big_class_length || length == small_class_length)));
  return selector.kind ? selector_number(*selector.kind, selector.class_prefix) : any_matter;
}

// Among rows of one matter selector and one area: time first, then kind; the alternatives of
// duty_time stand in order of rank. Matter and area are ranked by the order in which match() looks.
std::pair<std::size_t, bool> rank_of(const duty& row) {
  return {row.when.index(), row.kind.has_value()};
}

// An area and those above it, deepest first, then "": everywhere.
class area_path {
 public:
  area_path(const area_tree& areas, const area_code& where) {
    for (const area* at = areas.find(where); at; at = areas.parent_of(*at)) add(at->code.text);
    add({});
  }
  const std::string_view* begin() const { return codes_.data(); }
  const std::string_view* end() const { return codes_.data() + length_; }

 private:
  void add(std::string_view code) {
    GW_CHECK(length_ < codes_.size());
    codes_[length_++] = code;
  }
  std::array<std::string_view, 6> codes_;  // five levels and everywhere
  std::size_t length_ = 0;
};

}  // namespace

std::string_view name_of(whistle_kind kind) {
  auto place = static_cast<std::size_t>(kind);
  GW_CHECK(place < kind_names.size());
  return kind_names[place];
}

std::optional<whistle_kind> parse_whistle_kind(std::string_view name) {
  auto found = std::find(kind_names.begin(), kind_names.end(), name);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<whistle_kind>(found - kind_names.begin());
}

duty_moment moment_of(instant at, const calendar& days) {
  constexpr std::chrono::hours night_from(22);
  constexpr std::chrono::hours night_to(6);
  auto local = days.where().to_local(at);
  auto date = std::chrono::floor<std::chrono::days>(local);
  return {date, days.days().works(date), local - date >= night_from || local - date < night_to};
}

std::optional<bool> holds_in(const duty_time& when, const duty_moment& moment) {
  if (std::holds_alternative<std::monostate>(when)) return true;
  if (const auto* range = std::get_if<date_range>(&when)) {
    return range->first <= moment.date && moment.date <= range->last;
  }
  switch (*std::get_if<day_class>(&when)) {
    case day_class::workday:
      return moment.works;
    case day_class::off:
      return moment.works ? std::optional(!*moment.works) : std::nullopt;
    case day_class::night:
      return moment.night;
  }
  check_failed("a day class", __FILE__, __LINE__);
}

std::optional<bool> holds_at(const duty_time& when, instant at, const calendar& days) {
  return holds_in(when, moment_of(at, days));
}

bool speaks_of(const matter_selector& selector, const matter_key& matter) {
  return !selector.kind ||
         (*selector.kind == matter.kind && matter.code.starts_with(selector.class_prefix));
}

duty_list::duty_list(std::vector<duty> duties) : duties_(std::move(duties)) {
  for (std::size_t i = 0; i < duties_.size(); ++i) {
    by_selector_[selector_number(duties_[i].matter)].push_back(i);
  }
  auto before = [&](std::size_t a, std::size_t b) {
    const duty& left = duties_[a];
    const duty& right = duties_[b];
    if (left.area != right.area) return left.area < right.area;
    return rank_of(left) > rank_of(right);
  };
  for (auto& [selector, rows] : by_selector_) std::stable_sort(rows.begin(), rows.end(), before);
}

duty_match duty_list::match(const duty_question& asked, const area_tree& areas,
                            const calendar& days) const {
  const area_path path(areas, asked.area);
  return decide(lists_for(asked.matter), {path.begin(), path.end()}, moment_of(asked.at, days),
                asked.kind);
}

duty_list::row_lists duty_list::lists_for(const matter_key& matter) const {
  auto rows_of = [&](std::uint64_t selector) {
    auto found = by_selector_.find(selector);
    return found == by_selector_.end() ? nullptr : &found->second;
  };
  bool classed = matter.code.size() == small_class_length;
  return {classed ? rows_of(selector_number(matter.kind, matter.code)) : nullptr,
          classed ? rows_of(selector_number(matter.kind, matter.big_class())) : nullptr,
          rows_of(selector_number(matter.kind, "")), rows_of(any_matter)};
}

std::span<const std::size_t> duty_list::rows_at(const row_places& list,
                                                std::string_view area) const {
  auto below = [&](std::size_t row, std::string_view wanted) {
    return duties_[row].area.text < wanted;
  };
  auto first = std::lower_bound(list.begin(), list.end(), area, below);
  auto last = first;
  while (last != list.end() && duties_[*last].area.text == area) ++last;
  return {first, last};
}

duty_match duty_list::decide(const row_lists& lists, std::span<const std::string_view> path,
                             const duty_moment& moment, whistle_kind kind) const {
  for (const row_places* list : lists) {
    if (!list) continue;
    for (std::string_view area : path) {
      duty_match found = decide_at(rows_at(*list, area), moment, kind);
      if (found.winner || found.beyond_calendar) return found;
    }
  }
  return {};
}

// Rows are those of one matter selector and one area, most specific first: the first that holds
// wins, unless an equal one names another lead.
duty_match duty_list::decide_at(std::span<const std::size_t> rows, const duty_moment& moment,
                                whistle_kind kind) const {
  duty_match found;
  std::vector<const duty*> unknown;  // might hold; a date that is not published says no more
  for (std::size_t place : rows) {
    const duty& row = duties_[place];
    if (found.winner && rank_of(row) != rank_of(*found.winner)) break;
    if (found.winner && row.lead == found.winner->lead) continue;
    if (row.kind && *row.kind != kind) continue;
    auto holds = holds_in(row.when, moment);
    if (!holds) unknown.push_back(&row);
    if (!holds || !*holds) continue;
    if (found.winner) {
      found.tied = &row;
      break;
    }
    found.winner = &row;
  }
  for (const duty* row : unknown) {
    bool changes_nothing =
        found.winner && rank_of(*row) == rank_of(*found.winner) && row->lead == found.winner->lead;
    if (!changes_nothing) return {nullptr, nullptr, true};
  }
  return found;
}

}  // namespace gridwhistle
