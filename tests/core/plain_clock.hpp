// Time of the small city counted by naive means: day by day, shift by shift. For plain_model only,
// which must not share a line with what it checks.
#pragma once

#include <optional>
#include <vector>

#include "server/core/calendar.hpp"

namespace gridwhistle::plain {

// Counting time in [from, to): office time in March and April 2026 for the work units, all of it
// for the others. Nothing where a work unit meets a day that is not published.
std::optional<span> counted(time_unit unit, instant from, instant to);

// When amount has been counted since from; of nothing or less: from, and of a continuous unit so
// much before it.
std::optional<instant> counted_up(time_unit unit, instant from, span amount);

// A limit and the stretches in which it ran.
class stopwatch {
 public:
  void start(std::optional<budget> limit, instant at);
  void hold(instant at);          // nothing happens if it does not run
  void go_on(instant at);         // from then on, but not before it was held
  void go_on_as_if_never_held();  // the time it was held counts, but for what it was laid by
  void go_on_since(instant at);   // the time from then on counts, but for what it was laid by
  void lay_by(instant at);        // nobody's time begins
  void take_up(instant at);       // and ends: it goes on as it was
  void allow(span more);

  bool started() const { return !stretches_.empty(); }
  bool runs() const { return started() && !stretches_.back().to; }
  const std::optional<budget>& limit() const { return limit_; }
  std::optional<instant> due() const;  // nothing while it does not run
  // When its limit was spent, or will be if it runs on; nothing of what is held with some left.
  std::optional<instant> spent() const;

  bool late = false;  // its overrun was told

 private:
  struct stretch {
    instant from;
    std::optional<instant> to;
  };
  void leave_out_what_was_laid_by(instant since);

  std::optional<budget> limit_;
  std::vector<stretch> stretches_;
  std::vector<stretch> laid_by_;
  bool ran_ = false;  // when it was laid by
};

}  // namespace gridwhistle::plain
