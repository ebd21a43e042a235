// What is wrong with a file of a pack, in the language of the people who keep it. Law: every
// message that a reader of packs writes has its Chinese here; the tests of those readers look.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/pack_files.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

// Of a file_error's message. Nothing: it has no Chinese.
std::optional<std::string> chinese_of(std::string_view message);

// What stands in quotes before a message: the cell, or the place on a map.
std::string value_in(const pack_error& error, language in);

// The file, or of a workbook's error the sheet with row and column.
std::string cell_in(const pack_error& error, language in);

// "2103": no area has this code. A message without Chinese stays as it is.
std::string words_of(const pack_error& error, language in);

}  // namespace gridwhistle
