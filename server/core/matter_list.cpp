#include "server/core/matter_list.hpp"

#include <algorithm>
#include <array>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// In the order of matter_kind.
constexpr std::array<std::string_view, 2> kind_names = {"component", "matter"};
// In the order of matter_tag.
constexpr std::array<std::string_view, matter_tags_count> tag_names = {"petition", "accident",
                                                                       "case", "epidemic"};
constexpr std::size_t code_length = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view name_of(matter_kind kind) {
  auto place = static_cast<std::size_t>(kind);
  GW_CHECK(place < kind_names.size());
  return kind_names[place];
}

std::optional<matter_kind> parse_matter_kind(std::string_view name) {
  auto found = std::find(kind_names.begin(), kind_names.end(), name);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<matter_kind>(found - kind_names.begin());
}

std::string_view name_of(matter_tag tag) { return tag_names.at(static_cast<std::size_t>(tag)); }

std::optional<matter_tag> parse_matter_tag(std::string_view name) {
  auto found = std::find(tag_names.begin(), tag_names.end(), name);
  if (found == tag_names.end()) return std::nullopt;
  return static_cast<matter_tag>(found - tag_names.begin());
}

std::string to_text(const matter_key& key) {
  std::string text(name_of(key.kind));
  text += ':';
  text += key.code;
  return text;
}

std::optional<matter_key> parse_matter_key(std::string_view text) {
  std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::optional<matter_kind> kind = parse_matter_kind(text.substr(0, colon));
  std::string_view code = text.substr(colon + 1);
  if (!kind || code.size() != code_length || !std::all_of(code.begin(), code.end(), is_digit)) {
    return std::nullopt;
  }
  return matter_key{*kind, std::string(code)};
}

matter_list::matter_list(std::vector<matter> matters) : matters_(std::move(matters)) {
  std::sort(matters_.begin(), matters_.end(),
            [](const matter& a, const matter& b) { return a.key < b.key; });
  auto same_key = [](const matter& a, const matter& b) { return a.key == b.key; };
  GW_CHECK(std::adjacent_find(matters_.begin(), matters_.end(), same_key) == matters_.end());
}

const matter* matter_list::find(const matter_key& key) const {
  auto below = [](const matter& each, const matter_key& wanted) { return each.key < wanted; };
  auto found = std::lower_bound(matters_.begin(), matters_.end(), key, below);
  return found != matters_.end() && found->key == key ? &*found : nullptr;
}

}  // namespace gridwhistle
