// Reads the tables of a pack, each after those it refers to, and checks every cell where it stands.
#include "server/adapters/pack_loader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "server/adapters/map_loader.hpp"
#include "server/adapters/pack_care.hpp"
#include "server/adapters/pack_cells.hpp"
#include "server/adapters/pack_columns.hpp"
#include "server/adapters/pack_hours.hpp"
#include "server/adapters/pack_ladders.hpp"
#include "server/adapters/pack_limits.hpp"
#include "server/adapters/pack_matters.hpp"
#include "server/adapters/pack_roster.hpp"
#include "server/adapters/pack_sayings.hpp"
#include "server/adapters/pack_settings.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;

constexpr std::string_view level_words = "a level is city, district, street, community or grid";
constexpr std::string_view no_area = "no area has this code";

std::string line_text(int line) { return "line " + std::to_string(line); }

// Keeps each row it can read although other cells of it are wrong, so that one slip is one error
// and not a hundred references to nothing.
class pack_reader {
 public:
  explicit pack_reader(const pack_files& files) : files_(files) {}

  std::variant<policy_ptr, std::vector<pack_error>> read() {
    read_settings();
    read_areas();
    read_departments();
    read_matter_rows();
    read_saying_rows();
    read_limit_rows();
    read_duties();
    read_calendar();
    read_hours();
    read_rungs();
    read_posts();
    read_care_rows();
    read_grids();
    if (!errors_.empty()) return sorted_errors();
    return made_policy();
  }

 private:
  void read_settings() {
    auto text = files_.find("pack.toml");
    if (text == files_.end()) return blame_file("pack.toml", "", "this file is missing");
    auto read = read_pack_settings(text->second);
    if (auto* settings = std::get_if<pack_settings>(&read)) {
      settings_ = std::move(*settings);
    } else {
      for (pack_error& error : *std::get_if<1>(&read)) blame(std::move(error));
    }
  }

  void read_areas() {
    std::vector<pack_row> rows = rows_of("areas.csv");
    int city_line = 0;
    for (const pack_row& row : rows) {
      require_code(row, "code");
      require_text(row, "name");
      std::optional<area_level> level = parse_area_level(row["level"]);
      if (!level) blame(row.error("level", level_words));
      auto [known, is_new] = areas_.try_emplace(row["code"], known_area{row.line(), level});
      if (!is_new)
        blame(row.error("code", line_text(known->second.line) + " has this code already"));
      if (level == area_level::city) {
        if (city_line > 0) blame(row.error("level", line_text(city_line) + " is the city already"));
        city_line = row.line();
      }
      made_.areas.push_back({area_code(row["code"]), level.value_or(area_level::city), row["name"],
                             area_code(row["parent"])});
    }
    if (city_line == 0 && readable("areas.csv"))
      blame_file("areas.csv", "city",
                 "no area is the city; begin with a row such as 99,city,NAME,");
    for (const pack_row& row : rows) check_parent(row);
  }

  void check_parent(const pack_row& row) {
    std::optional<area_level> level = parse_area_level(row["level"]);
    const std::string& parent = row["parent"];
    if (!level) return;
    if (*level == area_level::city) {
      if (!parent.empty()) blame(row.error("parent", "the city has no parent"));
      return;
    }
    auto above = areas_.find(parent);
    if (parent.empty()) {
      blame(row.error("parent", "only the city has no parent"));
    } else if (above == areas_.end()) {
      blame(row.error("parent", no_area));
    } else if (above->second.level && *above->second.level >= *level) {
      blame(row.error("parent", "this area is a " + std::string(name_of(*above->second.level)) +
                                    " and cannot hold a " + std::string(name_of(*level))));
    } else if (!row["code"].starts_with(parent)) {
      blame(row.error("code", "this code must begin with the parent's code, " + parent));
    }
  }

  void read_departments() {
    std::vector<pack_row> rows = rows_of("departments.csv");
    std::unordered_map<std::string, int> line_of_code;
    std::map<std::pair<std::string, std::string>, int> line_of_function;
    for (const pack_row& row : rows) {
      require_code(row, "code");
      require_text(row, "name");
      require_code(row, "function");
      std::optional<area_level> level = parse_area_level(row["level"]);
      if (!level) blame(row.error("level", level_words));
      check_place(row, level);
      auto [first, is_new] = line_of_code.try_emplace(row["code"], row.line());
      if (!is_new) blame(row.error("code", line_text(first->second) + " has this code already"));
      auto [same, is_first] =
          line_of_function.try_emplace({row["function"], row["area"]}, row.line());
      if (!is_first) {
        blame(row.error("function",
                        line_text(same->second) + " has this function in this area already"));
      }
      department made{department_code(row["code"]),
                      row["name"],
                      row["function"],
                      level.value_or(area_level::city),
                      area_code(row["area"]),
                      row["phone"],
                      department_code(row["backup"])};
      departments_.insert(row["code"]);
      functions_.insert(row["function"]);
      // Also at the level its area really has: a wrong level is one error, not one for every duty.
      for (std::optional<area_level> each : {level, level_of(row["area"])}) {
        if (each) functions_at_.insert(to_text(function_at_level{made.function, *each}));
      }
      made_.departments.push_back(std::move(made));
    }
    for (const pack_row& row : rows) {
      const std::string& backup = row["backup"];
      if (backup.empty()) continue;
      if (backup == row["code"]) {
        blame(row.error("backup", "a department is not its own backup"));
      } else {
        check_department(row, "backup");
      }
    }
    if (readable("departments.csv") && !functions_at_.contains("desk@city")) {
      auto city = std::ranges::find(made_.areas, area_level::city, &area::level);
      blame_file("departments.csv", "desk@city",
                 "the city has no desk; it owns what no department owns: add a row such as "
                 "desk,NAME,desk,city," +
                     (city == made_.areas.end() ? "CODE" : city->code.text) + ",,");
    }
    department_rows_ = std::move(rows);
  }

  std::optional<area_level> level_of(const std::string& area) const {
    auto known = areas_.find(area);
    return known == areas_.end() ? std::nullopt : known->second.level;
  }

  void check_place(const pack_row& row, std::optional<area_level> level) {
    const std::string& area = row["area"];
    if (!readable("areas.csv")) return;
    if (!areas_.contains(area)) return blame(row.error("area", no_area));
    std::optional<area_level> real = level_of(area);
    if (!level || !real || *level == *real) return;
    blame(row.error("level", "area " + area + " is a " + std::string(name_of(*real))));
  }

  void check_area(const pack_row& row, std::string_view column) {
    if (readable("areas.csv") && !areas_.contains(row[column])) blame(row.error(column, no_area));
  }

  void check_department(const pack_row& row, std::string_view column) {
    if (!readable("departments.csv") || departments_.contains(row[column])) return;
    blame(
        row.error(column, "no department has this code" + did_you_mean(row[column], departments_)));
  }

  void read_matter_rows() {
    matters_ = read_matters(rows_of("matters.csv"));
    for (pack_error& error : matters_.errors) blame(std::move(error));
  }

  void read_saying_rows() {
    if (!files_.contains("sayings.csv")) return;
    made_.sayings = sound(read_sayings(rows_of("sayings.csv"),
                                       readable("matters.csv") ? &matters_.matters : nullptr));
  }

  void read_limit_rows() {
    std::vector<pack_row> rows = rows_of("limits.csv");
    for (const pack_row& row : rows) {
      require_code(row, "class");
      limit_classes_.insert(row["class"]);
    }
    made_.limit_rows = sound(read_limits(rows, settings_ ? settings_->where : zone()));
  }

  void read_duties() {
    std::map<std::array<std::string, 4>, pack_row> seen;
    for (const pack_row& row : rows_of("duties.csv")) {
      std::optional<matter_selector> matter = selector_of(row);
      bool everywhere = row["area"] == "*";
      if (!everywhere) check_area(row, "area");
      std::optional<duty_time> when = parse_duty_time(row["when"]);
      if (!when) {
        blame(row.error("when", "a time is *, workday, off, night or 2026-07-01..2026-09-30"));
      }
      std::optional<whistle_kind> kind = parse_whistle_kind(row["kind"]);
      if (!kind && row["kind"] != "*") {
        blame(row.error("kind", "a kind is *, routine, joint, key or emergency"));
      }
      std::optional<function_at_level> lead = called(row, "lead", row["lead"]);
      std::vector<function_at_level> helpers = helpers_of(row);
      const std::string& limit = row["limit_class"];
      if (!limit.empty() && readable("limits.csv") && !limit_classes_.contains(limit)) {
        blame(row.error("limit_class",
                        "limits.csv has no such class" + did_you_mean(limit, limit_classes_)));
      }
      auto [first, is_new] =
          seen.try_emplace({row["matter"], row["area"], row["when"], row["kind"]}, row);
      if (!is_new) blame_double(first->second, row);
      if (!matter || !when || !lead) continue;
      made_.duties.push_back({*matter, area_code(everywhere ? "" : row["area"]), *when, kind, *lead,
                              std::move(helpers), limit, row.line()});
    }
  }

  std::optional<matter_selector> selector_of(const pack_row& row) {
    const std::string& text = row["matter"];
    std::optional<matter_selector> read = parse_matter_selector(text);
    if (!read) {
      blame(row.error("matter", "a matter is matter:06010, matter:06, component:*, matter:* or *"));
    } else if (!readable("matters.csv")) {
      return read;
    } else if (read->class_prefix.size() == 5 && !matters_.lines.contains(text)) {
      blame(row.error("matter", "no matter has this kind and code"));
    } else if (read->class_prefix.size() == 2 && !matters_.big_classes.contains(text)) {
      blame(row.error("matter", "no matter is of this big class"));
    }
    return read;
  }

  std::vector<function_at_level> helpers_of(const pack_row& row) {
    std::vector<function_at_level> helpers;
    for (const std::string& text : split(row["helpers"])) {
      std::optional<function_at_level> helper = called(row, "helpers", text);
      if (!helper) continue;
      if (text == row["lead"]) {
        blame(with_value(row.error("helpers", "the lead cannot be its own helper"), text));
      } else if (std::ranges::find(helpers, *helper) != helpers.end()) {
        blame(with_value(row.error("helpers", "this helper is named twice"), text));
      }
      helpers.push_back(*helper);
    }
    return helpers;
  }

  std::optional<function_at_level> called(const pack_row& row, std::string_view column,
                                          const std::string& text) {
    std::optional<function_at_level> place = parse_function_at_level(text);
    std::string message;
    if (!place) {
      message = "this must be function@level, like urban_management@district";
    } else if (!readable("departments.csv") || functions_at_.contains(text)) {
      return place;
    } else if (functions_.contains(place->function)) {
      message = "no department has this function at this level";
    } else {
      message = "no department has this function";
    }
    blame(with_value(row.error(column, message + did_you_mean(text, functions_at_)), text));
    return std::nullopt;
  }

  void blame_double(const pack_row& first, const pack_row& second) {
    if (first["lead"] == second["lead"]) {
      blame(second.error(
          "matter", line_text(first.line()) + " has the same matter, area, time and kind already"));
    } else {
      blame(second.error("lead", line_text(first.line()) + " names another lead, " + first["lead"] +
                                     ", for the same matter, area, time and kind"));
    }
  }

  void read_calendar() {
    constexpr std::chrono::days allowance(366);
    std::map<local_days, int> lines;
    for (const pack_row& row : rows_of("calendar.csv")) {
      bool works = row["kind"] == "work";
      if (!works && row["kind"] != "off") blame(row.error("kind", "a kind is off or work"));
      std::optional<local_days> date = parse_date(row["date"]);
      if (!date) {
        blame(row.error("date", "a date is written 2026-01-31"));
        continue;
      }
      auto [first, is_new] = lines.try_emplace(*date, row.line());
      if (!is_new) blame(row.error("date", line_text(first->second) + " has this date already"));
      if (!settings_) continue;
      local_days from = settings_->calendar_from;
      local_days to = settings_->calendar_to;
      if (*date < from - allowance || *date > to + allowance) {
        blame(row.error("date", "this date is more than a year outside the calendar of pack.toml"));
      }
      if (*date >= from && *date <= to) made_.days.push_back({*date, works});
    }
    std::ranges::sort(made_.days, {}, &published_day::date);
  }

  void read_hours() {
    std::vector<pack_row> rows = rows_of("hours.csv");
    for (const pack_row& row : rows) {
      if (row["department"] != "*") check_department(row, "department");
    }
    made_.hours = sound(read_office_hours(rows));
    bool everybody = std::ranges::any_of(rows, [](auto& row) { return row["department"] == "*"; });
    if (readable("hours.csv") && !everybody) {
      blame_file("hours.csv", "*",
                 "no row gives the hours of departments that have none of their own; add rows such "
                 "as *,08:00,12:00 and *,14:00,18:00");
    }
  }

  void read_rungs() {
    if (!files_.contains("ladders.csv")) {
      made_.ladders = default_ladders();
      return;
    }
    made_.ladders = sound(read_ladders(rows_of("ladders.csv")));
  }

  void read_posts() {
    if (!files_.contains("posts.csv")) {
      if (files_.contains("shifts.csv"))
        blame_file("shifts.csv", "", "without posts.csv nobody is on these shifts");
      return;
    }
    std::vector<pack_row> posts = rows_of("posts.csv");
    for (const pack_row& row : posts) {
      if (!row["seat"].empty()) check_department(row, "seat");
      if (!row["grid"].empty()) check_area(row, "grid");
    }
    std::vector<pack_row> shifts;  // none: every post is always on duty
    if (files_.contains("shifts.csv")) shifts = rows_of("shifts.csv");
    made_.posts = sound(read_roster(posts, shifts));
    for (pack_error& error : circles_of_backups(department_rows_)) blame(std::move(error));
  }

  void read_care_rows() {
    if (!files_.contains("care.csv")) return;
    made_.care =
        sound(read_care(rows_of("care.csv"), readable("areas.csv") ? &made_.areas : nullptr,
                        readable("matters.csv") ? &matters_.matters : nullptr));
  }

  void read_grids() {
    if (settings_ && readable("areas.csv"))
      made_.map = sound(read_area_map(files_, *settings_, made_.areas));
  }

  policy_ptr made_policy() {
    auto made = std::make_shared<policy>();
    made->hash = hash_of_canonical(canonical_bytes(files_));
    made->name = std::move(settings_->name);
    made->areas = area_tree(std::move(made_.areas));
    made->datum = settings_->datum;
    made->map = std::move(made_.map);
    made->departments = department_list(std::move(made_.departments));
    made->matters = matter_list(std::move(matters_.matters));
    made->words = everyday_words(std::move(made_.sayings));
    made->duties = duty_list(std::move(made_.duties));
    working_days days{settings_->calendar_from, settings_->calendar_to, std::move(made_.days)};
    made->days =
        calendar(std::move(settings_->where), std::move(days), std::move(made_.hours.of_everybody),
                 std::move(made_.hours.of_some), settings_->at_closing);
    made->kind_defaults = settings_->kind_defaults;
    made->desk_clock = settings_->desk_clock;
    made->reporter_answers_within = settings_->reporter_answers_within;
    made->photo = settings_->photo;
    made->composite = std::move(settings_->composite);
    made->ladders = std::move(made_.ladders);
    made->roster = roster(std::move(made_.posts));
    made->care = std::move(made_.care);
    made->limit_rows = std::move(made_.limit_rows);
    return made;
  }

  // What a table's own reader made of it; nothing, and its errors are blamed, where it did not.
  template <class Made>
  Made sound(std::variant<Made, std::vector<pack_error>> read) {
    if (auto* made = std::get_if<0>(&read)) return std::move(*made);
    for (pack_error& error : std::get<1>(read)) blame(std::move(error));
    return {};
  }

  std::vector<pack_row> rows_of(std::string_view file) {
    std::vector<pack_row> rows;
    auto bytes = files_.find(file);
    if (bytes == files_.end()) {
      blame_file(file, "", "this file is missing");
      return rows;
    }
    auto read = read_pack_table(pack_table_of(file), bytes->second);
    if (auto* errors = std::get_if<1>(&read)) {
      for (pack_error& error : *errors) blame(std::move(error));
      return rows;
    }
    const csv_table& table = tables_.emplace(file, std::move(*std::get_if<0>(&read))).first->second;
    for (const csv_row& row : table.rows()) rows.emplace_back(table, row);
    return rows;
  }

  // False: its errors are told already, and what refers to it cannot be judged.
  bool readable(std::string_view file) const { return tables_.contains(file); }

  void require_code(const pack_row& row, std::string_view column) {
    if (!is_code(row[column])) blame(row.error(column, code_words));
  }
  void require_text(const pack_row& row, std::string_view column) {
    if (row[column].empty()) blame(row.error(column, "this must not be empty"));
  }

  static pack_error with_value(pack_error error, std::string value) {
    error.value = std::move(value);
    return error;
  }
  void blame_file(std::string_view file, std::string_view value, std::string_view message) {
    blame({std::string(file), 0, 0, std::string(value), std::string(message)});
  }
  void blame(pack_error error) {
    if (errors_.size() < file_errors_max) errors_.push_back(std::move(error));
  }

  std::vector<pack_error> sorted_errors() {
    auto place = [](const pack_error& error) {
      return std::tuple(std::ranges::find(pack_file_names, error.file), error.line, error.column);
    };
    std::ranges::stable_sort(errors_, {}, place);
    return std::move(errors_);
  }

  struct known_area {
    int line = 0;
    std::optional<area_level> level;
  };
  // What made_policy puts together.
  struct parts {
    std::vector<area> areas;
    area_map map;
    std::vector<department> departments;
    std::vector<duty> duties;
    limit_table limit_rows;
    std::vector<published_day> days;
    office_hours hours;
    kind_ladders ladders;
    std::vector<post> posts;
    std::vector<care_row> care;
    std::vector<saying> sayings;
  };

  const pack_files& files_;
  std::map<std::string_view, csv_table> tables_;
  std::optional<pack_settings> settings_;
  std::unordered_map<std::string, known_area> areas_;
  std::vector<pack_row> department_rows_;
  std::set<std::string> departments_;
  std::set<std::string> functions_;
  std::set<std::string> functions_at_;  // "desk@city"
  matter_table matters_;
  std::set<std::string> limit_classes_;
  parts made_;
  std::vector<pack_error> errors_;
};

}  // namespace

std::variant<policy_ptr, std::vector<pack_error>> load_pack(const pack_files& files) {
  // A pack must mean the same from its directory and from its stored form.
  pack_files clean = normalised(files);
  return pack_reader(clean).read();
}

}  // namespace gridwhistle
