#include "server/adapters/web_target.hpp"

#include <algorithm>
#include <charconv>

namespace gridwhistle {
namespace {

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      made.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    unsigned value = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const char* end = text.data() + i + 3;
    auto [stopped, failed] = std::from_chars(text.data() + i + 1, end, value, 16);
    if (failed != std::errc() || stopped != end) return std::nullopt;
    made.push_back(static_cast<char>(value));
    i += 2;
  }
  return made;
}

}  // namespace

std::optional<std::vector<std::string>> segments_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  std::vector<std::string> made;
  if (!target.starts_with('/')) return std::nullopt;
  while (!target.empty()) {
    target.remove_prefix(1);
    std::size_t end = std::min(target.find('/'), target.size());
    made.emplace_back(target.substr(0, end));
    target.remove_prefix(end);
  }
  auto plain = [](const std::string& each) {
    return std::ranges::all_of(each, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_';
    });
  };
  if (!std::ranges::all_of(made, plain)) return std::nullopt;
  return made;
}

std::optional<query_pairs> query_of(std::string_view target) {
  query_pairs made;
  std::size_t begin = target.find('?');
  if (begin == std::string_view::npos) return made;
  std::string_view rest = target.substr(begin + 1);
  while (!rest.empty()) {
    std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    auto name = percent_decoded(one.substr(0, one.find('=')));
    auto value = percent_decoded(
        one.find('=') == std::string_view::npos ? "" : one.substr(one.find('=') + 1));
    if (!name || !value) return std::nullopt;
    made.emplace_back(*std::move(name), *std::move(value));
  }
  return made;
}

std::string no_such_parameter(const std::string& name) {
  return name + ": there is no such parameter";
}

bool fits(std::string_view pattern, std::span<const std::string> path) {
  std::vector<std::string_view> parts;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    std::size_t end = std::min(pattern.find('/'), pattern.size());
    parts.push_back(pattern.substr(0, end));
    pattern.remove_prefix(end);
  }
  if (parts.size() != path.size()) return false;
  return std::ranges::equal(parts, path, [](std::string_view part, const std::string& segment) {
    return part == segment || (part.starts_with('{') && !segment.empty());
  });
}

}  // namespace gridwhistle
