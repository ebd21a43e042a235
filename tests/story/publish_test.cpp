// Packs published through a running server: proved or refused, in force from their instant, moved
// and taken back, and the same after a kill.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "tests/story/raw_device.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr const char* before = "sanitation";  // leads matter:06010 in the shipped pack
constexpr const char* after = "urban_management";
// A working day, 10:00 in Shenyang.
constexpr instant morning =
    std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + std::chrono::hours(2);

class publish_story : public testing::Test {
 protected:
  publish_story() : city(2) {}

  program_end publish(const std::vector<std::string>& what, const std::string& user = chief) {
    std::vector<std::string> words = {"pack", "publish", "--reason", "责任清单调整"};
    words.insert(words.end(), what.begin(), what.end());
    return city.say_as(user, words);
  }
  std::string history() { return city.say_as(chief, {"pack", "history"}).said; }

  std::string explained(const std::string& whistle) {
    return run_program({program("gridwhistled"), "journal", "explain", "--json", "--whistle",
                        whistle, "--home", city.home().string(), "--redis", city.redis_address()},
                       city.folder / "explain.log")
        .said;
  }

  // The city's pack after `edit` of its duty list.
  fs::path pack_with(const std::string& name, const std::string& what, const std::string& instead) {
    fs::path made = city.folder / name;
    fs::copy(city.pack(), made);
    std::string rows = std::regex_replace(text_in(made / "duties.csv"), std::regex(what), instead);
    std::ofstream(made / "duties.csv") << rows;
    return made;
  }
  // Another lead for matter:06010.
  fs::path other_pack() {
    return pack_with("other", "(\nmatter:06010,[^\n]*)sanitation@district",
                     "$1urban_management@district");
  }

  std::string hash_of(const fs::path& pack) {
    return last_line(
        run_program({program("gridwhistled"), "pack", "load", pack.string()}, city.folder / "load")
            .said);
  }

  struct blown {
    std::string id, lead;
  };
  blown blow() {
    std::string told =
        city.say_as("walker-1", {"blow", "--matter", "matter:06010", "--area",
                                 city.area_of("walker-1"), "--text", "垃圾堆放未清理"})
            .said;
    return {first_in(told, "on this device ([0-9a-f-]{36})"), first_in(told, "lead (\\S+)")};
  }
  // On the replay clock.
  std::string lead_at(instant at) {
    v1::Report report;
    report.mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
    report.mutable_matter()->set_code("06010");
    report.set_kind(v1::WHISTLE_KIND_ROUTINE);
    report.set_area(city.area_of("walker-1"));
    report.set_text("垃圾堆放未清理");
    v1::Request request;
    EXPECT_TRUE(request.ParseFromString(blow_frame(report)));
    request.set_replay_at_ms(to_ms(at));
    raw_device device(city.home(), read_client_keys(city.home(), "walker-1"));
    v1::Reply reply = device.ask(canonical_bytes(request));
    EXPECT_TRUE(reply.has_receipt()) << reply.ShortDebugString();
    return reply.receipt().lead();
  }

  void expect_sound_journal(const std::string& packs) {
    std::string line = city.verify_journal();
    EXPECT_EQ(json_field(line, "journal"), "ok") << line;
    EXPECT_EQ(json_field(line, "packs"), packs) << line;
    EXPECT_EQ(json_field(line, "pack_violations"), "0") << line;
    EXPECT_EQ(json_field(line, "owner_violations"), "0") << line;
  }

  story_city city;
};

TEST_F(publish_story, a_proved_pack_is_for_new_whistles_and_moves_those_that_its_publisher_names) {
  city.server.start_and_wait();
  std::string first_hash = hash_of(city.pack());
  EXPECT_THAT(history(), HasSubstr("in force version 1 pack " + first_hash));
  blown old = blow();
  ASSERT_THAT(old.lead, HasSubstr(before));
  fs::path other = other_pack();

  program_end told = publish({other.string()});
  ASSERT_EQ(told.code, 0) << told.said;
  EXPECT_THAT(told.said, HasSubstr("published: version 2 pack " + hash_of(other)));
  EXPECT_THAT(told.said, HasSubstr("would change " + old.id + " dept/" + old.lead + " -> dept/"));
  EXPECT_THAT(told.said, HasSubstr("1 open whistle would change; it keeps"));
  // What is in force now and not what decided last: nothing has been decided under it yet.
  EXPECT_THAT(explained(old.id), HasSubstr("\"differs_today\":true"));
  EXPECT_THAT(blow().lead, HasSubstr(after));
  EXPECT_THAT(city.say_as("walker-1", {"show", old.id}).said, HasSubstr("lead " + old.lead));

  told = publish({"--hash", hash_of(other), "--move-open", old.id});
  ASSERT_EQ(told.code, 0) << told.said;
  EXPECT_THAT(told.said, HasSubstr("moved " + old.id));
  std::string shown = city.say_as("walker-1", {"show", old.id}).said;
  EXPECT_THAT(first_in(shown, "lead (\\S+):"), HasSubstr(after)) << shown;

  // The way back, after a kill: from the store, and no file is sent.
  city.server.kill_hard();
  city.server.start_and_wait();
  EXPECT_THAT(city.server.log_text(),
              HasSubstr("another pack is in force than this server was started with"));
  EXPECT_THAT(blow().lead, HasSubstr(after));
  told = publish({"--hash", first_hash});
  ASSERT_EQ(told.code, 0) << told.said;
  EXPECT_THAT(blow().lead, HasSubstr(before));
  EXPECT_THAT(history(), HasSubstr("in force version 4 pack " + first_hash));
  city.server.kill_hard();
  city.server.start_and_wait({"--state-hash"});
  std::string log = city.server.log_text();
  std::string state = log.substr(log.rfind("\"what\":\"state\""));
  EXPECT_EQ(city.server.stop(), 0);
  EXPECT_EQ(json_field(city.verify_journal(), "state_hash"), json_field(state, "hash"));
  expect_sound_journal("4");
}

TEST_F(publish_story,
       a_pack_that_is_not_covered_is_refused_with_file_and_line_and_changes_nothing) {
  city.server.start_and_wait();
  std::string known = history();
  fs::path nobody =
      pack_with("nobody", "(\nmatter:06010,[^\n]*)sanitation@district", "$1no_such@district");
  program_end told = publish({nobody.string()});
  EXPECT_EQ(told.code, refused_by_server) << told.said;
  EXPECT_THAT(told.said, HasSubstr("not published"));
  EXPECT_TRUE(
      std::regex_search(told.said, std::regex("duties\\.csv:[1-9][0-9]*: error: unreadable: ")))
      << told.said;
  EXPECT_EQ(history(), known);

  fs::path unmet = city.folder / "unmet";
  fs::copy(city.pack(), unmet);
  std::ofstream(unmet / "expect.csv")
      << "matter,area,at,kind,lead\nmatter:06010," << city.area_of("walker-1")
      << ",2026-07-02T12:00,routine,urban_management@district\n";
  told = publish({unmet.string()});
  EXPECT_EQ(told.code, refused_by_server) << told.said;
  EXPECT_THAT(told.said, HasSubstr("expect.csv:2: error: unexpected: "));
  EXPECT_EQ(history(), known);

  told = publish({"--hash", std::string(64, 'a')});
  EXPECT_EQ(told.code, refused_by_server);
  EXPECT_THAT(told.said, HasSubstr("[pack_unknown]"));
  EXPECT_THAT(blow().lead, HasSubstr(before));
  expect_sound_journal("1");
}

TEST_F(publish_story, a_pack_for_later_comes_into_force_at_its_instant_whoever_is_killed_before) {
  const std::vector<std::string> replay = {"--clock", "replay"};
  city.server.start_and_wait(replay);
  ASSERT_THAT(lead_at(morning), HasSubstr(before));
  std::string later = "2026-07-01T12:00+08:00";
  program_end told = publish({other_pack().string(), "--effective", later});
  ASSERT_EQ(told.code, 0) << told.said;
  EXPECT_THAT(history(), HasSubstr("ahead version 2 "));
  city.server.kill_hard();
  city.server.start_and_wait(replay);
  EXPECT_THAT(history(), HasSubstr("ahead version 2 "));
  EXPECT_THAT(lead_at(morning + 2h - 1ms), HasSubstr(before));
  EXPECT_THAT(lead_at(morning + 2h), HasSubstr(after));
  EXPECT_THAT(history(), HasSubstr("in force version 2 "));
  city.server.kill_hard();
  city.server.start_and_wait(replay);
  EXPECT_THAT(lead_at(morning + 3h), HasSubstr(after));
  told = publish({city.pack().string(), "--effective", later});
  EXPECT_EQ(told.code, refused_by_server);
  EXPECT_THAT(told.said, HasSubstr("[effective_in_the_past]"));
  expect_sound_journal("2");
}

TEST_F(publish_story, of_two_publishers_who_saw_the_same_the_second_is_told_of_the_first) {
  city.server.start_and_wait();
  fs::path other = other_pack();
  ASSERT_EQ(publish({other.string(), "--seen-version", "1"}).code, 0);
  program_end told = publish({city.pack().string(), "--seen-version", "1"});
  EXPECT_EQ(told.code, refused_by_server) << told.said;
  EXPECT_THAT(told.said, HasSubstr("[packs_changed]"));
  EXPECT_THAT(told.said, HasSubstr("policy_changed"));
  EXPECT_THAT(blow().lead, HasSubstr(after));
}

TEST_F(publish_story, whoever_does_not_watch_over_the_city_publishes_nothing) {
  city.server.start_and_wait();
  std::string district = "supervisor-" + city.area_of("walker-1").substr(0, 6);
  fs::path other = other_pack();
  for (const std::string& user : {district, std::string("desk-2101"), std::string("walker-1")}) {
    program_end told = publish({other.string(), "--seen-version", "1"}, user);
    EXPECT_EQ(told.code, refused_by_server) << user << ": " << told.said;
    EXPECT_THAT(told.said, HasSubstr("[role_not_allowed]")) << user;
  }
  EXPECT_THAT(history(), Not(HasSubstr("version 2")));
  program_end refused =
      run_program({program("gridwhistled"), "journal", "refusals", "--home", city.home().string(),
                   "--redis", city.redis_address(), "--user", district},
                  city.folder / "refusals.log");
  EXPECT_THAT(refused.said, HasSubstr("publish"));
}

TEST_F(publish_story, the_city_hears_of_a_publication_on_the_feed) {
  city.server.start_and_wait();
  child_process watching({program("gridwhistle"), "watch", "all", "--events", "1", "--home",
                          city.home().string(), "--as", chief},
                         city.folder / "watch.log");
  // Until it listens: what was published before is not told to it.
  wait_until("the watcher hears of a publication", [&] {
    EXPECT_EQ(publish({"--hash", hash_of(city.pack())}).code, 0);
    return !watching.running();
  });
  EXPECT_EQ(watching.wait(), 0);
  EXPECT_THAT(text_in(city.folder / "watch.log"), HasSubstr("policy_changed"));
}

}  // namespace
}  // namespace gridwhistle::test
