#include "server/core/json_line.hpp"

namespace gridwhistle {

std::string json_line::quoted(std::string_view words) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made = "\"";
  for (char c : words) {
    if (c == '"' || c == '\\') made += '\\';
    bool control = c >= 0 && c < ' ';
    if (!control) {
      made += c;
      continue;
    }
    auto code = static_cast<std::size_t>(c);
    made.append("\\u00").append({digits[code / 16], digits[code % 16]});
  }
  return made + '"';
}

json_line& json_line::name(std::string_view key) {
  bool first = text.empty() || text.back() == '{' || text.back() == '[';
  if (!first) text += ',';
  text.append(quoted(key)).append(":");
  return *this;
}

json_line& json_line::put(std::string_view key, const std::string& json) {
  name(key).text += json;
  return *this;
}
json_line& json_line::put(std::string_view key, std::uint64_t value) {
  return put(key, std::to_string(value));
}
json_line& json_line::put(std::string_view key, std::int64_t value) {
  return put(key, std::to_string(value));
}
json_line& json_line::say(std::string_view key, std::string_view words) {
  return put(key, quoted(words));
}

json_line& json_line::begin() {
  if (text.ends_with('}')) text += ',';
  text += '{';
  return *this;
}
json_line& json_line::end() {
  text += '}';
  return *this;
}

}  // namespace gridwhistle
