#include "tests/core/small_city.hpp"

#include <algorithm>
#include <cstdio>

namespace gridwhistle::small_city {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

constexpr span zone_offset = 8h;

area_tree areas() {
  return area_tree({
      {area_code("21"), area_level::city, "", {}},
      {area_code("2101"), area_level::district, "", area_code("21")},
      {area_code("2102"), area_level::district, "", area_code("21")},
      {area_code("210101"), area_level::street, "", area_code("2101")},
      {area_code("210201"), area_level::street, "", area_code("2102")},
      {area_code("21010101"), area_level::community, "", area_code("210101")},
      {area_code("21020101"), area_level::community, "", area_code("210201")},
      {area_code("2101010101"), area_level::grid, "", area_code("21010101")},
      {area_code("2101010102"), area_level::grid, "", area_code("21010101")},
      {area_code("2102010101"), area_level::grid, "", area_code("21020101")},
  });
}

department_list departments() {
  auto made = [](const char* code, const char* function, area_level level, const char* area,
                 const char* backup = "") {
    return department{department_code(code),  "", function, level, area_code(area), "",
                      department_code(backup)};
  };
  return department_list({
      made("desk-city", "desk", area_level::city, "21"),
      made("desk-2101", "desk", area_level::district, "2101"),
      made("um", "urban_management", area_level::district, "2101", "pw"),
      made("pw", "public_works", area_level::district, "2101", "env"),
      made("ps", "police", area_level::city, "21"),
      made("env", "environment", area_level::city, "21"),
  });
}

matter made_matter(const char* code) {
  matter each;
  each.key = {matter_kind::matter, code};
  return each;
}

std::vector<matter> matters() {
  std::vector<matter> made;
  for (const char* code :
       {"01001", "01002", "01003", "02001", "02002", "03001", "04001", "05001"}) {
    made.push_back(made_matter(code));
  }
  made[1].verify = verification::not_required;
  made[2].admitted = admission::not_admitted;
  return made;
}

duty_list duties() {
  std::vector<duty> made;
  auto add = [&](const char* selector, const char* function, area_level level, const char* limits) {
    duty row;
    row.matter = {matter_kind::matter, selector};
    row.lead = {function, level};
    row.limit_class = limits;
    row.row = static_cast<int>(made.size()) + 2;
    made.push_back(row);
  };
  add("01", "urban_management", area_level::district, "tidy");
  add("02001", "public_works", area_level::district, "");
  add("02001", "environment", area_level::city, "");
  add("03001", "urban_management", area_level::district, "");
  made.back().helpers = {{"police", area_level::city}, {"public_works", area_level::district}};
  add("04001", "environment", area_level::city, "years");
  add("05001", "urban_management", area_level::district, "quick");
  return duty_list(std::move(made));
}

roster people_on_duty() {
  constexpr int hour = 60;
  shift office{shift_days::workday, 8 * hour, 18 * hour};
  auto at_seat = [](const char* code, const char* person, const char* seat, const shift& when,
                    const char* deputy = "") {
    return post{post_code(code),   user_id(person), department_code(seat), {}, "",
                post_code(deputy), {when}};
  };
  auto on_grid = [](const char* code, const char* person, const char* grid,
                    std::vector<shift> when) {
    return post{post_code(code), user_id(person), {}, area_code(grid), "", {}, std::move(when)};
  };
  return roster({
      at_seat("um-day", "clerk-um", "um", office),
      at_seat("um-late", "clerk-um2", "um", {shift_days::workday, 8 * hour, 20 * hour}),
      at_seat("pw-night", "clerk-pw", "pw", {shift_days::daily, 18 * hour, 8 * hour}),
      at_seat("ps-day", "clerk-ps", "ps", office, "env-off"),
      at_seat("env-off", "clerk-env", "env", {shift_days::off, 0, 24 * hour}),
      on_grid("home", "walker", "2101010101", {{shift_days::daily, 8 * hour, 18 * hour}}),
      on_grid("pier", "mate", "210101", {}),
  });
}

policy made_rules(std::uint8_t hash, std::vector<matter> known) {
  policy made;
  made.hash.bytes.fill(hash);
  made.areas = areas();
  made.departments = departments();
  made.matters = matter_list(std::move(known));
  made.duties = duties();
  working_days published{local_days(2026y / 3 / 1), local_days(2026y / 4 / 30), {}};
  made.days = calendar(zone({{instant{}, zone_offset}}), published, {{480, 720}, {840, 1080}}, {});
  made.kind_defaults = {
      limits{{time_unit::work_hour, 4h}, budget{time_unit::natural_day, 7 * 24h}},
      limits{{time_unit::urgent_hour, 1h}, budget{time_unit::work_day, 5 * 24h}},
      limits{{time_unit::urgent_hour, 24h}, budget{time_unit::natural_day, 360h}},
      limits{{time_unit::urgent_hour, 30min}, budget{time_unit::urgent_hour, 2h}}};
  made.desk_clock = {time_unit::urgent_hour, 15min};
  made.photo = verification_photo::required;
  auto add = [&](const char* limit_class, budget handle) {
    made.limit_rows.emplace(std::string(limit_class) + "#0",
                            limit_row{limit_class, 0, std::nullopt, handle});
  };
  add("tidy", {time_unit::work_day, 2 * 24h});
  add("years", {time_unit::work_day, 1000 * 24h});
  add("quick", {time_unit::urgent_hour, 2h});
  return made;
}

uuid_bytes numbered(std::uint8_t family, std::uint64_t number) {
  uuid_bytes bytes{};
  bytes[0] = family;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xff);
  }
  return bytes;
}

struct named_speaker {
  const char* name;
  role as;
  const char* department;
  const char* area;
};

constexpr named_speaker speakers[] = {
    {"walker", role::grid_worker, "", "2101010101"},
    {"mate", role::grid_worker, "", "2101010101"},
    {"stranger", role::grid_worker, "", "2102010101"},
    {"clerk-um", role::clerk, "um", ""},
    {"clerk-um2", role::clerk, "um", ""},
    {"clerk-ps", role::clerk, "ps", ""},
    {"clerk-pw", role::clerk, "pw", ""},
    {"clerk-env", role::clerk, "env", ""},
    {"desk", role::desk_officer, "", "2101"},
    {"desk-city", role::desk_officer, "", "21"},
    {"officer-2102", role::desk_officer, "", "2102"},
    {"hotline", role::importer, "", ""},
    {"supervisor", role::supervisor, "", "2101"},
    {"supervisor-city", role::supervisor, "", "21"},
};

}  // namespace

policy_ptr rules() {
  static const policy_ptr made = std::make_shared<policy>(made_rules(1, matters()));
  return made;
}

policy_ptr rules_with_roster() {
  static const policy_ptr made = [] {
    policy peopled = made_rules(3, matters());
    peopled.roster = people_on_duty();
    return std::make_shared<policy>(std::move(peopled));
  }();
  return made;
}

policy_ptr rules_without_the_hole() {
  std::vector<matter> known = matters();
  std::erase_if(known, [](const matter& each) { return each.key.code == "02002"; });
  return std::make_shared<policy>(made_rules(2, std::move(known)));
}

policy_ptr rules_without_photos() {
  policy lenient = made_rules(4, matters());
  lenient.photo = verification_photo::optional;
  return std::make_shared<policy>(std::move(lenient));
}

actor speaker(std::string_view name) {
  for (const named_speaker& each : speakers) {
    if (each.name != name) continue;
    return {user_id(each.name), each.as, department_code(each.department), area_code(each.area)};
  }
  check_failed("a speaker of the small city", __FILE__, __LINE__);
}

const std::vector<std::string>& speaker_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    for (const named_speaker& each : speakers) made.emplace_back(each.name);
    return made;
  }();
  return names;
}

instant march(int day, std::chrono::minutes time) {
  return std::chrono::sys_days(2026y / 3 / 1) + std::chrono::days(day - 1) + time - zone_offset;
}

std::string wall_text(instant at) {
  span since = at + zone_offset - std::chrono::sys_days(2026y / 3 / 1);
  auto days = std::chrono::floor<std::chrono::days>(since);
  std::chrono::hh_mm_ss time(since - days);
  char text[32];
  std::snprintf(text, sizeof text, "%02d %02d:%02d", static_cast<int>(days.count()) + 1,
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  std::string made = text;
  if (time.seconds() == 0s && time.subseconds() == 0ms) return made;
  std::snprintf(text, sizeof text, ":%02d.%03d", static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return made + text;
}

whistle_id whistle_number(std::uint64_t number) { return whistle_id{numbered(1, number)}; }
command_id command_number(std::uint64_t number) { return command_id{numbered(2, number)}; }

report report_of(std::string_view matter_code, whistle_kind kind) {
  report made;
  made.kind = kind;
  made.matter = matter_key{matter_kind::matter, std::string(matter_code)};
  made.area = area_code(std::string(home_grid));
  made.source = source::handheld;
  made.text = "something lies in the way";
  return made;
}

}  // namespace gridwhistle::small_city
