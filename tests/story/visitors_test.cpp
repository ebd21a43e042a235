// A simulated city beside people who look at it: whoever has logged in at a seat finds it to
// himself, and when he has gone, the city goes on from what he left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/story/web_story.hpp"

namespace gridwhistle::test {
namespace {

using testing::HasSubstr;

constexpr int blown = 30;

class visitors : public web_story {
 protected:
  std::vector<std::string> swarm(const std::string& live) const {
    return {program("gridwhistle"),
            "swarm",
            "--home",
            city.home().string(),
            "--pack",
            city.pack().string(),
            "--seed",
            "11",
            "--devices",
            "1",
            "--live",
            live,
            "--deficient",
            "0",
            "--clerks",
            "4",
            "--whistles",
            std::to_string(blown),
            "--visitors",
            seats().string()};
  }
  std::filesystem::path seats() const { return city.home() / "taken-seats"; }
  std::filesystem::path log() const { return city.folder / "swarm.log"; }

  std::string inbox(const std::string& as, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"inbox", "--json", "--home", city.home().string(),
                                      "--as",  as};
    words.insert(words.end(), more.begin(), more.end());
    return city.say(words).said;
  }
  // By stage, of what is open there: {"dispatched": 3}.
  static std::map<std::string, int> stages_in(const std::string& said) {
    std::map<std::string, int> made;
    constexpr std::string_view key = "\"stage\":";
    for (auto at = said.find(key); at != std::string::npos; at = said.find(key, at + 1))
      ++made[json_field(std::string_view(said).substr(at), "stage")];
    return made;
  }
  std::map<std::string, int> open_of_department(const std::string& code) const {
    return stages_in(inbox("clerk-" + code, {"--department", code}));
  }
  static int total(const std::map<std::string, int>& stages) {
    int made = 0;
    for (const auto& [stage, count] : stages) made += count;
    return made;
  }
  std::map<std::string, int> open_of_walker() const { return stages_in(inbox("walker-1")); }

  // As the server does it, once the last sign is long enough ago.
  void leave_all_but(const std::string& user) const {
    std::ofstream(city.folder / "seats") << user << " 9999999999999\n";
    std::filesystem::rename(city.folder / "seats", seats());
  }
};

TEST_F(visitors, a_seat_that_somebody_has_taken_is_his_until_he_has_gone_and_then_goes_on) {
  // The same seed blows the same: who will be called is known beforehand.
  ASSERT_EQ(run_program(swarm("0"), city.folder / "blowing.log").code, 0);
  std::string said = inbox("walker-1");
  std::string lead = json_field(said, "lead");
  ASSERT_FALSE(lead.empty()) << said;
  auto before = open_of_walker();
  auto at_lead = open_of_department(lead);

  web_page clerk(url);
  ASSERT_EQ(clerk.log_in("clerk-" + lead, password).status, 200);
  ASSERT_THAT(text_in(seats()), HasSubstr("clerk-" + lead + " "));
  child_process living(swarm("100"), log());
  // What is open of this run is his, and all of it has been blown.
  auto waiting = [&] { return total(open_of_department(lead)) - total(at_lead); };
  wait_until("everything but his is closed", [&] {
    if (!living.running()) throw std::runtime_error("the swarm ended: " + text_in(log()));
    std::string all_blown = "receipted " + std::to_string(blown) + ",";
    bool blown_all = text_in(log()).find(all_blown) != std::string::npos;
    return blown_all && total(open_of_walker()) - total(before) == waiting();
  });
  const int theirs = waiting();
  ASSERT_GT(theirs, 0);
  EXPECT_EQ(open_of_department(lead)["dispatched"], total(at_lead) + theirs) << "none is begun";
  EXPECT_TRUE(living.running()) << "it waits for him";

  web_page walker(url);
  ASSERT_EQ(walker.log_in("walker-1", password).status, 200);
  leave_all_but("walker-1");
  wait_until("the city handles what the clerk left",
             [&] { return open_of_walker()["handled"] == theirs; });
  EXPECT_TRUE(living.running()) << "what is to be verified is the walker's";

  leave_all_but("nobody");
  EXPECT_EQ(living.wait(), 0) << text_in(log());
  std::string told = last_line(text_in(log()));
  EXPECT_EQ(json_field(told, "closed"), std::to_string(blown)) << told;
  EXPECT_EQ(json_field(told, "refused"), "0") << told;
  EXPECT_EQ(open_of_walker(), before) << "of the first run";
}

}  // namespace
}  // namespace gridwhistle::test
