// Hexadecimal digits and the bytes they stand for.
#include "common/hex.hpp"

#include <gtest/gtest.h>

#include "common/ids.hpp"

namespace gridwhistle {
namespace {

TEST(hex, every_byte_comes_back_from_its_digits) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  std::string digits = hex_text({reinterpret_cast<const std::uint8_t*>(all.data()), all.size()});
  EXPECT_EQ(bytes_of_hex(digits), all);
  EXPECT_EQ(bytes_of_hex(""), "");
}

TEST(hex, what_is_no_digit_or_half_a_byte_is_nothing) {
  for (const char* wrong : {"0", "abc", "AB", "0g", "g0", " 0", "0x", "-1", "é"})
    EXPECT_EQ(bytes_of_hex(wrong), std::nullopt) << wrong;
  EXPECT_EQ(bytes_of_hex(std::string("0\0", 2)), std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
