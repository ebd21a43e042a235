// Small words shared by the parts of the plain model.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/core/plain_model.hpp"

namespace gridwhistle::plain {

inline bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\n\r") == std::string::npos;
}

inline answer refused(refusal_code why) { return {why, {}}; }
inline answer happened(std::string what) { return {std::nullopt, {std::move(what)}}; }

inline std::string with(const char* event, const std::string& department) {
  return std::string(event) + "(" + department + ")";
}

inline std::vector<std::string> texts(const std::vector<department_code>& codes) {
  std::vector<std::string> made;
  for (const department_code& each : codes) made.push_back(each.text);
  return made;
}

inline bool says_nothing(const opinion& told) {
  return told.solved == verdict::not_said && told.satisfied == verdict::not_said;
}

// The small city's whistles are numbers.
std::string number(const whistle_id& whistle);

bool known_area(const std::string& code);
bool known_department(const std::string& code);
// The command centre nearest above.
std::string desk_of(const std::string& area);
// A pack writes a work day as 24 hours; the small city works eight of them.
budget in_office_time(budget written);

}  // namespace gridwhistle::plain
