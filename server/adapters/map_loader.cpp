#include "server/adapters/map_loader.hpp"

#include <algorithm>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "server/adapters/pack_cells.hpp"
#include "server/core/map_faults.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

constexpr double unit = 1e7;
constexpr std::size_t ring_points_min = 4;  // the first again at the end
constexpr std::string_view swapped_words =
    "this looks like latitude before longitude; GeoJSON has them the other way round";

struct file_place {
  int line = 1;
  int column = 1;
};

file_place place_of(std::string_view text, std::size_t offset) {
  file_place place;
  for (char c : text.substr(0, offset)) {
    place.line += c == '\n' ? 1 : 0;
    place.column = c == '\n' ? 1 : place.column + 1;
  }
  return place;
}

// The line on which each element of the root's member "features" begins. The text is sound JSON.
std::vector<int> lines_of_features(std::string_view text) {
  std::vector<int> lines;
  std::string_view last_text;  // among the root's members
  bool in_features = false;
  bool element_next = false;
  int depth = 0;
  int line = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n') ++line;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (element_next) lines.push_back(line);
    element_next = in_features && depth == 2 && c == ',';
    if (c == '"') {
      std::size_t end = i + 1;
      while (text[end] != '"') end += text[end] == '\\' ? 2u : 1u;
      if (depth == 1) last_text = text.substr(i + 1, end - i - 1);
      i = end;
    } else if (c == '{' || c == '[') {
      if (depth == 1) in_features = last_text == "features";
      if (depth == 1 && in_features) {
        lines.clear();  // of a member written twice the last counts
        element_next = true;
      }
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return lines;
}

bool says(const json::value* value, std::string_view text) {
  const json::string* said = value ? value->if_string() : nullptr;
  return said && std::string_view(*said) == text;
}

// What stands where a parser gave up may be anything.
std::string printable(std::string_view text) {
  std::string made;
  for (char c : text.substr(0, text.find('\n'))) made += c >= ' ' && c <= '~' ? c : '?';
  return made;
}

// Numbers as people write them; JSON's own text has exponents.
std::string plain_text(const json::value& value) {
  if (value.is_number()) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value.to_number<double>());
    return text;
  }
  const json::array* listed = value.if_array();
  if (!listed) return json::serialize(value);
  std::string text;
  for (const json::value& each : *listed) text += (text.empty() ? "" : ",") + plain_text(each);
  return '[' + text + ']';
}

std::string kind_name(const json::value& value) {
  if (value.is_null()) return "null";
  if (value.is_string()) return '"' + std::string(value.get_string()) + '"';
  if (value.is_number()) return plain_text(value);
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  return value.is_array() ? "a list" : "an object";
}

class map_reader {
 public:
  map_reader(std::string_view text, const std::vector<area>& areas, datum of)
      : text_(text), bounds_(bounds_of(of)), datum_(of) {
    for (const area& each : areas) {
      known_.insert(each.code.text);
      parents_.insert(each.parent.text);
    }
  }

  std::variant<std::vector<grid_shape>, std::vector<pack_error>> read() {
    if (std::optional<json::value> root = parsed()) read_root(*root);
    if (errors_.empty()) check_neighbourhood();
    if (errors_.empty()) check_ground();
    if (!errors_.empty()) return std::move(errors_);
    return std::move(shapes_);
  }

 private:
  std::optional<json::value> parsed() {
    json::parser parser;
    json::error_code fault;
    std::size_t taken = parser.write_some(text_.data(), text_.size(), fault);
    if (!fault && taken < text_.size()) fault = json::error::extra_data;
    if (!fault) return parser.release();
    file_place place = place_of(text_, taken);
    errors_.push_back({std::string(map_file_name), place.line, place.column,
                       printable(text_.substr(taken, 20)), "this is not JSON: " + fault.message()});
    return std::nullopt;
  }

  void read_root(const json::value& root) {
    const json::object* all = root.if_object();
    const json::value* type = all ? all->if_contains("type") : nullptr;
    if (!says(type, "FeatureCollection")) {
      return blame_root("type", "a FeatureCollection is wanted here");
    }
    if (all->contains("crs")) {
      return blame_root("crs", "the datum stands in pack.toml, and not here");
    }
    const json::value* listed = all->if_contains("features");
    if (!listed || !listed->is_array()) return blame_root("features", "a list is wanted here");
    const json::array& features = listed->get_array();
    if (features.empty()) return blame_root("features", "a map has one feature at least");
    if (features.size() > map_features_max) {
      return blame_root("features",
                        "a map has at most " + std::to_string(map_features_max) + " features");
    }
    lines_ = lines_of_features(text_);
    for (const json::value& each : features) {
      ++number_;
      area_.clear();
      points_ = 0;
      read_feature(each);
    }
  }

  // One error for a feature: the first, because what follows it is often its fault.
  void read_feature(const json::value& feature) {
    const json::object* members = feature.if_object();
    const json::value* type = members ? members->if_contains("type") : nullptr;
    if (!says(type, "Feature")) return blame("a Feature is wanted here");
    const json::value* properties = members->if_contains("properties");
    const json::value* code = properties && properties->is_object()
                                  ? properties->get_object().if_contains("area")
                                  : nullptr;
    if (!code) return blame("the property area is missing");
    if (!code->is_string()) {
      return blame("the property area must be a text, not " + kind_name(*code));
    }
    area_ = std::string(code->get_string());
    if (!known_.contains(area_))
      return blame("no area has this code" + did_you_mean(area_, known_));
    if (parents_.contains(area_))
      return blame("this area has areas below it; only a leaf is a grid");
    auto [first, is_new] = feature_of_area_.try_emplace(area_, number_);
    if (!is_new)
      return blame("feature " + std::to_string(first->second) + " has this area already");
    const json::value* geometry = members->if_contains("geometry");
    if (!geometry || !geometry->is_object()) return blame("the geometry is missing");
    std::optional<std::vector<ground>> parts = parts_of(geometry->get_object());
    if (!parts) return;
    shapes_.push_back({area_code(area_), *std::move(parts)});
    number_of_shape_.push_back(number_);
  }

  // From here on nothing is given back where an error was told.

  std::optional<std::vector<ground>> parts_of(const json::object& geometry) {
    const json::value* type = geometry.if_contains("type");
    const json::value* coordinates = geometry.if_contains("coordinates");
    bool one = says(type, "Polygon");
    if (!one && !says(type, "MultiPolygon")) {
      blame("a Polygon or MultiPolygon is wanted, not " + (type ? kind_name(*type) : "nothing"));
      return std::nullopt;
    }
    const json::array* listed = coordinates ? coordinates->if_array() : nullptr;
    if (!listed || listed->empty()) {
      blame("the coordinates are missing");
      return std::nullopt;
    }
    std::vector<ground> parts;
    for (std::size_t i = 0; i < (one ? 1 : listed->size()); ++i) {
      std::optional<ground> part = ground_of(one ? *coordinates : (*listed)[i]);
      if (!part) return std::nullopt;
      parts.push_back(*std::move(part));
    }
    return parts;
  }

  std::optional<ground> ground_of(const json::value& rings) {
    const json::array* listed = rings.if_array();
    if (!listed || listed->empty()) {
      blame("a polygon is a list of rings, not " + kind_name(rings));
      return std::nullopt;
    }
    ground made;
    for (std::size_t i = 0; i < listed->size(); ++i) {
      std::optional<ring> points = ring_of((*listed)[i]);
      if (!points) return std::nullopt;
      if (i == 0) {
        made.shell = *std::move(points);
      } else {
        made.holes.push_back(*std::move(points));
      }
    }
    return made;
  }

  std::optional<ring> ring_of(const json::value& points) {
    const json::array* listed = points.if_array();
    if (!listed) {
      blame("a ring is a list of points, not " + kind_name(points));
      return std::nullopt;
    }
    ring made;
    for (const json::value& each : *listed) {
      std::optional<map_point> at = point_of(each);
      if (!at) return std::nullopt;
      made.push_back(*at);
    }
    std::string wrong = fault_of(made);
    if (wrong.empty()) {
      made.pop_back();
      return made;
    }
    if (made.empty()) {
      blame(wrong);
    } else {
      blame(wrong, made.front());
    }
    return std::nullopt;
  }

  static std::string fault_of(const ring& points) {
    if (points.size() < ring_points_min) {
      return "a ring has four points at least, the first again at the end";
    }
    if (points.front() != points.back()) {
      return "this ring is not closed: its last point is " + to_text(points.back()) +
             ", and must be its first again";
    }
    map_box box = box_of(points);
    bool wide_ring = std::int64_t{box.east} - box.west > part_extent_max ||
                     std::int64_t{box.north} - box.south > part_extent_max;
    return wide_ring ? "this ring is more than 20 degrees wide" : "";
  }

  std::optional<map_point> point_of(const json::value& listed) {
    std::string wrong = fault_of_point(listed);
    if (++points_ > feature_points_max) {
      wrong = "a feature has at most " + std::to_string(feature_points_max) + " points";
    }
    if (!wrong.empty()) {
      add(name_of_feature() + " at " + plain_text(listed), std::move(wrong));
      return std::nullopt;
    }
    const json::array& numbers = listed.get_array();
    return map_point{static_cast<std::int32_t>(std::llround(number(numbers[0]) * unit)),
                     static_cast<std::int32_t>(std::llround(number(numbers[1]) * unit))};
  }

  static double number(const json::value& value) { return value.to_number<double>(); }

  std::string fault_of_point(const json::value& listed) const {
    const json::array* numbers = listed.if_array();
    if (!numbers) return "a point is [longitude, latitude], not " + kind_name(listed);
    for (const json::value& each : *numbers) {
      if (!each.is_number()) return "a coordinate is a number, not " + kind_name(each);
    }
    if (numbers->size() != 2) {
      return "a point is [longitude, latitude], without a height; this has " +
             std::to_string(numbers->size()) + " numbers";
    }
    double longitude = number((*numbers)[0]);
    double latitude = number((*numbers)[1]);
    if (in_bounds(longitude, latitude)) return {};
    if (in_bounds(latitude, longitude)) return std::string(swapped_words);
    if (std::abs(longitude) > 180 || std::abs(latitude) > 90) return "this is not on the earth";
    if (datum_ == datum::wgs84) return "no city lies so near to a pole";
    return "this is not in China, where datum " + std::string(name_of(datum_)) + " is used";
  }

  bool in_bounds(double longitude, double latitude) const {
    return longitude * unit >= bounds_.west && longitude * unit <= bounds_.east &&
           latitude * unit >= bounds_.south && latitude * unit <= bounds_.north;
  }

  // Features of one city lie near each other: the middle one of all points, by longitude and by
  // latitude, tells where, whatever a few wrong ones say.
  void check_neighbourhood() {
    ring corners;
    for (const grid_shape& each : shapes_) {
      for (const ground& part : each.parts)
        corners.insert(corners.end(), part.shell.begin(), part.shell.end());
    }
    auto middle = [corners](auto of) mutable {
      auto half = corners.begin() + static_cast<std::ptrdiff_t>(corners.size() / 2);
      std::nth_element(corners.begin(), half, corners.end(),
                       [of](map_point a, map_point b) { return a.*of < b.*of; });
      return *half.*of;
    };
    map_point centre{middle(&map_point::x), middle(&map_point::y)};
    auto near = [centre](map_point at) {
      constexpr std::int64_t reach = std::int64_t{map_reach_degrees} * 10'000'000;
      return std::abs(std::int64_t{at.x} - centre.x) <= reach &&
             std::abs(std::int64_t{at.y} - centre.y) <= reach;
    };
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      for (const ground& part : shapes_[i].parts) {
        auto far = std::ranges::find_if_not(part.shell, near);
        if (far == part.shell.end()) continue;
        bool swapped = near({far->y, far->x});
        blame_shape(i, *far,
                    swapped ? std::string(swapped_words)
                            : "this lies more than 5 degrees from the middle of the features");
        break;
      }
    }
  }

  void check_ground() {
    for (const map_fault& each : faults_of(shapes_, file_errors_max)) {
      std::string message(sentence_of(each.kind));
      if (each.other) {
        message += "; the other is feature " + std::to_string(number_of_shape_[*each.other]) +
                   " (area " + shapes_[*each.other].area.text + ")";
      }
      blame_shape(each.shape, each.at, std::move(message));
    }
  }

  // --- errors ------------------------------------------------------------------------------------

  std::string name_of_feature() const {
    return "feature " + std::to_string(number_) + (area_.empty() ? "" : " (area " + area_ + ")");
  }
  void add(std::string value, std::string message) {
    if (errors_.size() == file_errors_max) return;
    errors_.push_back({std::string(map_file_name), number_ == 0 ? 0 : lines_[number_ - 1], 0,
                       std::move(value), std::move(message)});
  }
  void blame_root(std::string_view value, std::string message) {
    add(std::string(value), std::move(message));
  }
  void blame(std::string message) { add(name_of_feature(), std::move(message)); }
  void blame(std::string message, map_point at) {
    add(name_of_feature() + " at " + to_text(at), std::move(message));
  }
  void blame_shape(std::size_t shape, map_point at, std::string message) {
    number_ = number_of_shape_[shape];
    area_ = shapes_[shape].area.text;
    blame(std::move(message), at);
  }
  std::string_view text_;
  map_box bounds_;
  datum datum_;
  std::set<std::string> known_;
  std::unordered_set<std::string> parents_;
  std::vector<int> lines_;
  std::size_t number_ = 0;  // of the feature being read, counted from 1
  std::string area_;        // of that feature
  std::size_t points_ = 0;  // of that feature so far
  std::unordered_map<std::string, std::size_t> feature_of_area_;
  std::vector<grid_shape> shapes_;
  std::vector<std::size_t> number_of_shape_;
  std::vector<pack_error> errors_;
};

}  // namespace

std::variant<std::vector<grid_shape>, std::vector<pack_error>> read_map(
    std::string_view text, const std::vector<area>& areas, datum of) {
  return map_reader(text, areas, of).read();
}

std::variant<area_map, std::vector<pack_error>> read_area_map(const pack_files& files,
                                                              const pack_settings& settings,
                                                              const std::vector<area>& areas) {
  auto text = files.find(map_file_name);
  const std::string& named = settings.map_fallback;
  auto wrong = [&](std::string_view message) {
    return std::vector{pack_error{"pack.toml", settings.map_fallback_line,
                                  settings.map_fallback_column, named, std::string(message)}};
  };
  if (!named.empty() && std::ranges::find(areas, area_code(named), &area::code) == areas.end())
    return wrong("no area has this code");
  if (text == files.end()) {
    if (!named.empty()) return wrong("a fallback needs a map, and there is no grids.geojson");
    return area_map();
  }
  auto shapes = read_map(text->second, areas, settings.datum);
  if (auto* errors = std::get_if<1>(&shapes)) return std::move(*errors);
  auto city = std::ranges::find(areas, area_level::city, &area::level);
  if (city == areas.end()) return area_map();  // the areas' own fault, told already
  return area_map(std::get<0>(std::move(shapes)), named.empty() ? city->code : area_code(named));
}

}  // namespace gridwhistle
