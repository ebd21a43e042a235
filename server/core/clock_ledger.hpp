// A clock is a ledger: a limit and segments (running | paused with a reason | stopped), each with
// its holder. Deadline and remainder are derived, never stored. Law: running + paused + closed =
// elapsed, and every second belongs to exactly one holder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "server/core/calendar.hpp"

namespace gridwhistle {

enum class clock_state { running, paused, stopped };
enum class pause_reason { none, verifying, returned, shelved, joined, waiting_for_reporter };

struct clock_segment {
  instant from;
  clock_state state = clock_state::running;
  pause_reason reason = pause_reason::none;  // joined: stopped, until it is taken up again
  std::string holder;                        // "dept/<code>" or "desk/<area code>"
  bool charged = false;  // paused or stopped, but counted as if it had run: it bought no time
  auto operator<=>(const clock_segment&) const = default;
};

class clock_ledger {
 public:
  clock_ledger() = default;  // not started
  // A clock that runs from now on. No limit: it counts, and is never overrun.
  static clock_ledger start(std::optional<budget> limit, instant at, std::string holder);
  // As read back from a projection.
  static clock_ledger restored(std::optional<budget> limit, std::vector<clock_segment> segments);

  bool started() const { return !segments_.empty(); }
  bool running() const;
  bool stopped() const;
  bool is_set_aside() const;
  const std::optional<budget>& limit() const { return limit_; }
  const std::vector<clock_segment>& segments() const { return segments_; }

  // Each takes effect at `at`, which must not lie before the last segment began.
  void pause(instant at, pause_reason reason);  // must run
  void resume(instant at);                      // must be paused or stopped
  // The same, and the time since then counts as if the clock had run.
  void resume_charged(instant at);
  void stop(instant at);  // must be started and not stopped
  void hand_to(instant at,
               std::string holder);  // the next second belongs to holder; state unchanged
  // Nobody's from now on, whatever it did: run, pause or stand. Must be started.
  void set_aside(instant at);
  // Goes on as it was when it was set aside, which it must be.
  void take_up(instant at);

  // More limit; what was recorded as overrun may come again. Must have a limit.
  void extend(span more);

  bool overrun_recorded() const { return overrun_recorded_; }
  void record_overrun() { overrun_recorded_ = true; }

  // Counting time used up to now; wall time for a clock without a limit. Nothing when it touches
  // days beyond the published calendar.
  std::optional<span> used(const work_clock& hours, instant now) const;
  // When the limit is used up, or would have been had nothing stopped or paused the clock at last:
  // what was due, told afterwards. Nothing without a limit or beyond the published calendar.
  std::optional<instant> due(const work_clock& hours) const;
  // When amount of counting time has been used, or will be if nothing pauses the clock. Nothing
  // without a limit, for a clock that has stopped short of it or just then, or beyond the published
  // calendar.
  std::optional<instant> reaches(span amount, const work_clock& hours) const;
  // The same of the limit: an overrun's instant, whatever has stood since.
  std::optional<instant> limit_used_up(const work_clock& hours) const;
  // When the limit will be used up if nothing pauses the clock: nothing for a clock that is not
  // running, has no limit, or runs beyond the published calendar.
  std::optional<instant> deadline(const work_clock& hours) const;
  // What is left of the limit (negative after an overrun); nothing as in used(), or without a
  // limit.
  std::optional<span> remaining(const work_clock& hours, instant now) const;
  // Wall time held by that holder up to now, whatever the state but stopped.
  span held_by(std::string_view holder, instant now) const;

  auto operator<=>(const clock_ledger&) const = default;

 private:
  std::optional<budget> limit_;
  std::vector<clock_segment> segments_;
  bool overrun_recorded_ = false;
};

}  // namespace gridwhistle
