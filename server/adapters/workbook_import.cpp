#include "server/adapters/workbook_import.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

#include "common/csv_cells.hpp"
#include "server/adapters/pack_columns.hpp"
#include "server/adapters/workbook.hpp"
#include "server/adapters/workbook_sheets.hpp"
#include "server/adapters/workbook_text.hpp"

namespace gridwhistle {
namespace {

std::string place_text(std::string_view sheet, int row, int column) {
  std::string text = "sheet " + std::string(sheet);
  if (row > 0) text += ", row " + std::to_string(row);
  if (column > 0) text += ", column " + column_letters(column);
  return text;
}

// A code that could have lost a zero in front if it had become a number.
bool begins_with_zero(const std::string& text) {
  bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits && text.size() > 1 && text.front() == '0';
}

using cell_texts = std::vector<std::vector<std::string>>;

// Of bytes that are known to be sound; rows that say nothing are left out.
cell_texts texts_of(std::string_view file, std::string_view bytes) {
  cell_texts made;
  for (const csv_row& row : cut_csv(file, bytes).rows) {
    std::vector<std::string> texts;
    for (const csv_cell& cell : row.cells) texts.push_back(cell.text);
    if (!std::ranges::all_of(texts, &std::string::empty)) made.push_back(std::move(texts));
  }
  return made;
}

class pack_importer {
 public:
  explicit pack_importer(const workbook& book) : book_(book) {}

  std::variant<imported_pack, std::vector<pack_error>> read() {
    refuse_strange_sheets();
    read_about();
    read_settings();
    for (const pack_table& each : pack_tables()) read_table(each);
    if (errors_.empty()) return std::move(made_);
    return std::move(errors_);
  }

 private:
  void refuse_strange_sheets() {
    std::set<std::string_view> seen;
    for (const workbook_sheet& each : book_.sheets) {
      std::string_view name = each.name;
      bool twice = !seen.insert(name).second;
      std::string_view file = name.substr(0, name.rfind(' '));
      bool ours =
          name == about_sheet || is_file(name) || (is_file(file) && name == as_written_sheet(file));
      if (twice) blame(name, 0, 0, "", "this sheet is there twice");
      if (ours || each.cells.empty()) continue;
      blame(name, 0, 0, "", "no table of a pack has this name; it would be areas.csv or so");
    }
  }

  static bool is_file(std::string_view name) {
    return name == settings_sheet ||
           std::ranges::find(pack_tables(), name, &pack_table::file) != pack_tables().end();
  }

  void read_about() {
    const workbook_sheet* about = book_.find(about_sheet);
    if (!about) return;
    std::map<int, std::map<int, std::string>> rows;
    for (const workbook_cell& each : about->cells) rows[each.row][each.column] = each.text;
    for (auto& [row, cells] : rows) {
      if (cells[2] == held_elsewhere) made_.elsewhere[cells[1]] = cells[3];
      if (cells[2] == held_as_sheet && is_file(cells[1]) && !book_.find(cells[1]))
        blame(cells[1], 0, 0, "", "this sheet is missing: the workbook was made with it");
    }
  }

  void read_settings() {
    const workbook_sheet* sheet = book_.find(settings_sheet);
    if (!sheet) return blame_missing(settings_sheet);
    std::string text;
    std::vector<int> rows;
    for (const workbook_cell& each : sheet->cells) {
      std::string line = text_of(*sheet, each, cell_kind::text);
      if (each.column > 1) blame(sheet->name, each.row, each.column, line, one_line_a_row);
      while (rows.size() + 1 < static_cast<std::size_t>(each.row)) {
        text += '\n';
        rows.push_back(static_cast<int>(rows.size()) + 1);
      }
      text += line + '\n';
      rows.push_back(each.row);
    }
    std::optional<std::string> written = as_written(settings_sheet);
    auto without_end = [](std::string_view lines) {
      while (lines.ends_with('\n')) lines.remove_suffix(1);
      return lines;
    };
    if (written && without_end(*written) == without_end(text)) text = *written;
    keep(settings_sheet, std::move(text), std::move(rows));
  }

  void read_table(const pack_table& table) {
    const workbook_sheet* sheet = book_.find(table.file);
    if (!sheet) {
      if (is_required(table.file)) blame_missing(table.file);
      return;
    }
    for (const std::string& each : sheet->merged) {
      blame(sheet->name, 0, 0, each,
            "merged cells: a table has a value in every cell; split them and fill each in");
    }
    std::map<int, std::map<int, const workbook_cell*>> rows;
    for (const workbook_cell& each : sheet->cells) rows[each.row][each.column] = &each;
    if (rows.empty()) return blame(sheet->name, 1, 0, "", "the names of the columns stand here");
    std::vector<cell_kind> kinds = kinds_of(table, rows.begin()->second);
    std::string text;
    std::vector<int> row_of_line;
    for (const auto& [row, cells] : rows) {
      std::vector<std::string> texts(kinds.size());
      for (const auto& [column, cell] : cells) {
        auto at = static_cast<std::size_t>(column) - 1;
        if (at < kinds.size()) {
          texts[at] =
              text_of(*sheet, *cell, row == rows.begin()->first ? cell_kind::text : kinds[at]);
        } else {
          blame(sheet->name, row, column, cell->text, "no column's name stands above this");
        }
      }
      std::string line = csv_line(texts);
      row_of_line.insert(row_of_line.end(),
                         static_cast<std::size_t>(std::ranges::count(line, '\n')), row);
      text += line;
    }
    refuse_lost_zeros(*sheet, kinds);
    keep_table(table, std::move(text), std::move(row_of_line));
  }

  void keep_table(const pack_table& table, std::string text, std::vector<int> row_of_line) {
    keep(table.file, std::move(text), std::move(row_of_line));
    std::string& kept = made_.files.find(table.file)->second;
    auto read = read_pack_table(table, kept);
    if (auto* wrong = std::get_if<1>(&read)) {
      for (pack_error& each : *wrong) blame(at_its_cell(std::move(each), made_));
      return;
    }
    std::optional<std::string> written = as_written(table.file);
    if (written && texts_of(table.file, *written) == texts_of(table.file, kept)) kept = *written;
  }

  // Of each column up to the last that has a name.
  static std::vector<cell_kind> kinds_of(const pack_table& table,
                                         const std::map<int, const workbook_cell*>& header) {
    std::vector<cell_kind> kinds(static_cast<std::size_t>(header.rbegin()->first), cell_kind::text);
    for (const auto& [column, cell] : header) {
      auto known = std::ranges::find(table.columns, cell->text, &pack_column::name);
      if (known != table.columns.end()) kinds[static_cast<std::size_t>(column) - 1] = known->kind;
    }
    return kinds;
  }

  // Where others of the column begin with a zero, a number may have had one.
  void refuse_lost_zeros(const workbook_sheet& sheet, const std::vector<cell_kind>& kinds) {
    std::set<int> with_zeros;
    for (const workbook_cell& each : sheet.cells) {
      if (each.type == workbook_cell_type::text && begins_with_zero(each.text))
        with_zeros.insert(each.column);
    }
    for (const workbook_cell& each : sheet.cells) {
      auto at = static_cast<std::size_t>(each.column) - 1;
      bool lost = each.type == workbook_cell_type::number && at < kinds.size() &&
                  kinds[at] == cell_kind::code && with_zeros.contains(each.column);
      if (!lost) continue;
      blame(sheet.name, each.row, each.column, each.text,
            "the spreadsheet has made a number of this code, and others of this column begin with "
            "0: format the column as text and write it again");
    }
  }

  std::string text_of(const workbook_sheet& sheet, const workbook_cell& cell, cell_kind kind) {
    cell_reading read = read_workbook_cell(cell, kind, book_.epoch);
    if (!read.fault.empty()) blame(sheet.name, cell.row, cell.column, cell.text, read.fault);
    return read.text;
  }

  std::optional<std::string> as_written(std::string_view file) const {
    const workbook_sheet* sheet = book_.find(as_written_sheet(file));
    if (!sheet) return std::nullopt;
    std::string text;
    for (const workbook_cell& each : sheet->cells) {
      if (each.column != 1 || !each.text.starts_with(piece_mark)) return std::nullopt;
      text += each.text.substr(1);
    }
    return text;
  }

  static bool is_required(std::string_view file) {
    constexpr std::array<std::string_view, 6> may_be_missing = {
        "ladders.csv", "posts.csv", "shifts.csv", "care.csv", "sayings.csv", "expect.csv"};
    return std::ranges::find(may_be_missing, file) == may_be_missing.end();
  }

  void keep(std::string_view file, std::string text, std::vector<int> row_of_line) {
    made_.files.insert_or_assign(std::string(file), std::move(text));
    made_.row_of_line.insert_or_assign(std::string(file), std::move(row_of_line));
  }

  void blame_missing(std::string_view sheet) {
    auto told = std::ranges::find(errors_, place_text(sheet, 0, 0), &pack_error::file);
    if (told == errors_.end()) blame(sheet, 0, 0, "", "this sheet is missing");
  }
  void blame(std::string_view sheet, int row, int column, std::string_view value,
             std::string_view message) {
    blame({place_text(sheet, row, column), 0, 0, quoted_value(value), std::string(message)});
  }
  void blame(pack_error error) {
    if (errors_.size() < file_errors_max) errors_.push_back(std::move(error));
  }

  static constexpr std::string_view one_line_a_row = "a line of pack.toml stands in column A alone";

  const workbook& book_;
  imported_pack made_;
  std::vector<pack_error> errors_;
};

}  // namespace

std::variant<imported_pack, std::vector<pack_error>> read_pack_workbook(std::string_view name,
                                                                        std::string_view bytes) {
  workbook book;
  try {
    book = read_workbook(bytes);
  } catch (const std::runtime_error& unreadable) {
    return std::vector{pack_error{std::string(name), 0, 0, "", unreadable.what()}};
  }
  return pack_importer(book).read();
}

pack_error at_its_cell(pack_error error, const imported_pack& from) {
  auto rows = from.row_of_line.find(error.file);
  if (rows == from.row_of_line.end()) return error;
  auto line = static_cast<std::size_t>(error.line);
  bool known = line > 0 && line <= rows->second.size();
  // In pack.toml a column is a place within the line.
  int column = error.file == settings_sheet ? 1 : error.column;
  error.file = place_text(error.file, known ? rows->second[line - 1] : 0, known ? column : 0);
  error.line = 0;
  error.column = 0;
  return error;
}

}  // namespace gridwhistle
