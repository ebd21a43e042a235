// A table of a report, and the files it is handed on in: CSV that spreadsheets read, and XLSX.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

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

// As a CSV has it: numbers with two digits behind the point. A text that spreadsheets would take
// for a formula begins with an apostrophe.
std::string csv_text(const cell& told);
// RFC 4180 with a byte order mark, so that spreadsheets read Chinese.
std::string csv_of(const sheet& told);

// Both throw std::runtime_error naming the file that cannot be written.
void write_csv(const sheet& told, const std::filesystem::path& file);
void write_xlsx(const std::vector<sheet>& told, const std::filesystem::path& file);

}  // namespace gridwhistle
