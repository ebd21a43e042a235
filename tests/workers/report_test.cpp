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
  table.set_as_of_ms(1'796'083'200'000);  // 1 December 2026
  return table;
}

v1::Figures november() {
  v1::Figures asked;
  asked.set_from(20261101);
  asked.set_to(20261130);
  asked.set_by(v1::GROUPING_DEPARTMENT);
  asked.set_area("210102");
  return asked;
}

TEST(report, a_figures_row_has_its_percentage_and_both_counts_and_the_last_one_is_their_sum) {
  EXPECT_EQ(csv_of(figures_sheet(small_table(), november())),
            "\xef\xbb\xbfgroup,name,结案率 closing rate %,结案率 closing rate: counted,"
            "结案率 closing rate: of,综合 composite,起 from,止 to,统计时刻 as of,区域 area,"
            "部门 department,事项 matter\r\n"
            "um,城管局,93.72,911,972,,2026-11-01,2026-11-30,2026-12-01T00:00:00.000Z,210102,,\r\n"
            "ps,,,0,0,,2026-11-01,2026-11-30,2026-12-01T00:00:00.000Z,210102,,\r\n"
            ",各行之和 sum of the rows,93.72,911,972,,2026-11-01,2026-11-30,"
            "2026-12-01T00:00:00.000Z,210102,,\r\n");
}

TEST(report, time_held_is_told_in_hours) {
  v1::FigureTable one = small_table();
  one.mutable_rows()->RemoveLast();
  EXPECT_EQ(csv_of(held_sheet(one, november())),
            "\xef\xbb\xbfgroup,name,holder,hours,起 from,止 to,统计时刻 as of,区域 area,"
            "部门 department,事项 matter\r\n"
            "um,城管局,dept/um,1.50,2026-11-01,2026-11-30,2026-12-01T00:00:00.000Z,210102,,\r\n");
}

TEST(report, a_file_is_named_by_what_where_and_when) {
  struct line {
    std::uint32_t from, to;
    v1::Grouping by;
    const char* area;
    const char* matter;
    const char* name;
  };
  for (const line& each :
       {line{20261101, 20261130, v1::GROUPING_NONE, "210102", "", "figures-210102-2026-11"},
        line{20280201, 20280229, v1::GROUPING_STREET, "", "", "figures-2101-2028-02-by-street"},
        line{20260101, 20261231, v1::GROUPING_NONE, "", "", "figures-2101-2026"},
        line{20261105, 20261105, v1::GROUPING_NONE, "", "", "figures-2101-2026-11-05"},
        line{20261101, 20261115, v1::GROUPING_NONE, "", "matter:06010",
             "figures-2101-matter-06010-2026-11-01_2026-11-15"},
        line{20261101, 20261130, v1::GROUPING_NONE, "\"\r\nX: 1", "", "figures----X--1-2026-11"}}) {
    v1::Figures asked;
    asked.set_from(each.from);
    asked.set_to(each.to);
    asked.set_by(each.by);
    asked.set_area(each.area);
    asked.set_matter(each.matter);
    EXPECT_EQ(figures_name(asked, "2101"), each.name);
  }
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
        write_csv(figures_sheet(small_table(), november()), file);
      } else {
        write_xlsx({figures_sheet(small_table(), november())}, file);
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
