// Reads pack.toml and checks each value where it stands.
#include "server/adapters/pack_settings.hpp"

#include <date/tz.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

#include "common/text_rules.hpp"
#include "server/adapters/pack_cells.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view file_name = "pack.toml";

// The tz database holds rules for ever; a pack needs its published years and one on each side,
// because continuous limits run past the calendar. Throws std::runtime_error for a zone it does not
// have.
zone zone_of(const std::string& name, std::chrono::local_days from, std::chrono::local_days to) {
  constexpr std::chrono::days year_beside(366);
  // The database's name for whatever this machine keeps: another machine would replay another
  // policy.
  if (name == "localtime") throw std::runtime_error(name);
  const date::time_zone* source = date::locate_zone(name);
  auto at = std::chrono::sys_seconds((from - year_beside).time_since_epoch());
  auto end = std::chrono::sys_seconds((to + year_beside).time_since_epoch());
  std::vector<zone_step> steps;
  while (at < end) {
    date::sys_info info = source->get_info(at);
    if (steps.empty() || steps.back().offset != info.offset) steps.push_back({at, info.offset});
    at = info.end;
  }
  return zone(std::move(steps));
}

std::size_t character_length(char lead) {
  auto byte = static_cast<unsigned char>(lead);
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// The first forbidden character, also in comments: what a reviewer sees must be what is read.
std::optional<pack_error> forbidden_in(std::string_view text) {
  int line = 1;
  int column = 1;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view character = text.substr(at, character_length(text[at]));
    if (fault_in(character)) {
      return pack_error{std::string(file_name), line, column, "?",
                        "this character is not allowed, or not UTF-8"};
    }
    at += character.size();
    bool line_ends = character == "\n";
    line += line_ends ? 1 : 0;
    column = line_ends ? 1 : column + 1;
  }
  return std::nullopt;
}

class settings_reader {
 public:
  std::variant<pack_settings, std::vector<pack_error>> read(const toml::table& root) {
    know_only(
        root, "",
        {"name", "language", "time_zone", "datum", "official", "calendar", "defaults", "rules"},
        {"composite", "map"});
    settings_.name = text_of(root, "", "name").value_or("");
    one_of(root, "language", {"zh-CN", "en"});
    settings_.language = root["language"].value_or("");
    one_of(root, "datum", {"wgs84", "cgcs2000", "gcj02", "bd09"});
    settings_.datum =
        parse_datum(root["datum"].value_or(std::string_view())).value_or(datum::wgs84);
    if (const toml::node* official = root.get("official"); official && !official->is_boolean()) {
      blame(official->source(), "official", "true or false is wanted here");
    }
    read_calendar(root);
    read_defaults(root);
    read_rules(root);
    read_composite(root);
    read_map(root);
    if (!errors_.empty()) return std::move(errors_);
    return std::move(settings_);
  }

 private:
  void read_calendar(const toml::table& root) {
    std::optional<std::string> zone_name = text_of(root, "", "time_zone");
    const toml::table* calendar = table_of(root, "", "calendar");
    if (!calendar) return;
    know_only(*calendar, "calendar.", {"from", "to"});
    auto from = date_of(*calendar, "from");
    auto to = date_of(*calendar, "to");
    if (!from || !to) return;
    const toml::source_region& place = calendar->get("to")->source();
    if (*to < *from)
      return blame(place, "calendar.to", "the calendar must not end before it begins");
    if (*to - *from > std::chrono::years(calendar_years_max)) {
      return blame(place, "calendar.to",
                   "a calendar has at most " + std::to_string(calendar_years_max) + " years");
    }
    settings_.calendar_from = *from;
    settings_.calendar_to = *to;
    if (!zone_name) return;
    try {
      settings_.where = zone_of(*zone_name, *from, *to);
      settings_.zone_name = *zone_name;
    } catch (const std::runtime_error&) {
      blame(root.get("time_zone")->source(), *zone_name, "the tz database has no such zone");
    }
  }

  void read_defaults(const toml::table& root) {
    const toml::table* defaults = table_of(root, "", "defaults");
    if (!defaults) return;
    know_only(*defaults, "defaults.", {"routine", "joint", "key", "emergency"});
    for (std::size_t i = 0; i < whistle_kinds.size(); ++i) {
      std::string_view kind = name_of(whistle_kinds[i]);
      const toml::table* of_kind = table_of(*defaults, "defaults.", kind);
      if (!of_kind) continue;
      std::string path = "defaults." + std::string(kind) + '.';
      know_only(*of_kind, path, {"report_in", "handle"});
      settings_.kind_defaults[i] = {.report_in = budget_of(*of_kind, path, "report_in"),
                                    .handle = budget_of(*of_kind, path, "handle")};
    }
  }

  void read_rules(const toml::table& root) {
    const toml::table* rules = table_of(root, "", "rules");
    if (!rules) return;
    know_only(*rules, "rules.", {"desk_clock"},
              {"due_at_closing", "reporter_answers_within", "verification_photo"});
    settings_.desk_clock = budget_of(*rules, "rules.", "desk_clock");
    // The desk of a city is manned day and night, and its hours stand nowhere.
    if (!is_continuous(settings_.desk_clock.unit)) {
      const toml::node& clock = *rules->get("desk_clock");
      blame(clock.source(), clock.value_or(std::string()),
            "the desk's clock runs day and night: urgent_minute, urgent_hour or natural_day");
    }
    read_answer_limit(*rules);
    read_verification_photo(*rules);
    std::optional<std::string> word = text_of(*rules, "rules.", "due_at_closing");
    if (!word) return;
    std::optional<due_at_closing> read = parse_due_at_closing(*word);
    if (!read) {
      blame(rules->get("due_at_closing")->source(), *word,
            "a limit used up at closing time is due at closing or next_opening");
    }
    settings_.at_closing = read.value_or(due_at_closing::closing);
  }

  void read_answer_limit(const toml::table& rules) {
    constexpr std::string_view key = "reporter_answers_within";
    const toml::node* given = rules.get(key);
    if (!given) return;
    settings_.reporter_answers_within = budget_of(rules, "rules.", key);
    bool day_and_night = is_continuous(settings_.reporter_answers_within.unit);
    if (day_and_night && settings_.reporter_answers_within.amount <= reporter_answers_within_max)
      return;
    blame(given->source(), given->value_or(std::string()),
          "the reporter is waited for day and night, at most \"24 urgent_hour\"");
  }

  void read_verification_photo(const toml::table& rules) {
    constexpr std::string_view key = "verification_photo";
    std::optional<std::string> word = text_of(rules, "rules.", key);
    if (!word) return;
    if (*word == "required") settings_.photo = verification_photo::required;
    if (*word == "required" || *word == "optional") return;
    blame(rules.get(key)->source(), *word, "a photo at verification is required or optional");
  }

  // Weights of figures; none is built in.
  void read_composite(const toml::table& root) {
    const toml::table* weights = table_of(root, "", "composite");
    if (!weights) return;
    double sum = 0;
    for (const auto& [key, node] : *weights) {
      auto of = parse_figure(key.str());
      auto weight = node.value<double>();
      std::string path = "composite." + std::string(key.str());
      if (!of) {
        blame(key.source(), path, "no figure has this name");
      } else if (!weight || !(*weight > 0 && *weight <= 1)) {
        blame(node.source(), path, "a weight is a number above 0, up to 1");
      } else {
        settings_.composite.emplace_back(*of, *weight);
        sum += *weight;
      }
    }
    constexpr double rounding = 1e-9;
    if (errors_.empty() && std::abs(sum - 1) > rounding)
      blame(weights->source(), "composite", "the weights must sum to 1");
  }

  void read_map(const toml::table& root) {
    const toml::table* map = table_of(root, "", "map");
    if (!map) return;
    know_only(*map, "map.", {"fallback"});
    settings_.map_fallback = text_of(*map, "map.", "fallback").value_or("");
    const toml::node* fallback = map->get("fallback");
    if (!fallback) return;
    settings_.map_fallback_line = static_cast<int>(fallback->source().begin.line);
    settings_.map_fallback_column = static_cast<int>(fallback->source().begin.column);
  }

  // path is what stands before the key: "" or "calendar.".
  void know_only(const toml::table& in, std::string_view path,
                 std::initializer_list<std::string_view> keys,
                 std::initializer_list<std::string_view> optional = {}) {
    for (const auto& [key, value] : in) {
      if (std::ranges::find(keys, key.str()) != keys.end()) continue;
      if (std::ranges::find(optional, key.str()) != optional.end()) continue;
      blame(key.source(), std::string(path).append(key.str()), "this key is not known");
    }
    for (std::string_view key : keys) {
      if (in.get(key)) continue;
      // The root stands nowhere; a table is named by the place of its heading.
      toml::source_region place = path.empty() ? toml::source_region{} : in.source();
      blame(place, std::string(path).append(key), "this key is missing");
    }
  }

  // Below, nothing for what is missing: know_only has said so already.
  const toml::table* table_of(const toml::table& in, std::string_view path, std::string_view key) {
    const toml::node* found = in.get(key);
    if (!found) return nullptr;
    if (!found->is_table()) {
      blame(found->source(), std::string(path).append(key), "a table is wanted here");
    }
    return found->as_table();
  }

  std::optional<std::string> text_of(const toml::table& in, std::string_view path,
                                     std::string_view key) {
    const toml::node* found = in.get(key);
    if (!found) return std::nullopt;
    std::optional<std::string> text = found->value_exact<std::string>();
    std::string_view fault = !text             ? "text in quotes is wanted here"
                             : text->empty()   ? "this text is empty"
                             : fault_in(*text) ? "this text holds a forbidden character"
                                               : "";
    if (fault.empty()) return text;
    blame(found->source(), std::string(path).append(key), std::string(fault));
    return std::nullopt;
  }

  void one_of(const toml::table& root, std::string_view key,
              std::initializer_list<std::string_view> words) {
    std::optional<std::string> text = text_of(root, "", key);
    if (!text || std::ranges::find(words, *text) != words.end()) return;
    std::string list;
    for (std::string_view word : words) list.append(list.empty() ? "" : ", ").append(word);
    blame(root.get(key)->source(), *text, "this must be one of " + list);
  }

  std::optional<std::chrono::local_days> date_of(const toml::table& calendar,
                                                 std::string_view key) {
    const toml::node* found = calendar.get(key);
    if (!found) return std::nullopt;
    if (std::optional<toml::date> day = found->value_exact<toml::date>()) {
      return std::chrono::local_days(std::chrono::year_month_day(std::chrono::year(day->year),
                                                                 std::chrono::month(day->month),
                                                                 std::chrono::day(day->day)));
    }
    blame(found->source(), "calendar." + std::string(key),
          "a date without quotes is wanted here, like 2026-01-31");
    return std::nullopt;
  }

  budget budget_of(const toml::table& in, std::string_view path, std::string_view key) {
    std::optional<std::string> text = text_of(in, path, key);
    if (!text) return {};
    std::optional<budget> read = parse_budget(*text);
    if (!read) blame(in.get(key)->source(), *text, std::string(budget_words));
    return read.value_or(budget{});
  }

  void blame(const toml::source_region& place, std::string value, std::string message) {
    if (errors_.size() == file_errors_max) return;
    errors_.push_back({std::string(file_name), static_cast<int>(place.begin.line),
                       static_cast<int>(place.begin.column), std::move(value), std::move(message)});
  }

  pack_settings settings_;
  std::vector<pack_error> errors_;
};

std::string line_at(std::string_view text, std::size_t line) {
  for (std::size_t passed = 1; passed < line; ++passed) {
    std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::variant<pack_settings, std::vector<pack_error>> read_pack_settings(std::string_view text) {
  if (std::optional<pack_error> forbidden = forbidden_in(text)) return std::vector{*forbidden};
  try {
    toml::table root = toml::parse(text, file_name);
    return settings_reader().read(root);
  } catch (const toml::parse_error& error) {
    const toml::source_position& place = error.source().begin;
    return std::vector{pack_error{std::string(file_name), static_cast<int>(place.line),
                                  static_cast<int>(place.column), line_at(text, place.line),
                                  std::string(error.description())}};
  }
}

language language_of(const pack_files& files) {
  auto text = files.find("pack.toml");
  if (text == files.end()) return language::en;
  // Also of settings with a fault: whoever has to mend it reads what is said about it.
  try {
    toml::table root = toml::parse(text->second, file_name);
    return root["language"].value_or(std::string_view()) == "zh-CN" ? language::zh : language::en;
  } catch (const toml::parse_error&) {
    bool chinese = text->second.find("\"zh-CN\"") != std::string::npos;
    return chinese ? language::zh : language::en;
  }
}

}  // namespace gridwhistle
