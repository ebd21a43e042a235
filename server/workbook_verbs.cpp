#include "server/workbook_verbs.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include "server/adapters/expectations.hpp"
#include "server/adapters/pack_check.hpp"
#include "server/adapters/pack_columns.hpp"
#include "server/adapters/pack_directory.hpp"
#include "server/adapters/pack_error_words.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/adapters/workbook_export.hpp"
#include "server/adapters/workbook_import.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view map_file = "grids.geojson";

std::string bytes_of(const fs::path& file) {
  std::error_code fault;
  std::uintmax_t size = fs::file_size(file, fault);
  std::ifstream in(file, std::ios::binary);
  if (fault || !in) throw std::runtime_error("cannot read " + file.string());
  if (size > csv_bytes_max) throw std::runtime_error(file.string() + " is too large");
  return {std::istreambuf_iterator<char>(in), {}};
}

// What is in the directory already, as far as it is known to a pack.
pack_files files_there(const fs::path& directory) {
  if (!fs::exists(directory)) return {};
  if (!fs::is_directory(directory)) throw std::runtime_error(directory.string() + " is a file");
  pack_files files;
  for (const pack_table& each : pack_tables()) {
    if (fs::exists(directory / each.file)) files.emplace(each.file, "");
  }
  if (fs::exists(directory / map_file)) files.emplace(map_file, bytes_of(directory / map_file));
  return files;
}

// A map is no table: it comes from the directory or is named.
std::optional<std::string> map_of(const workbook_arguments& given, const pack_files& there,
                                  const imported_pack& read) {
  if (!given.map.empty()) return bytes_of(given.map);
  auto kept = there.find(map_file);
  if (kept != there.end()) return kept->second;
  if (!read.elsewhere.contains(map_file)) return std::nullopt;
  throw std::runtime_error("this workbook's pack has a map, which is in no workbook: put " +
                           std::string(map_file) + " into " + given.pack.string() +
                           ", or name it with --map");
}

// The reader's own, or the pack's: of the directory that is there, else of the workbook.
language language_for(const workbook_arguments& given, const imported_pack* read) {
  if (!given.language.empty()) return given.language == "zh" ? language::zh : language::en;
  if (fs::exists(given.pack / "pack.toml"))
    return language_of({{"pack.toml", bytes_of(given.pack / "pack.toml")}});
  return read ? language_of(read->files) : language::en;
}

[[noreturn]] void refuse(const std::string& name, const std::vector<pack_error>& errors,
                         language in) {
  std::string lines = name + (in == language::zh ? "：" : ":");
  for (const pack_error& each : errors) {
    lines += "\n  " + cell_in(each, in) + (in == language::zh ? "：" : ": ") + words_of(each, in);
  }
  throw std::runtime_error(lines);
}

void refuse_left_over_tables(const workbook_arguments& given, const pack_files& there,
                             const imported_pack& read) {
  for (const auto& [name, bytes] : there) {
    if (name == map_file || read.files.contains(name)) continue;
    throw std::runtime_error((given.pack / name).string() +
                             " is there, and the workbook has no sheet " + name +
                             ": remove the file, or add the sheet");
  }
}

}  // namespace

workbook_verbs add_workbook_verbs(CLI::App& pack, workbook_arguments& given) {
  CLI::App& exporting =
      *pack.add_subcommand("export-xlsx", "write the tables of a pack as a workbook");
  exporting.add_option("pack", given.pack, "directory")->required()->check(CLI::ExistingDirectory);
  exporting.add_option("workbook", given.workbook, "a new .xlsx file")->required();
  CLI::App& importing = *pack.add_subcommand(
      "import-xlsx", "make the tables of a pack those of a workbook, or name every error");
  importing.add_option("workbook", given.workbook, "an .xlsx file")
      ->required()
      ->check(CLI::ExistingFile);
  importing.add_option("pack", given.pack, "directory; made if it is not there")->required();
  importing.add_option("--lang", given.language, "zh or en; else the pack's own")
      ->check(CLI::IsMember({"zh", "en"}));
  importing.add_option("--map", given.map, "a grids.geojson to put beside the tables")
      ->check(CLI::ExistingFile);
  return {exporting, importing};
}

void run_export(const workbook_arguments& given) {
  std::string name = given.pack.string();
  if (fs::exists(given.workbook))
    throw std::runtime_error(given.workbook.string() + " is there already; nothing was written");
  pack_files files = normalised(or_throw(read_pack_directory(given.pack), name));
  auto expected = read_expectations(given.pack);
  if (const auto* fault = std::get_if<pack_error>(&expected)) throw_pack_errors(name, {*fault});
  if (auto& text = std::get<0>(expected)) files.emplace(expectations_file, std::move(*text));
  std::vector<pack_error> errors = write_pack_workbook(given.workbook, files);
  if (!errors.empty()) throw_pack_errors(name, errors);
  for (const auto& [file, bytes] : files) {
    bool here = file != map_file;
    std::cout << file << (here ? "" : ": not in the workbook") << "\n";
  }
  std::cout << std::flush;
}

void run_import(const workbook_arguments& given) {
  std::string name = given.workbook.string();
  auto outcome = read_pack_workbook(name, bytes_of(given.workbook));
  if (const auto* errors = std::get_if<1>(&outcome))
    refuse(name, *errors, language_for(given, nullptr));
  const imported_pack& read = *std::get_if<0>(&outcome);
  pack_files there = files_there(given.pack);
  refuse_left_over_tables(given, there, read);
  pack_files whole = read.files;
  if (auto map = map_of(given, there, read)) whole.emplace(map_file, std::move(*map));
  auto loaded = load_pack(whole);
  if (auto* errors = std::get_if<1>(&loaded)) {
    for (pack_error& each : *errors) each = at_its_cell(std::move(each), read);
    refuse(name, *errors, language_for(given, &read));
  }
  replace_pack_files(given.pack, whole);
  std::cout << std::get<policy_ptr>(loaded)->hash.hex() << std::endl;
}

}  // namespace gridwhistle
