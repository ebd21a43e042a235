// pack.toml: what holds for the whole city, with its time zone looked up in the system's tz
// database.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/core/calendar.hpp"
#include "server/core/datum.hpp"
#include "server/core/language.hpp"
#include "server/core/policy.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

struct pack_settings {
  std::string name;
  std::string language;  // zh-CN or en
  gridwhistle::datum datum = gridwhistle::datum::wgs84;
  // An area for places in no grid of the map; empty: the city. Where it stands, for who checks it.
  std::string map_fallback;
  int map_fallback_line = 0;
  int map_fallback_column = 0;
  zone where;
  std::string zone_name;  // in the tz database
  std::chrono::local_days calendar_from;
  std::chrono::local_days calendar_to;  // inclusive
  std::array<limits, whistle_kinds.size()> kind_defaults;
  budget desk_clock;  // in a continuous unit
  budget reporter_answers_within = {time_unit::urgent_hour,
                                    reporter_answers_within_max};  // likewise
  due_at_closing at_closing = due_at_closing::closing;
  verification_photo photo = verification_photo::optional;
  figure_weights composite;
};

// A published calendar may be this long; work clocks hold every office day of it in memory.
constexpr int calendar_years_max = 20;

// Every key is needed but all of rules after desk_clock and the tables composite and map, and no
// other is known.
// Errors carry the line and the character of pack.toml.
std::variant<pack_settings, std::vector<pack_error>> read_pack_settings(std::string_view text);

// That the people of a pack speak; English where pack.toml cannot be read.
language language_of(const pack_files& files);

}  // namespace gridwhistle
