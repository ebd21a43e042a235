// ladders.csv: what it says is what the whistle's clocks do, and a slip in it is named with its
// place.
#include "server/adapters/pack_ladders.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

const std::string header = "kind,clock,percent,work_days_before,action,to\n";

pack_files with_ladders(const std::string& rows) {
  pack_files files = good_pack();
  files["ladders.csv"] = header + rows;
  return files;
}

TEST(pack_ladders, a_pack_without_the_file_has_the_laws_ladder_for_every_kind) {
  policy_ptr rules = loaded(good_pack());
  for (whistle_kind kind : whistle_kinds) EXPECT_EQ(rules->ladder_of(kind), default_ladder());
}

TEST(pack_ladders, a_kind_with_rows_of_its_own_has_only_these) {
  policy_ptr rules =
      loaded(with_ladders("*,handle,50,,urge,department\n"
                          "*,handle,80,1,yellow_card,department\n"
                          "emergency,report_in,100,,red_card,city\n"));
  EXPECT_EQ(
      rules->ladder_of(whistle_kind::routine),
      (ladder{{clock_name::handle, 50, 0, rung_action::urge, rung_recipient::department},
              {clock_name::handle, 80, 1, rung_action::yellow_card, rung_recipient::department}}));
  EXPECT_EQ(rules->ladder_of(whistle_kind::emergency),
            (ladder{{clock_name::report_in, 100, 0, rung_action::red_card, rung_recipient::city}}));
}

TEST(pack_ladders, an_empty_file_means_no_escalation) {
  EXPECT_TRUE(loaded(with_ladders(""))->ladder_of(whistle_kind::routine).empty());
}

TEST(pack_ladders, every_slip_is_named_with_its_place) {
  const std::pair<const char*, const char*> slips[] = {
      {"daily,handle,50,,urge,department\n",
       "ladders.csv:2:1: \"daily\": a kind is routine, joint, key, emergency or *"},
      {"*,desk,50,,urge,department\n", "ladders.csv:2:2: \"desk\": a clock is report_in or handle"},
      {"*,handle,0,,urge,department\n",
       "ladders.csv:2:3: \"0\": a share of the limit is 1 to 1000 percent"},
      {"*,handle,50,-1,urge,department\n",
       "ladders.csv:2:4: \"-1\": this is a number of work days up to 100, or empty"},
      {"*,handle,50,,shout,department\n",
       "ladders.csv:2:5: \"shout\": an action is urge, yellow_card, red_card or supervise"},
      {"*,handle,50,,urge,mayor\n",
       "ladders.csv:2:6: \"mayor\": a recipient is department, department_head, street, district "
       "or city"},
      {"*,handle,50,,urge,city\n*,handle,50,,urge,city\n",
       "ladders.csv:3:2: \"handle\": this rung stands in the file already"},
  };
  for (const auto& [rows, error] : slips) EXPECT_EQ(errors_of(with_ladders(rows)), error);
}

TEST(pack_ladders, a_ladder_has_at_most_as_many_rungs_as_a_leg_can_remember) {
  std::string rows;
  for (int i = 1; i <= 17; ++i) rows += "*,handle," + std::to_string(i) + ",,urge,department\n";
  EXPECT_EQ(errors_of(with_ladders(rows)),
            "ladders.csv:18:1: \"*\": a ladder has at most 16 rungs");
}

}  // namespace
}  // namespace gridwhistle
