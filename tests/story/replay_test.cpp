// Real requests of a real city through the built programs: nothing is dropped, nothing is made up.
#include <gtest/gtest.h>

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
  EXPECT_EQ(
      replayed(pack_folder("source") / "boston311_week.csv", folder / "log"),
      R"({"rows":3049,"whistles":3049,"lead_equal":3049,"flag_rows":3041,"flag_equal":3041,)"
      R"("dirty":{"closed_before_opened":0,"missing_coordinates":0,"unknown_neighborhood":222,)"
      R"("unknown_type":0}})");
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

}  // namespace
}  // namespace gridwhistle::test
