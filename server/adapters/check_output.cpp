#include "server/adapters/check_output.hpp"

#include <algorithm>
#include <set>

#include "server/adapters/json_text.hpp"

namespace gridwhistle {
namespace {

std::string_view name_of(check_severity severity) {
  switch (severity) {
    case check_severity::error:
      return "error";
    case check_severity::warning:
      return "warning";
    case check_severity::note:
      return "note";
  }
  return "?";
}

std::string place_text(const pack_place& place) {
  return place.line == 0 ? place.file : place.file + ':' + std::to_string(place.line);
}

// 52,286,832
std::string grouped(std::uint64_t count) {
  const std::string digits = std::to_string(count);
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string json_member(std::string_view name, std::string_view json) {
  return json_text(name) + ':' + std::string(json);
}
std::string json_member(std::string_view name, std::uint64_t number) {
  return json_member(name, std::to_string(number));
}

template <class List, class Write>
std::string json_list(const List& list, Write write) {
  std::string made = "[";
  for (const auto& each : list) made += (made.size() == 1 ? "" : ",") + write(each);
  return made + ']';
}

std::string json_of(const check_finding& each) {
  std::string made = "{" + json_member("rule", json_text(each.rule)) + ',' +
                     json_member("severity", json_text(name_of(each.severity))) + ',' +
                     json_member("cells", each.cells);
  if (each.example) {
    const duty_question& asked = *each.example;
    made += ',' + json_member("matter", json_text(to_text(asked.matter))) + ',' +
            json_member("area", json_text(asked.area.text)) + ',' +
            json_member("at", json_text(to_text(asked.at))) + ',' +
            json_member("kind", json_text(name_of(asked.kind)));
  }
  made += ',' + json_member("places", json_list(each.places, [](const pack_place& place) {
                              return "{" + json_member("file", json_text(place.file)) + ',' +
                                     json_member("line", static_cast<std::uint64_t>(place.line)) +
                                     '}';
                            }));
  if (!each.add.empty()) made += ',' + json_member("add", json_text(each.add));
  return made + ',' + json_member("message", json_text(each.message)) + '}';
}

std::string why_not(const check_report& report, const check_words& words) {
  const coverage& proof = *report.proof;
  std::string said = words.choose("，每格恰有一个主办", ", each with exactly one lead");
  if (proof.uncovered > 0) {
    said = words.choose("，其中 ", ", of them ") + grouped(proof.uncovered) +
           words.choose(" 格没有唯一主办", " without exactly one lead");
  }
  if (proof.unreached > 0) {
    said += words.choose("，", ", ") + grouped(proof.unreached) +
            words.choose(" 格有时无人在岗", " at times with nobody on duty");
  }
  if (report.missed > 0) {
    std::string count = grouped(report.missed);
    said += words.choose("，" + count + " 条预期不符", ", expectations not met: " + count);
  }
  if (report.unread_expectations)
    said += words.choose("，expect.csv 无法读取", ", expect.csv cannot be read");
  return said;
}

std::string conclusion(const check_report& report, const check_words& words) {
  const coverage& proof = *report.proof;
  std::string product =
      grouped(proof.matters) + words.choose(" 事项 × ", " matters x ") + grouped(proof.leaves) +
      words.choose(" 末级区域 × ", " leaf areas x ") + grouped(proof.time_classes) +
      words.choose(" 时间类 × ", " time classes x ") + std::to_string(whistle_kinds.size()) +
      words.choose(" 哨种 = ", " kinds = ") + grouped(proof.cells) + words.choose(" 格", " cells");
  if (!report.covered()) {
    return product + why_not(report, words) + words.choose("。不发证书。\n", ". No certificate.\n");
  }
  std::string text =
      product + words.choose("，每格恰有一个主办。\n", ", each with exactly one lead.\n");
  if (report.expectations > 0) {
    text +=
        grouped(report.expectations) + words.choose(" 条预期全部相符。\n", " expectations met.\n");
  }
  text += words.choose("时限可计算的期间：", "every limit can be computed from ") +
          words.of(proof.from) + words.choose(" 起，至 ", " until ") + words.of(proof.until) + '\n';
  return text + words.choose("证书 ", "certificate ") + report.certificate + '\n';
}

std::string sarif_location(const pack_place& place) {
  // A file as a whole is shown at its beginning.
  std::uint64_t line = static_cast<std::uint64_t>(std::max(1, place.line));
  return "{" +
         json_member("physicalLocation",
                     "{" +
                         json_member("artifactLocation",
                                     "{" + json_member("uri", json_text(place.file)) + ',' +
                                         json_member("uriBaseId", json_text("PACK")) + '}') +
                         ',' + json_member("region", "{" + json_member("startLine", line) + '}') +
                         '}') +
         '}';
}

std::string sarif_result(const check_finding& each) {
  return "{" + json_member("ruleId", json_text(each.rule)) + ',' +
         json_member("level", json_text(name_of(each.severity))) + ',' +
         json_member("message", "{" + json_member("text", json_text(each.message)) + '}') + ',' +
         json_member("locations", "[" + sarif_location(each.places.front()) + ']') + ',' +
         json_member(
             "relatedLocations",
             json_list(std::vector(each.places.begin() + 1, each.places.end()), sarif_location)) +
         '}';
}

// Of an absolute path, with what an address must not hold as %XX.
std::string file_address(const std::string& path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~/";
  std::string made = "file://";
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    bool sound = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 plain.find(c) != std::string_view::npos;
    if (sound) {
      made += c;
    } else {
      made += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return made + (path.ends_with('/') ? "" : "/");
}

}  // namespace

std::string to_text(const check_report& report) {
  std::string text;
  for (const check_finding& each : report.findings) {
    text += place_text(each.places.front()) + ": " + std::string(name_of(each.severity)) + ": " +
            each.rule + ": " + each.message + '\n';
  }
  if (!report.proof) return text;
  return text + conclusion(report, check_words(*report.rules, report.language));
}

std::string to_json(const check_report& report) {
  bool covered = report.covered();
  std::string made = "{" + json_member("covered", covered ? "true" : "false");
  if (report.proof) {
    const coverage& proof = *report.proof;
    made += ',' + json_member("cells", proof.cells) + ',' +
            json_member("uncovered", proof.uncovered) + ',' +
            json_member("unreached", proof.unreached) + ',' +
            json_member("matters", proof.matters) + ',' + json_member("leaf_areas", proof.leaves) +
            ',' + json_member("time_classes", proof.time_classes) + ',' +
            json_member("expectations", report.expectations) + ',' +
            json_member("from", json_text(to_text(proof.from))) + ',' +
            json_member("until", json_text(to_text(proof.until))) + ',' +
            json_member("pack", json_text(report.certificate));
  }
  if (covered) made += ',' + json_member("certificate", json_text(report.certificate));
  return made + ',' + json_member("findings", json_list(report.findings, json_of)) + '}';
}

std::string to_sarif(const check_report& report, const std::string& base) {
  std::set<std::string> rules;
  for (const check_finding& each : report.findings) rules.insert(each.rule);
  std::string driver =
      "{" + json_member("name", json_text("gridwhistled pack check")) + ',' +
      json_member("rules", json_list(rules,
                                     [](const std::string& rule) {
                                       return "{" + json_member("id", json_text(rule)) + '}';
                                     })) +
      '}';
  std::string bases =
      "{" + json_member("PACK", "{" + json_member("uri", json_text(file_address(base))) + '}') +
      '}';
  std::string run = "{" + json_member("tool", "{" + json_member("driver", driver) + '}') + ',' +
                    json_member("originalUriBaseIds", bases) + ',' +
                    json_member("results", json_list(report.findings, sarif_result)) + '}';
  return "{" + json_member("$schema", json_text("https://json.schemastore.org/sarif-2.1.0.json")) +
         ',' + json_member("version", json_text("2.1.0")) + ',' +
         json_member("runs", "[" + run + ']') + "}\n";
}

}  // namespace gridwhistle
