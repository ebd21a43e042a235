// A report of figures as sheets, and the files they are handed on in.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/local_time.hpp"

namespace gridwhistle {

struct percentage {
  double percent = 0;
};
// Nothing to divide by, or nothing said: an empty cell.
using cell = std::variant<std::monostate, std::string, std::uint64_t, double, percentage>;

struct sheet {
  std::string name;
  std::vector<std::string> header;
  std::vector<std::vector<cell>> rows;
};

// For each row counted, of and percent of every figure.
sheet figures_sheet(const v1::FigureTable& table);
// For each row and holder the hours held.
sheet held_sheet(const v1::FigureTable& table);
// What each figure means, in both languages.
sheet definitions_sheet(const v1::FigureTable& table);

// For each row the counts of every tag.
sheet zero_sheet(const v1::ZeroBoardTable& table);

// For each row listed, visited, open and missed visits, and the share visited.
sheet care_sheet(const v1::CareSharesTable& table);

// RFC 4180 with a byte order mark, so that spreadsheets read Chinese; a text that they would take
// for a formula begins with an apostrophe.
std::string csv_of(const sheet& told);
// For people: a block for each row of figures, and the definitions.
std::string text_of(const v1::FigureTable& table);
// A line for each row where something was raised, and how many rows are at zero.
std::string text_of(const v1::ZeroBoardTable& table);
// A line for each row.
std::string text_of(const v1::CareSharesTable& table);
// "from … to before …, as of …", of any table.
template <class Table>
std::string period_text(const Table& table) {
  return "from " + local_text(from_ms(table.from_ms())) + " to before " +
         local_text(from_ms(table.to_ms())) + ", as of " + local_text(from_ms(table.as_of_ms())) +
         "\n";
}

// Both throw std::runtime_error naming the file that cannot be written.
void write_csv(const sheet& told, const std::filesystem::path& file);
void write_xlsx(const std::vector<sheet>& told, const std::filesystem::path& file);

}  // namespace gridwhistle
