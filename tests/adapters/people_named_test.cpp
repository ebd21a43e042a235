// Names go beside the users that an answer speaks of, and nowhere else.
#include "server/adapters/people_named.hpp"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <regex>

#include "common/whole_file.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

TEST(people_named, every_field_of_the_wire_that_is_a_user_id_is_known_as_one) {
  std::size_t found = 0;
  const std::regex field(R"(string (\w+) = \d+;\s*// user id)");
  for (const char* file : {"whistle", "report", "projection", "publication", "journal", "survey"}) {
    std::string text = read_or_throw(std::string(GW_SOURCE_DIR "/proto/") + file + ".proto");
    for (std::sregex_iterator each(text.begin(), text.end(), field), end; each != end; ++each) {
      EXPECT_TRUE(holds_users((*each)[1].str())) << file << ": " << (*each)[1];
      ++found;
    }
  }
  EXPECT_GE(found, 8u);
}

TEST(people_named, who_is_spoken_of_is_named_once_and_who_is_not_stays_unsaid) {
  people_book people;
  people.put(user_id("walker"), "王伟");
  people.put(user_id("clerk"), "李静");
  people.put(user_id("other"), "张洋");
  auto told = json::parse(R"({"state":{"reporter":"walker","report":{"text":"other"},
    "obligations":[{"handlers":["nobody","clerk"],"person":""}]},"items":[{"actor":"walker"}]})")
                  .get_object();
  name_people_in(told, people);
  EXPECT_EQ(json::serialize(told.at("people")), R"({"clerk":"李静","walker":"王伟"})");
}

TEST(people_named, an_answer_of_nobody_who_has_a_name_is_as_it_was) {
  people_book people;
  people.put(user_id("walker"), "王伟");
  auto told = json::parse(R"({"actor":"clerk","text":"walker"})").get_object();
  name_people_in(told, people);
  EXPECT_FALSE(told.contains("people"));
}

}  // namespace
}  // namespace gridwhistle
