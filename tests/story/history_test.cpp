// Nobody decides blind: on a real server a desk reads in one command what it rules on, a reporter
// why his whistle was declined, and whoever it concerns the whole life, page by page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class history_story : public testing::Test {
 protected:
  history_story() : city(2) { city.server.start_and_wait(); }

  std::string said_as(const std::string& user, const std::vector<std::string>& words) {
    program_end ended = city.say_as(user, words);
    EXPECT_EQ(ended.code, 0) << user << " " << words.front() << ": " << ended.said;
    return ended.said;
  }
  void blow(const std::string& matter = "matter:06010") {
    std::string blown = said_as("walker-1", {"blow", "--matter", matter, "--area",
                                             city.area_of("walker-1"), "--text", "垃圾堆放未清理"});
    id = first_in(blown, "on this device ([0-9a-f-]{36})");
    lead = first_in(blown, "lead (\\S+)");
    desk = "desk-" + first_in(blown, "with the desk of ([0-9]+)");
  }
  // Another department than the lead, as an owner to propose.
  std::string department_beside() const {
    std::string enrolled = text_in(city.home() / "enrolled.csv");
    for (std::smatch found; std::regex_search(enrolled, found, std::regex("clerk-([^,]+),"));
         enrolled = found.suffix())
      if (found[1] != lead) return found[1];
    return {};
  }
  std::string returned_by_lead() {
    said_as("clerk-" + lead, {"return", id, "--reason", "不属我部门", "--evidence",
                              "权属地图第七页", "--proposed", department_beside()});
    std::string seen = said_as("walker-1", {"show", id});
    return "desk-" + first_in(seen, "ruling of the desk of ([0-9]+)");
  }

  story_city city;
  std::string id, lead, desk;
};

TEST_F(history_story, a_desk_that_rules_reads_reason_evidence_and_proposed_owner_in_one_command) {
  blow();
  std::string ruling_desk = returned_by_lead();
  std::string seen = said_as(ruling_desk, {"show", id});
  std::string waiting = seen.substr(std::min(seen.find("to be decided:"), seen.size()));
  EXPECT_THAT(waiting, HasSubstr("returned by clerk-" + lead));
  EXPECT_THAT(waiting, HasSubstr("    reason \"不属我部门\"\n"));
  EXPECT_THAT(waiting, HasSubstr("    evidence \"权属地图第七页\"\n"));
  EXPECT_THAT(waiting, HasSubstr("    proposed " + department_beside() + "\n"));

  said_as(ruling_desk,
          {"rule", id, "--department", lead, "--ruling", "rejected", "--reason", "清单第三行"});
  std::string ruled = said_as("clerk-" + lead, {"show", id});
  EXPECT_THAT(ruled, Not(HasSubstr("to be decided:")));
  EXPECT_THAT(ruled, HasSubstr("    reason \"清单第三行\"\n"));
}

TEST_F(history_story, who_verifies_reads_the_result_and_later_everybody_what_was_found) {
  blow();
  said_as("clerk-" + lead, {"report-in", id});
  said_as("clerk-" + lead, {"arrive", id});
  const std::string photo(64, 'a');
  said_as("clerk-" + lead, {"handle", id, "--result", "已清运两车", "--photo", photo});
  EXPECT_THAT(said_as("walker-1", {"show", id}),
              HasSubstr("    result \"已清运两车\"\n    photos " + photo + "\n"));
  said_as("walker-1", {"verify", id, "--text", "现场干净", "--photo", some_photo});
  std::string closed = said_as("walker-1", {"show", id});
  EXPECT_THAT(closed, HasSubstr("  closed: solved\n"));
  EXPECT_THAT(closed, HasSubstr("    text \"现场干净\"\n"));
}

TEST_F(history_story, a_reporter_reads_why_a_desk_has_it_and_why_it_was_declined) {
  std::string blown = said_as("walker-1", {"blow", "--matter", "matter:99999", "--area",
                                           city.area_of("walker-1"), "--text", "不知道"});
  id = first_in(blown, "on this device ([0-9a-f-]{36})");
  EXPECT_THAT(blown, HasSubstr("没有这个事项编码"));
  EXPECT_THAT(blown,
              HasSubstr("No matter has this code; the desk will repair it. [matter_unknown]"));
  std::string owner = "desk-" + first_in(blown, "with the desk of ([0-9]+)");
  said_as(owner, {"decline", id, "--reason", "不属准入事项"});
  EXPECT_THAT(said_as("walker-1", {"show", id}), HasSubstr("    reason \"不属准入事项\"\n"));
}

TEST_F(history_story, the_whole_life_is_told_in_order_also_after_a_restart_and_to_nobody_else) {
  blow();
  returned_by_lead();
  program_end stranger = city.say_as("walker-2", {"history", id});
  EXPECT_EQ(stranger.code, refused_by_server) << stranger.said;
  EXPECT_THAT(stranger.said, HasSubstr("[not_your_whistle]"));
  std::string told = said_as("walker-1", {"history", id});
  std::vector<std::string> steps;
  for (const std::string& line : lines_of(told)) {
    std::string step = first_in(line, "^v([0-9]+ )");
    if (!step.empty()) steps.push_back(step + first_in(line, "^v[0-9]+ \\S+ (\\S+ by \\S+)"));
  }
  ASSERT_GE(steps.size(), 5u) << told;
  EXPECT_EQ(steps[0], "1 raised by walker-1");
  EXPECT_EQ(steps[1], "2 filed by walker-1");
  EXPECT_EQ(steps[2], "3 dispatched by walker-1");
  EXPECT_EQ(steps.back(), std::to_string(steps.size()) + " returned by clerk-" + lead);
  EXPECT_THAT(told, HasSubstr("    text \"垃圾堆放未清理\"\n"));
  EXPECT_THAT(told, HasSubstr("    evidence \"权属地图第七页\"\n"));

  std::vector<std::string> json = lines_of(said_as("walker-1", {"history", id, "--json"}));
  ASSERT_EQ(json.size(), steps.size());
  EXPECT_THAT(json.back(), HasSubstr("\"evidence\":\"权属地图第七页\""));
  EXPECT_EQ(json_field(json.back(), "actor"), "clerk-" + lead);
  EXPECT_EQ(json_field(json.front(), "whistle_id"), id);

  city.server.kill_hard();
  city.server.start_and_wait();
  EXPECT_EQ(said_as("walker-1", {"history", id}), told);
  program_end refusals = run_program({program("gridwhistled"), "journal", "refusals", "--home",
                                      city.home().string(), "--redis", city.redis_address()},
                                     city.folder / "refusals.log");
  EXPECT_THAT(refusals.said, HasSubstr("walker-2 history " + id));
}

TEST_F(history_story, a_life_longer_than_a_page_is_told_without_a_gap) {
  blow();
  constexpr std::uint64_t notes = 230;
  raw_device walker(city.home(), read_client_keys(city.home(), "walker-1"));
  whistle_id whistle = *whistle_id::parse(id);
  system_clock_source clock;
  std::uint64_t version = 0;
  for (std::uint64_t i = 0; i < notes; ++i) {
    v1::Request request = new_request(new_command_id(clock.now()));
    request.mutable_show()->set_whistle_id(std::string(whistle.raw()));
    if (version == 0) version = walker.ask(canonical_bytes(request)).whistle().state().version();
    v1::Request note = new_command(new_command_id(clock.now()), whistle, version);
    note.mutable_command()->mutable_note()->set_text("note " + std::to_string(i));
    v1::Reply reply = walker.ask(canonical_bytes(note));
    ASSERT_TRUE(reply.has_receipt()) << reply.ShortDebugString();
    version = reply.receipt().version();
  }
  std::vector<std::uint64_t> told;
  std::size_t pages = 0;
  for (bool more = true; more; ++pages) {
    v1::Request request = new_request(new_command_id(clock.now()));
    request.mutable_history()->set_whistle_id(std::string(whistle.raw()));
    request.mutable_history()->set_after_version(told.empty() ? 0 : told.back());
    v1::Reply reply = walker.ask(canonical_bytes(request));
    ASSERT_TRUE(reply.has_history()) << reply.ShortDebugString();
    for (const v1::HistoryItem& each : reply.history().items())
      told.push_back(each.entry().version());
    more = reply.history().more();
  }
  EXPECT_EQ(pages, (version + 99) / 100);
  ASSERT_EQ(told.size(), version);
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], i + 1);
  std::string text = said_as("walker-1", {"history", id});
  EXPECT_THAT(text, HasSubstr("\"note 0\""));
  EXPECT_THAT(text, HasSubstr("\"note 229\""));
}

TEST_F(history_story, a_ruling_is_given_with_the_tally_of_who_did_the_matter_before) {
  for (int i = 0; i < 2; ++i) {
    blow();
    said_as("clerk-" + lead, {"report-in", id});
    said_as("clerk-" + lead, {"arrive", id});
    said_as("clerk-" + lead, {"handle", id, "--result", "已清运"});
    said_as("walker-1", {"verify", id, "--photo", some_photo});
  }
  blow();
  std::string ruling_desk = returned_by_lead();
  std::string expected =
      "matter:06010 in " + city.area_of("walker-1") + " was done before by: " + lead + " 2\n";
  EXPECT_THAT(said_as(ruling_desk, {"show", id}), HasSubstr(expected));
  EXPECT_THAT(said_as("walker-1", {"show", id}), Not(HasSubstr("was done before by")));
  city.server.kill_hard();
  city.server.start_and_wait();
  EXPECT_THAT(said_as(ruling_desk, {"show", id}), HasSubstr(expected));
}

}  // namespace
}  // namespace gridwhistle::test
