#include "server/adapters/pack_ladders.hpp"

#include <algorithm>
#include <map>

namespace gridwhistle {
namespace {

constexpr int percent_max = 1000;
constexpr int work_days_before_max = 100;

std::optional<clock_name> parse_clock(const std::string& text) {
  if (text == "report_in") return clock_name::report_in;
  if (text == "handle") return clock_name::handle;
  return std::nullopt;
}

struct ladders_reader {
  std::map<std::string, ladder> by_kind;
  std::vector<file_error> errors;

  void read(const pack_row& row) {
    std::size_t before = errors.size();
    if (row["kind"] != "*" && !parse_whistle_kind(row["kind"]))
      blame(row, "kind", "a kind is routine, joint, key, emergency or *");
    auto clock = parse_clock(row["clock"]);
    if (!clock) blame(row, "clock", "a clock is report_in or handle");
    auto percent = parse_number(row["percent"]);
    if (!percent || *percent < 1 || *percent > percent_max)
      blame(row, "percent", "a share of the limit is 1 to 1000 percent");
    auto days = row["work_days_before"].empty() ? 0 : parse_number(row["work_days_before"]);
    if (!days || *days > work_days_before_max)
      blame(row, "work_days_before", "this is a number of work days up to 100, or empty");
    auto action = parse_rung_action(row["action"]);
    if (!action) blame(row, "action", "an action is urge, yellow_card, red_card or supervise");
    auto to = parse_rung_recipient(row["to"]);
    if (!to)
      blame(row, "to", "a recipient is department, department_head, street, district or city");
    if (errors.size() > before) return;
    ladder& rungs = by_kind[row["kind"]];
    rung made{*clock, *percent, *days, *action, *to};
    if (std::count(rungs.begin(), rungs.end(), made) != 0)
      return blame(row, "clock", "this rung stands in the file already");
    if (rungs.size() == rungs_max) return blame(row, "kind", "a ladder has at most 16 rungs");
    rungs.push_back(made);
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    errors.push_back(row.error(column, message));
  }
};

}  // namespace

std::variant<kind_ladders, std::vector<file_error>> read_ladders(
    const std::vector<pack_row>& rows) {
  ladders_reader all;
  for (const pack_row& row : rows) all.read(row);
  if (!all.errors.empty()) return std::move(all.errors);
  kind_ladders made;
  for (std::size_t i = 0; i < made.size(); ++i) {
    auto own = all.by_kind.find(std::string(name_of(whistle_kinds[i])));
    made[i] = own != all.by_kind.end() ? own->second : all.by_kind["*"];
  }
  return made;
}

kind_ladders default_ladders() {
  kind_ladders made;
  made.fill(default_ladder());
  return made;
}

}  // namespace gridwhistle
