#include "server/adapters/web_export.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "common/figure_sheets.hpp"
#include "server/adapters/web_questions.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// Writing a workbook needs a file.
std::string workbook_of(const v1::FigureTable& table, const v1::Figures& asked) {
  std::string name = (fs::temp_directory_path() / "gridwhistle-report-XXXXXX").string();
  int made = ::mkstemp(name.data());
  if (made < 0) throw std::runtime_error("cannot make " + name);
  ::close(made);
  write_xlsx({figures_sheet(table, asked), held_sheet(table, asked), definitions_sheet(table)},
             name);
  std::ifstream in(name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  in.close();
  fs::remove(name);
  return bytes;
}

}  // namespace

web_response exported(const v1::FigureTable& table, const web_export& wish) {
  bool csv = wish.as == web_export::format::csv;
  v1::Figures asked;
  if (auto fault = read_query(wish.query, asked)) return problem("query_unreadable", *fault);
  const actor& by = wish.by;
  std::string name = figures_name(asked, by.area.empty() ? by.department.text : by.area.text);
  web_response made;
  made.type = csv ? "text/csv; charset=utf-8"
                  : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  made.fields = {
      {"Cache-Control", "no-store"},
      {"Content-Disposition", "attachment; filename=\"" + name + (csv ? ".csv\"" : ".xlsx\"")}};
  try {
    made.body = csv ? csv_of(figures_sheet(table, asked)) : workbook_of(table, asked);
  } catch (const std::runtime_error& failed) {
    return problem("storage_full", failed.what());
  }
  return made;
}

}  // namespace gridwhistle
