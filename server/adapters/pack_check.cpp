#include "server/adapters/pack_check.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "common/text_encoding.hpp"
#include "server/adapters/error_findings.hpp"
#include "server/adapters/expectations.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t near_rows_max = 3;

std::string_view rule_of(coverage_fault fault) {
  switch (fault) {
    case coverage_fault::hole:
      return "hole";
    case coverage_fault::tie:
      return "tie";
    case coverage_fault::no_department:
      return "no-department";
    case coverage_fault::unmanned:
      return "unmanned";
    case coverage_fault::no_limit:
      return "no-limit";
    case coverage_fault::no_ladder:
      return "no-ladder";
    case coverage_fault::short_calendar:
      return "short-calendar";
  }
  return "?";
}

std::string_view rule_of(remark_reason reason) {
  switch (reason) {
    case remark_reason::unused_limit_class:
      return "unused-limit-class";
    case remark_reason::uncalled_department:
      return "uncalled-department";
    case remark_reason::unwalked_area:
      return "unwalked-area";
    case remark_reason::seat_without_post:
      return "seat-without-post";
    case remark_reason::same_name:
      return "same-name";
    case remark_reason::near_name:
      return "near-name";
  }
  return "?";
}

check_severity severity_of(remark_reason reason) {
  switch (reason) {
    case remark_reason::same_name:
    case remark_reason::near_name:
    case remark_reason::unwalked_area:
      return check_severity::warning;
    case remark_reason::unused_limit_class:
    case remark_reason::uncalled_department:
    case remark_reason::seat_without_post:
      break;
  }
  return check_severity::note;
}

class pack_checker {
 public:
  pack_checker(const policy& rules, const pack_places& places, pack_language language)
      : rules_(rules), places_(places), words_(rules, language) {}

  check_finding of(const coverage_finding& found) const {
    check_finding made{std::string(rule_of(found.fault)),
                       check_severity::error,
                       words_.of(found),
                       places_of(found),
                       found.cells,
                       found.example,
                       words_.row_to_add(found)};
    return made;
  }

  check_finding of(const idle_duty& idle) const {
    check_finding made{"idle-duty",
                       check_severity::warning,
                       words_.of(idle),
                       {duty_place(idle.row)},
                       0,
                       std::nullopt,
                       ""};
    for (const duty* each : idle.by) made.places.push_back(duty_place(each));
    return made;
  }

  check_finding of(const pack_remark& remark) const {
    check_finding made{std::string(rule_of(remark.reason)),
                       severity_of(remark.reason),
                       words_.of(remark),
                       {},
                       0,
                       std::nullopt,
                       ""};
    for (const std::string& code : remark.codes) {
      if (made.places.size() < places_max) made.places.push_back(places_.of(remark.subject, code));
    }
    return made;
  }

  check_finding of(const missed_expectation& missed) const {
    check_finding made{"unexpected",
                       check_severity::error,
                       words_.of(missed),
                       {{std::string(expectations_file), missed.line}},
                       0,
                       missed.asked,
                       ""};
    if (missed.row) made.places.push_back(duty_place(missed.row));
    return made;
  }

 private:
  static pack_place duty_place(const duty* row) { return {"duties.csv", row->row}; }

  std::vector<pack_place> places_of(const coverage_finding& found) const {
    std::vector<pack_place> places;
    for (const duty* each : found.rows) {
      if (places.size() < places_max) places.push_back(duty_place(each));
    }
    switch (found.fault) {
      case coverage_fault::hole:
        return near_rows(found.example);
      case coverage_fault::no_ladder:
        return {{"ladders.csv", 0}};
      case coverage_fault::short_calendar:
        return {{"pack.toml", 0}};
      case coverage_fault::unmanned:
        return posts_and(found, places);
      case coverage_fault::tie:
      case coverage_fault::no_department:
      case coverage_fault::no_limit:
        break;
    }
    return places;
  }

  // The posts of the last seat, where a shift would mend it, and the rows that call.
  std::vector<pack_place> posts_and(const coverage_finding& found,
                                    const std::vector<pack_place>& rows) const {
    std::vector<pack_place> places;
    for (const post& each : rules_.roster.all()) {
      if (each.seat == found.last && places.size() < near_rows_max)
        places.push_back(places_.of(remark_subject::post, each.code.text));
    }
    places.insert(places.end(), rows.begin(), rows.end());
    return places;
  }

  // The most specific rows that speak of the matter, though not there, then or for that kind; else
  // the file.
  std::vector<pack_place> near_rows(const duty_question& asked) const {
    std::vector<pack_place> near;
    for (const auto* list : rules_.duties.lists_for(asked.matter)) {
      if (!list) continue;
      for (std::size_t place : *list) {
        if (near.size() < near_rows_max) near.push_back(duty_place(&rules_.duties.all()[place]));
      }
      break;
    }
    std::sort(near.begin(), near.end());
    if (near.empty()) near.push_back({"duties.csv", 0});
    return near;
  }

  const policy& rules_;
  const pack_places& places_;
  check_words words_;
};

}  // namespace

bool check_report::covered() const {
  return proof && std::none_of(findings.begin(), findings.end(), [](const check_finding& each) {
           return each.severity == check_severity::error;
         });
}

check_report check_pack(const pack_files& files, const std::optional<std::string>& expectations,
                        std::optional<pack_language> language) {
  pack_files clean = normalised(files);
  check_report report;
  report.language = language ? *language : language_of(clean);
  auto loaded = load_pack(clean);
  if (const auto* errors = std::get_if<std::vector<pack_error>>(&loaded)) {
    report.findings = findings_of(*errors, report.language);
    return report;
  }
  report.rules = std::get<policy_ptr>(loaded);
  report.certificate = report.rules->hash.hex();
  report.proof = prove(*report.rules);
  pack_places places(clean);
  pack_checker checker(*report.rules, places, report.language);
  auto add = [&](const auto& list) {
    for (const auto& each : list) report.findings.push_back(checker.of(each));
  };
  add(report.proof->findings);
  if (expectations) {
    auto outcome = check_expectations(*expectations, *report.rules);
    if (const auto* met = std::get_if<expectation_outcome>(&outcome)) {
      report.expectations = met->rows;
      report.missed = met->missed.size();
      add(met->missed);
    } else {
      report.unread_expectations = true;
      auto unread = findings_of(*std::get_if<1>(&outcome), report.language);
      report.findings.insert(report.findings.end(), unread.begin(), unread.end());
    }
  }
  add(report.proof->idle);
  add(remarks_on(*report.rules));
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const auto& a, const auto& b) { return a.severity < b.severity; });
  return report;
}

std::variant<std::optional<std::string>, pack_error> read_expectations(
    const std::filesystem::path& directory) {
  std::filesystem::path path = directory / expectations_file;
  std::error_code fault;
  if (!std::filesystem::exists(path, fault) && !fault) return std::nullopt;
  auto error = [&](std::string message) {
    return pack_error{std::string(expectations_file), 0, 0, path.string(), std::move(message)};
  };
  std::uintmax_t size = std::filesystem::file_size(path, fault);
  if (!fault && size > csv_bytes_max) return error("this file is too large");
  std::ifstream in(path, std::ios::binary);
  if (fault || !in) return error("this file cannot be read");
  auto text = as_utf8(expectations_file, {std::istreambuf_iterator<char>(in), {}});
  if (auto* wrong = std::get_if<file_error>(&text)) return std::move(*wrong);
  return std::get<std::string>(std::move(text));
}

check_report check_directory(const std::filesystem::path& directory,
                             std::optional<pack_language> language) {
  auto files = read_pack_directory(directory);
  auto expected = read_expectations(directory);
  std::vector<pack_error> unread;
  if (auto* wrong = std::get_if<1>(&files)) unread = std::move(*wrong);
  if (auto* wrong = std::get_if<1>(&expected)) unread.push_back(std::move(*wrong));
  if (unread.empty())
    return check_pack(*std::get_if<0>(&files), *std::get_if<0>(&expected), language);
  check_report report;
  std::ifstream in(directory / "pack.toml", std::ios::binary);
  std::string settings(std::istreambuf_iterator<char>(in), {});
  report.language = language ? *language : language_of({{"pack.toml", settings}});
  report.findings = findings_of(unread, report.language);
  return report;
}

}  // namespace gridwhistle
