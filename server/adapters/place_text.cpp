#include "server/adapters/place_text.hpp"

#include <cmath>
#include <stdexcept>
#include <string_view>

namespace gridwhistle {
namespace {

std::string area_line(const policy& rules, std::string_view what, const area_code& code) {
  std::string line(what);
  const area* first = rules.areas.find(code);
  for (const area* each = first; each; each = rules.areas.parent_of(*each)) {
    line += (each == first ? "" : " < ") + each->code.text + ' ' + each->name;
  }
  return line + '\n';
}

// In the pack's datum.
map_point point_of(const policy& rules, const place_question& asked) {
  constexpr double unit = 1e7;
  if (!rules.map.known()) throw std::runtime_error("the pack has no grids.geojson");
  if (!(std::abs(asked.at.longitude) <= 180 && std::abs(asked.at.latitude) <= 90)) {
    bool exchanged = std::abs(asked.at.longitude) <= 90 && std::abs(asked.at.latitude) <= 180;
    throw std::runtime_error(std::string("this place is not on the earth") +
                             (exchanged ? "; are longitude and latitude exchanged?" : ""));
  }
  map_point given{static_cast<std::int32_t>(std::llround(asked.at.longitude * unit)),
                  static_cast<std::int32_t>(std::llround(asked.at.latitude * unit))};
  return converted(given, asked.crs.value_or(rules.datum), rules.datum);
}

}  // namespace

located lies_in(const policy& rules, const place_question& asked) {
  map_point at = point_of(rules, asked);
  return rules.map.locate({at.x, at.y, asked.accuracy_m});
}

std::string place_text(const policy& rules, const place_question& asked, language in) {
  auto choose = [in](const char* zh, const char* en) { return in == language::zh ? zh : en; };
  map_point at = point_of(rules, asked);
  located found = lies_in(rules, asked);
  bool outside = found.area == rules.map.fallback();
  std::string text =
      choose("位置  ", "place    ") + to_text(at) + ' ' + std::string(name_of(rules.datum)) + '\n';
  text += area_line(rules, outside ? choose("图外  ", "outside  ") : choose("网格  ", "grid     "),
                    found.area);
  for (const area_code& each : found.beside)
    text += area_line(rules, choose("或在  ", "or       "), each);
  return text + (found.ambiguous() ? choose("位置有歧义\n", "ambiguous\n")
                                   : choose("位置确定\n", "certain\n"));
}

}  // namespace gridwhistle
