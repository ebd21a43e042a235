#include "common/text_encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <stdexcept>

namespace gridwhistle {
namespace {

// iconv keeps to the standards: no overlong forms, no surrogates, no unassigned pairs.
class converter {
 public:
  explicit converter(const char* from) : opened_(::iconv_open("UTF-8", from)) {
    if (opened_ == reinterpret_cast<iconv_t>(-1)) {
      throw std::runtime_error(std::string("this system cannot read ") + from);
    }
  }
  ~converter() { ::iconv_close(opened_); }
  converter(const converter&) = delete;
  converter& operator=(const converter&) = delete;

  struct outcome {
    std::string text;
    std::optional<std::size_t> fault_at;  // the first byte that could not be read
  };

  outcome convert(std::string bytes) {
    outcome made;
    char* at = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0) {
      std::array<char, 4096> piece{};
      char* to = piece.data();
      std::size_t room = piece.size();
      std::size_t end = ::iconv(opened_, &at, &left, &to, &room);
      made.text.append(piece.data(), piece.size() - room);
      if (end == static_cast<std::size_t>(-1) && errno != E2BIG) {
        made.fault_at = bytes.size() - left;
        return made;
      }
    }
    return made;
  }

 private:
  iconv_t opened_;
};

// The length of a character of three bytes or more that begins there, as UTF-8 has them for
// Chinese; 0: none does. Pairs are not counted, GB 2312 is full of bytes that look like them.
std::size_t long_character_at(std::string_view bytes, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  std::size_t length = byte(at) >= 0xf0 && byte(at) < 0xf5   ? 4
                       : byte(at) >= 0xe0 && byte(at) < 0xf0 ? 3
                                                             : 0;
  if (at + length > bytes.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  return length;
}

bool is_mostly_utf8(std::string_view bytes) {
  std::size_t foreign = 0;
  std::size_t in_utf8 = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<std::uint8_t>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    std::size_t length = long_character_at(bytes, at);
    in_utf8 += length;
    foreign += std::max<std::size_t>(length, 1);
    at += std::max<std::size_t>(length, 1);
  }
  return in_utf8 * 2 > foreign;
}

file_error error_at(std::string_view file, std::string_view bytes, std::size_t at,
                    std::string_view encoding) {
  std::string_view before = bytes.substr(0, at);
  std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is the beginning
  std::array<char, 8> value{};
  std::snprintf(value.data(), value.size(), "0x%02x", static_cast<std::uint8_t>(bytes[at]));
  return {std::string(file), static_cast<int>(std::ranges::count(before, '\n')) + 1,
          static_cast<int>(at - line_begin) + 1, value.data(),
          "byte " + std::to_string(at + 1) + " of this file is not " + std::string(encoding)};
}

}  // namespace

std::variant<std::string, file_error> as_utf8(std::string_view file, std::string bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
    return file_error{std::string(file), 0, 0, "", "this file is UTF-16; save it as CSV in UTF-8"};
  auto read = converter("UTF-8").convert(bytes);
  if (!read.fault_at) return bytes;
  if (bytes.starts_with(byte_order_mark)) {
    return error_at(file, bytes, *read.fault_at, "UTF-8, although its byte order mark says so");
  }
  if (is_mostly_utf8(bytes)) {
    return error_at(file, bytes, *read.fault_at, "UTF-8, as the rest of it is");
  }
  auto chinese = converter("GB18030").convert(bytes);
  if (!chinese.fault_at) return std::move(chinese.text);
  return error_at(file, bytes, *chinese.fault_at, "UTF-8, and not GB18030 either");
}

}  // namespace gridwhistle
