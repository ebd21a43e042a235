// Real requests of a real city through the built programs: nothing is dropped, nothing is made up.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;

std::string replayed(const fs::path& file, const fs::path& log) {
  auto ended = run_program({program("gridwhistle"), "replay", file.string(), "--pack",
                            pack_folder("boston").string(), "--json"},
                           log);
  EXPECT_EQ(ended.code, 0) << ended.said;
  return last_line(ended.said);
}

std::size_t rows_with_closed_dt(const fs::path& file) {
  std::ifstream in(file);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) {
    // case_id,open_dt,target_dt,closed_dt,... : instants hold no comma and no quote.
    auto before = line.find(',', line.find(',', line.find(',') + 1) + 1);
    if (before != std::string::npos && line[before + 1] == '2') ++count;
  }
  return count;
}

bool leaves_no_city(const fs::path& in) {
  for (const auto& entry : fs::directory_iterator(in)) {
    if (entry.path().filename().string().starts_with("gridwhistle-")) return false;
  }
  return true;
}

class replay : public testing::Test {
 protected:
  replay() {
    std::string name = (fs::temp_directory_path() / "gw-replay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder = name;
  }
  ~replay() override { fs::remove_all(folder); }

  fs::path folder;
};

TEST_F(replay, a_week_of_boston_agrees_with_the_city_on_every_row) {
  fs::path week = pack_folder("source") / "boston311_week.csv";
  std::size_t closed = rows_with_closed_dt(week);
  ASSERT_GT(closed, 2000u);
  auto ended = run_program(
      {program("gridwhistle"), "replay", week.string(), "--pack", pack_folder("boston").string()},
      folder / "log");
  EXPECT_EQ(ended.code, 0) << ended.said;
  std::string every_one =
      "closed at the row's instant: " + std::to_string(closed) + " of " + std::to_string(closed);
  EXPECT_NE(ended.said.find(every_one + "\n"), std::string::npos) << ended.said;
  EXPECT_EQ(
      last_line(ended.said),
      R"({"rows":3049,"whistles":3049,"lead_equal":3049,"flag_rows":3041,"flag_equal":3041,)"
      R"("dirty":{"closed_before_opened":0,"missing_coordinates":0,"unknown_neighborhood":222,)"
      R"("unknown_type":0}})");
}

struct counted_targets {
  std::uint64_t rows = 0, equal = 0, ruled_rows = 0, ruled_equal = 0;
  auto operator<=>(const counted_targets&) const = default;
};

// What the rules of the pack give, row by row, in a file that is said to a real server: the line.
std::string targets_of(const fs::path& file, const fs::path& log) {
  auto ended = run_program({program("gridwhistle"), "replay", file.string(), "--pack",
                            pack_folder("boston").string(), "--check-targets", "--json"},
                           log);
  EXPECT_EQ(ended.code, 0) << ended.said;
  return last_line(ended.said);
}

counted_targets counts_in(std::string_view line) {
  auto number = [&](std::string_view name) { return std::stoull("0" + json_field(line, name)); };
  return {number("target_rows"), number("target_equal"), number("ruled_rows"),
          number("ruled_equal")};
}

// The week is part of the file the limits were found in; nobody tells the server a due time.
TEST_F(replay, the_due_times_of_a_week_of_boston_follow_from_the_rules) {
  std::string line = targets_of(pack_folder("source") / "boston311_week.csv", folder / "log");
  EXPECT_EQ(counts_in(line), (counted_targets{2415, 2341, 1133, 1123})) << line;
  EXPECT_NE(line.find(R"("CE Collection":{"rows":)"), std::string::npos) << line;
}

TEST_F(replay, the_due_times_of_every_second_week_follow_from_the_rules) {
  fs::path file = pack_folder("source") / "boston311_2015_even_weeks.csv.gz";
  std::string line = targets_of(file, folder / "log");
  counted_targets found = counts_in(line);
  EXPECT_EQ(found.rows, 50040u);
  EXPECT_GT(found.ruled_rows, 25000u);
  EXPECT_GE(found.equal * 100, found.rows * 93) << line;
  EXPECT_GE(found.ruled_equal * 1000, found.ruled_rows * 995) << line;
}

TEST_F(replay, a_due_time_is_equal_when_it_is_less_than_a_minute_away) {
  fs::path file = folder / "targets.csv";
  std::ofstream rows(file);
  rows << "case_id,open_dt,target_dt,closed_dt,on_time,status,subject,reason,type,queue,"
          "department,neighborhood,ward,lat,lon,source\n";
  // Sign Repair takes ten office days of 08:30-17:00.
  for (std::string_view times :
       {"2015-08-10T10:00:00,2015-08-24T10:00:59", "2015-08-10T10:00:00,2015-08-24T10:01:00",
        "2015-08-10T10:00:30,2015-08-24T09:59:31", "2015-08-10T17:00:00,2015-08-25T08:30:00",
        "2015-08-10T08:30:00,2015-08-24T08:30:00", "2015-08-10T10:00:00,"}) {
    rows << "1," << times << ",,ONTIME,Open,,,Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,"
         << "Allston / Brighton,22,,,\n";
  }
  // A queue that belongs to another department than the type's usual one keeps the type's limit;
  // an unknown type has none.
  rows << "2,2015-08-10T10:00:00,2015-08-24T10:00:00,,ONTIME,Open,,,Sign Repair,"
          "INFO01_GenericeFormforOtherServiceRequestTypes,INFO,,,,,\n"
          "3,2015-08-10T10:00:00,2015-08-24T10:00:00,,ONTIME,Open,,,\"Dragon \"\"Sighting\"\"\","
          "Nobody,BTDT,,,,,\n";
  rows.close();
  EXPECT_EQ(targets_of(file, folder / "log"),
            R"({"target_rows":7,"target_equal":5,"ruled_rows":6,"ruled_equal":5,"by_type":)"
            R"({"Dragon \"Sighting\"":{"rows":1,"equal":0,"ruled":false},)"
            R"("Sign Repair":{"rows":6,"equal":5,"ruled":true}}})");
}

TEST_F(replay, a_dirty_row_is_counted_and_still_becomes_a_whistle) {
  fs::path file = folder / "dirty.csv";
  std::ofstream rows(file);
  rows << "case_id,open_dt,target_dt,closed_dt,on_time,status,subject,reason,type,queue,"
          "department,neighborhood,ward,lat,lon,source\n"
          "1,2015-08-10T10:00:00,2015-08-12T10:00:00,2015-08-11T10:00:00,ONTIME,Closed,,,"
          "Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,Allston / Brighton,22,42.35,-71.15,\n"
          // Closed before it was opened.
          "2,2015-08-10T11:00:00,2015-08-12T10:00:00,2015-08-10T09:00:00,ONTIME,Closed,,,"
          "Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,Allston / Brighton,22,42.35,-71.15,\n"
          // Without coordinates, and late.
          "3,2015-08-10T12:00:00,2015-08-10T13:00:00,2015-08-11T10:00:00,OVERDUE,Closed,,,"
          "Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,Allston / Brighton,22,,,\n"
          // Of a type that the pack does not know.
          "4,2015-08-10T13:00:00,,2015-08-11T10:00:00,ONTIME,Closed,,,"
          "Dragon Sighting,No Such Queue,BTDT,Allston / Brighton,22,42.35,-71.15,\n"
          // From a neighbourhood that the pack does not know.
          "5,2015-08-10T14:00:00,2015-08-12T10:00:00,,ONTIME,Open,,,"
          "Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,Atlantis,22,42.35,-71.15,\n";
  rows.close();
  EXPECT_EQ(replayed(file, folder / "log"),
            R"({"rows":5,"whistles":5,"lead_equal":4,"flag_rows":5,"flag_equal":5,)"
            R"("dirty":{"closed_before_opened":1,"missing_coordinates":1,)"
            R"("unknown_neighborhood":1,"unknown_type":1}})");
}

TEST_F(replay, a_row_that_does_not_become_exactly_one_whistle_is_told_by_the_exit_code) {
  fs::path file = folder / "twice.csv";
  std::ofstream rows(file);
  rows << "case_id,open_dt,target_dt,closed_dt,on_time,status,subject,reason,type,queue,"
          "department,neighborhood,ward,lat,lon,source\n";
  for (std::string_view hour : {"10", "11"}) {
    rows << "1,2015-08-10T" << hour << ":00:00,2015-08-12T10:00:00,,ONTIME,Open,,,"
         << "Sign Repair,BTDT_Sign Shop_Sign Installation,BTDT,Allston / Brighton,22,,,\n";
  }
  rows.close();
  auto ended = run_program({program("gridwhistle"), "replay", file.string(), "--pack",
                            pack_folder("boston").string(), "--json"},
                           folder / "log");
  EXPECT_EQ(ended.code, 1) << ended.said;
  EXPECT_NE(ended.said.find("exactly one whistle"), std::string::npos) << ended.said;
}

TEST_F(replay, an_interrupted_one_leaves_no_directory_and_says_so) {
  struct moment {
    std::string_view file;
    std::string_view says;
    int signal;
  };
  for (moment each :
       {moment{"enrol.log", "", SIGINT}, moment{"server.log", "\"what\":\"serving\"", SIGINT},
        moment{"server.log", "\"what\":\"serving\"", SIGTERM}}) {
    fs::path log = folder / "interrupted.log";
    fs::remove(log);
    child_process replaying({"env", "TMPDIR=" + folder.string(), program("gridwhistle"), "replay",
                             (pack_folder("source") / "boston311_week.csv").string(), "--pack",
                             pack_folder("boston").string()},
                            log);
    auto reached = [&] {
      for (const auto& entry : fs::directory_iterator(folder)) {
        fs::path told = entry.path() / each.file;
        if (fs::exists(told) && text_in(told).find(each.says) != std::string::npos) return true;
      }
      return false;
    };
    wait_until("the replay is that far", reached);
    replaying.signal(each.signal);
    wait_until("the replay ends", [&] { return !replaying.running(); });
    EXPECT_EQ(replaying.wait(), 1) << text_in(log);
    EXPECT_NE(text_in(log).find("interrupted"), std::string::npos) << text_in(log);
    EXPECT_TRUE(leaves_no_city(folder));
  }
}

}  // namespace
}  // namespace gridwhistle::test
