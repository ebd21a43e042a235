// sayings.csv: every slip is named with its place, and a pack without the file keeps its hash.
#include <gtest/gtest.h>

#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

pack_files with_sayings(const std::string& rows) {
  pack_files files = good_pack();
  files["sayings.csv"] = "said,means\n" + rows;
  return files;
}

TEST(pack_sayings, its_rows_are_the_everyday_words_of_the_pack) {
  auto loaded = load_pack(with_sayings("hawker|street seller,stall\nlid,Manhole|10101\n"));
  ASSERT_TRUE(std::holds_alternative<policy_ptr>(loaded));
  const std::vector<saying>& all = std::get<policy_ptr>(loaded)->words.all();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].said, (std::vector<std::string>{"hawker", "street seller"}));
  EXPECT_EQ(all[1].means, (std::vector<std::string>{"Manhole", "10101"}));
}

TEST(pack_sayings, a_pack_without_the_file_has_none_and_keeps_its_hash) {
  auto loaded = load_pack(good_pack());
  ASSERT_TRUE(std::holds_alternative<policy_ptr>(loaded));
  EXPECT_TRUE(std::get<policy_ptr>(loaded)->words.all().empty());
  EXPECT_EQ(canonical_bytes(good_pack()).find("sayings.csv"), std::string::npos);
}

TEST(pack_sayings, a_slip_is_named_with_its_place) {
  struct slip {
    const char* rows;
    const char* told;
  };
  const slip table[] = {
      {",stall\n", "sayings.csv:2:1: \"\": this must not be empty"},
      {"hawker,\n", "sayings.csv:2:2: \"\": this must not be empty"},
      {"hawker,stal|stand\n",
       "sayings.csv:2:2: \"stand\": no matter has this in its name or in an alias"},
      {"hawker|--,stall\n",
       "sayings.csv:2:1: \"--\": no text can be compared with this: write words"},
      {"hawker,stall\nlid|Hawker,Manhole\n",
       "sayings.csv:3:1: \"Hawker\": line 2 has these words already"},
  };
  for (const slip& each : table) EXPECT_EQ(errors_of(with_sayings(each.rows)), each.told);
}

}  // namespace
}  // namespace gridwhistle
