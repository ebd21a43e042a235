// Checks the header and the counts of what was cut.
#include "common/csv_table.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "common/check.hpp"
#include "common/csv_cells.hpp"

namespace gridwhistle {
namespace {

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ",") + std::string(name);
  return text;
}

std::vector<file_error> header_errors(std::string_view file, const csv_row& header,
                                      std::span<const std::string_view> columns,
                                      std::span<const std::string_view> optional) {
  auto among = [](std::string_view name, std::span<const std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
  };
  std::string known = joined(columns);
  if (!optional.empty()) known += " and may have " + joined(optional);
  std::vector<file_error> errors;
  auto count = [&](std::string_view name) {
    return std::ranges::count(header.cells, name, &csv_cell::text);
  };
  for (const csv_cell& cell : header.cells) {
    auto first = std::ranges::find(header.cells, cell.text, &csv_cell::text);
    std::string message;
    if (!among(cell.text, columns) && !among(cell.text, optional)) {
      message = "unknown column; this file has " + known;
    } else if (first->column != cell.column) {
      message = "this column is there twice";
    }
    if (!message.empty()) {
      errors.push_back(
          {std::string(file), cell.line, cell.column, quoted_value(cell.text), message});
    }
  }
  for (std::string_view name : columns) {
    if (count(name) > 0) continue;
    errors.push_back(
        {std::string(file), header.line, 0, std::string(name), "this column is missing"});
  }
  return errors;
}

// A spreadsheet that parts cells by something else makes one cell of the header.
std::string_view parted_wrongly(const csv_row& header, std::span<const std::string_view> columns) {
  if (header.cells.size() != 1 || columns.size() < 2) return {};
  const std::string& text = header.cells.front().text;
  if (text.find(';') != std::string::npos)
    return "the cells of this file are parted by semicolons; save it as CSV with commas";
  if (text.find('\t') != std::string::npos)
    return "the cells of this file are parted by tabs; save it as CSV with commas";
  return {};
}

std::vector<file_error> count_errors(std::string_view file, const std::vector<csv_row>& rows,
                                     std::size_t expected) {
  std::vector<file_error> errors;
  for (const csv_row& row : rows) {
    if (row.cells.size() == expected) continue;
    // The first cell too many, or the last one there.
    const csv_cell& cell = row.cells[std::min(expected, row.cells.size() - 1)];
    errors.push_back({std::string(file), cell.line, cell.column, quoted_value(cell.text),
                      "this row has " + std::to_string(row.cells.size()) + " cells, the header " +
                          std::to_string(expected)});
  }
  return errors;
}

}  // namespace

std::string to_text(const file_error& error) {
  std::string text = error.file;
  if (error.line > 0) text += ':' + std::to_string(error.line);
  if (error.column > 0) text += ':' + std::to_string(error.column);
  text += ": ";
  if (error.line > 0 || !error.value.empty()) text += '"' + error.value + "\": ";
  return text + error.message;
}

void throw_faults(const std::vector<file_error>& errors) {
  if (errors.empty()) return;
  std::string all;
  for (const file_error& each : errors) all.append(all.empty() ? "" : "\n").append(to_text(each));
  throw std::runtime_error(all);
}

std::variant<csv_table, std::vector<file_error>> csv_table::read(
    std::string_view file, std::string_view bytes, std::span<const std::string_view> columns,
    std::span<const std::string_view> optional) {
  auto as_a_whole = [&](std::string value, std::string message) {
    return std::vector{file_error{std::string(file), 0, 0, std::move(value), std::move(message)}};
  };
  if (bytes.size() > csv_bytes_max) {
    return as_a_whole(std::to_string(bytes.size()),
                      "a table may have at most " + std::to_string(csv_bytes_max) + " bytes");
  }
  auto [rows, errors] = cut_csv(file, bytes);
  if (rows.empty())
    return as_a_whole("", "this file is empty; it must begin with " + joined(columns));
  std::string_view parted = parted_wrongly(rows.front(), columns);
  if (!parted.empty()) return as_a_whole("", std::string(parted));
  std::vector<file_error> more = header_errors(file, rows.front(), columns, optional);
  errors.insert(errors.end(), more.begin(), more.end());
  // A broken quote swallows what follows it; counting cells then would only blame the innocent.
  if (errors.empty()) errors = count_errors(file, rows, rows.front().cells.size());
  if (errors.size() > file_errors_max) errors.resize(file_errors_max);
  if (!errors.empty()) return errors;
  csv_table table;
  table.file_ = file;
  for (csv_cell& cell : rows.front().cells) table.header_.push_back(std::move(cell.text));
  rows.erase(rows.begin());
  table.rows_ = std::move(rows);
  for (std::string_view name : optional) {
    if (std::ranges::find(table.header_, name) == table.header_.end()) table.add_empty_column(name);
  }
  return table;
}

void csv_table::add_empty_column(std::string_view name) {
  header_.emplace_back(name);
  for (csv_row& row : rows_) {
    row.cells.push_back({.text = {}, .line = row.line, .column = static_cast<int>(header_.size())});
  }
}

std::size_t csv_table::column(std::string_view name) const {
  auto found = std::ranges::find(header_, name);
  GW_CHECK(found != header_.end());
  return static_cast<std::size_t>(found - header_.begin());
}

const csv_cell& csv_table::cell(const csv_row& row, std::string_view name) const {
  return row.cells[column(name)];
}

file_error csv_table::error_at(const csv_cell& cell, std::string message) const {
  return {file_, cell.line, cell.column, quoted_value(cell.text), std::move(message)};
}

bool reads_back_quoted(std::string_view text) {
  auto breaks = [](char each) { return each == '"' || static_cast<unsigned char>(each) < ' '; };
  if (std::ranges::any_of(text, breaks)) return false;
  constexpr std::string_view columns[] = {"text", "end"};
  auto read = csv_table::read("text", "text,end\n\"" + std::string(text) + "\",1\n", columns);
  const auto* table = std::get_if<csv_table>(&read);
  return table && table->rows().size() == 1 &&
         table->cell(table->rows().front(), "text").text == text;
}

}  // namespace gridwhistle
