#include "server/adapters/explain_question.hpp"

#include <set>
#include <stdexcept>

#include "server/adapters/pack_cells.hpp"

namespace gridwhistle {
namespace {

struct question_reader {
  const explain_words& words;
  const policy& rules;
  routing_question made;
  std::vector<std::string> errors;

  void blame(const std::string& option, const std::string& said, const std::string& wanted) {
    errors.push_back(option + " \"" + said + "\": " + wanted);
  }

  void read_matter() {
    made.what.matter = parse_matter_key(words.matter);
    if (!made.what.matter)
      return blame("--matter", words.matter, "a matter is written matter:06010 or component:01001");
    if (rules.matters.find(*made.what.matter)) return;
    std::set<std::string> known;
    for (const matter& each : rules.matters.all()) known.insert(to_text(each.key));
    blame("--matter", words.matter,
          "matters.csv has no such kind and code" + did_you_mean(words.matter, known));
  }

  void read_area() {
    if (words.area.empty() == !words.where.has_value())
      return blame("--area", words.area, "give --area, or --lon and --lat");
    if (words.where) return read_place();
    made.what.area = area_code(words.area);
    if (rules.areas.find(made.what.area)) return;
    std::set<std::string> known;
    for (const area& each : rules.areas.all()) known.insert(each.code.text);
    blame("--area", words.area, "areas.csv has no such code" + did_you_mean(words.area, known));
  }

  void read_place() {
    try {
      made.map = lies_in(rules, *words.where);
    } catch (const std::runtime_error& wrong) {
      const degrees& at = words.where->at;
      blame("--lon, --lat", std::to_string(at.longitude) + "," + std::to_string(at.latitude),
            wrong.what());
    }
  }

  void read_instant() {
    auto local = parse_local_time(words.at);
    auto utc = parse_utc(words.at);
    if (!local && !utc)
      return blame("--at", words.at,
                   "an instant is 2026-03-11T09:00 on the pack's clock or 2026-03-11T01:00:00Z");
    made.at = utc ? *utc : rules.days.where().to_utc(*local);
  }

  void read_kind() {
    made.what.kind = parse_whistle_kind(words.kind);
    if (!made.what.kind) blame("--kind", words.kind, "a kind is routine, joint, key or emergency");
    made.what.condition = words.condition;
  }
};

}  // namespace

std::variant<routing_question, std::vector<std::string>> read_question(const explain_words& words,
                                                                       const policy& rules) {
  question_reader all{words, rules, {}, {}};
  all.read_matter();
  all.read_area();
  all.read_instant();
  all.read_kind();
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
