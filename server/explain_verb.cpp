#include "server/explain_verb.hpp"

#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/core/explanation_text.hpp"
#include "server/core/json_line.hpp"

namespace gridwhistle {
namespace {

explain_words words_of(const explain_arguments& given) {
  explain_words words = given.asked;
  if (!given.longitude && !given.latitude) return words;
  place_question where{
      {given.longitude.value_or(0), given.latitude.value_or(0)}, given.accuracy_m, std::nullopt};
  if (!given.crs.empty()) where.crs = parse_datum(given.crs);
  words.where = where;
  return words;
}

routing_question asked_of(const explain_words& words, const policy& rules) {
  auto read = read_question(words, rules);
  const auto* errors = std::get_if<1>(&read);
  if (!errors) return *std::get_if<0>(&read);
  std::string text;
  for (const std::string& each : *errors) text += (text.empty() ? "" : "\n") + each;
  throw wrong_question(text);
}

std::string json_of(const explanation& told, const routing_question& asked, const policy& rules) {
  json_line made;
  made.begin().put("explanation", to_json(told, rules));
  if (asked.map) {
    std::string beside;
    for (const area_code& each : asked.map->beside) {
      beside += (beside.empty() ? "" : ",") + json_line::quoted(each.text);
    }
    made.put("beside", "[" + beside + "]");
  }
  return made.end().text + "\n";
}

}  // namespace

CLI::App& add_explain_verb(CLI::App& pack, explain_arguments& given) {
  CLI::App& verb = *pack.add_subcommand("explain", "why a report would go where it would go");
  verb.add_option("pack", given.pack, "directory")->required()->check(CLI::ExistingDirectory);
  verb.add_option("--matter", given.asked.matter, "like matter:06010")->required();
  CLI::Option* area = verb.add_option("--area", given.asked.area, "code of any area");
  CLI::Option* lon = verb.add_option("--lon", given.longitude, "degrees; instead of --area");
  CLI::Option* lat = verb.add_option("--lat", given.latitude, "degrees");
  lon->needs(lat)->excludes(area);
  lat->needs(lon)->excludes(area);
  verb.add_option("--crs", given.crs, "datum of the place; without it the pack's own")
      ->check(CLI::IsMember({"wgs84", "cgcs2000", "gcj02", "bd09"}))
      ->needs(lon);
  verb.add_option("--accuracy", given.accuracy_m, "metres; 0 is not known")->needs(lon);
  verb.add_option("--at", given.asked.at, "2026-03-11T09:00 on the pack's clock, or …:00Z in UTC")
      ->required();
  verb.add_option("--kind", given.asked.kind, "routine, joint, key or emergency")->required();
  verb.add_option("--condition", given.asked.condition, "the filing condition")
      ->check(CLI::PositiveNumber);
  verb.add_flag("--json", given.json, "one line for programs");
  verb.add_option("--lang", given.language, "zh or en; else the pack's own")
      ->check(CLI::IsMember({"zh", "en"}));
  return verb;
}

std::string explain_text(const explain_arguments& given) {
  std::string name = given.pack.string();
  pack_files files = or_throw(read_pack_directory(given.pack), name);
  policy_ptr rules = or_throw(load_pack(files), name);
  explain_words words = words_of(given);
  routing_question asked = asked_of(words, *rules);
  explanation told = explain(*rules, routed(*rules, asked));
  if (given.json) return json_of(told, asked, *rules);
  language in = given.language.empty()   ? language_of(files)
                : given.language == "zh" ? language::zh
                                         : language::en;
  std::string text = words.where ? place_text(*rules, *words.where, in) : std::string();
  return text + to_text(told, *rules, in);
}

}  // namespace gridwhistle
