// Words of the domain in both languages, and instants as a pack's wall clock shows them: what every
// text for people that the core writes has in common.
#pragma once

#include <string>
#include <string_view>

#include "common/language.hpp"
#include "server/core/event.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

std::string_view words_of(desk_reason why, language in);
std::string_view words_of(clock_name clock, language in);
std::string_view words_of(whistle_kind kind, language in);
std::string_view words_of(staffing how, language in);

// 2026-03-11
std::string date_text(std::chrono::local_days date);
// 2026-03-11 08:30 on the wall clock of that pack; seconds are cut off.
std::string wall_text(const policy& rules, instant at);

}  // namespace gridwhistle
