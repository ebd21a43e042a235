#include "server/core/department_list.hpp"

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view desk_function = "desk";

std::string function_and_area(std::string_view function, const area_code& area) {
  std::string key;
  key.reserve(function.size() + 1 + area.text.size());
  key += function;
  key += '@';
  key += area.text;
  return key;
}

}  // namespace

std::string to_text(const function_at_level& place) {
  std::string text = place.function;
  text += '@';
  text += name_of(place.level);
  return text;
}

std::optional<function_at_level> parse_function_at_level(std::string_view text) {
  std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  std::optional<area_level> level = parse_area_level(text.substr(at + 1));
  if (!level) return std::nullopt;
  return function_at_level{std::string(text.substr(0, at)), *level};
}

department_list::department_list(std::vector<department> departments)
    : departments_(std::move(departments)) {
  by_code_.reserve(departments_.size());
  by_function_and_area_.reserve(departments_.size());
  for (std::size_t i = 0; i < departments_.size(); ++i) {
    const department& each = departments_[i];
    GW_CHECK(by_code_.emplace(each.code, i).second);
    GW_CHECK(by_function_and_area_.emplace(function_and_area(each.function, each.area), i).second);
  }
}

const department* department_list::find(const department_code& code) const {
  auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &departments_[found->second];
}

const department* department_list::at(std::string_view function, const area_code& area) const {
  auto found = by_function_and_area_.find(function_and_area(function, area));
  return found == by_function_and_area_.end() ? nullptr : &departments_[found->second];
}

const department* department_list::resolve(const area_tree& areas, const function_at_level& wanted,
                                           const area_code& where) const {
  const area* served = areas.at_level(where, wanted.level);
  return served ? at(wanted.function, served->code) : nullptr;
}

const department* department_list::desk_of(const area_tree& areas, const area_code& where) const {
  const area* place = areas.find(where);
  if (!place) place = &areas.city();
  for (; place; place = areas.parent_of(*place)) {
    if (const department* desk = at(desk_function, place->code)) return desk;
  }
  return nullptr;
}

}  // namespace gridwhistle
