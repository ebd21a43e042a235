// What text may hold: valid UTF-8 without control or bidirectional formatting characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace gridwhistle {

enum class text_fault { not_utf8, control_character, bidi_character };

// Line feed and tab are allowed; everything else below U+0020, U+007F-U+009F, U+061C,
// U+200E-U+200F, U+202A-U+202E and U+2066-U+2069 is not (Trojan Source, CVE-2021-42574).
std::optional<text_fault> fault_in(std::string_view text);

struct placed_fault {
  text_fault what;
  std::size_t byte = 0;  // where it begins, counted from 0
};
std::optional<placed_fault> first_fault_in(std::string_view text);

}  // namespace gridwhistle
