// pack explain: its question read against a pack, and what the program prints.
#include "server/adapters/explain_question.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/program_run.hpp"
#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const explain_words sound = {"matter:06010", "210101", {}, "2026-03-11T09:00", "routine", 0};

std::vector<std::string> errors_in(const explain_words& words) {
  auto read = read_question(words, *policy_of(good_pack()));
  const auto* errors = std::get_if<1>(&read);
  return errors ? *errors : std::vector<std::string>();
}

TEST(explain_question, an_instant_is_on_the_packs_clock_or_utc) {
  policy_ptr rules = policy_of(good_pack());
  auto local = std::get<0>(read_question(sound, *rules));
  explain_words words = sound;
  words.at = "2026-03-11T13:00:00Z";
  EXPECT_EQ(std::get<0>(read_question(words, *rules)).at, local.at);
  EXPECT_EQ(to_text(local.at), "2026-03-11T13:00:00.000Z");
  EXPECT_EQ(local.what.area.text, "210101");
  EXPECT_EQ(local.what.kind, whistle_kind::routine);
}

TEST(explain_question, every_word_that_is_wrong_is_named_with_its_option_and_what_is_wanted) {
  explain_words wrong = {"matter:06012", "210102", {}, "tomorrow", "urgent", 0};
  EXPECT_THAT(
      errors_in(wrong),
      ElementsAre("--matter \"matter:06012\": matters.csv has no such kind and code (did you mean "
                  "matter:06010?)",
                  "--area \"210102\": areas.csv has no such code (did you mean 210101?)",
                  "--at \"tomorrow\": an instant is 2026-03-11T09:00 on the pack's clock or "
                  "2026-03-11T01:00:00Z",
                  "--kind \"urgent\": a kind is routine, joint, key or emergency"));
  explain_words nowhere = sound;
  nowhere.area.clear();
  EXPECT_THAT(errors_in(nowhere), ElementsAre("--area \"\": give --area, or --lon and --lat"));
  nowhere.where = place_question{{-71, 42}, 0, {}};
  EXPECT_THAT(errors_in(nowhere), ElementsAre(HasSubstr("the pack has no grids.geojson")));
}

TEST(explain_question, a_place_is_put_on_the_map_whatever_its_datum_and_decided_as_at_intake) {
  policy_ptr rules = shipped_pack("shenyang");
  place_question where{{123.43, 41.8}, 0, {}};
  explain_words words = {"matter:06010", "", where, "2026-03-11T09:00", "routine", 0};
  auto plain = std::get<0>(read_question(words, *rules));
  EXPECT_TRUE(plain.what.area.empty());
  EXPECT_EQ(plain.map->area, lies_in(*rules, where).area);
  routing made = routed(*rules, plain);
  EXPECT_EQ(made.what.area, plain.map->area);
  EXPECT_TRUE(made.called());
  words.where->at = converted(where.at, datum::wgs84, datum::bd09);
  words.where->crs = datum::bd09;
  EXPECT_EQ(std::get<0>(read_question(words, *rules)).map->area, plain.map->area);
  words.where = place_question{where.at, 20'000, {}};
  made = routed(*rules, std::get<0>(read_question(words, *rules)));
  EXPECT_EQ(std::get<routed_to_desk>(made.whither).why, desk_reason::place_ambiguous);
}

// --- the program -------------------------------------------------------------------------------

std::string asked(const std::filesystem::path& pack, const std::string& words) {
  return program + " pack explain " + pack.string() + ' ' + words;
}

TEST(explain_program, it_prints_decision_rows_and_deadlines_in_both_languages_and_json) {
  std::filesystem::path pack = written(good_pack(), "explained");
  std::string words = "--matter matter:06010 --area 210101 --at 2026-07-02T12:00 --kind joint";
  program_outcome en = run(asked(pack, words));
  EXPECT_EQ(en.code, 0) << en.said;
  EXPECT_THAT(en.said, HasSubstr("lead    um-2101 Streets North: no roster"));
  EXPECT_THAT(en.said, HasSubstr("row     duties.csv:3\n"));
  EXPECT_THAT(en.said, HasSubstr("duties.csv:2  matter:06010,*,*,*,urban_management@district,,"
                                 "stall,  less specific: area\n"));
  EXPECT_THAT(en.said, HasSubstr("duties.csv:6  *,*,*,emergency,fire@city,,,  fails: kind\n"));
  EXPECT_THAT(en.said, HasSubstr("4 work hours, limit class stall (limits.csv:3)"));
  // The third is published as off, the fourth and fifth are a weekend.
  EXPECT_THAT(en.said, HasSubstr("2026-07-02 Thu workday 14:00-18:00 = 4 h\n"));
  program_outcome zh = run(asked(pack, words + " --lang zh"));
  EXPECT_THAT(zh.said, HasSubstr("较笼统：区域"));
  program_outcome json = run(asked(pack, words + " --json"));
  EXPECT_THAT(json.said, StartsWith("{\"explanation\":{\"policy\":\""));
  EXPECT_EQ(std::count(json.said.begin(), json.said.end(), '\n'), 1);
}

TEST(explain_program, a_wrong_question_ends_with_2_and_says_what_and_where) {
  std::filesystem::path pack = written(good_pack(), "explained");
  std::string rest = " --at 2026-07-02T12:00 --kind joint";
  program_outcome unknown = run(asked(pack, "--matter matter:06099 --area 210101" + rest));
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.said, StartsWith("--matter \"matter:06099\": matters.csv has no such"));
  EXPECT_EQ(run(asked(pack, "--matter matter:06010" + rest)).code, 2);
  EXPECT_EQ(run(asked(pack, "--matter matter:06010 --area 21 --lon 1 --lat 2" + rest)).code, 2);
  EXPECT_EQ(run(asked(pack, "--matter matter:06010 --lon 1 --lat 2" + rest)).code, 2);
  EXPECT_EQ(run(asked(pack, "--area 21" + rest)).code, 2);
  EXPECT_EQ(run(asked("/nowhere", "--matter matter:06010 --area 21" + rest)).code, 2);
}

}  // namespace
}  // namespace gridwhistle
