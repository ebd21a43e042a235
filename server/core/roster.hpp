// 定人定岗定责: who is on duty at a seat or on a grid, from its posts and their shifts (domain.md
// sections 1 and 5). Law: a call is never lost: a seat with nobody on duty hands to its backup, and
// one without such is called all the same; either way the answer says so.
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "server/core/area_tree.hpp"
#include "server/core/calendar.hpp"
#include "server/core/department_list.hpp"
#include "server/core/duty_list.hpp"

namespace gridwhistle {

using post_code = code<struct post_tag>;

enum class shift_days { daily, workday, off };

// The days on which a shift begins.
using shift_dates = std::variant<shift_days, date_range>;

// Minutes after midnight on the wall clock of the pack's zone, beginning inclusive, end exclusive.
// An end that is not after the beginning is on the next day. A clock put back begins and ends no
// shift again.
struct shift {
  shift_dates days;
  int open_minute = 0;
  int close_minute = 0;
};

// A named person and where he is on duty: at a department's seat or on a grid.
struct post {
  post_code code;
  user_id person;
  department_code seat;  // empty: on a grid
  area_code grid;        // empty: at a seat
  std::string phone;
  post_code deputy;  // who stands in; empty: nobody
  // None: always on duty.
  std::vector<shift> shifts;
};

// How a called department's seat was staffed.
enum class staffing {
  no_roster,  // the pack names nobody for it: always staffed
  on_duty,    // a post of the seat was on shift
  deputy,     // no post of the seat was, but one that stands in for it
  backup,     // nor such: it went to the seat of the backup department
  nobody,     // nor there: the seat was called all the same
};

std::string_view name_of(staffing how);

// Who is called for a department.
struct seat_call {
  department_code seat;  // whose clerks may act for it; empty: the department's own
  user_id person;        // empty: no roster names anybody
  gridwhistle::staffing staffing = staffing::no_roster;
  auto operator<=>(const seat_call&) const = default;
};

class roster {
 public:
  roster() = default;
  // Requires what pack_loader has checked: codes are unique, each post is at a seat or on a grid,
  // deputies are posts of the same kind and lead to no circle.
  explicit roster(std::vector<post> posts);

  const std::vector<post>& all() const { return posts_; }

  // The first post of the seat that is on shift; else the first deputy of its posts that is, or the
  // deputy's deputy; else the same of its backup department and of that one's. Nobody anywhere: the
  // seat's first post. A day beyond the published calendar is neither a workday nor off.
  seat_call call(const department_code& seat, instant at, const department_list& departments,
                 const calendar& days) const;

  // The grid worker on duty where that area lies: of the nearest area that has posts with somebody
  // on duty, chosen like those of a seat. Null: nobody.
  const post* walker_of(const area_code& where, instant at, const area_tree& areas,
                        const calendar& days) const;

 private:
  using places = std::vector<std::size_t>;
  const post* on_duty(const places& of, instant at, const calendar& days) const;
  const post* deputy_on_duty(const places& of, instant at, const calendar& days) const;

  std::vector<post> posts_;
  std::unordered_map<post_code, std::size_t> by_code_;
  std::unordered_map<department_code, places> by_seat_;  // in the order of the file
  std::unordered_map<area_code, places> by_grid_;
};

// Whether one of a post's shifts holds.
bool on_shift(const post& of, instant at, const calendar& days);

}  // namespace gridwhistle
