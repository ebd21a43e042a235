#include "server/adapters/error_findings.hpp"

#include <map>
#include <set>
#include <tuple>

#include "server/adapters/pack_error_words.hpp"

namespace gridwhistle {
namespace {

// A spreadsheet that has cut the zeros from a whole column has made one slip.
constexpr std::size_t values_max = 5;
constexpr std::size_t listed_max = 5;

using slip = std::vector<const pack_error*>;  // not empty

bool of_a_table(const pack_error& error) { return error.file.ends_with(".csv") && error.line > 0; }

std::vector<slip> slips_in(const std::vector<pack_error>& errors) {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> values;
  for (const pack_error& each : errors) values[{each.file, each.message}].insert(each.value);
  std::vector<slip> slips;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> known;
  for (const pack_error& each : errors) {
    bool many = values[{each.file, each.message}].size() > values_max;
    // Empty cells of one column.
    std::string about = each.value.empty() ? std::to_string(each.column) : each.value;
    auto [found, is_new] =
        known.try_emplace({each.file, each.message, many ? "" : about}, slips.size());
    if (is_new || !of_a_table(each)) slips.emplace_back();
    slips[is_new || !of_a_table(each) ? slips.size() - 1 : found->second].push_back(&each);
  }
  return slips;
}

std::string in_one_line(const std::vector<std::string>& all, language in) {
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < listed_max; ++i) {
    text += (i == 0 ? "" : in == language::zh ? "、" : ", ") + all[i];
  }
  return text + (all.size() > listed_max ? " …" : "");
}

std::string words_of(const slip& all, language in) {
  if (all.size() == 1) return words_of(*all.front(), in);
  pack_error said = *all.front();
  std::vector<std::string> values, lines;
  for (const pack_error* each : all) {
    lines.push_back(std::to_string(each->line));
    bool told = !values.empty() && values.back() == each->value;
    if (!told) values.push_back(each->value);
  }
  if (values.size() > 1) said.value = in_one_line(values, in);
  bool cut = all.size() == file_errors_max;
  std::string count = std::to_string(all.size());
  if (in == language::zh) {
    return words_of(said, in) + "（" + (cut ? "至少" : "共") + count + "行：" +
           in_one_line(lines, in) + "）";
  }
  return words_of(said, in) + " (" + (cut ? "at least " : "") + count +
         " lines: " + in_one_line(lines, in) + ")";
}

}  // namespace

std::vector<check_finding> findings_of(const std::vector<pack_error>& errors, language in) {
  std::vector<check_finding> made;
  for (const slip& each : slips_in(errors)) {
    check_finding found{
        "unreadable", check_severity::error, words_of(each, in), {}, 0, std::nullopt, ""};
    for (const pack_error* one : each) {
      if (found.places.size() < places_max) found.places.push_back({one->file, one->line});
    }
    made.push_back(std::move(found));
  }
  return made;
}

}  // namespace gridwhistle
