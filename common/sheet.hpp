// A table of a report, and the files it is handed on in: CSV that spreadsheets read, and XLSX.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/time.hpp"

namespace gridwhistle {

struct percentage {
  double percent = 0;
};
// An instant as a clock shows it that goes so far before UTC.
struct wall_moment {
  instant at;
  std::chrono::minutes utc_offset{0};
};
// Nothing to divide by, or nothing said: an empty cell.
using cell =
    std::variant<std::monostate, std::string, std::uint64_t, double, percentage, wall_moment>;
using named_cell = std::pair<std::string, cell>;

struct sheet {
  std::string name;
  // What all rows have in common. A workbook says it once, above; a CSV in every row, behind its
  // own cells, so that files may be put together.
  std::vector<named_cell> head;
  std::vector<named_cell> notes;  // above in a workbook, and not in a CSV
  std::vector<std::string> header;
  std::vector<std::vector<cell>> rows;
};

// "UTC+08:00"
std::string zone_text(std::chrono::minutes utc_offset);
// As a CSV has it: numbers with two digits behind the point, percentages with one, instants as
// 2026-11-24T16:30:00+08:00. A text that spreadsheets would take for a formula begins with an
// apostrophe.
std::string csv_text(const cell& told);
// RFC 4180 with a byte order mark, so that spreadsheets read Chinese.
std::string csv_of(const sheet& told);

// Both throw std::runtime_error naming the file that cannot be written.
void write_csv(const sheet& told, const std::filesystem::path& file);
void write_xlsx(const std::vector<sheet>& told, const std::filesystem::path& file);

}  // namespace gridwhistle
