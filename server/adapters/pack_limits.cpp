#include "server/adapters/pack_limits.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace gridwhistle {
namespace {

using local_instant = std::chrono::local_time<span>;

constexpr std::array<std::string_view, 4> rule_words = {"", "one", "dated", "none"};

struct dated_row {
  local_instant from;
  local_instant to;
  pack_row row;
  bool dated() const { return !row["from"].empty() || !row["to"].empty(); }
};

struct limits_reader {
  const zone& where;
  limit_table made;
  std::vector<file_error> errors;
  std::map<std::string, std::vector<dated_row>> by_key;

  void read(const pack_row& row) {
    if (std::ranges::find(rule_words, row["rule"]) == rule_words.end())
      blame(row, "rule", "a rule is one, dated or none");
    bool any = row["condition"] == "*";
    int condition = any ? 0 : parse_number(row["condition"]).value_or(0);
    if (!any && condition == 0)
      return blame(row, "condition", "a condition is a positive whole number or *");
    limit_row read{row["class"], condition, std::nullopt, budget_of(row, "handle")};
    read.row = row.line();
    if (!row["report_in"].empty()) read.report_in = budget_of(row, "report_in");
    auto from = time_of(row, "from");
    auto to = time_of(row, "to");
    if (from && to && *to <= *from)
      return blame(row, "to", "this must be later than from, " + row["from"]);
    if (from) read.from = where.to_utc(*from);
    if (to) read.to = where.to_utc(*to);
    std::string key = row["class"] + '#' + std::to_string(condition);
    by_key[key].push_back(
        {from.value_or(local_instant::min()), to.value_or(local_instant::max()), row});
    made.emplace(std::move(key), std::move(read));
  }

  budget budget_of(const pack_row& row, std::string_view column) {
    std::optional<budget> read = parse_budget(row[column]);
    if (!read) blame(row, column, budget_words);
    return read.value_or(budget{});
  }

  std::optional<local_instant> time_of(const pack_row& row, std::string_view column) {
    if (row[column].empty()) return std::nullopt;
    auto read = parse_local_time(row[column]);
    if (!read) blame(row, column, "a time is written 2026-01-31T08:30, without a zone");
    return read;
  }

  void find_overlaps(std::vector<dated_row>& rows) {
    std::ranges::stable_sort(rows, {}, &dated_row::from);
    // Of the rows so far, the one that stays in force longest.
    const dated_row* longest = &rows.front();
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (rows[i].from < longest->to) blame_both(*longest, rows[i]);
      if (rows[i].to > longest->to) longest = &rows[i];
    }
  }

  void blame_both(const dated_row& one, const dated_row& other) {
    bool in_order = one.row.line() < other.row.line();
    const dated_row& first = in_order ? one : other;
    const dated_row& second = in_order ? other : one;
    std::string words =
        "line " + std::to_string(first.row.line()) + " has this class and condition already";
    if (first.dated() || second.dated()) words += " and is in force at the same time";
    blame(second.row, "condition", words);
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    errors.push_back(row.error(column, message));
  }
};

}  // namespace

std::variant<limit_table, std::vector<file_error>> read_limits(const std::vector<pack_row>& rows,
                                                               const zone& where) {
  limits_reader all{where, {}, {}, {}};
  for (const pack_row& row : rows) all.read(row);
  for (auto& [key, same] : all.by_key) all.find_overlaps(same);
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
