#include "server/core/roster.hpp"

#include <array>
#include <utility>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using local_instant = std::chrono::local_time<span>;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr std::array<std::string_view, 5> staffing_names = {"no_roster", "on_duty", "deputy",
                                                            "backup", "nobody"};

// Not known is no: then the call goes on to somebody of whom it is known.
bool begins_on(const shift_dates& when, local_days date, const working_days& days) {
  if (const auto* range = std::get_if<date_range>(&when))
    return range->first <= date && date <= range->last;
  switch (std::get<shift_days>(when)) {
    case shift_days::daily:
      return true;
    case shift_days::workday:
      return days.works(date).value_or(false);
    case shift_days::off:
      return !days.works(date).value_or(true);
  }
  check_failed("days of a shift", __FILE__, __LINE__);
}

// The shift that begins on that date.
bool holds(const shift& of, local_days date, instant at, const calendar& days) {
  bool next_day = of.close_minute <= of.open_minute;
  auto open = local_instant(date) + minutes(of.open_minute);
  auto close = local_instant(next_day ? date + one_day : date) + minutes(of.close_minute);
  // The clock first: it says no more cheaply than the calendar.
  return days.where().to_utc(open) <= at && at < days.where().to_utc(close) &&
         begins_on(of.days, date, days.days());
}

bool holds(const shift& of, instant at, const calendar& days) {
  auto today = std::chrono::floor<std::chrono::days>(days.where().to_local(at));
  // Yesterday's may go on over midnight; tomorrow's has begun where the clock was put back over it.
  return holds(of, today, at, days) || holds(of, today - one_day, at, days) ||
         holds(of, today + one_day, at, days);
}

}  // namespace

std::string_view name_of(staffing how) { return staffing_names.at(static_cast<std::size_t>(how)); }

bool on_shift(const post& of, instant at, const calendar& days) {
  if (of.shifts.empty()) return true;
  for (const shift& each : of.shifts) {
    if (holds(each, at, days)) return true;
  }
  return false;
}

roster::roster(std::vector<post> posts) : posts_(std::move(posts)) {
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    const post& each = posts_[i];
    GW_CHECK(each.seat.empty() != each.grid.empty());
    GW_CHECK(by_code_.emplace(each.code, i).second);
    if (each.grid.empty()) {
      by_seat_[each.seat].push_back(i);
    } else {
      by_grid_[each.grid].push_back(i);
    }
  }
}

const post* roster::on_duty(const places& of, instant at, const calendar& days) const {
  for (std::size_t place : of) {
    if (on_shift(posts_[place], at, days)) return &posts_[place];
  }
  return deputy_on_duty(of, at, days);
}

const post* roster::deputy_on_duty(const places& of, instant at, const calendar& days) const {
  for (std::size_t place : of) {
    std::size_t steps = 0;
    for (auto next = by_code_.find(posts_[place].deputy); next != by_code_.end();
         next = by_code_.find(posts_[next->second].deputy)) {
      GW_CHECK(++steps < posts_.size());
      if (on_shift(posts_[next->second], at, days)) return &posts_[next->second];
    }
  }
  return nullptr;
}

seat_call roster::call(const department_code& seat, instant at, const department_list& departments,
                       const calendar& days) const {
  auto own = by_seat_.find(seat);
  if (own == by_seat_.end()) return {};
  const department* asked = departments.find(seat);
  for (std::size_t steps = 0; asked; asked = departments.find(asked->backup), ++steps) {
    GW_CHECK(steps < departments.all().size());
    bool backs_up = asked->code != seat;
    auto posts = by_seat_.find(asked->code);
    // A backup without a roster is staffed like any other department without one.
    if (posts == by_seat_.end()) return {asked->code, {}, staffing::backup};
    const post* found = on_duty(posts->second, at, days);
    if (!found) continue;
    bool stands_in = found->seat != asked->code;
    staffing how = backs_up ? staffing::backup : stands_in ? staffing::deputy : staffing::on_duty;
    return {found->seat == seat ? department_code() : found->seat, found->person, how};
  }
  return {{}, posts_[own->second.front()].person, staffing::nobody};
}

const post* roster::walker_of(const area_code& where, instant at, const area_tree& areas,
                              const calendar& days) const {
  for (const area* place = areas.find(where); place; place = areas.parent_of(*place)) {
    auto posts = by_grid_.find(place->code);
    if (posts == by_grid_.end()) continue;
    if (const post* found = on_duty(posts->second, at, days)) return found;
  }
  return nullptr;
}

}  // namespace gridwhistle
