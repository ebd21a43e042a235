#include "common/hex.hpp"

namespace gridwhistle {

std::optional<std::string> bytes_of_hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (text.size() % 2 != 0) return std::nullopt;
  std::string raw;
  raw.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    std::size_t high = digits.find(text[i]), low = digits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    raw.push_back(static_cast<char>(high * digits.size() + low));
  }
  return raw;
}

}  // namespace gridwhistle
