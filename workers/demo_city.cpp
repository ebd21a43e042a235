#include "workers/demo_city.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <stdexcept>

#include "common/csv_table.hpp"
#include "common/ids.hpp"
#include "common/whole_file.hpp"
#include "workers/demo_words.hpp"

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

template <class Each>
const Each& one_of(const std::vector<Each>& all, std::mt19937_64& chance) {
  return all[chance() % all.size()];
}

v1::WhistleKind some_kind(std::mt19937_64& chance) {
  auto draw = chance() % 100;
  if (draw < 90) return v1::WHISTLE_KIND_ROUTINE;
  if (draw < 94) return v1::WHISTLE_KIND_JOINT;
  if (draw < 97) return v1::WHISTLE_KIND_KEY;
  return v1::WHISTLE_KIND_EMERGENCY;
}

void read_people(const std::filesystem::path& file, demo_city& city) {
  auto people = read_table(file, enrolled_columns);
  for (const csv_row& row : people.rows()) {
    const std::string& role = people.cell(row, "role").text;
    const std::string& area = people.cell(row, "area").text;
    demo_walker walker{people.cell(row, "user").text, area};
    if (role == "importer") city.hotline.user = walker.user;
    if (role == "desk_officer") city.desks.push_back(area);
    if (role == "supervisor") city.supervisors.push_back(area);
    if (role == "grid_worker" && walker.user.starts_with("walker-"))
      city.walkers.push_back(std::move(walker));
  }
  std::ranges::sort(city.walkers, {}, number_of);
  for (const std::string& each : city.supervisors) {
    bool larger = city.everywhere.empty() || each.size() < city.everywhere.size();
    if (larger) city.everywhere = each;
  }
  city.hotline.area = city.everywhere;
}

void read_matters(const std::filesystem::path& file, demo_city& city) {
  constexpr std::array<std::string_view, 7> columns = {
      "kind", "code", "name", "big_name", "aliases", "admitted", "verification"};
  constexpr std::array<std::string_view, 1> optional = {"tags"};
  auto matters = read_table(file, columns, optional);
  for (const csv_row& row : matters.rows()) {
    if (matters.cell(row, "admitted").text != "yes") continue;
    demo_matter made;
    bool component = matters.cell(row, "kind").text == "component";
    made.key.set_kind(component ? v1::MATTER_KIND_COMPONENT : v1::MATTER_KIND_MATTER);
    made.key.set_code(matters.cell(row, "code").text);
    made.name = matters.cell(row, "name").text;
    made.big_name = matters.cell(row, "big_name").text;
    made.tags = matters.cell(row, "tags").text;
    city.reported.insert(city.reported.end(), weight_of(made), city.matters.size());
    city.matters.push_back(std::move(made));
  }
  if (city.reported.empty()) throw std::runtime_error(file.string() + ": no admitted matter");
}

void read_departments(const std::filesystem::path& file, demo_city& city) {
  constexpr std::array<std::string_view, 7> columns = {"code", "name",  "function", "level",
                                                       "area", "phone", "backup"};
  auto departments = read_table(file, columns);
  for (const csv_row& row : departments.rows()) {
    const std::string& code = departments.cell(row, "code").text;
    city.departments[code] = departments.cell(row, "name").text;
    bool of_the_city = departments.cell(row, "level").text == "city" &&
                       departments.cell(row, "function").text != "desk";
    if (!of_the_city) continue;
    if (city.coordinator.empty()) {
      city.coordinator = code;
    } else if (city.stand_in.empty()) {
      city.stand_in = code;
    }
  }
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
  read_people(home / "enrolled.csv", city);
  read_matters(pack / "matters.csv", city);
  read_departments(pack / "departments.csv", city);
  city.inside = read_ground(pack / "grids.geojson");
  auto settings = toml::parse_file((pack / "pack.toml").string());
  city.time_zone = settings["time_zone"].value_or(std::string("UTC"));
  return city;
}

std::map<std::string, demo_scene> read_demo_scenes(const std::filesystem::path& file) {
  constexpr std::array<std::string_view, 3> columns = {"scene", "shows", "photo"};
  auto sent = read_table(file, columns);
  std::map<std::string, demo_scene> scenes;
  for (const csv_row& row : sent.rows()) {
    demo_scene& scene = scenes[sent.cell(row, "scene").text];
    auto& photos = sent.cell(row, "shows").text == "mended" ? scene.mended : scene.fault;
    photos.push_back(sent.cell(row, "photo").text);
  }
  for (const auto& [name, scene] : scenes) {
    if (scene.fault.empty() || scene.mended.empty())
      throw std::runtime_error(file.string() + ": scene " + name + " lacks a picture");
  }
  return scenes;
}

const demo_matter* find_matter(const demo_city& city, const v1::MatterKey& key) {
  auto found = std::ranges::find_if(city.matters, [&](const demo_matter& each) {
    return each.key.kind() == key.kind() && each.key.code() == key.code();
  });
  return found == city.matters.end() ? nullptr : &*found;
}

std::string area_around(const std::vector<std::string>& areas, const std::string& place) {
  std::string smallest;
  for (const std::string& each : areas) {
    if (each.size() > smallest.size() && place.starts_with(each)) smallest = each;
  }
  return smallest;
}

std::string verifying_photo(const demo_city& city, const v1::Report& of, std::mt19937_64& chance) {
  const demo_matter* matter = find_matter(city, of.matter());
  auto scene = city.scenes.find(matter ? scene_of(*matter) : plain_scene);
  if (scene == city.scenes.end()) scene = city.scenes.find(plain_scene);
  if (scene != city.scenes.end()) return one_of(scene->second.mended, chance);
  std::array<std::uint8_t, 32> drawn{};
  for (auto& byte : drawn) byte = static_cast<std::uint8_t>(chance());
  return hex_text(drawn);
}

v1::Report some_report(const demo_city& city, const demo_walker& by, std::mt19937_64& chance) {
  const demo_matter& matter = city.matters[one_of(city.reported, chance)];
  v1::Report report;
  *report.mutable_matter() = matter.key;
  report.set_kind(some_kind(chance));
  report.set_area(by.area);
  report.set_text(report_words(matter, chance));
  if (by.user == city.hotline.user) {
    report.set_kind(v1::WHISTLE_KIND_ROUTINE);
    report.set_text(called_in(report.text()));
    report.set_source(v1::SOURCE_HOTLINE);
    return report;
  }
  auto scene = city.scenes.find(scene_of(matter));
  if (scene != city.scenes.end()) report.add_photos(one_of(scene->second.fault, chance));
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
