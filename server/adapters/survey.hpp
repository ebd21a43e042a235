// Questions about all whistles: the figures, what came in and went out, what a department has done,
// the 四零 board and the care visits. Each is a fold that the shard hands the whistles in slices,
// and answers with a page of its rows or of the list behind one number.
#pragma once

#include <memory>

#include "server/adapters/door.hpp"
#include "server/core/figures.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// Rows, and whistles behind a number, in one answer; the asker pages on.
constexpr std::size_t figure_rows_max = 500;
constexpr std::size_t figure_list_max = 1000;
// Of figures day by day, likewise: each row is a month of them.
constexpr std::size_t figure_day_rows_max = 100;
// In one file; who asks for more is told to ask for less.
constexpr std::size_t export_rows_max = 32'000;
constexpr std::size_t export_list_max = 100'000;
constexpr std::size_t done_page_max = 100;
constexpr std::size_t ended_page_max = 100;
// What has ended longer ago is in no list of one's own.
constexpr gridwhistle::span ended_listed_for = std::chrono::days(180);
// A zero board names every community: those of a large city are one answer.
constexpr std::size_t zero_rows_max = 3000;

class survey {
 public:
  virtual ~survey() = default;
  // Of those the asker may see, each once. dispatched_under: the policy its deadlines follow.
  virtual void add(const whistle& state, const policy& dispatched_under) = 0;
  // Of those he may not see.
  virtual void pass_over(const whistle&) {}
  // After the whistles: the pack's care rows, as many as wanted, each once.
  virtual std::size_t care_rows_wanted() const { return 0; }
  virtual void add_care_row(std::size_t) {}
  // state: what rows beyond numbers are made of.
  virtual answer told(const engine& state) const = 0;
};

// Whether a request is such a question.
bool is_survey(const request& asked);
// by: who asks. rules: the pack in force. as_of: what is open is judged as of then. Null where the
// request asks something else.
std::unique_ptr<survey> begun_survey(const request& asked, const actor& by, policy_ptr rules,
                                     instant as_of);

}  // namespace gridwhistle
