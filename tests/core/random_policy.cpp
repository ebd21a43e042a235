#include "tests/core/random_policy.hpp"

#include <algorithm>
#include <array>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

constexpr std::array functions = {"streets", "water", "parks"};
constexpr std::array codes = {"01001", "01002", "02001", "02002", "03001", "03002"};
// Around the last Sunday of October 2026, when Berlin's clocks go back.
const local_days first_day = local_days(2026y / 10 / 12);

class drawer {
 public:
  explicit drawer(std::mt19937& chance) : chance_(chance) {}

  std::size_t below(std::size_t bound) { return chance_() % bound; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(list.size())];
  }

  matter_selector selector(const std::vector<matter>& matters) {
    const matter_key& key = of(matters).key;
    switch (below(5)) {
      case 0:
        return {};
      case 1:
        return {key.kind, ""};
      case 2:
        return {key.kind, std::string(key.big_class())};
      case 3:
      case 4:
        break;
    }
    return {key.kind, key.code};
  }

  duty_time when(int days) {
    switch (below(7)) {
      case 0:
        return day_class::workday;
      case 1:
        return day_class::off;
      case 2:
        return day_class::night;
      case 3: {
        // Also before the first and after the last published day.
        auto first =
            first_day +
            std::chrono::days(static_cast<int>(below(static_cast<std::size_t>(days) + 8)) - 4);
        return date_range{first, first + std::chrono::days(static_cast<int>(below(12)))};
      }
      default:
        return {};
    }
  }

  function_at_level called() {
    constexpr std::array levels = {area_level::city, area_level::district, area_level::street};
    return {of(functions), one_in(6) ? of(levels) : area_level::district};
  }

  duty row(const policy_parts& in, int days) {
    duty made;
    made.matter = selector(in.matters);
    if (!one_in(2)) made.area = of(in.areas).code;
    made.when = when(days);
    if (one_in(3)) made.kind = whistle_kinds[below(whistle_kinds.size())];
    made.lead = called();
    if (one_in(5)) made.helpers.push_back(called());
    if (made.helpers == std::vector{made.lead}) made.helpers.clear();
    return made;
  }

 private:
  std::mt19937& chance_;
};

std::vector<area> random_areas(drawer& draw, std::size_t leaves) {
  std::vector<area> areas = {{area_code("1"), area_level::city, "city", {}}};
  auto add = [&](const area& above, area_level level, std::size_t number) {
    std::string code = above.code.text + (number < 10 ? "0" : "") + std::to_string(number);
    areas.push_back({area_code(code), level, code, above.code});
    return areas.back();
  };
  std::size_t made = 0;
  for (std::size_t district = 1; made < leaves; ++district) {
    area in_city = add(areas.front(), area_level::district, district);
    if (draw.one_in(6)) {
      ++made;  // a district without streets is a leaf
      continue;
    }
    for (std::size_t street = 1 + draw.below(2); street > 0; --street) {
      area in_district = add(in_city, area_level::street, street);
      std::size_t grids = draw.below(3);
      for (std::size_t grid = 1; grid <= grids; ++grid) add(in_district, area_level::grid, grid);
      made += std::max<std::size_t>(1, grids);
    }
  }
  return areas;
}

std::vector<department> random_departments(drawer& draw, const std::vector<area>& areas) {
  std::vector<department> made;
  for (const char* function : functions) {
    for (const area& each : areas) {
      bool usual = each.level == area_level::city || each.level == area_level::district;
      bool there = usual ? !draw.one_in(25) : each.level == area_level::street && draw.one_in(2);
      if (!there) continue;
      std::string code = std::string(function) + '-' + each.code.text;
      made.push_back({department_code(code), code, function, each.level, each.code, "", {}});
    }
  }
  return made;
}

void move_dates(duty_time& when, int days) {
  if (auto* range = std::get_if<date_range>(&when)) {
    range->first += std::chrono::days(days);
    range->last += std::chrono::days(days);
  } else {
    when = date_range{first_day, first_day + std::chrono::days(std::abs(days) + 1)};
  }
}

// Day and night of workdays, and days off.
std::vector<shift> round_the_clock() {
  return {{shift_days::workday, 480, 1080},
          {shift_days::workday, 1080, 480},
          {shift_days::off, 480, 480}};
}

std::vector<shift> random_shifts(drawer& draw) {
  std::vector<shift> all = round_the_clock();
  switch (draw.below(24)) {
    case 0:
      return {};
    case 1:
      return {{shift_days::daily, 480, 1080}};
    case 2:
      return {all[0]};
    case 3: {
      auto first = first_day + std::chrono::days(static_cast<int>(draw.below(20)));
      all[1].days = date_range{first, first + std::chrono::days(static_cast<int>(draw.below(9)))};
      return all;
    }
    case 4:
      all[draw.below(3)].open_minute += 30;
      return all;
    default:
      return all;
  }
}

std::string slip_in_roster(policy_parts& in, drawer& draw) {
  post& one = in.posts[draw.below(in.posts.size())];
  std::string name = " post " + one.code.text;
  switch (draw.below(8)) {
    case 0: {
      std::string code = one.code.text;
      std::erase_if(in.posts, [&](const post& each) { return each.code.text == code; });
      return "delete" + std::string(" post ") + code;
    }
    case 1:
      if (one.shifts.size() > 1)
        one.shifts.erase(one.shifts.begin() +
                         static_cast<std::ptrdiff_t>(draw.below(one.shifts.size())));
      return "delete a shift of" + name;
    case 2:
      for (shift& each : one.shifts) each.days = shift_days::workday;
      return "narrow the days of" + name;
    case 3:
      for (shift& each : one.shifts) each.open_minute = (each.open_minute + 60) % 1440;
      return "begin later at" + name;
    case 4:
      one.deputy = post_code(one.deputy.text + "x");
      return "misspell the deputy of" + name;
    case 5:
      one.shifts = {{date_range{first_day, first_day + std::chrono::days(5)}, 0, 1440}};
      return "date the shifts of" + name;
    case 6: {
      department& any = in.departments[draw.below(in.departments.size())];
      any.backup = {};
      return "drop the backup of " + any.code.text;
    }
    case 7:
      one.shifts = round_the_clock();
      return "widen the shifts of" + name;
    default:
      return "";
  }
}

std::string slip_in_row(policy_parts& in, drawer& draw) {
  std::size_t place = draw.below(in.duties.size());
  duty& row = in.duties[place];
  std::string name = " row " + std::to_string(row.row);
  switch (draw.below(9)) {
    case 0:
      in.duties.erase(in.duties.begin() + static_cast<std::ptrdiff_t>(place));
      return "delete" + name;
    case 1:
      in.duties.push_back(row);
      in.duties.back().row = 1000;
      in.duties.back().lead = draw.called();
      return "double" + name;
    case 2:
      std::swap(row.lead, in.duties[draw.below(in.duties.size())].lead);
      return "swap the lead of" + name;
    case 3:
      row.area = {};
      return "widen the area of" + name;
    case 4:
      row.when = {};
      return "widen the time of" + name;
    case 5:
      move_dates(row.when, static_cast<int>(draw.below(9)) - 4);
      return "shift the dates of" + name;
    case 6:
      row.lead.function += 'e';
      return "misspell the lead of" + name;
    case 7:
      row.matter = draw.selector(in.matters);
      return "mistake the matter of" + name;
    case 8:
      row.kind = whistle_kinds[draw.below(whistle_kinds.size())];
      return "narrow the kind of" + name;
    default:
      return "";
  }
}

}  // namespace

policy policy_parts::made() const {
  policy rules;
  rules.areas = area_tree(areas);
  rules.departments = department_list(departments);
  rules.matters = matter_list(matters);
  rules.duties = duty_list(duties);
  rules.roster = roster(posts);
  // An hour goes by twice in the night to the 25th.
  zone berlin({{std::chrono::sys_days(2026y / 3 / 29) + 1h, 2h},
               {std::chrono::sys_days(2026y / 10 / 25) + 1h, 1h}});
  rules.days = calendar(berlin, days, {{480, 720}, {780, 1080}}, {});
  rules.kind_defaults.fill({{time_unit::urgent_hour, 1h}, budget{time_unit::work_hour, 8h}});
  rules.ladders.fill(default_ladder());
  return rules;
}

policy_parts random_parts(std::mt19937& chance, const policy_size& size) {
  drawer draw(chance);
  policy_parts made;
  made.areas = random_areas(draw, size.leaves);
  made.departments = random_departments(draw, made.areas);
  for (matter_kind kind : {matter_kind::component, matter_kind::matter}) {
    for (const char* code : codes) {
      if (made.matters.size() >= size.matters || draw.one_in(4)) continue;
      matter each;
      each.key = {kind, code};
      each.admitted = draw.one_in(8) ? admission::not_admitted : admission::admitted;
      made.matters.push_back(each);
    }
  }
  made.days = {first_day, first_day + std::chrono::days(size.days - 1), {}};
  for (int day = 0; day < size.days; ++day) {
    if (draw.one_in(10))
      made.days.exceptions.push_back({first_day + std::chrono::days(day), draw.one_in(2)});
  }
  // Most lists have a row for whatever is left; without it nearly all of them have a hole.
  if (!draw.one_in(4)) {
    duty rest;
    rest.lead = {functions[0], draw.one_in(3) ? area_level::district : area_level::city};
    made.duties.push_back(rest);
  }
  while (made.duties.size() < size.duties) made.duties.push_back(draw.row(made, size.days));
  for (std::size_t i = 0; i < made.duties.size(); ++i) {
    made.duties[i].row = static_cast<int>(i) + 2;
  }
  return made;
}

void add_roster(policy_parts& in, std::mt19937& chance) {
  drawer draw(chance);
  for (department& each : in.departments) {
    // Always towards the city, so that no backups lead back.
    if (each.level != area_level::city && !draw.one_in(4)) {
      for (const department& other : in.departments) {
        if (other.function == each.function && other.level == area_level::city)
          each.backup = other.code;
      }
    }
    for (std::size_t posts = draw.below(3); posts > 0; --posts) {
      std::string code = each.code.text + "-" + std::to_string(posts);
      post made{post_code(code), user_id(code), each.code, {}, "", {}, random_shifts(draw)};
      if (!in.posts.empty() && draw.one_in(6)) made.deputy = draw.of(in.posts).code;
      in.posts.push_back(std::move(made));
    }
  }
}

std::string make_a_slip(policy_parts& in, std::mt19937& chance) {
  drawer draw(chance);
  if (!in.posts.empty() && draw.one_in(2)) return slip_in_roster(in, draw);
  if (!in.departments.empty() && draw.one_in(8)) {
    std::size_t place = draw.below(in.departments.size());
    std::string code = in.departments[place].code.text;
    in.departments.erase(in.departments.begin() + static_cast<std::ptrdiff_t>(place));
    return "delete department " + code;
  }
  if (draw.one_in(12)) {
    in.matters[draw.below(in.matters.size())].admitted = admission::admitted;
    return "admit a matter";
  }
  return slip_in_row(in, draw);
}

}  // namespace gridwhistle
