// What the simulated people say fits its matter: every sentence about a matter of the shipped pack
// names that matter and no other.
#include "workers/demo_words.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "server/adapters/enrolment.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// Of the Shenyang pack, with nobody enrolled.
demo_city shenyang() {
  fs::path home = fs::temp_directory_path() / "gw-demo-words-XXXXXX";
  std::string name = home.string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  make_home(name);
  demo_city city = read_demo_city(name, GW_SOURCE_DIR "/deploy/packs/shenyang");
  fs::remove_all(name);
  return city;
}

std::string thing_of(const demo_matter& matter) {
  constexpr std::string_view suffix = "异常";
  bool of_a_thing = matter.name.ends_with(suffix);
  return of_a_thing ? matter.name.substr(0, matter.name.size() - suffix.size()) : matter.name;
}

TEST(demo_words, a_report_of_every_matter_names_it_and_leaves_no_gap) {
  demo_city city = shenyang();
  ASSERT_GT(city.matters.size(), 400u);
  std::mt19937_64 chance(1);
  for (const demo_matter& matter : city.matters) {
    for (int i = 0; i < 5; ++i) {
      std::string said = report_words(matter, chance);
      EXPECT_NE(said.find(thing_of(matter)), std::string::npos) << matter.name << ": " << said;
      for (const char* gap : {"{}", "[]", "问题问题", "异常异常"})
        EXPECT_EQ(said.find(gap), std::string::npos) << said;
    }
  }
}

TEST(demo_words, a_manhole_cover_is_nowhere_but_where_the_matter_is_one) {
  demo_city city = shenyang();
  std::mt19937_64 chance(2);
  for (const demo_matter& matter : city.matters) {
    v1::Command handled, verified;
    handled.mutable_handle();
    verified.mutable_verify()->set_solved(true);
    put_into_words(handled, city, &matter, chance);
    put_into_words(verified, city, &matter, chance);
    bool is_cover = matter.name.find("井盖") != std::string::npos;
    for (const std::string& said : {report_words(matter, chance), handled.handle().result(),
                                    verified.verify().text(), scene_of(matter)}) {
      bool tells = said.find("井盖") != std::string::npos || said == "cover";
      EXPECT_TRUE(is_cover || !tells || matter.name.find("箅子") != std::string::npos)
          << matter.name << ": " << said;
    }
  }
}

TEST(demo_words, whoever_owes_a_reason_gives_one) {
  demo_city city = shenyang();
  std::mt19937_64 chance(3);
  v1::Command returned, ruled, extended, decided, reopened, failed;
  returned.mutable_return_()->set_proposed("2101-urban_management");
  ruled.mutable_rule()->set_ruling(v1::RULING_REJECTED);
  extended.mutable_request_extension();
  decided.mutable_decide_extension()->set_decision(v1::DECISION_REFUSED);
  reopened.mutable_reopen();
  failed.mutable_verify()->set_solved(false);
  for (v1::Command* each : {&returned, &ruled, &extended, &decided, &reopened, &failed})
    put_into_words(*each, city, &city.matters.front(), chance);
  EXPECT_NE(returned.return_().reason().find("城市管理"), std::string::npos)
      << "by its name and not by its code: " << returned.return_().reason();
  for (const std::string& reason :
       {returned.return_().evidence(), ruled.rule().reason(), extended.request_extension().reason(),
        decided.decide_extension().reason(), reopened.reopen().reason(), failed.verify().text()})
    EXPECT_FALSE(reason.empty());
}

}  // namespace
}  // namespace gridwhistle
