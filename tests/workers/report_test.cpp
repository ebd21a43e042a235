// A report as it is handed on: nothing in it is taken for a formula, and Chinese stays Chinese.
#include "workers/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "common/figure_sheets.hpp"

namespace gridwhistle {
namespace {

using testing::HasSubstr;

v1::FigureTable small_table() {
  v1::FigureTable table;
  auto* words = table.add_words();
  words->set_figure(v1::FIGURE_NAME_CLOSING);
  words->set_zh("结案率");
  words->set_en("closing rate");
  words->set_definition_zh("应结已结");
  words->set_definition_en("closed / due");
  auto* row = table.add_rows();
  row->set_group("um");
  row->set_name("城管局");
  auto* share = row->add_shares();
  share->set_counted(911);
  share->set_of(972);
  auto* held = row->add_held();
  held->set_holder("dept/um");
  held->set_held_ms(5'400'000);
  table.add_rows()->set_group("ps");
  table.mutable_rows(1)->add_shares();
  return table;
}

TEST(report, a_figures_row_has_its_percentage_and_both_counts_and_nothing_where_nothing_is_due) {
  EXPECT_EQ(csv_of(figures_sheet(small_table())),
            "\xef\xbb\xbfgroup,name,结案率 closing rate %,结案率 closing rate: counted,"
            "结案率 closing rate: of,综合 composite\r\n"
            "um,城管局,93.72,911,972,\r\n"
            "ps,,,0,0,\r\n");
}

TEST(report, time_held_is_told_in_hours) {
  EXPECT_EQ(csv_of(held_sheet(small_table())),
            "\xef\xbb\xbfgroup,name,holder,hours\r\num,城管局,dept/um,1.50\r\n");
}

TEST(report, a_text_that_a_spreadsheet_would_run_is_kept_from_it) {
  sheet told{"s", {"a", "b"}, {}};
  for (const char* text :
       {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－1", "＠x"}) {
    told.rows = {{std::string(text), std::string("plain")}};
    EXPECT_THAT(csv_of(told), HasSubstr(std::string("'") + text));
  }
  told.rows = {{std::string("say \"no\", twice"), -1.5}};
  EXPECT_THAT(csv_of(told), HasSubstr("\"say \"\"no\"\", twice\",-1.50\r\n"));
}

TEST(report, people_see_numbers_and_what_they_mean) {
  std::string text = text_of(small_table());
  EXPECT_THAT(text, HasSubstr("um 城管局\n"));
  EXPECT_THAT(text, HasSubstr("911/972    93.72 %  结案率"));
  EXPECT_THAT(text, HasSubstr("closing rate 结案率: closed / due"));
}

TEST(report, a_file_that_cannot_be_written_is_named) {
  for (const char* file : {"/nowhere/report.csv", "/nowhere/report.xlsx"}) {
    try {
      if (std::string_view(file).ends_with("csv")) {
        write_csv(figures_sheet(small_table()), file);
      } else {
        write_xlsx({figures_sheet(small_table())}, file);
      }
      FAIL() << file << " was written";
    } catch (const std::runtime_error& no) {
      EXPECT_THAT(no.what(), HasSubstr(std::string("cannot write ") + file));
    }
  }
}

v1::ZeroBoardTable small_board() {
  v1::ZeroBoardTable table;
  auto* words = table.add_words();
  words->set_tag(v1::MATTER_TAG_PETITION);
  words->set_zh("信访");
  words->set_en("petitions");
  for (unsigned count : {0u, 2u, 0u}) {
    auto* row = table.add_rows();
    row->set_group("c" + std::to_string(table.rows_size()));
    row->set_name("=社区");
    row->add_counts(count);
  }
  return table;
}

TEST(report, a_zero_board_tells_where_there_was_something_and_how_many_places_had_nothing) {
  EXPECT_THAT(text_of(small_board()), HasSubstr("\nc2 =社区  信访 petitions 2\n"
                                                "at zero 四零: 2 of 3\n"));
}

TEST(report, a_zero_board_as_csv_has_every_place) {
  EXPECT_EQ(csv_of(zero_sheet(small_board())),
            "\xef\xbb\xbfgroup,name,信访 petitions\r\nc1,'=社区,0\r\nc2,'=社区,2\r\n"
            "c3,'=社区,0\r\n");
}

}  // namespace
}  // namespace gridwhistle
