// Figures of a real server: asked for in a terminal, handed on in files, and every number with
// exactly the whistles behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "common/time.hpp"
#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class report : public testing::Test {
 protected:
  report() : city(2) { city.server.start_and_wait(); }

  // Blown, and driven so far that its report-in is counted.
  std::string closed_whistle() {
    program_end blown =
        city.say_as("walker-1", {"blow", "--matter", "matter:06010", "--area",
                                 city.area_of("walker-1"), "--text", "垃圾堆放未清理"});
    EXPECT_EQ(blown.code, 0) << blown.said;
    auto id = first_in(blown.said, "on this device ([0-9a-f-]{36})");
    lead = first_in(blown.said, "lead (\\S+)");
    for (const std::string& helper : {first_in(blown.said, "helper (\\S+)"), lead}) {
      if (helper.empty()) continue;
      EXPECT_EQ(city.say_as("clerk-" + helper, {"report-in", id}).code, 0);
      EXPECT_EQ(city.say_as("clerk-" + helper, {"handle", id, "--result", "已处置"}).code, 0);
    }
    EXPECT_EQ(city.say_as("walker-1", {"verify", id, "--photo", some_photo}).code, 0);
    return id;
  }

  // This year and the next: a period that still runs.
  static std::vector<std::string> of_now(std::vector<std::string> more) {
    auto today = std::chrono::floor<std::chrono::days>(system_clock_source().now());
    int year = static_cast<int>(std::chrono::year_month_day(today).year());
    std::vector<std::string> words = {
        "report", "--period",
        std::to_string(year - 1) + "-12-01.." + std::to_string(year + 1) + "-12-31"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  story_city city;
  std::string lead;
};

TEST_F(report, every_number_has_exactly_its_whistles_behind_it) {
  auto id = closed_whistle();
  std::string all = city.say_as("supervisor-2101", of_now({})).said;
  EXPECT_THAT(all, HasSubstr("结案率")) << all;
  EXPECT_EQ(first_in(all, "honest on-time share +([0-9]+/[0-9]+)"), "1/1") << all;
  // The limits of what was blown a moment ago lie ahead: it was not due so far.
  EXPECT_EQ(first_in(all, "\n  closing rate +([0-9]+/[0-9]+)"), "0/0") << all;
  EXPECT_EQ(first_in(all, "response rate +([0-9]+/[0-9]+)"), "0/0") << all;

  std::string by_lead = city.say_as("supervisor-2101", of_now({"--by", "department"})).said;
  EXPECT_THAT(by_lead, HasSubstr("\n" + lead + " ")) << by_lead;
  std::vector<std::string> behind = {"--by", "department", "--list", "honest", "--group", lead};
  EXPECT_EQ(city.say_as("supervisor-2101", of_now(behind)).said, id + "\n");
  behind.emplace_back("--missing");
  EXPECT_EQ(city.say_as("supervisor-2101", of_now(behind)).said, "");

  std::string called = first_in(all, "return rate +[0-9]+/([0-9]+)");
  EXPECT_EQ(lines_in(city.say_as("supervisor-2101", of_now({"--list", "returned"})).said),
            std::stoul(called));
}

TEST_F(report, it_is_handed_on_as_csv_and_as_a_workbook) {
  closed_whistle();
  auto csv = city.folder / "report.csv";
  auto xlsx = city.folder / "report.xlsx";
  program_end written =
      city.say_as("supervisor-2101",
                  of_now({"--by", "department", "--csv", csv.string(), "--xlsx", xlsx.string()}));
  EXPECT_EQ(written.code, 0) << written.said;
  std::string text = text_in(csv);
  EXPECT_TRUE(text.starts_with("\xef\xbb\xbf编码,名称,结案率 %,")) << text;
  EXPECT_THAT(text, HasSubstr("+08:00,未结束，只算到统计时刻应办的,"));
  EXPECT_THAT(text, HasSubstr("\r\n" + lead + ","));
  // A workbook is a zip archive; that a reader opens it is checked with python's zipfile.
  program_end opened = run_program({"python3", "-c",
                                    "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);"
                                    "print(sorted(n for n in z.namelist() if 'worksheets/' in n));"
                                    "print(z.read('xl/sharedStrings.xml').decode())",
                                    xlsx.string()},
                                   city.folder / "opened.log");
  EXPECT_EQ(opened.code, 0) << opened.said;
  EXPECT_THAT(opened.said, HasSubstr("xl/worksheets/sheet3.xml"));
  EXPECT_THAT(opened.said, HasSubstr("结案率"));
  EXPECT_THAT(opened.said, HasSubstr("期内应结案件中按期结案的比例"));
  EXPECT_THAT(opened.said, HasSubstr("UTC+08:00"));
  EXPECT_THAT(opened.said, testing::Not(HasSubstr("closing rate")));
}

TEST_F(report, the_zero_board_has_every_place_and_exactly_the_whistles_behind_a_count) {
  std::string area = city.area_of("walker-1");
  std::string id = first_in(city.say_as("walker-1", {"blow", "--matter", "matter:10083", "--area",
                                                     area, "--text", "群众来访"})
                                .said,
                            "on this device ([0-9a-f-]{36})");
  auto board = [&](std::vector<std::string> more) {
    std::vector<std::string> words = of_now(std::move(more));
    words.front() = "zero-board";
    return city.say_as("supervisor-2101", words).said;
  };
  std::string told = board({"--by", "community"});
  EXPECT_THAT(told, HasSubstr("\n" + area + " ")) << told;
  EXPECT_THAT(told, HasSubstr("信访 petitions 1  事故 accidents 0"));
  EXPECT_THAT(told, HasSubstr("at zero 四零: 2702 of 2703\n"));
  std::string zeros = board({"--by", "community", "--at-zero"});
  EXPECT_EQ(lines_in(zeros), 2702u);
  EXPECT_EQ(zeros.find(area), std::string::npos);
  EXPECT_EQ(board({"--by", "community", "--list", "petition", "--group", area}), id + "\n");
  EXPECT_EQ(board({"--by", "community", "--list", "case", "--group", area}), "");
  auto csv = city.folder / "zero.csv";
  board({"--by", "district", "--csv", csv.string()});
  EXPECT_EQ(lines_in(text_in(csv)), 15u) << "a header, thirteen districts and their sum";
  std::string foreign = city.say_as("walker-2",
                                    [&] {
                                      auto words = of_now({"--by", "community"});
                                      words.front() = "zero-board";
                                      return words;
                                    }())
                            .said;
  EXPECT_THAT(foreign, HasSubstr("at zero 四零: 1 of 1\n")) << "his own community and no other";
}

TEST_F(report, nobody_counts_what_he_may_not_see_and_a_slip_is_named) {
  closed_whistle();
  // A grid worker of another grid sees nothing of this one.
  EXPECT_THAT(city.say_as("walker-2", of_now({})).said, HasSubstr("nothing to count"));
  EXPECT_THAT(city.say_as("walker-2", of_now({"--area", "999999"})).said,
              HasSubstr("999999: nothing of it in this period"));
  program_end slip = city.say_as("walker-2", {"report", "--period", "2026-13"});
  EXPECT_EQ(slip.code, 1);
  EXPECT_THAT(slip.said, HasSubstr("\"2026-13\" is not a period such as"));
}

}  // namespace
}  // namespace gridwhistle::test
