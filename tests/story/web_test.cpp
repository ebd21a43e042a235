// The API of a real server, over real sockets: what clerks' pages and scripts say and hear.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "tests/story/web_story.hpp"

namespace gridwhistle::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

using web = web_story;

TEST_F(web, a_whistle_goes_its_way_from_page_to_page) {
  web_page walker(url), clerk(url), stranger(url);
  ASSERT_EQ(walker.log_in("walker-1", password).status, 200);
  std::string whistle = fresh_id();
  web_answer blown = blow(walker, whistle);
  ASSERT_EQ(blown.status, 201) << blown.body;
  std::string lead = json_field(blown.body, "lead");
  ASSERT_FALSE(lead.empty()) << blown.body;
  EXPECT_EQ(json_field(blown.body, "stage"), "dispatched");

  ASSERT_EQ(clerk.log_in("clerk-" + lead, password).status, 200);
  web_answer inbox = clerk.ask("GET", "/api/v1/inbox?department=" + lead);
  EXPECT_THAT(inbox.body, HasSubstr(whistle));
  web_answer shown = clerk.ask("GET", "/api/v1/whistles/" + whistle);
  EXPECT_EQ(shown.status, 200);
  std::smatch tag;
  ASSERT_TRUE(std::regex_search(shown.head, tag, std::regex("ETag: \"(\\d+)\""))) << shown.head;
  std::string version = tag[1];

  std::string path = "/api/v1/whistles/" + whistle;
  web_answer taken = clerk.ask("POST", path + "/report-in", "{}", command_fields(version));
  EXPECT_EQ(taken.status, 200) << taken.body;
  // What one has not seen one may not overrule: told who did what meanwhile.
  web_answer late =
      clerk.ask("POST", path + "/handle", R"({"result":"cleared"})", command_fields(version));
  EXPECT_EQ(late.status, 412) << late.body;
  EXPECT_THAT(late.body, HasSubstr("\"event\":\"reported_in\""));
  web_answer handled = clerk.ask("POST", path + "/handle", R"({"result":"cleared"})",
                                 command_fields(json_field(late.body, "version")));
  EXPECT_EQ(handled.status, 200) << handled.body;

  // Another department sees nothing of it.
  std::string other;
  std::string rows = text_in(city.home() / "enrolled.csv");
  const std::regex clerks("clerk-([^,]+),");
  for (std::sregex_iterator at(rows.begin(), rows.end(), clerks), end; at != end; ++at) {
    if (other.empty() && (*at)[1] != lead) other = (*at)[1];
  }
  ASSERT_EQ(stranger.log_in("clerk-" + other, password).status, 200);
  EXPECT_EQ(stranger.ask("GET", path).status, 403);
  EXPECT_EQ(
      stranger.ask("POST", path + "/handle", R"({"result":"mine"})", command_fields("1")).status,
      403);
}

TEST_F(web, what_was_forecast_is_what_becomes_of_it_and_is_explained) {
  web_page walker(url), stranger(url);
  walker.log_in("walker-1", password);
  std::string asked = "matter=matter:06010&kind=routine&area=" + city.area_of("walker-1");
  web_answer forecast = walker.ask("GET", "/api/v1/forecast?" + asked);
  ASSERT_EQ(forecast.status, 200) << forecast.body;
  std::string whistle = fresh_id();
  web_answer blown = blow(walker, whistle);
  std::smatch lead;
  ASSERT_TRUE(std::regex_search(forecast.body, lead, std::regex("\"lead\":(\"[^\"]+\")")));
  EXPECT_EQ('"' + json_field(blown.body, "lead") + '"', lead[1].str());
  web_answer slice = walker.ask("GET", "/api/v1/forecasts?area=" + city.area_of("walker-1"));
  EXPECT_EQ(slice.status, 200);
  EXPECT_THAT(slice.body, HasSubstr("\"lead\":" + lead[1].str()));

  std::string path = "/api/v1/whistles/" + whistle;
  web_answer why = walker.ask("GET", path + "/explain?lang=zh");
  ASSERT_EQ(why.status, 200) << why.body;
  EXPECT_EQ(json_field(why.body, "verdict"), "equal");
  EXPECT_THAT(why.body, HasSubstr("\"differs_today\":false"));
  EXPECT_THAT(why.body, HasSubstr("按当时的策略包重算：与服务器所做一致。"));
  web_answer history = walker.ask("GET", path + "/history");
  EXPECT_THAT(history.body, HasSubstr("\"dispatched\":{"));
  EXPECT_THAT(walker.ask("GET", path + "/history?after_version=99").body,
              HasSubstr("\"items\":[]"));
  EXPECT_THAT(walker.ask("GET", "/api/v1/suggestions?text=%E5%9E%83%E5%9C%BE").body,
              HasSubstr("\"score_milli\""));
  web_answer lying = walker.ask("GET", "/api/v1/inbox?area=" + city.area_of("walker-1"));
  EXPECT_THAT(lying.body, HasSubstr(whistle));
  EXPECT_THAT(lying.body, HasSubstr("垃圾堆放未清理"));
  stranger.log_in("walker-2", password);
  if (city.area_of("walker-1") != city.area_of("walker-2")) {
    EXPECT_EQ(stranger.ask("GET", path + "/explain").status, 403);
    EXPECT_EQ(stranger.ask("GET", path + "/history").status, 403);
    EXPECT_EQ(stranger.ask("GET", "/api/v1/inbox?area=" + city.area_of("walker-1")).status, 403);
  }
}

TEST_F(web, the_figures_are_a_file_as_a_terminal_would_write_it) {
  web_page chief(url), walker(url);
  walker.log_in("walker-1", password);
  blow(walker, fresh_id());
  chief.log_in("supervisor-2101", password);
  std::string days = "&from=20260101&to=20261231&by=district";
  web_answer csv = chief.ask("GET", "/api/v1/figures/export?format=csv" + days);
  ASSERT_EQ(csv.status, 200) << csv.body;
  EXPECT_THAT(
      csv.head,
      HasSubstr("Content-Disposition: attachment; filename=\"figures-2101-2026-by-district.csv\""));
  EXPECT_THAT(csv.body, HasSubstr(",2026-01-01,2026-12-31,20"));
  EXPECT_THAT(csv.body, HasSubstr("+08:00,"));
  EXPECT_THAT(csv.body, HasSubstr("\xef\xbb\xbf编码,名称,结案率 %,"));
  EXPECT_THAT(chief.ask("GET", "/api/v1/figures/export?format=csv&lang=en" + days).body,
              HasSubstr("\xef\xbb\xbf"
                        "code,name,closing rate %,"));
  web_answer xlsx = chief.ask("GET", "/api/v1/figures/export?format=xlsx" + days);
  EXPECT_EQ(xlsx.body.substr(0, 2), "PK") << "a zip of sheets";
  EXPECT_EQ(chief.ask("GET", "/api/v1/figures/export?format=csv&from=soon").status, 400);
}

TEST_F(web, a_list_behind_a_number_is_a_file_with_a_line_for_each_whistle_and_names_for_codes) {
  web_page chief(url), walker(url), stranger(url);
  walker.log_in("walker-1", password);
  std::string first = fresh_id(), second = fresh_id();
  blow(walker, first);
  blow(walker, second);
  chief.log_in("supervisor-2101", password);
  std::string asked = "?format=csv&from=20260101&to=20301231&by=none&figure=returned&part=";
  auto file = [&](web_page& who, const std::string& more) {
    return who.ask("GET", "/api/v1/figures/list/export" + asked + more);
  };
  web_answer all = file(chief, "of");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_THAT(all.head, HasSubstr("filename=\"figures-returned-of-2101-"));
  EXPECT_THAT(all.body, HasSubstr("\xef\xbb\xbf哨编号,短号,事项,事项编码,区域,"));
  EXPECT_THAT(all.body, HasSubstr(first));
  EXPECT_THAT(all.body, HasSubstr(second));
  EXPECT_THAT(all.body, HasSubstr(",常规哨,已派遣,"));
  EXPECT_THAT(all.body, testing::ContainsRegex(R"(\+08:00,,0\.[0-9]+,否,退单率：全部,全部,)"));
  // Each once for each obligation: nothing was returned, so all of it is missing among the returns.
  EXPECT_EQ(std::ranges::count(file(chief, "missing").body, '\n'),
            std::ranges::count(all.body, '\n'));
  EXPECT_EQ(std::ranges::count(file(chief, "counted").body, '\n'), 1) << "a header alone";
  EXPECT_EQ(file(chief, "some").status, 400);
  stranger.log_in("walker-2", password);
  if (city.area_of("walker-1") != city.area_of("walker-2")) {
    EXPECT_EQ(file(stranger, "of").body.find(first), std::string::npos);
  }
}

TEST_F(web, the_pack_is_sent_once_and_packed_to_who_takes_it) {
  web_page page(url);
  page.log_in("walker-1", password);
  web_answer names = page.ask("GET", "/api/v1/pack");
  ASSERT_EQ(names.status, 200);
  EXPECT_THAT(names.body, HasSubstr("\"time_zone\":\"Asia/Shanghai\""));
  EXPECT_THAT(names.body, HasSubstr(city.area_of("walker-1")));
  std::smatch tag;
  ASSERT_TRUE(std::regex_search(names.head, tag, std::regex("ETag: (\"[^\"]+\")")));
  EXPECT_THAT(tag[1].str(), HasSubstr(json_field(names.body, "pack")));
  EXPECT_EQ(page.ask("GET", "/api/v1/pack", {}, {"If-None-Match: " + tag[1].str()}).status, 304);
  web_answer packed = page.ask("GET", "/api/v1/pack", {}, {"Accept-Encoding: gzip"});
  EXPECT_THAT(packed.head, HasSubstr("Content-Encoding: gzip"));
  EXPECT_LT(packed.body.size() * 3, names.body.size());
  web_answer map = page.ask("GET", "/api/v1/map");
  EXPECT_EQ(map.body, text_in(city.pack() / "grids.geojson"));
}

TEST_F(web, the_same_command_twice_is_one_and_answers_the_same) {
  web_page walker(url);
  walker.log_in("walker-1", password);
  std::string whistle = fresh_id();
  std::string body = R"({"whistle_id":")" + whistle + R"(","report":{"text":"x"}})";
  auto fields = command_fields();
  web_answer first = walker.ask("POST", "/api/v1/whistles", body, fields);
  web_answer again = walker.ask("POST", "/api/v1/whistles", body, fields);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(json_field(again.body, "repeated_command"), "true");
  EXPECT_EQ(json_field(again.body, "version"), json_field(first.body, "version"));
}

TEST_F(web, a_page_hears_what_its_user_may_see_and_resumes_without_a_gap) {
  web_page walker(url), follower(url), other(url);
  walker.log_in("walker-1", password);
  std::string whistle = fresh_id();
  ASSERT_EQ(follower.log_in("walker-1", password).status, 200);
  ASSERT_EQ(other.log_in("walker-2", password).status, 200);
  follower.follow();
  other.follow();
  EXPECT_THAT(follower.hear_until("event: clock"), HasSubstr("text/event-stream"));
  other.hear_until("event: clock");
  ASSERT_EQ(blow(walker, whistle).status, 201);
  std::string heard = follower.hear_until(whistle);
  EXPECT_THAT(heard, HasSubstr("event: entries\nid: "));
  std::smatch id;
  ASSERT_TRUE(std::regex_search(heard, id, std::regex("id: (\\d+-\\d+)\n")));
  std::string position = id[1];
  follower.close();

  // While nobody listens one more is blown, and the server is started anew.
  std::string missed = fresh_id();
  ASSERT_EQ(blow(walker, missed).status, 201);
  city.server.kill_hard();
  city.server.start_and_wait({"--web", url.substr(7), "--demo-password", password});
  web_page resumed(url_now());
  ASSERT_EQ(resumed.log_in("walker-1", password).status, 200);
  resumed.follow(position);
  std::string since = resumed.hear_until(missed);
  EXPECT_THAT(since, Not(HasSubstr(whistle))) << "told twice";
  // walker-2 walks elsewhere.
  if (city.area_of("walker-1") != city.area_of("walker-2")) {
    EXPECT_THAT(other.hear_until("", 1s), Not(HasSubstr(whistle)));
  }
}

TEST_F(web, a_position_that_is_none_is_answered_with_resync) {
  web_page page(url);
  page.log_in("walker-1", password);
  page.follow("999-1");
  EXPECT_THAT(page.hear_until("event: resync"), HasSubstr("200 OK"));
}

TEST_F(web, built_pages_are_served_to_everybody_and_what_they_ask_for_is_not) {
  std::filesystem::path built = city.folder / "built";
  std::filesystem::create_directories(built);
  std::ofstream(built / "index.html") << "<!doctype html>pages";
  city.server.stop();
  city.server.start_and_wait({"--web", "127.0.0.1:0", "--pages", built.string()});
  web_page page(url_now());
  web_answer told = page.ask("GET", "/desk/queue");
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.body, "<!doctype html>pages");
  EXPECT_THAT(told.head, HasSubstr("Content-Security-Policy: default-src 'self'"));
  web_answer head = page.ask("HEAD", "/desk/queue");
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.head, HasSubstr("Content-Length: 20\r\n"));
  std::smatch tag;
  ASSERT_TRUE(std::regex_search(told.head, tag, std::regex("ETag: (\"[^\"]+\")"))) << told.head;
  EXPECT_EQ(page.ask("GET", "/", {}, {"If-None-Match: " + tag[1].str()}).status, 304);
  // The connection is still in step.
  EXPECT_EQ(page.ask("GET", "/api/v1/inbox").status, 401);
  EXPECT_EQ(page.ask("HEAD", "/api/v1/inbox").status, 405);
  EXPECT_EQ(page.ask("GET", "/livez").status, 200);
}

TEST_F(web, whatever_a_stranger_sends_the_next_good_request_is_answered) {
  const std::string bad[] = {
      "\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n",
      "GET /livez HTTP/1.1\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n",
      "POST /api/v1/session HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
      "POST /api/v1/session HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST /api/v1/session HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      std::string("\x16\x03\x01\x02", 4) + std::string(64, '\0'),
  };
  for (const std::string& each : bad) {
    web_page page(url);
    page.say(each);
    std::string told = page.hear_until("", 5s);
    EXPECT_THAT(told, Not(HasSubstr("200 OK"))) << each.substr(0, 60);
  }
  web_page good(url);
  EXPECT_EQ(good.ask("GET", "/livez").status, 200);
  web_answer framed = good.ask("GET", "/livez");
  EXPECT_THAT(framed.head, HasSubstr("Content-Security-Policy: default-src 'self'"));
  EXPECT_THAT(framed.head, HasSubstr("X-Content-Type-Options: nosniff"));
}

}  // namespace
}  // namespace gridwhistle::test
