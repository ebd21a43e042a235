#include "workers/replay_rows.hpp"

#include <date/tz.h>
#include <zlib.h>

#include <toml++/toml.h>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

#include "common/csv_table.hpp"

namespace gridwhistle {
namespace {

constexpr std::array<std::string_view, 16> row_columns = {
    "case_id", "open_dt", "target_dt",  "closed_dt",    "on_time", "status", "subject", "reason",
    "type",    "queue",   "department", "neighborhood", "ward",    "lat",    "lon",     "source"};

// Plain or gzip: zlib reads both.
std::string read_whole(const std::filesystem::path& file) {
  gzFile in = ::gzopen(file.c_str(), "rb");
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::string bytes;
  std::array<char, 1 << 16> chunk{};
  int length = 0;
  while ((length = ::gzread(in, chunk.data(), chunk.size())) > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(length));
  }
  ::gzclose(in);
  if (length < 0) throw std::runtime_error("cannot read " + file.string() + " to its end");
  return bytes;
}

csv_table read_table(const std::filesystem::path& file, std::span<const std::string_view> columns,
                     std::span<const std::string_view> optional = {}) {
  auto read = csv_table::read(file.string(), read_whole(file), columns, optional);
  if (auto* errors = std::get_if<std::vector<file_error>>(&read)) {
    throw std::runtime_error(to_text(errors->front()));
  }
  return std::get<csv_table>(std::move(read));
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  std::istringstream in(list);
  for (std::string item; std::getline(in, item, '|');) items.push_back(item);
  return items;
}

// What the pack calls things.
struct names {
  std::unordered_map<std::string, v1::MatterKey> matters;  // by name and alias
  std::unordered_map<std::string, std::string> areas;      // code by name
  // By the type's name; those alone that a limit names.
  std::unordered_map<std::string, std::uint32_t> conditions;
  std::set<std::string> ruled_types;
  std::string city;
  const date::time_zone* zone = nullptr;
};

// The word in column rule, by condition.
std::unordered_map<std::string, std::string> read_rules(const std::filesystem::path& pack) {
  constexpr std::array<std::string_view, 5> columns = {"class", "condition", "report_in", "handle",
                                                       "source"};
  constexpr std::array<std::string_view, 3> optional = {"from", "to", "rule"};
  auto limits = read_table(pack / "limits.csv", columns, optional);
  std::unordered_map<std::string, std::string> rules;
  for (const csv_row& row : limits.rows())
    rules[limits.cell(row, "condition").text] = limits.cell(row, "rule").text;
  return rules;
}

names read_names(const std::filesystem::path& pack) {
  names found;
  constexpr std::array<std::string_view, 7> matter_columns = {
      "kind", "code", "name", "big_name", "aliases", "admitted", "verification"};
  constexpr std::array<std::string_view, 1> matter_optional = {"tags"};
  auto matters = read_table(pack / "matters.csv", matter_columns, matter_optional);
  auto rules = read_rules(pack);
  for (const csv_row& row : matters.rows()) {
    v1::MatterKey key;
    bool component = matters.cell(row, "kind").text == "component";
    key.set_kind(component ? v1::MATTER_KIND_COMPONENT : v1::MATTER_KIND_MATTER);
    key.set_code(matters.cell(row, "code").text);
    const std::string& name = matters.cell(row, "name").text;
    found.matters.emplace(name, key);
    auto number = static_cast<std::uint32_t>(std::strtoul(key.code().c_str(), nullptr, 10));
    auto rule = rules.find(std::to_string(number));
    if (rule != rules.end()) found.conditions.emplace(name, number);
    if (rule != rules.end() && rule->second == "one") found.ruled_types.insert(name);
    for (const std::string& alias : split(matters.cell(row, "aliases").text))
      found.matters[alias] = key;
  }
  constexpr std::array<std::string_view, 4> area_columns = {"code", "level", "name", "parent"};
  auto areas = read_table(pack / "areas.csv", area_columns);
  for (const csv_row& row : areas.rows()) {
    found.areas[areas.cell(row, "name").text] = areas.cell(row, "code").text;
    if (areas.cell(row, "parent").text.empty()) found.city = areas.cell(row, "code").text;
  }
  auto settings = toml::parse_file((pack / "pack.toml").string());
  found.zone = date::locate_zone(settings["time_zone"].value_or(std::string("UTC")));
  return found;
}

// Of an hour that the clocks pass twice, the first; of one they skip, the instant of the jump.
instant to_instant(const date::time_zone& zone, date::local_time<span> local) {
  auto known = zone.get_info(local);
  if (known.result == date::local_info::nonexistent) {
    return std::chrono::time_point_cast<span>(known.second.begin);
  }
  return instant(local.time_since_epoch() - known.first.offset);
}

std::optional<instant> read_time(const csv_table& table, const csv_cell& cell,
                                 const date::time_zone& zone) {
  if (cell.text.empty()) return std::nullopt;
  std::istringstream in(cell.text);
  date::local_time<std::chrono::milliseconds> local;
  in >> date::parse("%Y-%m-%dT%H:%M:%S", local);
  if (in.fail())
    throw std::runtime_error(to_text(table.error_at(cell, "not a time like 2015-08-10T00:11:23")));
  return to_instant(zone, local);
}

std::optional<v1::Place> read_place(const std::string& latitude, const std::string& longitude) {
  if (latitude.empty() || longitude.empty()) return std::nullopt;
  char* end = nullptr;
  double north = std::strtod(latitude.c_str(), &end);
  if (*end != '\0') return std::nullopt;
  double east = std::strtod(longitude.c_str(), &end);
  if (*end != '\0' || std::abs(north) > 90 || std::abs(east) > 180) return std::nullopt;
  v1::Place place;
  place.set_latitude_e7(static_cast<std::int32_t>(std::lround(north * 1e7)));
  place.set_longitude_e7(static_cast<std::int32_t>(std::lround(east * 1e7)));
  return place;
}

struct row_reader {
  const csv_table& table;
  const csv_row& row;
  const names& pack;
  std::map<std::string, std::uint64_t>& dirty;

  const std::string& text(std::string_view column) const { return table.cell(row, column).text; }
  std::optional<instant> time(std::string_view column) const {
    return read_time(table, table.cell(row, column), *pack.zone);
  }

  // The pack knows the pair of type and queue, or the queue, or the type: the queue says who was
  // asked.
  std::optional<v1::MatterKey> matter() const {
    for (const std::string& name :
         {text("type") + " / " + text("queue"), text("queue"), text("type")}) {
      auto known = pack.matters.find(name);
      if (known != pack.matters.end()) return known->second;
    }
    ++dirty["unknown_type"];
    return std::nullopt;
  }

  std::string area() const {
    for (const std::string& name :
         {text("neighborhood") + " ward " + text("ward"), text("neighborhood")}) {
      auto known = pack.areas.find(name);
      if (known != pack.areas.end()) return known->second;
    }
    ++dirty["unknown_neighborhood"];
    return pack.city;
  }

  replay_row read() const {
    replay_row made;
    made.case_id = text("case_id");
    if (made.case_id.empty())
      throw std::runtime_error(to_text(table.error_at(table.cell(row, "case_id"), "no case")));
    auto opened = time("open_dt");
    if (!opened)
      throw std::runtime_error(
          to_text(table.error_at(table.cell(row, "open_dt"), "no opening time")));
    made.opened = *opened;
    made.target = time("target_dt");
    made.closed = time("closed_dt");
    if (made.closed && *made.closed < made.opened) {
      ++dirty["closed_before_opened"];
      made.closed = made.opened;
    }
    if (text("on_time") == "ONTIME") made.flag = city_flag::on_time;
    if (text("on_time") == "OVERDUE") made.flag = city_flag::overdue;
    made.department = text("department");
    made.type = text("type");
    made.matter = matter();
    auto condition = pack.conditions.find(made.type);
    if (condition != pack.conditions.end()) made.condition = condition->second;
    made.area = area();
    made.place = read_place(text("lat"), text("lon"));
    if (!made.place) ++dirty["missing_coordinates"];
    return made;
  }
};

}  // namespace

v1::Command blow_of(const replay_row& row) {
  v1::Command ask;
  auto* report = ask.mutable_blow()->mutable_report();
  report->set_kind(v1::WHISTLE_KIND_ROUTINE);
  if (row.matter) *report->mutable_matter() = *row.matter;
  report->set_condition(row.condition);
  report->set_area(row.area);
  if (row.place) *report->mutable_place() = *row.place;
  report->set_source(v1::SOURCE_IMPORT);
  report->set_source_reference(row.case_id);
  return ask;
}

replay_file read_replay_file(const std::filesystem::path& file, const std::filesystem::path& pack) {
  names known = read_names(pack);
  auto table = read_table(file, row_columns);
  replay_file found;
  found.ruled_types = known.ruled_types;
  // What is looked for is reported even where there is none of it.
  for (const char* what :
       {"closed_before_opened", "missing_coordinates", "unknown_type", "unknown_neighborhood"}) {
    found.dirty[what] = 0;
  }
  for (const csv_row& row : table.rows()) {
    found.rows.push_back(row_reader{table, row, known, found.dirty}.read());
    const replay_row& added = found.rows.back();
    found.last = std::max({found.last, added.opened, added.closed.value_or(added.opened)});
  }
  return found;
}

}  // namespace gridwhistle
