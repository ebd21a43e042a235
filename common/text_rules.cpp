#include "common/text_rules.hpp"

#include <cstddef>
#include <cstdint>

namespace gridwhistle {
namespace {

constexpr std::uint32_t not_a_character = 0xffffffff;

// Reads one code point and moves at past it; not_a_character for overlong, surrogate or broken
// forms.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint8_t lead = byte(at);
  std::size_t length = lead < 0x80   ? 1
                       : lead < 0xc2 ? 0
                       : lead < 0xe0 ? 2
                       : lead < 0xf0 ? 3
                       : lead < 0xf5 ? 4
                                     : 0;
  if (length == 0 || at + length > text.size()) return not_a_character;
  constexpr std::uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t point = lead & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return not_a_character;
    point = point << 6 | (byte(at + i) & 0x3fu);
  }
  at += length;
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < smallest[length] || surrogate || point > 0x10ffff) return not_a_character;
  return point;
}

// The length of a character that needs no closer look: printable ASCII, or three bytes of U+3000 to
// U+CFFF, where Chinese lies and nothing is forbidden. 0: look.
std::size_t plain_length_at(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  auto goes_on = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  if (byte(at) >= 0x20 && byte(at) < 0x7f) return 1;
  bool of_three = byte(at) >= 0xe3 && byte(at) <= 0xec && at + 3 <= text.size();
  return of_three && goes_on(at + 1) && goes_on(at + 2) ? 3 : 0;
}

bool is_control(std::uint32_t point) {
  return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point <= 0x9f);
}

bool is_bidi(std::uint32_t point) {
  return point == 0x061c || point == 0x200e || point == 0x200f ||
         (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::optional<placed_fault> first_fault_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (std::size_t plain = plain_length_at(text, at)) {
      at += plain;
      continue;
    }
    std::size_t begin = at;
    std::uint32_t point = next_code_point(text, at);
    if (point == not_a_character) return placed_fault{text_fault::not_utf8, begin};
    if (is_control(point)) return placed_fault{text_fault::control_character, begin};
    if (is_bidi(point)) return placed_fault{text_fault::bidi_character, begin};
  }
  return std::nullopt;
}

std::optional<text_fault> fault_in(std::string_view text) {
  auto fault = first_fault_in(text);
  return fault ? std::optional(fault->what) : std::nullopt;
}

}  // namespace gridwhistle
