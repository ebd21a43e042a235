// What clerks do in bulk at a terminal, on a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

constexpr int not_all_done = 5;
constexpr std::size_t whistles = 50;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class bulk_story : public testing::Test {
 protected:
  bulk_story() : city(1) {
    city.server.start_and_wait();
    raw_device walker(city.home(), read_client_keys(city.home(), "walker-1"));
    v1::Report report;
    report.set_kind(v1::WHISTLE_KIND_ROUTINE);
    report.mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
    report.mutable_matter()->set_code("06010");
    report.set_area(city.area_of("walker-1"));
    for (std::size_t i = 0; i < whistles; ++i) {
      v1::Reply reply = walker.ask(blow_frame(report));
      lead = reply.receipt().lead();
    }
  }

  // The words behind `gridwhistle`, as the lead's clerk, in a shell.
  program_end in_a_shell(const std::string& words) {
    std::string line = words;
    std::string said_by = program("gridwhistle") + " ";
    for (auto at = line.find("GW "); at != std::string::npos; at = line.find("GW ", at))
      line.replace(at, 3, said_by);
    line = "export GRIDWHISTLE_HOME=" + city.home().string() + " GRIDWHISTLE_USER=clerk-" + lead +
           "; " + line;
    return run_program({"/bin/sh", "-c", line}, city.folder / "shell.log");
  }

  story_city city;
  std::string lead;
};

TEST_F(bulk_story, fifty_whistles_from_the_inbox_are_reported_in_and_the_one_that_was_is_named) {
  ASSERT_FALSE(lead.empty());
  std::string mine = "inbox --ids --department " + lead;
  std::vector<std::string> ids = lines_of(in_a_shell("GW " + mine).said);
  ASSERT_EQ(ids.size(), whistles);
  program_end before = in_a_shell("GW report-in " + ids[20]);
  ASSERT_EQ(before.code, 0) << before.said;

  program_end all = in_a_shell("GW " + mine + " | GW report-in -");
  EXPECT_EQ(all.code, not_all_done) << all.said;
  std::vector<std::string> told = lines_of(all.said);
  ASSERT_EQ(told.size(), whistles + 1) << all.said;
  for (std::size_t i = 0; i < whistles; ++i) {
    const char* how = i == 20 ? " refused [already_reported_in] " : " done, version ";
    EXPECT_EQ(told[i].substr(0, ids[i].size()), ids[i]);
    EXPECT_THAT(told[i], HasSubstr(how));
  }
  EXPECT_EQ(told.back(), "49 done, 1 refused");

  program_end few = in_a_shell("GW note --text 已派车 " + ids[3] + " " + ids[1] + " " + ids[2]);
  EXPECT_EQ(few.code, 0) << few.said;
  ASSERT_EQ(lines_of(few.said).size(), 4u) << few.said;
  EXPECT_EQ(lines_of(few.said)[0].substr(0, ids[3].size()), ids[3]);
  EXPECT_EQ(lines_of(few.said)[3], "3 done, 0 refused");
}

TEST_F(bulk_story, one_word_that_is_no_whistle_keeps_all_of_them_unsaid) {
  std::string first = lines_of(in_a_shell("GW inbox --ids --department " + lead).said).at(0);
  std::string entries = json_field(city.verify_journal(), "entries");
  program_end slip = in_a_shell("GW report-in " + first + " no-whistle");
  EXPECT_EQ(slip.code, failed);
  EXPECT_THAT(slip.said, HasSubstr("\"no-whistle\" is not a whistle id"));
  program_end two = in_a_shell("GW report-in " + first + " " + first + " --seen-version 4");
  EXPECT_EQ(two.code, failed);
  EXPECT_THAT(two.said, HasSubstr("--seen-version"));
  EXPECT_EQ(json_field(city.verify_journal(), "entries"), entries);
}

}  // namespace
}  // namespace gridwhistle::test
