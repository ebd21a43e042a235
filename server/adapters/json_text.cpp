#include "server/adapters/json_text.hpp"

#include <cstdio>

namespace gridwhistle {

std::string json_text(std::string_view text) {
  constexpr unsigned char first_printable = 0x20;
  std::string made = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      made += '\\';
      made += c;
    } else if (static_cast<unsigned char>(c) < first_printable) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      made += escaped;
    } else {
      made += c;
    }
  }
  return made + '"';
}

}  // namespace gridwhistle
