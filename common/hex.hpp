// Hexadecimal digits back to the bytes they stand for; hex_text() of common/ids.hpp writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gridwhistle {

// Lower-case digits, two for each byte; nothing where anything else is in the text.
std::optional<std::string> bytes_of_hex(std::string_view text);

}  // namespace gridwhistle
