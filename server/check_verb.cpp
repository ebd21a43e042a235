#include "server/check_verb.hpp"

#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "server/adapters/check_output.hpp"
#include "server/adapters/pack_check.hpp"

namespace gridwhistle {

CLI::App& add_check_verb(CLI::App& pack, check_arguments& given) {
  CLI::App& verb = *pack.add_subcommand(
      "check", "prove that every matter, area, time and kind has exactly one lead");
  verb.add_option("pack", given.pack, "directory")->required()->check(CLI::ExistingDirectory);
  verb.add_flag("--json", given.json, "one line for programs");
  verb.add_option("--sarif", given.sarif, "a file for editors, SARIF 2.1.0");
  verb.add_option("--lang", given.language, "zh or en; else the pack's own")
      ->check(CLI::IsMember({"zh", "en"}));
  return verb;
}

check_end run_check(const check_arguments& given) {
  std::optional<pack_language> language;
  if (!given.language.empty())
    language = given.language == "zh" ? pack_language::zh : pack_language::en;
  check_report report = check_directory(given.pack, language);
  if (!given.sarif.empty()) {
    std::ofstream out(given.sarif);
    out << to_sarif(report, std::filesystem::absolute(given.pack).lexically_normal().string());
    if (!out.flush()) throw std::runtime_error("cannot write " + given.sarif.string());
  }
  std::cout << (given.json ? to_json(report) + '\n' : to_text(report)) << std::flush;
  return report.covered() ? check_end::covered : check_end::not_covered;
}

}  // namespace gridwhistle
