#include "server/adapters/expectations.hpp"

#include <algorithm>
#include <set>

#include "server/adapters/pack_cells.hpp"
#include "server/adapters/pack_columns.hpp"
#include "server/core/calling.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view nobody = "-";

class expectation_reader {
 public:
  explicit expectation_reader(const policy& rules) : rules_(rules) {}

  void read(const pack_row& row) {
    std::optional<duty_question> asked = question_of(row);
    std::optional<std::string> lead = called(row, "lead", row["lead"], asked);
    std::set<std::string> helpers;
    bool helpers_known = true;
    if (row["helpers"] != nobody) {
      for (const std::string& each : split(row["helpers"])) {
        auto helper = called(row, "helpers", each, asked);
        helpers_known = helpers_known && helper;
        if (helper) helpers.insert(*helper);
      }
    }
    ++outcome.rows;
    if (!asked || !lead || !helpers_known) return;
    compare(row, *asked, *lead, helpers);
  }

  expectation_outcome outcome;
  std::vector<pack_error> errors;

 private:
  std::optional<duty_question> question_of(const pack_row& row) {
    auto key = parse_matter_key(row["matter"]);
    if (!key || !rules_.matters.find(*key))
      blame(row, "matter", "no matter has this kind and code");
    bool place = rules_.areas.find(area_code(row["area"])) != nullptr;
    if (!place) blame(row, "area", "no area has this code");
    auto at = parse_local_time(row["at"]);
    if (!at) blame(row, "at", "a time is written 2026-01-31T08:30, without a zone");
    auto kind = parse_whistle_kind(row["kind"]);
    if (!kind) blame(row, "kind", "a kind is routine, joint, key or emergency");
    if (!key || !place || !at || !kind) return std::nullopt;
    return duty_question{*key, area_code(row["area"]), rules_.days.where().to_utc(*at), *kind};
  }

  // The department's code; "-" for a desk; "?" when none serves the area.
  std::optional<std::string> called(const pack_row& row, std::string_view column,
                                    const std::string& text,
                                    const std::optional<duty_question>& asked) {
    if (text == nobody || rules_.departments.find(department_code(text))) return text;
    std::optional<function_at_level> place = parse_function_at_level(text);
    if (!place) {
      blame(row, column, "no department has this code, and it is not function@level");
      return std::nullopt;
    }
    auto has_function = [&](const department& each) { return each.function == place->function; };
    if (std::ranges::none_of(rules_.departments.all(), has_function)) {
      blame(row, column, "no department has this function");
      return std::nullopt;
    }
    if (!asked) return std::nullopt;
    const department* found = rules_.departments.resolve(rules_.areas, *place, asked->area);
    return found ? found->code.text : "?";
  }

  void compare(const pack_row& row, const duty_question& asked, const std::string& lead,
               const std::set<std::string>& helpers) {
    calling real = departments_for(rules_, asked);
    std::string found = real.lead ? real.lead->code.text : std::string(nobody);
    std::set<std::string> found_helpers;
    for (const department* each : real.helpers) found_helpers.insert(each->code.text);
    bool helpers_matter = !row["helpers"].empty();
    if (found == lead && (!helpers_matter || found_helpers == helpers)) return;
    expected_call wanted{row["lead"], {}}, is{found, {}};
    if (helpers_matter) {
      wanted.helpers = row["helpers"];
      is.helpers = joined(found_helpers);
    }
    outcome.missed.push_back(
        {row.line(), asked, std::move(wanted), std::move(is), real.found.winner});
  }

  static std::string joined(const std::set<std::string>& codes) {
    std::string text;
    for (const std::string& each : codes) text += (text.empty() ? "" : "|") + each;
    return text.empty() ? std::string(nobody) : text;
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    if (errors.size() < file_errors_max) errors.push_back(row.error(column, message));
  }

  const policy& rules_;
};

}  // namespace

std::variant<expectation_outcome, std::vector<pack_error>> check_expectations(std::string_view text,
                                                                              const policy& rules) {
  auto read = read_pack_table(pack_table_of(expectations_file), text);
  if (auto* errors = std::get_if<1>(&read)) return std::move(*errors);
  const csv_table& table = *std::get_if<0>(&read);
  expectation_reader all(rules);
  for (const csv_row& row : table.rows()) all.read(pack_row(table, row));
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.outcome);
}

}  // namespace gridwhistle
