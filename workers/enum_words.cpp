#include "workers/enum_words.hpp"

#include <algorithm>
#include <string_view>

namespace gridwhistle {

std::string word_of(const google::protobuf::EnumValueDescriptor& value) {
  constexpr std::string_view unspecified = "UNSPECIFIED";
  std::size_t prefix = value.type()->value(0)->name().size() - unspecified.size();
  std::string text = value.name().substr(std::min(prefix, value.name().size()));
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace gridwhistle
