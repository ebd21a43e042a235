// What became of each row of the duty list at one question: which won, and of every other the first
// thing that kept it from winning. Law: who wins is duty_list::match()'s word; here it is
// explained.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/core/duty_list.hpp"

namespace gridwhistle {

// In the order in which a row is looked at: the first that applies is told.
enum class row_fate {
  won,
  tied,  // equally specific, with another lead: nobody wins
  other_matter,
  other_area,
  other_time,
  other_kind,
  time_unknown,  // might hold: the calendar is not published that far
  undecided,     // holds; a row whose time is not known might come before it
  less_specific_matter,
  less_specific_area,
  less_specific_time,
  less_specific_kind,
  repeats,  // as specific as the winner, and names the same lead further down
};

std::string_view name_of(row_fate fate);

struct duty_outcome {
  const duty* row = nullptr;
  row_fate fate = row_fate::won;
};

specificity specificity_of(const duty& row, const area_tree& areas);

// In the order of the list. found: what match() answered to that question.
std::vector<duty_outcome> outcomes_of(const duty_list& duties, const duty_question& asked,
                                      const duty_match& found, const area_tree& areas,
                                      const calendar& days);

}  // namespace gridwhistle
