// gridwhistled pack export-xlsx and import-xlsx: a pack's tables to a spreadsheet and back.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace gridwhistle {

struct workbook_arguments {
  std::filesystem::path pack;
  std::filesystem::path workbook;
  std::filesystem::path map;  // of a new directory; empty: none
  std::string language;       // zh or en; empty: the pack's own
};

struct workbook_verbs {
  CLI::App& exporting;
  CLI::App& importing;
};

workbook_verbs add_workbook_verbs(CLI::App& pack, workbook_arguments& given);

// Both print what they did and throw std::runtime_error for what is wrong; then nothing has
// changed.
void run_export(const workbook_arguments& given);
// The tables of the directory become those of the workbook, all at once; what else is in it stays.
void run_import(const workbook_arguments& given);

}  // namespace gridwhistle
