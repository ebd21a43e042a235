// An explanation for people, in Chinese or English, and for programs as one line of JSON: the one
// renderer of whatever shows why a whistle went where it went. The same value gives the same bytes.
#pragma once

#include <string>

#include "server/core/explanation.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

// Of a deadline of more days the first and last half are listed; those between are counted.
constexpr std::size_t account_days_max = 40;

// The decision part alone: lead, helpers and how their seats were staffed, limits, deadlines and
// the row; or the desk and why. rules: what the limits are reckoned by.
std::string decision_text(const routing& made, const policy& rules, language in);

// The question, the decision, the rows of the duty list and the deadlines. Rows that speak of other
// matters are counted and not listed.
std::string to_text(const explanation& told, const policy& rules, language in);

// Everything, every row of the list among it: instants in milliseconds, rows as lines of
// duties.csv.
std::string to_json(const explanation& told, const policy& rules);

}  // namespace gridwhistle
