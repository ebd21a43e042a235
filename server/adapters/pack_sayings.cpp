#include "server/adapters/pack_sayings.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "common/csv_cells.hpp"

namespace gridwhistle {
namespace {

struct sayings_reader {
  const std::vector<matter>* matters;
  std::map<std::string, int> line_of;  // of words, spaced out
  std::vector<saying> made;
  std::vector<file_error> errors;

  void read(const pack_row& row) {
    saying found{split(row["said"]), split(row["means"])};
    if (found.said.empty()) blame(row, "said", row["said"], "this must not be empty");
    if (found.means.empty()) blame(row, "means", row["means"], "this must not be empty");
    for (const std::string& words : found.said) check_said(row, words);
    for (const std::string& words : found.means) {
      if (!is_named(words))
        blame(row, "means", words, "no matter has this in its name or in an alias");
    }
    made.push_back(std::move(found));
  }

  void check_said(const pack_row& row, const std::string& words) {
    if (grams_of(words).empty())
      return blame(row, "said", words, "no text can be compared with this: write words");
    auto [first, is_new] = line_of.try_emplace(spaced_out(words), row.line());
    if (!is_new)
      blame(row, "said", words,
            "line " + std::to_string(first->second) + " has these words already");
  }

  bool is_named(const std::string& words) const {
    if (words.empty()) return false;
    if (!matters) return true;
    auto has = [&](const std::string& name) { return name.find(words) != std::string::npos; };
    return std::ranges::any_of(*matters, [&](const matter& each) {
      return has(each.name) || std::ranges::any_of(each.aliases, has);
    });
  }

  void blame(const pack_row& row, std::string_view column, const std::string& value,
             std::string_view message) {
    errors.push_back(row.error(column, message));
    errors.back().value = quoted_value(value);
  }
};

}  // namespace

std::variant<std::vector<saying>, std::vector<file_error>> read_sayings(
    const std::vector<pack_row>& rows, const std::vector<matter>* matters) {
  sayings_reader all{matters, {}, {}, {}};
  for (const pack_row& row : rows) all.read(row);
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
