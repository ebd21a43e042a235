// The encoding of a table that somebody saved: UTF-8, or GB18030 as Chinese spreadsheets write it.
// Law: bytes are read as one of the two from end to end, or refused with the place of the first
// that fits neither.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "common/csv_table.hpp"

namespace gridwhistle {

// The same text in UTF-8. A byte order mark stays, and demands UTF-8. Bytes that are no UTF-8 are
// read as GB18030 (GB 18030-2005, which holds GBK and GB 2312), unless most of what is not ASCII is
// written as Chinese in UTF-8: then they are UTF-8 with a fault, and no guess. The error's line
// counts line feeds, its column bytes of that line, its value is the byte.
std::variant<std::string, file_error> as_utf8(std::string_view file, std::string bytes);

}  // namespace gridwhistle
