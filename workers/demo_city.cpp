#include "workers/demo_city.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <map>
#include <stdexcept>

#include "common/csv_table.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

csv_table read_table(const std::filesystem::path& file, std::span<const std::string_view> columns,
                     std::span<const std::string_view> optional = {}) {
  std::string bytes = read_or_throw(file);
  auto read = csv_table::read(file.string(), bytes, columns, optional);
  if (auto* errors = std::get_if<std::vector<file_error>>(&read)) {
    throw std::runtime_error(to_text(errors->front()));
  }
  return std::get<csv_table>(std::move(read));
}

constexpr std::array<std::string_view, 6> enrolled_columns = {"public_key", "user", "role",
                                                              "department", "area", "status"};

int number_of(const demo_walker& walker) {
  return std::stoi(walker.user.substr(walker.user.rfind('-') + 1));
}

std::int32_t e7_of(const json::value& degrees) {
  return static_cast<std::int32_t>(std::llround(degrees.to_number<double>() * 1e7));
}

std::unordered_map<std::string, demo_ground> read_ground(const std::filesystem::path& file) {
  std::unordered_map<std::string, demo_ground> found;
  if (!std::filesystem::exists(file)) return found;
  try {
    json::value root = json::parse(read_or_throw(file));
    for (const json::value& feature : root.at("features").as_array()) {
      const json::object& about = feature.at("properties").as_object();
      const json::value* inside = about.if_contains("inside");
      if (!inside) continue;
      const json::array& box = inside->as_array();
      found[std::string(about.at("area").as_string())] = {e7_of(box.at(0)), e7_of(box.at(1)),
                                                          e7_of(box.at(2)), e7_of(box.at(3))};
    }
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
  return found;
}

std::int32_t between(std::int32_t low, std::int32_t high, std::mt19937_64& chance) {
  auto width = static_cast<std::uint64_t>(std::int64_t{high} - low) + 1;
  return static_cast<std::int32_t>(low + static_cast<std::int64_t>(chance() % width));
}

const std::string& one_of(const std::vector<std::string>& photos, std::mt19937_64& chance) {
  return photos[chance() % photos.size()];
}

v1::WhistleKind some_kind(std::mt19937_64& chance) {
  auto draw = chance() % 100;
  if (draw < 90) return v1::WHISTLE_KIND_ROUTINE;
  if (draw < 94) return v1::WHISTLE_KIND_JOINT;
  if (draw < 97) return v1::WHISTLE_KIND_KEY;
  return v1::WHISTLE_KIND_EMERGENCY;
}

}  // namespace

std::string city_supervisor(const std::filesystem::path& home) {
  auto people = read_table(home / "enrolled.csv", enrolled_columns);
  const csv_row* found = nullptr;
  for (const csv_row& row : people.rows()) {
    if (people.cell(row, "role").text != "supervisor") continue;
    bool wider =
        !found || people.cell(row, "area").text.size() < people.cell(*found, "area").text.size();
    if (wider) found = &row;
  }
  if (!found) throw std::runtime_error((home / "enrolled.csv").string() + ": no supervisor");
  return people.cell(*found, "user").text;
}

demo_city read_demo_city(const std::filesystem::path& home, const std::filesystem::path& pack) {
  demo_city city;
  auto people = read_table(home / "enrolled.csv", enrolled_columns);
  for (const csv_row& row : people.rows()) {
    demo_walker walker{people.cell(row, "user").text, people.cell(row, "area").text};
    bool ours =
        people.cell(row, "role").text == "grid_worker" && walker.user.starts_with("walker-");
    if (ours) city.walkers.push_back(std::move(walker));
  }
  std::sort(city.walkers.begin(), city.walkers.end(),
            [](const demo_walker& a, const demo_walker& b) { return number_of(a) < number_of(b); });
  constexpr std::array<std::string_view, 7> listed = {
      "kind", "code", "name", "big_name", "aliases", "admitted", "verification"};
  constexpr std::array<std::string_view, 1> optional = {"tags"};
  auto matters = read_table(pack / "matters.csv", listed, optional);
  for (const csv_row& row : matters.rows()) {
    if (matters.cell(row, "admitted").text != "yes") continue;
    v1::MatterKey key;
    bool component = matters.cell(row, "kind").text == "component";
    key.set_kind(component ? v1::MATTER_KIND_COMPONENT : v1::MATTER_KIND_MATTER);
    key.set_code(matters.cell(row, "code").text);
    city.matters.push_back(std::move(key));
  }
  if (city.matters.empty())
    throw std::runtime_error((pack / "matters.csv").string() + ": no admitted matter");
  city.inside = read_ground(pack / "grids.geojson");
  return city;
}

std::vector<demo_scene> read_demo_scenes(const std::filesystem::path& file) {
  constexpr std::array<std::string_view, 3> columns = {"scene", "shows", "photo"};
  auto sent = read_table(file, columns);
  std::map<std::string, demo_scene> scenes;  // by number: there are fewer than ten
  for (const csv_row& row : sent.rows()) {
    demo_scene& scene = scenes[sent.cell(row, "scene").text];
    auto& photos = sent.cell(row, "shows").text == "mended" ? scene.mended : scene.fault;
    photos.push_back(sent.cell(row, "photo").text);
  }
  std::vector<demo_scene> made;
  for (auto& [number, scene] : scenes) {
    if (scene.fault.empty() || scene.mended.empty())
      throw std::runtime_error(file.string() + ": scene " + number + " lacks a picture");
    made.push_back(std::move(scene));
  }
  return made;
}

std::string mended_photo(const demo_city& city, const v1::Report& of, std::mt19937_64& chance) {
  for (const demo_scene& scene : city.scenes) {
    bool shown = std::ranges::any_of(of.photos(), [&](const std::string& each) {
      return std::ranges::find(scene.fault, each) != scene.fault.end();
    });
    if (shown) return one_of(scene.mended, chance);
  }
  return {};
}

v1::Report some_report(const demo_city& city, const demo_walker& by, std::mt19937_64& chance) {
  constexpr std::array texts = {"路面有积水，影响通行", "垃圾堆放未清理", "井盖松动有异响",
                                "设施破损，请尽快维修", "占道经营，影响行人"};
  v1::Report report;
  *report.mutable_matter() = city.matters[chance() % city.matters.size()];
  report.set_kind(some_kind(chance));
  report.set_area(by.area);
  std::size_t what = chance() % texts.size();
  report.set_text(texts[what]);
  if (what < city.scenes.size()) report.add_photos(one_of(city.scenes[what].fault, chance));
  report.set_source(v1::SOURCE_HANDHELD);
  auto ground = city.inside.find(by.area);
  if (ground == city.inside.end()) return report;
  const demo_ground& box = ground->second;
  report.mutable_place()->set_longitude_e7(between(box.west, box.east, chance));
  report.mutable_place()->set_latitude_e7(between(box.south, box.north, chance));
  report.mutable_place()->set_accuracy_m(static_cast<std::uint32_t>(5 + chance() % 40));
  return report;
}

}  // namespace gridwhistle
