// One line of JSON, written member by member; commas are its own business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gridwhistle {

struct json_line {
  std::string text;

  // In quotes, with what JSON does not allow inside them escaped. words: UTF-8.
  static std::string quoted(std::string_view words);

  json_line& name(std::string_view key);
  json_line& put(std::string_view key, const std::string& json);  // as it is
  json_line& put(std::string_view key, std::uint64_t value);
  json_line& put(std::string_view key, std::int64_t value);
  json_line& say(std::string_view key, std::string_view words);  // quoted
  json_line& begin();
  json_line& end();
};

// [{…},{…}]: write(each, line) puts the members of one.
template <class List, class Write>
std::string json_list(const List& list, Write write) {
  json_line made;
  made.text = "[";
  for (const auto& one : list) {
    made.begin();
    write(one, made);
    made.end();
  }
  return made.text + ']';
}

}  // namespace gridwhistle
