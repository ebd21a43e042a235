// Pages that follow: what they hear, after they slept, beside one that does not read, of colleagues
// and of a pack that was published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "common/pack_files.hpp"
#include "tests/story/web_story.hpp"

namespace gridwhistle::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class web_live : public web_story {
 protected:
  std::string position_in(const std::string& heard) {
    std::smatch id;
    EXPECT_TRUE(std::regex_search(heard, id, std::regex("id: (\\d+-\\d+)\n"))) << heard;
    return id[1];
  }
  // Sends these files as pages do, in parts: the hash of the whole.
  std::string send(web_page& by, const pack_files& files) {
    constexpr std::size_t part_bytes = 48 * 1024;
    std::string whole = canonical_bytes(files);
    std::string hash = hash_of_canonical(whole).hex();
    for (std::size_t at = 0; at < whole.size(); at += part_bytes) {
      web_answer held =
          by.ask("PUT",
                 "/api/v1/packs/parts/" + hash + "?size=" + std::to_string(whole.size()) +
                     "&offset=" + std::to_string(at),
                 whole.substr(at, part_bytes));
      EXPECT_EQ(held.status, 200) << held.body;
      std::size_t here = std::min(at + part_bytes, whole.size());
      EXPECT_THAT(held.body, HasSubstr("\"bytes\":" + std::to_string(here)));
    }
    return hash;
  }
  web_answer check(web_page& by, const pack_files& files) {
    return by.ask("POST", "/api/v1/packs/check", R"({"pack":")" + send(by, files) + R"("})");
  }
  // Publishes them by one command.
  web_answer publish(web_page& by, const pack_files& files, const std::string& seen) {
    std::string hash = send(by, files);
    std::string body =
        R"({"pack":")" + hash + R"(","seen_version":)" + seen + R"(,"reason":"责任清单调整"})";
    return by.ask("POST", "/api/v1/packs", body, command_fields());
  }
};

TEST_F(web_live, a_page_that_slept_hears_all_that_it_missed_once_and_in_order) {
  web_page walker(url), asleep(url);
  walker.log_in("walker-1", password);
  ASSERT_EQ(asleep.log_in(chief, password).status, 200);
  asleep.follow();
  asleep.hear_until("event: clock");
  std::string first = fresh_id();
  blow(walker, first);
  std::string position = position_in(asleep.hear_until(first + "\""));
  asleep.close();
  // More batches than are read at once.
  std::vector<std::string> missed;
  for (int i = 0; i < 80; ++i) {
    missed.push_back(fresh_id());
    ASSERT_EQ(blow(walker, missed.back()).status, 201);
  }
  asleep.follow(position);
  std::string last = fresh_id();
  blow(walker, last);
  std::string heard = asleep.hear_until(last);
  EXPECT_THAT(heard, Not(HasSubstr(first))) << "told twice";
  EXPECT_THAT(heard, Not(HasSubstr("event: resync")));
  std::size_t at = 0;
  for (const std::string& each : missed) {
    std::size_t told = heard.find("\"whistle_id\":\"" + each, at);
    ASSERT_NE(told, std::string::npos) << each;
    at = told;
  }
}

TEST_F(web_live, a_page_that_does_not_read_costs_a_queue_and_a_resync_and_slows_nobody) {
  web_page walker(url), slow(url), quick(url);
  walker.log_in("walker-1", password);
  ASSERT_EQ(slow.log_in(chief, password).status, 200);
  ASSERT_EQ(quick.log_in(chief, password).status, 200);
  slow.close();
  slow.narrow();
  slow.follow();
  quick.follow();
  quick.hear_until("event: clock");
  std::size_t before = city.server.resident_kib();
  std::string text(4'000, 'x');
  auto slowest = 0ms;
  for (int i = 0; i < 150; ++i) {
    std::string whistle = fresh_id();
    auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(blow(walker, whistle, text).status, 201);
    quick.hear_until(whistle);
    slowest = std::max(slowest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now() - began));
  }
  EXPECT_LT(slowest, 5s) << "while another page's queue was full";
  EXPECT_LT(city.server.resident_kib(), before + 64 * 1024);
  std::string heard = slow.hear_until("event: resync");
  EXPECT_LT(heard.size(), 150 * text.size()) << "what did not fit was dropped";
}

TEST_F(web_live, who_is_at_a_whistle_is_heard_by_colleagues_and_by_nobody_who_may_not_see_it) {
  web_page walker(url), colleague(url), stranger(url);
  walker.log_in("walker-1", password);
  std::string whistle = fresh_id();
  std::string lead = json_field(blow(walker, whistle).body, "lead");
  web_page clerk(url);
  ASSERT_EQ(clerk.log_in("clerk-" + lead, password).status, 200);
  ASSERT_EQ(colleague.log_in("clerk-" + lead, password).status, 200);
  ASSERT_EQ(stranger.log_in("walker-2", password).status, 200);
  colleague.follow();
  colleague.hear_until("event: clock");
  std::string path = "/api/v1/whistles/" + whistle + "/presence";
  EXPECT_EQ(clerk.ask("POST", path, R"({"doing":"writing"})").status, 204);
  std::string heard = colleague.hear_until("\"doing\":\"writing\"");
  EXPECT_THAT(heard, HasSubstr("event: presence\ndata: {\"whistle_id\":\"" + whistle));
  EXPECT_THAT(heard, HasSubstr("\"user\":\"clerk-" + lead));
  if (city.area_of("walker-1") != city.area_of("walker-2")) {
    EXPECT_EQ(stranger.ask("POST", path, R"({"doing":"reading"})").status, 403);
  }
  EXPECT_EQ(
      clerk.ask("POST", "/api/v1/whistles/" + fresh_id() + "/presence", R"({"doing":"reading"})")
          .status,
      404);
}

TEST_F(web_live, a_pack_is_published_from_a_page_and_every_open_page_hears_of_it) {
  web_page supervisor(url), walker(url), follower(url);
  ASSERT_EQ(supervisor.log_in(chief, password).status, 200);
  ASSERT_EQ(follower.log_in("walker-1", password).status, 200);
  walker.log_in("walker-1", password);
  follower.follow();
  follower.hear_until("event: clock");
  auto files = std::get<pack_files>(read_pack_directory(city.pack()));
  pack_files bare = files;
  bare["duties.csv"] = "matter,area,when,kind,lead,helpers,limit_class,note\n";
  web_answer holes = publish(supervisor, bare, "1");
  EXPECT_EQ(holes.status, 422) << holes.body.substr(0, 300);
  EXPECT_THAT(holes.body, HasSubstr("\"not_covered\""));

  files["duties.csv"] = std::regex_replace(files["duties.csv"],
                                           std::regex("(\nmatter:06010,[^\n]*)sanitation@district"),
                                           "$1urban_management@district");
  EXPECT_EQ(walker.ask("GET", "/api/v1/packs").status, 403) << "a pack is the city's";
  web_answer published = publish(supervisor, files, "1");
  ASSERT_EQ(published.status, 201) << published.body.substr(0, 300);
  std::string heard = follower.hear_until("event: published");
  heard += follower.hear_until("\n\n");
  EXPECT_THAT(heard, HasSubstr("\"standing\":\"in_force\""));
  std::string hash = hash_of_canonical(canonical_bytes(files)).hex();
  EXPECT_THAT(heard, HasSubstr(hash));
  EXPECT_THAT(supervisor.ask("GET", "/api/v1/packs").body, HasSubstr(hash));
  EXPECT_EQ(json_field(walker.ask("GET", "/api/v1/pack").body, "pack"), hash);
}

TEST_F(web_live, a_pack_is_checked_and_its_what_if_told_without_anything_published) {
  web_page supervisor(url), walker(url);
  ASSERT_EQ(supervisor.log_in(chief, password).status, 200);
  walker.log_in("walker-1", password);
  std::string noisy = fresh_id();
  blow(walker, noisy);
  auto files = std::get<pack_files>(read_pack_directory(city.pack()));
  pack_files bare = files;
  bare["duties.csv"] = "matter,area,when,kind,lead,helpers,limit_class,note\n";
  web_answer holes = check(supervisor, bare);
  EXPECT_EQ(holes.status, 200) << holes.body.substr(0, 300);
  EXPECT_THAT(holes.body, HasSubstr("\"covered\":false"));
  EXPECT_THAT(holes.body, HasSubstr("\"rule\":\"hole\""));

  // Whatever was blown is the housing department's.
  pack_files other = files;
  other["duties.csv"] =
      "matter,area,when,kind,lead,helpers,limit_class,note\n*,*,*,*,housing@city,,,\n";
  std::string hash = hash_of_canonical(canonical_bytes(other)).hex();
  std::string question = "/api/v1/packs?changed_by_pack=" + hash;
  EXPECT_EQ(supervisor.ask("GET", question).status, 404) << "it was not checked yet";
  web_answer covered = check(supervisor, other);
  EXPECT_THAT(covered.body, HasSubstr("\"covered\":true")) << covered.body.substr(0, 600);
  EXPECT_THAT(covered.body, HasSubstr(hash));
  web_answer changes = supervisor.ask("GET", question);
  EXPECT_EQ(changes.status, 200) << changes.body;
  EXPECT_THAT(changes.body, HasSubstr(noisy));
  EXPECT_EQ(json_field(changes.body, "open_count"), "1");
  EXPECT_EQ(json_field(changes.body, "changed_count"), "1");
  EXPECT_THAT(changes.body, HasSubstr("\"count\":1"));

  EXPECT_EQ(walker.ask("POST", "/api/v1/packs/check", R"({"pack":")" + hash + R"("})").status, 403);
  EXPECT_NE(json_field(walker.ask("GET", "/api/v1/pack").body, "pack"), hash);
  EXPECT_THAT(supervisor.ask("GET", "/api/v1/packs").body, Not(HasSubstr(hash)));
}

}  // namespace
}  // namespace gridwhistle::test
