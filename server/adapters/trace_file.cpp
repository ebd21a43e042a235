#include "server/adapters/trace_file.hpp"

#include <algorithm>
#include <array>

#include "server/adapters/pack_cells.hpp"

namespace gridwhistle {
namespace {

constexpr std::array<std::string_view, 7> trace_columns = {
    "at", "matter", "area", "kind", "condition", "handled_at", "reference"};
constexpr std::array<std::string_view, 1> optional_columns = {"reported_in_at"};

struct trace_reader {
  const csv_table& table;
  record made;
  std::vector<file_error> errors;

  void read(const pack_row& row) {
    recorded_question asked;
    asked.name = row["reference"];
    asked.what.area = area_code(row["area"]);
    if (!row["matter"].empty()) {
      asked.what.matter = parse_matter_key(row["matter"]);
      if (!asked.what.matter) blame(row, "matter", "a matter is written matter:06010, or nothing");
    }
    if (!row["kind"].empty()) {
      asked.what.kind = parse_whistle_kind(row["kind"]);
      if (!asked.what.kind) blame(row, "kind", "a kind is routine, joint, key or emergency");
    }
    if (!row["condition"].empty()) {
      auto condition = parse_number(row["condition"]);
      if (!condition) blame(row, "condition", "a condition is a whole number");
      asked.what.condition = condition.value_or(0);
    }
    if (row["at"].empty()) blame(row, "at", "a row needs the instant of its call");
    asked.at = time_of(row, "at").value_or(instant{});
    asked.reported_in_at = time_of(row, "reported_in_at");
    asked.handled_at = time_of(row, "handled_at");
    asked.state = asked.handled_at ? record_state::ended : record_state::open;
    made.end = std::max({made.end, asked.at, asked.handled_at.value_or(asked.at)});
    made.questions.push_back(std::move(asked));
  }

  std::optional<instant> time_of(const pack_row& row, std::string_view column) {
    if (row[column].empty()) return std::nullopt;
    auto read = parse_utc(row[column]);
    if (!read) blame(row, column, "an instant is written 2015-01-05T05:02:47Z");
    return read;
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    if (errors.size() < file_errors_max) errors.push_back(row.error(column, message));
  }
};

}  // namespace

std::variant<record, std::vector<file_error>> read_trace(std::string_view file,
                                                         std::string_view bytes) {
  auto table = csv_table::read(file, bytes, trace_columns, optional_columns);
  if (auto* errors = std::get_if<std::vector<file_error>>(&table)) return std::move(*errors);
  trace_reader all{std::get<csv_table>(table), {}, {}};
  all.made.questions.reserve(all.table.rows().size());
  for (const csv_row& row : all.table.rows()) all.read(pack_row(all.table, row));
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
