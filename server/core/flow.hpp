// How much came in and went out (docs/figures.md): of the city's day that runs, and hour by hour.
// Law: a whistle counts once, where it was reported; what was declined, withdrawn or joined to
// another is none of its own, and a care visit that the schedule opened is nobody's report.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "server/core/figures.hpp"

namespace gridwhistle {

struct flow_hour {
  instant from;
  std::size_t raised = 0;
  std::size_t closed = 0;
};

// Of today, but for the hours.
struct flow_counts {
  std::size_t raised = 0;
  std::size_t closed = 0;
  std::size_t reported_in = 0;          // obligations
  std::optional<span> response_median;  // wall time from delivery to report-in, of the same
  std::vector<flow_hour> hours;         // the earliest first
};

class flow_fold {
 public:
  // hours: the one that runs, and those before it. within: only what lies in it; empty: everything.
  // rules: the pack in force says where the places are and when a day begins.
  flow_fold(std::size_t hours, instant now, area_code within, policy_ptr rules);
  void add(const whistle& state);
  flow_counts told() const;
  instant day_began() const { return today_.from; }

 private:
  flow_hour* hour_of(instant at);

  period today_;
  area_code within_;
  policy_ptr rules_;
  flow_counts counts_;
  std::vector<span> responses_;
};

}  // namespace gridwhistle
