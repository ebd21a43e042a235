// Tables in UTF-8 and in GB18030 are the same tables; bytes that are neither are named.
#include "common/text_encoding.hpp"

#include <gtest/gtest.h>
#include <iconv.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "server/adapters/pack_directory.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

std::string in_gb18030(std::string text) {
  iconv_t opened = ::iconv_open("GB18030", "UTF-8");
  std::string made(text.size() * 4, '\0');
  char* from = text.data();
  std::size_t left = text.size();
  char* to = made.data();
  std::size_t room = made.size();
  EXPECT_EQ(::iconv(opened, &from, &left, &to, &room), 0u);
  ::iconv_close(opened);
  made.resize(made.size() - room);
  return made;
}

std::string error_of(std::string bytes) {
  auto read = as_utf8("areas.csv", std::move(bytes));
  auto* wrong = std::get_if<file_error>(&read);
  return wrong ? to_text(*wrong) : "read as " + std::get<std::string>(read);
}

TEST(text_encoding, a_pack_saved_in_gb18030_has_the_hash_of_its_twin_in_utf8) {
  namespace fs = std::filesystem;
  fs::path source = fs::path(GW_SOURCE_DIR) / "deploy/packs/shenyang";
  pack_files files = std::get<0>(read_pack_directory(source));
  pack_files saved = files;
  bool changed = false;
  for (auto& [name, text] : saved) {
    if (!name.ends_with(".csv")) continue;
    std::string chinese = in_gb18030(text);
    changed = changed || chinese != text;
    text = chinese;
  }
  EXPECT_TRUE(changed);
  std::string folder = (fs::temp_directory_path() / "gw-gb-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  replace_pack_files(fs::path(folder) / "pack", saved);
  auto read = read_pack_directory(fs::path(folder) / "pack");
  fs::remove_all(folder);
  ASSERT_TRUE(std::holds_alternative<pack_files>(read)) << text_of(std::get<1>(read));
  EXPECT_EQ(canonical_bytes(std::get<0>(read)), canonical_bytes(files));
}

TEST(text_encoding, every_character_of_the_plane_comes_back_from_gb18030) {
  std::string all = "\xce\xa9";  // so that the text is no ASCII
  for (unsigned point = 0x4e00; point < 0x9fa6; ++point) {
    all += static_cast<char>(0xe0 | point >> 12);
    all += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    all += static_cast<char>(0x80 | (point & 0x3f));
  }
  all += "\xf0\xa0\x80\x80";  // four bytes in both
  auto read = as_utf8("areas.csv", in_gb18030(all));
  ASSERT_TRUE(std::holds_alternative<std::string>(read));
  EXPECT_EQ(std::get<std::string>(read), all);
}

TEST(text_encoding, bytes_that_are_neither_are_named_by_line_and_byte) {
  struct {
    std::string bytes;
    std::string error;
  } table[] = {
      // Cut in the middle of a character.
      {"code\n" + in_gb18030("垃圾") + "\xc0",
       "areas.csv:2:5: \"0xc0\": byte 10 of this file is not UTF-8, and not GB18030 either"},
      {"a,b\n" + in_gb18030("路灯") + ",\xff\xff",
       "areas.csv:2:6: \"0xff\": byte 10 of this file is not UTF-8, and not GB18030 either"},
      // UTF-8 into which a line of GB18030 was pasted.
      {"和平区,沈河区\n" + in_gb18030("垃圾") + "\n",
       "areas.csv:2:1: \"0xc0\": byte 21 of this file is not UTF-8, as the rest of it is"},
      {"\xef\xbb\xbf" + in_gb18030("垃圾"),
       "areas.csv:1:4: \"0xc0\": byte 4 of this file is not UTF-8, although its byte order mark "
       "says so"},
      {"\xff\xfe"
       "a",
       "areas.csv: this file is UTF-16; save it as CSV in UTF-8"},
  };
  for (const auto& each : table) EXPECT_EQ(error_of(each.bytes), each.error);
  EXPECT_EQ(error_of("plain"), "read as plain");
  EXPECT_EQ(error_of("和平区"), "read as 和平区");
  EXPECT_EQ(error_of(in_gb18030("和平区，路灯不亮")), "read as 和平区，路灯不亮");
}

}  // namespace
}  // namespace gridwhistle
