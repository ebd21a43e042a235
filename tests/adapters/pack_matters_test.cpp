// matters.csv: tags are optional, and a slip in one is named with its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using testing::ElementsAre;

pack_files with_tags(const std::string& tags) {
  pack_files files = good_pack();
  files["matters.csv"] = R"(kind,code,name,big_name,aliases,admitted,verification,tags
matter,06010,Illegal stall,Street order,10101|10102,yes,yes,)" +
                         tags + R"(
matter,06011,Noise,Street order,,no,no,
component,01001,Manhole cover,Utilities,,yes,yes,
)";
  return files;
}

TEST(pack_matters, a_matter_has_the_tags_of_its_row_and_none_without_the_column) {
  auto loaded = load_pack(with_tags("case|petition"));
  ASSERT_TRUE(std::holds_alternative<policy_ptr>(loaded));
  const matter_list& known = std::get<policy_ptr>(loaded)->matters;
  EXPECT_THAT(known.find({matter_kind::matter, "06010"})->tags,
              ElementsAre(matter_tag::legal_case, matter_tag::petition));
  EXPECT_TRUE(known.find({matter_kind::matter, "06011"})->tags.empty());
  auto without = load_pack(good_pack());
  ASSERT_TRUE(std::holds_alternative<policy_ptr>(without));
  for (const matter& each : std::get<policy_ptr>(without)->matters.all())
    EXPECT_TRUE(each.tags.empty()) << each.name;
}

TEST(pack_matters, a_slip_in_a_tag_is_named_with_its_place) {
  EXPECT_EQ(errors_of(with_tags("crime")),
            "matters.csv:2:8: \"crime\": a tag is petition, accident, case or epidemic");
  EXPECT_EQ(errors_of(with_tags("case|case")),
            "matters.csv:2:8: \"case|case\": a tag is named twice");
  EXPECT_EQ(errors_of(with_tags("case|")),
            "matters.csv:2:8: \"case|\": a tag is petition, accident, case or epidemic");
}

}  // namespace
}  // namespace gridwhistle
