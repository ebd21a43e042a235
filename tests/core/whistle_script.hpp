// The life of a whistle as a script: each line says what is done and what must follow from it.
//
//   at 11 09:00                                         from now on it is that time, March 2026
//   walker blow 01001 -> raised filed dispatched(um) delivered(um)
//   clerk-ps handle "done" -> refused department_not_called
//   clock -> overran(handle:um)                         what the clock does now
//   stage -> dispatched     owner -> dept/um     due -> report_in:um 11 15:00, handle:um 13 09:00
//   obligations -> um:owed ps:done     used -> um:75 (minutes of the handling clock)
//
// With people on duty a delivery says who is called: delivered(um:backup:clerk-pw@pw).
//
// Lines are about whistle 1, or about another that is named before them; what follows elsewhere is
// told with its number:
//   2: mate blow 01001 -> raised filed dispatched(um) delivered(um)
//   2: desk join to=1 "the same heap" -> joined(1) 1:member_joined(2)
//
// Commands take names (lead=um helpers=ps,pw, kind= area= matter= due=, of=, to=, instead=, until=,
// more=, clock=, to=reporter, photo=none of verify) and one quoted text;
// return_visit not_reached, and rate nothing, have no opinion. seen=,
// id= and digest= replace what the script would send. "nothing": no event followed. A backslash at
// the end goes on below.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/core/small_city.hpp"
#include "tests/core/some_whistles.hpp"

namespace gridwhistle {

std::string describe(const event& happened);

// Running + paused + stopped = elapsed, and every second of it has exactly one holder.
void expect_the_ledger_law(const clock_ledger& clock, instant now);
void expect_the_laws(const whistle& state, instant now);

class whistle_script {
 public:
  explicit whistle_script(policy_ptr rules = small_city::rules()) : rules_(std::move(rules)) {}

  // Every line whose outcome differs is a test failure that shows the line.
  whistle_script& run(std::string_view lines);
  // What follows from one line, as text.
  std::string outcome_of(std::string_view line);
  void publish(policy_ptr rules) { rules_ = std::move(rules); }

  const whistle& state(std::uint64_t number = 1) const {
    return *whistles_.find(small_city::whistle_number(number));
  }
  const some_whistles& whistles() const { return whistles_; }
  const std::vector<entry>& entries() const { return entries_; }
  const policy& rules() const { return *rules_; }

 private:
  struct words {
    std::vector<std::string> plain;
    std::map<std::string, std::string> named;
    std::string text;
  };
  static words split(std::string_view line);
  static ask asked_in(const words& said);
  static ask asked_later_in(const words& said);
  static report report_in_words(const words& said);
  void set_time(const words& said);
  std::string answer_to(const words& said) const;
  std::string command_in(const words& said);
  std::string due_text() const;
  std::string obligations_text() const;
  std::string used_text() const;
  const whistle& own() const { return *whistles_.find(own_); }
  // Keeps what followed, and tells it.
  std::string told(const std::vector<entry>& follow);

  policy_ptr rules_;
  some_whistles whistles_;
  whistle_id own_;  // that the line is about
  std::vector<entry> entries_;
  instant now_ = small_city::march(11, std::chrono::hours(9));
  std::uint64_t commands_ = 0;
};

}  // namespace gridwhistle
