#include "server/adapters/workbook_export.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "common/csv_cells.hpp"
#include "server/adapters/pack_columns.hpp"
#include "server/adapters/workbook_sheets.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t cell_units_max = 32767;  // of UTF-16
constexpr std::size_t piece_bytes_max = 30000;
constexpr double widest_column = 60;

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0u) != 0x80u) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

// A text that looks like an escape of Excel's, such as _x000D_, would be read as one.
std::string escaped(std::string_view text) {
  constexpr std::size_t length = 7;
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string_view rest = text.substr(at, length);
    bool escape =
        rest.size() == length && rest.starts_with("_x") && rest.back() == '_' &&
        rest.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (escape) made += "_x005F";
    made += text[at];
  }
  return made;
}

class workbook_writer {
 public:
  explicit workbook_writer(const std::filesystem::path& file)
      : file_(file), book_(workbook_new(file.c_str())) {
    if (!book_) throw std::runtime_error("cannot write " + file.string());
    text_ = workbook_add_format(book_);
    format_set_num_format(text_, "@");
    bold_ = workbook_add_format(book_);
    format_set_num_format(bold_, "@");
    format_set_bold(bold_);
  }
  ~workbook_writer() {
    if (book_) lxw_workbook_free(book_);
  }
  workbook_writer(const workbook_writer&) = delete;
  workbook_writer& operator=(const workbook_writer&) = delete;

  void add_about(const pack_files& files) {
    add_sheet(about_sheet);
    write_row({"file", "where", "SHA-256"}, bold_);
    for (const auto& [name, bytes] : files) {
      bool here = name.ends_with(".csv") || name == settings_sheet;
      write_row({name, std::string(here ? held_as_sheet : held_elsewhere),
                 here ? "" : hash_of_canonical(bytes).hex()},
                text_);
    }
    ++row_;
    for (const char* line :
         {"Every sheet is a table of the policy pack and is read back whole. Cells are text.",
          "What is not in this workbook stays as it is in the directory that it is read into.",
          "每张表对应责任清单包中的一个文件，导入时整表读回；单元格均为文本格式。",
          "不在本工作簿中的文件，导入时保留目标目录中原有的内容。"}) {
      write_row({line}, nullptr);
    }
    worksheet_set_column(sheet_, 0, 1, 22, nullptr);
  }

  void add_settings(std::string_view text) {
    add_sheet(settings_sheet);
    worksheet_set_column(sheet_, 0, 0, widest_column, text_);
    while (!text.empty()) {
      std::size_t end = std::min(text.find('\n'), text.size());
      write_row({std::string(text.substr(0, end))}, text_);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  // The first row is the header.
  void add_table(std::string_view name, const std::vector<std::vector<std::string>>& rows) {
    add_sheet(name);
    for (std::size_t column = 0; column < rows.front().size(); ++column) {
      std::size_t widest = 6;
      for (const auto& row : rows) {
        if (column < row.size()) widest = std::max(widest, utf16_units(row[column]) + 2);
      }
      auto at = static_cast<lxw_col_t>(column);
      // Also below the last row: what is typed there must stay text.
      worksheet_set_column(sheet_, at, at, std::min(widest_column, static_cast<double>(widest)),
                           text_);
    }
    for (const auto& row : rows) write_row(row, row_ == 0 ? bold_ : text_);
    worksheet_freeze_panes(sheet_, 1, 0);
  }

  void add_as_written(std::string_view file, std::string_view text) {
    add_sheet(as_written_sheet(file));
    while (!text.empty()) {
      std::size_t end = std::min(piece_bytes_max, text.size());
      auto inside = [&] { return (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u; };
      while (end < text.size() && inside()) --end;
      write_row({piece_mark + std::string(text.substr(0, end))}, nullptr);
      text.remove_prefix(end);
    }
    worksheet_hide(sheet_);
  }

  void close() {
    lxw_error failed = workbook_close(std::exchange(book_, nullptr));
    if (failed != LXW_NO_ERROR) {
      throw std::runtime_error("cannot write " + file_.string() + ": " + lxw_strerror(failed));
    }
  }

 private:
  void add_sheet(std::string_view name) {
    sheet_ = workbook_add_worksheet(book_, std::string(name).c_str());
    row_ = 0;
    if (!sheet_) throw std::runtime_error("cannot add a sheet to " + file_.string());
  }

  void write_row(const std::vector<std::string>& cells, lxw_format* format) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      lxw_error failed = worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i),
                                                escaped(cells[i]).c_str(), format);
      if (failed != LXW_NO_ERROR) {
        throw std::runtime_error("cannot write " + file_.string() + ": " + lxw_strerror(failed));
      }
    }
    ++row_;
  }

  std::filesystem::path file_;
  lxw_workbook* book_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* text_ = nullptr;
  lxw_format* bold_ = nullptr;
  lxw_row_t row_ = 0;
};

struct told_table {
  std::string_view file;
  std::vector<std::vector<std::string>> rows;
  bool plain = false;  // its cells alone give it back
};

// Rows of empty cells say nothing, and a spreadsheet does not keep them.
told_table table_of(const pack_table& table, const std::string& bytes,
                    std::vector<pack_error>& errors) {
  told_table made{table.file, {}, false};
  auto read = read_pack_table(table, bytes);
  if (auto* wrong = std::get_if<1>(&read)) {
    errors.insert(errors.end(), wrong->begin(), wrong->end());
    return made;
  }
  std::string plain;
  for (const csv_row& row : cut_csv(table.file, bytes).rows) {
    std::vector<std::string> texts;
    for (const csv_cell& cell : row.cells) {
      if (utf16_units(cell.text) > cell_units_max) {
        errors.push_back({std::string(table.file), cell.line, cell.column, quoted_value(cell.text),
                          "a cell of a spreadsheet holds at most 32767 characters"});
      }
      texts.push_back(cell.text);
    }
    if (std::ranges::all_of(texts, &std::string::empty)) continue;
    plain += csv_line(texts);
    made.rows.push_back(std::move(texts));
  }
  made.plain = plain == bytes;
  return made;
}

// A file in lines comes back from its lines when each ends and the last is not empty.
bool is_plain_text(std::string_view text) {
  return text.ends_with('\n') && !text.ends_with("\n\n");
}

void write_all(const std::filesystem::path& to, const pack_files& files,
               const std::vector<told_table>& tables) {
  workbook_writer book(to);
  book.add_about(files);
  auto settings = files.find(settings_sheet);
  if (settings != files.end()) book.add_settings(settings->second);
  for (const told_table& each : tables) book.add_table(each.file, each.rows);
  if (settings != files.end() && !is_plain_text(settings->second))
    book.add_as_written(settings_sheet, settings->second);
  for (const told_table& each : tables) {
    if (!each.plain) book.add_as_written(each.file, files.find(each.file)->second);
  }
  book.close();
}

}  // namespace

std::vector<pack_error> write_pack_workbook(const std::filesystem::path& workbook,
                                            const pack_files& files) {
  std::vector<pack_error> errors;
  std::vector<told_table> tables;
  for (const pack_table& each : pack_tables()) {
    auto bytes = files.find(each.file);
    if (bytes != files.end()) tables.push_back(table_of(each, bytes->second, errors));
  }
  if (!errors.empty()) return errors;
  std::filesystem::path fresh = workbook;
  fresh += ".new";
  try {
    write_all(fresh, files, tables);
    std::filesystem::rename(fresh, workbook);
  } catch (const std::exception&) {
    std::error_code gone;
    std::filesystem::remove(fresh, gone);
    throw;
  }
  return {};
}

}  // namespace gridwhistle
