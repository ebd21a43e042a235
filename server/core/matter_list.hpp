// Matters and the admission list: what a grid may whistle (GB/T 47678.5-2026 codes, older ones as
// aliases).
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/ids.hpp"

namespace gridwhistle {

enum class matter_kind { component, matter };

std::string_view name_of(matter_kind kind);
std::optional<matter_kind> parse_matter_kind(std::string_view name);

// Component and matter codes overlap, so the kind is part of the key.
inline constexpr std::size_t small_class_length = 5;  // of a code; a big class has two digits

struct matter_key {
  matter_kind kind = matter_kind::matter;
  std::string code;  // five digits: two of the big class, three of the small class
  std::string_view big_class() const { return std::string_view(code).substr(0, 2); }
  auto operator<=>(const matter_key&) const = default;
};

std::string to_text(const matter_key& key);  // "matter:06010"
std::optional<matter_key> parse_matter_key(std::string_view text);

enum class admission { admitted, not_admitted };
// Whether somebody must confirm on site before the whistle closes.
enum class verification { required, not_required };
// Whether whoever confirms or denies it there has to show it.
enum class verification_photo { optional, required };

// What the 四零 board counts: petitions, accidents, cases and epidemics, of which a community wants
// none. A pack says of which of them a matter is.
enum class matter_tag { petition, accident, legal_case, epidemic };
constexpr std::size_t matter_tags_count = 4;

std::string_view name_of(matter_tag tag);  // "petition", "accident", "case", "epidemic"
std::optional<matter_tag> parse_matter_tag(std::string_view name);

struct matter {
  matter_key key;
  std::string name;
  std::string big_name;
  std::vector<std::string> aliases;
  admission admitted = admission::admitted;
  verification verify = verification::required;
  std::vector<matter_tag> tags;  // none twice
};

class matter_list {
 public:
  matter_list() = default;
  explicit matter_list(std::vector<matter> matters);  // keys unique
  const matter* find(const matter_key& key) const;
  const std::vector<matter>& all() const { return matters_; }

 private:
  std::vector<matter> matters_;  // sorted by key
};

}  // namespace gridwhistle
