// The files of a pack, their one stored form, and the table reader under them.
#include "common/pack_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/csv_table.hpp"
#include "server/adapters/pack_loader.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

TEST(pack_files, canonical_bytes_are_as_documented) {
  pack_files files = {{"pack.toml",
                       "\xef\xbb\xbf"
                       "a\r\nb\n"},
                      {"areas.csv", "x"},
                      {"extra", "y"}};
  std::string bytes = canonical_bytes(files);
  EXPECT_EQ(bytes, "gridwhistle-pack 1\nareas.csv 1\nxpack.toml 4\na\nb\n");
  // printf '…' | sha256sum
  EXPECT_EQ(hash_of_canonical(bytes).hex(),
            "44b1c1c2b5d441b05377fecc9694de570f0354ead97b2c2d6e94f8fdebfe5b92");
}

TEST(pack_files, the_stored_form_gives_back_the_same_pack) {
  std::string bytes = canonical_bytes(good_pack());
  auto back = files_of_canonical(bytes);
  ASSERT_TRUE(std::holds_alternative<pack_files>(back));
  EXPECT_EQ(std::get<pack_files>(back), good_pack());
  EXPECT_EQ(canonical_bytes(std::get<pack_files>(back)), bytes);
  // What survives one normalising survives the next: else a stored pack would change its hash.
  pack_files odd = {{"areas.csv",
                     "\xef\xbb\xbf\xef\xbb\xbf"
                     "a\r\r\nb\rc\r\n"}};
  EXPECT_EQ(normalised(odd).at("areas.csv"), "a\nb\rc\n");
  EXPECT_EQ(normalised(normalised(odd)), normalised(odd));
}

TEST(pack_files, bytes_that_are_no_stored_pack_are_refused_with_their_offset) {
  const std::string magic = "gridwhistle-pack 1\n";
  struct {
    std::string bytes;
    std::string error;
  } table[] = {
      {"", "\"0\": these bytes are not a pack of version 1"},
      {"gridwhistle-pack 2\n", "\"0\": these bytes are not a pack of version 1"},
      {magic + "areas.csv 1", "\"19\": a file's name and length are wanted at this byte"},
      {magic + "areas.csv 2\nx", "\"19\": a file's name and length are wanted at this byte"},
      {magic + "areas.csv 1\nxpack.toml -1\n",
       "\"32\": a file's name and length are wanted at this byte"},
      {magic + "areas.csv 99999999999999999999\n",
       "\"19\": a file's name and length are wanted at this byte"},
      {magic + "README.md 1\nx", "\"19\": a file's name and length are wanted at this byte"},
      {magic + "areas.csv 01\nx", "\"0\": these bytes are not in canonical form"},
      {magic + "areas.csv 2\n\r\n", "\"0\": these bytes are not in canonical form"},
      {magic + "areas.csv 1\nxareas.csv 1\nx", "\"0\": these bytes are not in canonical form"},
      {magic + "pack.toml 1\nxareas.csv 1\nx", "\"0\": these bytes are not in canonical form"},
  };
  for (const auto& [bytes, error] : table) {
    auto back = files_of_canonical(bytes);
    ASSERT_TRUE(std::holds_alternative<pack_error>(back)) << bytes;
    EXPECT_EQ(to_text(std::get<pack_error>(back)), "stored pack: " + error) << bytes;
  }
}

TEST(pack_files, a_directory_gives_its_known_files_only) {
  namespace fs = std::filesystem;
  fs::path directory = fs::path(testing::TempDir()) / "pack_files_directory";
  fs::remove_all(directory);
  fs::create_directories(directory);
  for (const auto& [name, text] : good_pack()) std::ofstream(directory / name) << text;
  std::ofstream(directory / "README.md") << "not policy";
  auto files = read_pack_directory(directory);
  ASSERT_TRUE(std::holds_alternative<pack_files>(files));
  EXPECT_EQ(std::get<pack_files>(files), good_pack());
  fs::remove(directory / "hours.csv");
  fs::create_directory(directory / "hours.csv");
  files = read_pack_directory(directory);
  ASSERT_TRUE(std::holds_alternative<std::vector<pack_error>>(files));
  EXPECT_EQ(text_of(std::get<std::vector<pack_error>>(files)),
            "hours.csv: \"" + (directory / "hours.csv").string() + "\": this file cannot be read");
  auto nothing = load_pack(std::get<pack_files>(read_pack_directory(directory / "nowhere")));
  ASSERT_TRUE(std::holds_alternative<std::vector<pack_error>>(nothing));
  EXPECT_EQ(text_of(std::get<std::vector<pack_error>>(nothing)),
            "pack.toml: this file is missing\nareas.csv: this file is missing\n"
            "departments.csv: this file is missing\nmatters.csv: this file is missing\n"
            "duties.csv: this file is missing\nlimits.csv: this file is missing\n"
            "calendar.csv: this file is missing\nhours.csv: this file is missing");
}

TEST(csv_table, cells_keep_their_texts_lines_and_columns) {
  constexpr std::string_view columns[] = {"a", "b"};
  auto read = csv_table::read("t.csv",
                              "\xef\xbb\xbf"
                              "b,a\r\n\"1,\"\"x\"\"\r\ny\",2\r\n\r\n\"\",三",
                              columns);
  ASSERT_TRUE(std::holds_alternative<csv_table>(read));
  const csv_table& table = std::get<csv_table>(read);
  ASSERT_EQ(table.rows().size(), 2u);
  const csv_cell& quoted = table.cell(table.rows()[0], "b");
  EXPECT_EQ(quoted.text, "1,\"x\"\ny");
  EXPECT_EQ(quoted.line, 2);
  EXPECT_EQ(quoted.column, 1);
  const csv_cell& after = table.cell(table.rows()[0], "a");
  EXPECT_EQ(after.text, "2");
  EXPECT_EQ(after.line, 3);
  EXPECT_EQ(after.column, 2);
  EXPECT_EQ(table.cell(table.rows()[1], "b").text, "");
  EXPECT_EQ(table.cell(table.rows()[1], "a").text, "三");
  EXPECT_EQ(table.rows()[1].line, 5);
}

TEST(csv_table, an_optional_column_that_is_not_there_reads_as_empty_cells) {
  constexpr std::string_view columns[] = {"a"};
  constexpr std::string_view optional[] = {"b", "c"};
  auto read = csv_table::read("t.csv", "c,a\n1,2\n", columns, optional);
  ASSERT_TRUE(std::holds_alternative<csv_table>(read));
  const csv_table& table = std::get<csv_table>(read);
  EXPECT_EQ(table.cell(table.rows()[0], "a").text, "2");
  EXPECT_EQ(table.cell(table.rows()[0], "b").text, "");
  EXPECT_EQ(table.cell(table.rows()[0], "c").text, "1");
  auto wrong = csv_table::read("t.csv", "b,b,d\n", columns, optional);
  ASSERT_TRUE(std::holds_alternative<std::vector<file_error>>(wrong));
  EXPECT_EQ(text_of(std::get<std::vector<file_error>>(wrong)),
            "t.csv:1:2: \"b\": this column is there twice\n"
            "t.csv:1:3: \"d\": unknown column; this file has a and may have b,c\n"
            "t.csv:1: \"a\": this column is missing");
}

TEST(csv_table, an_empty_file_is_an_error_and_a_header_alone_is_an_empty_table) {
  constexpr std::string_view columns[] = {"a", "b"};
  auto empty = csv_table::read("t.csv", "\n\n", columns);
  ASSERT_TRUE(std::holds_alternative<std::vector<file_error>>(empty));
  EXPECT_EQ(text_of(std::get<std::vector<file_error>>(empty)),
            "t.csv: this file is empty; it must begin with a,b");
  auto header = csv_table::read("t.csv", "a,b", columns);
  ASSERT_TRUE(std::holds_alternative<csv_table>(header));
  EXPECT_TRUE(std::get<csv_table>(header).rows().empty());
}

}  // namespace
}  // namespace gridwhistle
