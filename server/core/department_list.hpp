// Departments and desks, and the resolution of function@level to the one that serves an area.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/ids.hpp"
#include "server/core/area_tree.hpp"

namespace gridwhistle {

struct department {
  department_code code;
  std::string name;
  std::string function;  // "desk" for a command centre
  area_level level = area_level::city;
  area_code area;
  std::string phone;
  department_code backup;  // may be empty
};

// "urban_management@district": hundreds of duty rows instead of millions.
struct function_at_level {
  std::string function;
  area_level level = area_level::city;
  auto operator<=>(const function_at_level&) const = default;
};

std::string to_text(const function_at_level& place);
std::optional<function_at_level> parse_function_at_level(std::string_view text);

class department_list {
 public:
  department_list() = default;
  // Codes and (function, area) pairs are unique.
  explicit department_list(std::vector<department> departments);

  const department* find(const department_code& code) const;
  // The department with that function whose area holds where; nothing if there is none.
  const department* resolve(const area_tree& areas, const function_at_level& wanted,
                            const area_code& where) const;
  // The command centre nearest above (or at) where; an unknown or empty area gives the city's.
  const department* desk_of(const area_tree& areas, const area_code& where) const;
  const std::vector<department>& all() const { return departments_; }

 private:
  const department* at(std::string_view function, const area_code& area) const;

  std::vector<department> departments_;
  std::unordered_map<department_code, std::size_t> by_code_;
  std::unordered_map<std::string, std::size_t> by_function_and_area_;
};

}  // namespace gridwhistle
