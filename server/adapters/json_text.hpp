// Text as JSON writes it.
#pragma once

#include <string>
#include <string_view>

namespace gridwhistle {

// In quotes, with what JSON does not allow inside them escaped. text: UTF-8.
std::string json_text(std::string_view text);

}  // namespace gridwhistle
