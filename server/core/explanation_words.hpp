// The small words of an explanation: limits, lengths, days, rungs and what kept a row from winning.
#pragma once

#include <string>
#include <string_view>

#include "server/core/explanation.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

// "1 h 30 min"
std::string span_text(span length);
// "4 work hours"; a work day that is not whole as its office time.
std::string limit_text(const budget& limit, const work_clock& hours, language in);
std::string_view words_of(row_fate fate, language in);
std::string_view words_of(day_sort sort, language in);
std::string_view weekday_text(std::chrono::local_days date, language in);
// "2026-03-11 11:00 urge, to the department (50 %)"
std::string rung_text(const rung_time& when, const budget& limit, const work_clock& hours,
                      const policy& rules, language in);

}  // namespace gridwhistle
