#include "server/core/ladder.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr std::array action_names = {"urge", "yellow_card", "red_card", "supervise"};
constexpr std::array recipient_names = {"department", "department_head", "street", "district",
                                        "city"};
constexpr std::array timing_names = {"on_time", "late", "moot"};

template <class Names, class Enum>
std::string_view name_at(const Names& names, Enum value) {
  auto place = static_cast<std::size_t>(value);
  GW_CHECK(place < names.size());
  return names[place];
}

template <class Enum, class Names>
std::optional<Enum> parse_in(const Names& names, std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// How much of the limit is used up when the rung's time comes.
span threshold_of(const rung& of, const budget& limit, const work_clock& hours) {
  constexpr int whole = 100;
  span share = span(limit.amount.count() / whole * of.percent +
                    limit.amount.count() % whole * of.percent / whole);
  if (limit.unit != time_unit::work_day || of.work_days_before == 0) return share;
  span before = of.work_days_before * hours.office_day();
  return limit.amount > before ? limit.amount - before : share;
}

}  // namespace

std::string_view name_of(rung_action action) { return name_at(action_names, action); }
std::string_view name_of(rung_recipient to) { return name_at(recipient_names, to); }
std::string_view name_of(rung_timing timing) { return name_at(timing_names, timing); }
std::optional<rung_action> parse_rung_action(std::string_view name) {
  return parse_in<rung_action>(action_names, name);
}
std::optional<rung_recipient> parse_rung_recipient(std::string_view name) {
  return parse_in<rung_recipient>(recipient_names, name);
}

const ladder& default_ladder() {
  static const ladder rungs = [] {
    ladder made;
    for (clock_name clock : {clock_name::report_in, clock_name::handle}) {
      made.push_back({clock, 50, 0, rung_action::urge, rung_recipient::department});
      made.push_back({clock, 80, 1, rung_action::yellow_card, rung_recipient::department});
      made.push_back({clock, 100, 0, rung_action::red_card, rung_recipient::department_head});
      made.push_back({clock, 100, 0, rung_action::red_card, rung_recipient::street});
      made.push_back({clock, 150, 0, rung_action::supervise, rung_recipient::district});
      made.push_back({clock, 300, 0, rung_action::supervise, rung_recipient::city});
    }
    return made;
  }();
  return rungs;
}

std::optional<instant> time_of(const rung& of, const clock_ledger& clock, const work_clock& hours) {
  if (!clock.limit() || !clock.started()) return std::nullopt;
  return clock.reaches(threshold_of(of, *clock.limit(), hours), hours);
}

std::optional<next_rung> next_of(const ladder& rungs, clock_name name, const ladder& done,
                                 const clock_ledger& clock, const work_clock& hours) {
  if (!clock.limit() || !clock.started()) return std::nullopt;
  const rung* first = nullptr;
  span least{};
  for (const rung& each : rungs) {
    if (each.clock != name || std::count(done.begin(), done.end(), each) != 0) continue;
    span threshold = threshold_of(each, *clock.limit(), hours);
    if (first && least <= threshold) continue;
    first = &each;
    least = threshold;
  }
  if (!first) return std::nullopt;
  auto at = clock.reaches(least, hours);
  if (!at) return std::nullopt;
  return next_rung{*first, *at};
}

}  // namespace gridwhistle
