// What a person types, as values of the wire. Everything here throws std::runtime_error with a
// sentence that says what was expected.
#pragma once

#include <map>
#include <string>

#include "common/language.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

// "matter:01001" or "component:06010".
v1::MatterKey parse_matter(const std::string& text);
// "2026-12-24T18:00+08:00" or "2026-12-24T10:00Z", seconds where wanted: this program does not know
// the city's time zone, so the text has to say it.
instant parse_instant(const std::string& text);
// "2026", "2026-03", "2026-03-31" or "2026-03-01..2026-03-31": first and last day, as the wire has
// them.
struct days {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};
days parse_days(const std::string& text);
// "2 work_day": a whole number and a unit as in a pack's limits.csv.
v1::Budget parse_budget(const std::string& text);

// The words for each number of an enumeration, without "unspecified".
const std::map<std::string, v1::WhistleKind>& kind_words();
const std::map<std::string, v1::Finding>& finding_words();
const std::map<std::string, v1::Datum>& datum_words();
const std::map<std::string, v1::Ruling>& ruling_words();
const std::map<std::string, v1::Decision>& decision_words();
const std::map<std::string, v1::Verdict>& verdict_words();
const std::map<std::string, v1::Grouping>& grouping_words();
const std::map<std::string, v1::FigureName>& figure_words();
const std::map<std::string, v1::MatterTag>& tag_words();
// "listed" is unspecified: every visit.
const std::map<std::string, v1::CareState>& care_state_words();
// The groupings of a board of areas: none, or an area's level.
const std::map<std::string, v1::Grouping>& area_grouping_words();
const std::map<std::string, language>& language_words();
// A department's own clocks, against whose overrun it may appeal.
const std::map<std::string, v1::ClockName>& own_clock_words();

}  // namespace gridwhistle
