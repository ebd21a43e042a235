// A city that fits on a page, for tests of the whistle and of what carries it.
//
//   21 city (desk)
//     2101 district (desk): 210101 street > 21010101 community > grids 2101010101, 2101010102
//     2102 district, no desk, no urban management: 210201 > 21020101 > grid 2102010101
//
// Departments: um (urban management of 2101), pw (public works of 2101), ps (police) and env
// (environment) of the city. Matters, all of kind "matter":
//   01001 um                01002 um, closes without verification   01003 not admitted
//   02001 pw and env: a tie  02002 nobody: a hole                    03001 joint: um with ps and pw
//   04001 env, a limit beyond the published calendar                 05001 um, two urgent hours
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/policy.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle::small_city {

inline constexpr std::string_view home_grid = "2101010101";
inline constexpr std::string_view far_grid = "2102010101";

// Office hours 8-12 and 14-18 on weekdays of March and April 2026. Limits: 01* report in 4 work
// hours and handle 2 work days; otherwise domain.md section 2; the desk's clock 15 urgent minutes.
// Whoever verifies shows a photo.
policy_ptr rules();
// The same city with people on duty. Backups: um -> pw -> env. Posts: um by clerk-um on workdays
// 08-18, then by clerk-um2 to 20; pw by clerk-pw every night 18-08; ps by clerk-ps on workdays
// 08-18, his deputy is env's; env by clerk-env around the clock on days off. walker walks the home
// grid daily 08-18, mate its street without a shift.
policy_ptr rules_with_roster();
// The same city after another pack was published: without matter 02002, and with another hash.
policy_ptr rules_without_the_hole();
// The same city where a verification needs no photo.
policy_ptr rules_without_photos();

// walker and mate walk the home grid, stranger the far one; clerk-um, clerk-um2, clerk-ps,
// clerk-pw, clerk-env; desk (of 2101), desk-city, officer-2102; hotline imports; supervisor watches
// over 2101, supervisor-city over 21.
actor speaker(std::string_view name);
const std::vector<std::string>& speaker_names();

// Wall time in Shenyang, March 2026: the 11th is a Wednesday, the 13th a Friday.
instant march(int day, std::chrono::minutes time);
// "11 09:00", with seconds and milliseconds where there are any.
std::string wall_text(instant at);

whistle_id whistle_number(std::uint64_t number);
command_id command_number(std::uint64_t number);

// A sound report of a matter on the home grid.
report report_of(std::string_view matter_code, whistle_kind kind = whistle_kind::routine);

}  // namespace gridwhistle::small_city
