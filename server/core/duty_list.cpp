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
constexpr std::size_t exact_length = 5;

std::string selector_text(matter_kind kind, std::string_view class_prefix) {
  std::string text(name_of(kind));
  text += ':';
  text += class_prefix;
  return text;
}

std::string selector_text(const matter_selector& selector) {
  std::size_t length = selector.class_prefix.size();
  GW_CHECK(length == 0 ||
           (selector.kind && (length == big_class_length || length == exact_length)));
  if (!selector.kind) return "*";
  return selector_text(*selector.kind, length == 0 ? "*" : std::string_view(selector.class_prefix));
}

// The selectors that can speak of a matter, most specific first.
std::array<std::string, 4> selectors_of(const matter_key& key) {
  return {selector_text(key.kind, key.code), selector_text(key.kind, key.big_class()),
          selector_text(key.kind, "*"), "*"};
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

// Rows are those of one matter selector, sorted by area and then by rank: the first of the area
// that holds wins, unless an equal one names another lead.
duty_match match_in(const std::vector<duty>& duties, const std::vector<std::size_t>& rows,
                    std::string_view area, const duty_question& asked, const calendar& days) {
  auto below = [&](std::size_t row, std::string_view wanted) {
    return duties[row].area.text < wanted;
  };
  duty_match found;
  std::vector<const duty*> unknown;  // might hold; a date that is not published says no more
  auto at = std::lower_bound(rows.begin(), rows.end(), area, below);
  for (; at != rows.end() && duties[*at].area.text == area; ++at) {
    const duty& row = duties[*at];
    if (found.winner && rank_of(row) != rank_of(*found.winner)) break;
    if (found.winner && row.lead == found.winner->lead) continue;
    if (row.kind && *row.kind != asked.kind) continue;
    auto holds = holds_at(row.when, asked.at, days);
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

duty_list::duty_list(std::vector<duty> duties) : duties_(std::move(duties)) {
  for (std::size_t i = 0; i < duties_.size(); ++i) {
    by_selector_[selector_text(duties_[i].matter)].push_back(i);
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
  for (const std::string& selector : selectors_of(asked.matter)) {
    auto rows = by_selector_.find(selector);
    if (rows == by_selector_.end()) continue;
    for (std::string_view area : path) {
      duty_match found = match_in(duties_, rows->second, area, asked, days);
      if (found.winner || found.beyond_calendar) return found;
    }
  }
  return {};
}

std::optional<bool> holds_at(const duty_time& when, instant at, const calendar& days) {
  if (std::holds_alternative<std::monostate>(when)) return true;
  auto local = days.where().to_local(at);
  auto date = std::chrono::floor<std::chrono::days>(local);
  if (const auto* range = std::get_if<date_range>(&when)) {
    return range->first <= date && date <= range->last;
  }
  constexpr std::chrono::hours night_from(22);
  constexpr std::chrono::hours night_to(6);
  switch (*std::get_if<day_class>(&when)) {
    case day_class::workday:
      return days.days().works(date);
    case day_class::off: {
      auto works = days.days().works(date);
      return works ? std::optional(!*works) : std::nullopt;
    }
    case day_class::night:
      return local - date >= night_from || local - date < night_to;
  }
  check_failed("a day class", __FILE__, __LINE__);
}

}  // namespace gridwhistle
