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

using testing::AllOf;
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
  table.set_from_ms(1'793'462'400'000);   // 1 November 2026, 0:00 in Shenyang
  table.set_to_ms(1'796'054'400'000);     // 1 December, likewise
  table.set_as_of_ms(1'796'083'200'000);  // 1 December, 0:00 UTC
  return table;
}

// Shenyang's clock, and what is asked in its words.
sheet_terms terms_in(language in) {
  sheet_terms terms;
  terms.in = in;
  terms.utc_offset = std::chrono::hours(8);
  terms.area = "沈河区 (210103)";
  terms.holders = {{"dept/um", "城管局"}};
  return terms;
}

TEST(report, a_figures_row_has_its_percentage_and_both_counts_and_the_last_one_is_their_sum) {
  EXPECT_EQ(
      csv_of(figures_sheet(small_table(), terms_in(language::zh))),
      "\xef\xbb\xbf编码,名称,结案率 %,结案率：计入,结案率：基数,持有小时,起,止,统计时刻,期间,区域,"
      "部门,事项\r\n"
      "um,城管局,93.72,911,972,1.50,2026-11-01,2026-11-30,2026-12-01T08:00:00+08:00,已结束,"
      "沈河区 (210103),,\r\n"
      "ps,,,0,0,0.00,2026-11-01,2026-11-30,2026-12-01T08:00:00+08:00,已结束,沈河区 (210103),,\r\n"
      ",各行之和,93.72,911,972,1.50,2026-11-01,2026-11-30,2026-12-01T08:00:00+08:00,已结束,"
      "沈河区 (210103),,\r\n");
}

TEST(report, a_file_is_in_one_language_wholly_but_for_the_names_of_the_pack) {
  v1::FigureTable one = small_table();
  one.mutable_rows()->RemoveLast();
  EXPECT_EQ(csv_of(figures_sheet(one, terms_in(language::en))),
            "\xef\xbb\xbf"
            "code,name,closing rate %,closing rate: counted,closing rate: of,hours held,from,to,"
            "as of,period,area,department,matter\r\n"
            "um,城管局,93.72,911,972,1.50,2026-11-01,2026-11-30,2026-12-01T08:00:00+08:00,over,"
            "沈河区 (210103),,\r\n");
  EXPECT_EQ(csv_of(definitions_sheet(one, terms_in(language::en))),
            "\xef\xbb\xbf"
            "figure,definition\r\nclosing rate,closed / due\r\n");
  EXPECT_EQ(csv_of(definitions_sheet(one, terms_in(language::zh))),
            "\xef\xbb\xbf指标,定义\r\n结案率,应结已结\r\n");
}

TEST(report, a_composite_has_a_column_where_the_city_makes_one) {
  v1::FigureTable composed = small_table();
  composed.mutable_rows(0)->set_composite(88.456);
  EXPECT_THAT(csv_of(figures_sheet(composed, terms_in(language::en))),
              AllOf(HasSubstr("closing rate: of,composite %,hours held,from"),
                    HasSubstr(",93.72,911,972,88.46,1.50,"), HasSubstr("ps,,,0,0,,0.00,")));
}

TEST(report, a_period_that_still_runs_is_said_to) {
  v1::FigureTable running = small_table();
  running.set_as_of_ms(running.to_ms() - 1);
  EXPECT_THAT(csv_of(figures_sheet(running, terms_in(language::zh))),
              HasSubstr("未结束，只算到统计时刻应办的"));
  EXPECT_THAT(csv_of(figures_sheet(running, terms_in(language::en))),
              HasSubstr("still runs: due so far counts"));
}

TEST(report, time_held_is_told_in_hours_by_holders_with_names) {
  v1::FigureTable one = small_table();
  one.mutable_rows()->RemoveLast();
  EXPECT_THAT(csv_of(held_sheet(one, terms_in(language::zh))),
              HasSubstr("um,城管局,dept/um,城管局,1.50,2026-11-01,2026-11-30,"));
}

TEST(report, hours_are_those_of_the_clock_on_which_the_first_day_began) {
  constexpr std::int64_t hour_ms = 3'600'000;
  instant noon_utc = from_ms(1'793'448'000'000);  // 31 October 2026, 12:00
  EXPECT_EQ(utc_offset_of(20261031, noon_utc), std::chrono::hours(-12));
  EXPECT_EQ(utc_offset_of(20261101, noon_utc + span(4 * hour_ms)), std::chrono::hours(8));
  EXPECT_EQ(zone_text(std::chrono::hours(8)), "UTC+08:00");
  EXPECT_EQ(zone_text(std::chrono::minutes(-210)), "UTC-03:30");
  EXPECT_EQ(csv_text(wall_moment{noon_utc, std::chrono::minutes(-210)}),
            "2026-10-31T08:30:00-03:30");
}

TEST(report, a_file_is_named_by_what_where_and_when) {
  using namespace std::chrono;
  struct line {
    local_days from, to;
    const char* by;
    std::vector<std::string> of;
    const char* name;
  };
  const local_days november_1(2026y / 11 / 1), november_30(2026y / 11 / 30);
  for (const line& each :
       {line{november_1, november_30, "", {"210102"}, "figures-210102-2026-11"},
        line{local_days(2028y / 2 / 1),
             local_days(2028y / 2 / 29),
             "street",
             {"2101", ""},
             "figures-2101-2028-02-by-street"},
        line{local_days(2026y / 12 / 1), local_days(2026y / 12 / 31), "", {}, "figures-2026-12"},
        line{local_days(2026y / 1 / 1), local_days(2026y / 12 / 31), "", {}, "figures-2026"},
        line{local_days(2025y / 1 / 1),
             local_days(2026y / 12 / 31),
             "",
             {},
             "figures-2025-01-01_2026-12-31"},
        line{local_days(2026y / 11 / 5), local_days(2026y / 11 / 5), "", {}, "figures-2026-11-05"},
        line{november_1,
             local_days(2026y / 11 / 15),
             "",
             {"matter:06010"},
             "figures-matter-06010-2026-11-01_2026-11-15"},
        line{november_1, november_30, "", {"\"\r\nX: 1"}, "figures----X--1-2026-11"}}) {
    EXPECT_EQ(name_of(file_title{"figures", each.of, each.from, each.to, each.by}), each.name);
  }
}

TEST(report, a_text_that_a_spreadsheet_would_run_is_kept_from_it) {
  sheet told;
  told.header = {"a", "b"};
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
        write_csv(figures_sheet(small_table(), terms_in(language::zh)), file);
      } else {
        write_xlsx({figures_sheet(small_table(), terms_in(language::zh))}, file);
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

TEST(report, a_period_that_has_not_begun_has_no_shares) {
  v1::FigureTable to_come = small_table();
  to_come.set_as_of_ms(to_come.from_ms() - 1);
  EXPECT_THAT(text_of(to_come), AllOf(HasSubstr("the period has not begun"), Not(HasSubstr(" %"))));
  EXPECT_THAT(text_of(small_table()), HasSubstr(" %"));
  v1::ZeroBoardTable board = small_board();
  board.set_from_ms(board.as_of_ms() + 1);
  EXPECT_THAT(text_of(board), AllOf(HasSubstr("the period has not begun"), Not(HasSubstr("四零"))));
}

TEST(report, a_zero_board_as_csv_has_every_place_and_their_sum) {
  sheet_terms terms;
  EXPECT_EQ(csv_of(zero_sheet(small_board(), terms)),
            "\xef\xbb\xbf编码,名称,信访,起,止,统计时刻,期间,区域\r\n"
            "c1,'=社区,0,1970-01-01,1969-12-31,1970-01-01T00:00:00+00:00,已结束,\r\n"
            "c2,'=社区,2,1970-01-01,1969-12-31,1970-01-01T00:00:00+00:00,已结束,\r\n"
            "c3,'=社区,0,1970-01-01,1969-12-31,1970-01-01T00:00:00+00:00,已结束,\r\n"
            ",各行之和,2,1970-01-01,1969-12-31,1970-01-01T00:00:00+00:00,已结束,\r\n");
}

TEST(report, care_visits_as_csv_have_their_share_and_sum) {
  v1::CareSharesTable table;
  for (unsigned visited : {3u, 1u}) {
    auto* row = table.add_rows();
    row->set_group("c" + std::to_string(table.rows_size()));
    row->set_name("社区");
    for (unsigned count : {visited, 1u, 0u}) row->add_counts(count);
  }
  sheet_terms terms;
  terms.in = language::en;
  std::string text = csv_of(care_sheet(table, terms));
  EXPECT_THAT(text, HasSubstr("code,name,visited %,listed,visited,open,missed,from,"));
  EXPECT_THAT(text, HasSubstr("c1,社区,75.00,4,3,1,0,"));
  EXPECT_THAT(text, HasSubstr(",sum of the rows,66.67,6,4,2,0,"));
}

}  // namespace
}  // namespace gridwhistle
