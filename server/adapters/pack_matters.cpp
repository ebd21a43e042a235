#include "server/adapters/pack_matters.hpp"

#include <algorithm>
#include <optional>

namespace gridwhistle {
namespace {

struct matters_reader {
  matter_table found;

  void read(const pack_row& row) {
    for (std::string_view column : {"name", "big_name"}) {
      if (row[column].empty()) blame(row, column, "this must not be empty");
    }
    std::optional<matter_kind> kind = parse_matter_kind(row["kind"]);
    if (!kind) blame(row, "kind", "a kind is component or matter");
    std::optional<matter_key> key = parse_matter_key(row["kind"] + ':' + row["code"]);
    if (kind && !key) blame(row, "code", "a matter's code has five digits");
    matter made;
    made.name = row["name"];
    made.big_name = row["big_name"];
    made.aliases = split(row["aliases"]);
    if (std::ranges::find(made.aliases, "") != made.aliases.end())
      blame(row, "aliases", "an alias between two | is empty");
    if (!says_yes(row, "admitted")) made.admitted = admission::not_admitted;
    if (!says_yes(row, "verification")) made.verify = verification::not_required;
    made.tags = tags_of(row);
    if (!key) return;
    std::string text = to_text(*key);
    auto [first, is_new] = found.lines.try_emplace(text, row.line());
    if (!is_new)
      blame(row, "code",
            "line " + std::to_string(first->second) + " has this kind and code already");
    found.big_classes.insert(text.substr(0, text.size() - 3));
    made.key = *key;
    found.matters.push_back(std::move(made));
  }

  bool says_yes(const pack_row& row, std::string_view column) {
    if (row[column] != "yes" && row[column] != "no") blame(row, column, "this must be yes or no");
    return row[column] == "yes";
  }

  std::vector<matter_tag> tags_of(const pack_row& row) {
    std::vector<matter_tag> tags;
    for (const std::string& text : split(row["tags"])) {
      std::optional<matter_tag> tag = parse_matter_tag(text);
      if (!tag) {
        blame(row, "tags", "a tag is petition, accident, case or epidemic");
      } else if (std::ranges::find(tags, *tag) != tags.end()) {
        blame(row, "tags", "a tag is named twice");
      } else {
        tags.push_back(*tag);
      }
    }
    return tags;
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    found.errors.push_back(row.error(column, message));
  }
};

}  // namespace

matter_table read_matters(const std::vector<pack_row>& rows) {
  matters_reader all;
  for (const pack_row& row : rows) all.read(row);
  return std::move(all.found);
}

}  // namespace gridwhistle
