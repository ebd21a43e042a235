// Working time the slow way: steps through real time minute by minute, reads the wall clock in each
// and asks whether the office is open. Shares nothing with server/core/calendar.cpp but the types.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/core/calendar.hpp"

namespace gridwhistle {

// What a work_clock is made of.
struct office {
  std::vector<zone_step> steps;
  working_days days;
  std::vector<shift_hours> shifts;
  due_at_closing at_closing = due_at_closing::closing;
};

std::string to_text(const office& where);

// Law: a clock put back does not open or close an office again. A minute belongs to the furthest
// minute that the wall has shown so far.
class minute_counter {
 public:
  // The steps lie on whole minutes.
  explicit minute_counter(office where);

  // As the functions of these names in calendar.hpp.
  std::optional<span> counted(time_unit unit, instant from, instant to) const;
  std::optional<instant> after(time_unit unit, instant from, span amount) const;

  // The open minutes of a day on which the clocks stand still.
  span office_day() const;
  // Where the published days begin and end.
  instant first() const { return first_; }
  instant end() const { return end_; }
  // Where the office opens or closes.
  const std::vector<instant>& doors() const { return doors_; }

 private:
  void walk();
  bool works(std::int64_t day) const;
  bool open_at(std::int64_t minute_of_day) const;
  bool published(instant at) const { return at >= first_ && at <= end_; }
  bool counts(time_unit unit, instant minute) const;
  std::optional<instant> opening_from(instant at) const;

  office where_;
  instant first_{};
  instant end_{};
  std::vector<char> open_;  // for each minute from first_ to end_
  std::vector<instant> doors_;
};

}  // namespace gridwhistle
