// The API without sockets: who gets in, what a page must carry, and which frame comes out.
#include "server/adapters/web_api.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <stdexcept>

#include "common/curve_keys.hpp"
#include "server/adapters/web_questions.hpp"
#include "tests/adapters/noon.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr const char* a_whistle = "01a2186c-8082-7000-8000-000000000001";
constexpr const char* key = "01a2186c-8082-7000-8000-00000000000a";

class api : public testing::Test {
 protected:
  api() : folder_(fresh_folder()) {
    enrol("active");
    keys.emplace(folder_ / "enrolled.csv");
    account_book book;
    book.put({user_id("clerk"), password_hash("correct horse"), {}});
    book.put({user_id("desk"), password_hash("correct horse"), secret});
    book.store(folder_ / "accounts.csv");
    web.emplace(*keys, web_settings{folder_, false, {}, {}, {}});
  }
  ~api() override { std::filesystem::remove_all(folder_); }

  static std::filesystem::path fresh_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "gw-api-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
    return name;
  }
  void enrol(const std::string& status) {
    std::ofstream(folder_ / "enrolled.next")
        << "public_key,user,role,department,area,status\n"
        << clerk_key << ",clerk,clerk,water,," << status << '\n'
        << desk_key << ",desk,desk_officer,,2101,active\n";
    std::filesystem::rename(folder_ / "enrolled.next", folder_ / "enrolled.csv");
  }

  web_request asks(const char* method, const std::string& target, const std::string& body = "") {
    web_request made;
    made.method = method;
    made.target = target;
    made.body = body;
    made.host = "127.0.0.1:8080";
    made.cookie = cookie;
    made.csrf = csrf;
    return made;
  }
  web_response told(const web_request& asked, instant now = noon) {
    auto routed = web->route(asked, now, nullptr);
    if (auto* response = std::get_if<web_response>(&routed)) return *response;
    return {};
  }
  static std::string code_of(const web_response& told) {
    if (told.body.empty()) return {};
    auto body = json::parse(told.body);
    const json::value* code = body.get_object().if_contains("code");
    return code ? std::string(code->get_string()) : std::string();
  }
  web_response tries(const std::string& user, const std::string& password,
                     const std::string& totp = "", instant now = noon) {
    auto routed = web->route(asks("POST", "/api/v1/session",
                                  R"({"user":")" + user + R"(","password":")" + password +
                                      R"(","totp":")" + totp + "\"}"),
                             now, nullptr);
    auto* login = std::get_if<web_slow_work>(&routed);
    return login ? login->beside()(now) : std::get<web_response>(routed);
  }
  void log_in(const std::string& user) {
    web_response in = tries(user, "correct horse");
    ASSERT_EQ(in.status, 200u) << in.body;
    csrf = std::string(json::parse(in.body).at("csrf").get_string());
    for (const auto& [name, value] : in.fields) {
      if (name == "Set-Cookie") cookie = value.substr(0, value.find(';'));
    }
  }
  v1::Request frame_of(const web_request& asked) {
    auto routed = web->route(asked, noon, nullptr);
    v1::Request request;
    auto* question = std::get_if<web_question>(&routed);
    EXPECT_NE(question, nullptr) << std::get<web_response>(routed).body;
    EXPECT_TRUE(question && request.ParseFromString(question->frame));
    return request;
  }

  std::string clerk_key = make_curve_key_pair().public_key;
  std::string desk_key = make_curve_key_pair().public_key;
  std::string secret = fresh_totp_secret();
  std::filesystem::path folder_;
  std::optional<key_register> keys;
  std::optional<web_api> web;
  std::string cookie, csrf;
};

TEST_F(api, without_a_session_nothing_but_the_login_is_served) {
  for (const web_route& each : web_routes()) {
    bool open = each.pattern == "/livez" || each.pattern == "/api/v1/demo-accounts" ||
                (each.method == "POST" && each.pattern == "/api/v1/session");
    if (open) continue;
    web_response no = told(asks(std::string(each.method).c_str(), std::string(each.pattern)));
    // A pattern's braces are no path.
    bool plain = each.pattern.find('{') == std::string_view::npos;
    EXPECT_EQ(code_of(no), plain ? "not_logged_in" : "route_unknown") << each.pattern;
  }
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/demo-accounts"))), "route_unknown");
  EXPECT_EQ(code_of(told(asks("GET", std::string("/api/v1/whistles/") + a_whistle))),
            "not_logged_in");
}

TEST_F(api, a_wrong_password_an_unknown_user_and_a_missing_second_factor_are_told_alike) {
  EXPECT_EQ(code_of(tries("clerk", "wrong horse")), "login_refused");
  EXPECT_EQ(code_of(tries("nobody", "correct horse")), "login_refused");
  EXPECT_EQ(code_of(tries("desk", "correct horse")), "login_refused");
  EXPECT_EQ(tries("clerk", "correct horse").status, 200u);
}

TEST_F(api, a_second_factor_counts_once) {
  std::string code = totp_code(secret, static_cast<std::uint64_t>(noon.time_since_epoch() / 30s));
  EXPECT_EQ(tries("desk", "correct horse", code).status, 200u);
  EXPECT_EQ(code_of(tries("desk", "correct horse", code)), "login_refused");
}

TEST_F(api, five_wrong_passwords_lock_the_account_for_a_while) {
  for (int i = 0; i < login_failures_max; ++i) tries("clerk", "wrong horse");
  EXPECT_EQ(code_of(tries("clerk", "correct horse")), "account_locked");
  EXPECT_EQ(tries("clerk", "correct horse", "", noon + login_locked_for).status, 200u);
}

TEST_F(api, a_session_is_drawn_anew_at_every_login) {
  cookie = "gridwhistle=chosen-by-somebody-else";
  log_in("clerk");
  EXPECT_NE(cookie, "gridwhistle=chosen-by-somebody-else");
  std::string before = cookie;
  log_in("clerk");
  EXPECT_NE(cookie, before);
}

TEST_F(api, a_cookie_lasts_as_long_as_a_session_may_and_goes_with_it) {
  web_response in = tries("clerk", "correct horse");
  ASSERT_EQ(in.status, 200u);
  auto set =
      std::ranges::find(in.fields, "Set-Cookie", &std::pair<std::string, std::string>::first);
  ASSERT_NE(set, in.fields.end());
  EXPECT_TRUE(set->second.ends_with("; Max-Age=43200")) << set->second;
  log_in("clerk");
  web_response out = told(asks("DELETE", "/api/v1/session"));
  set = std::ranges::find(out.fields, "Set-Cookie", &std::pair<std::string, std::string>::first);
  ASSERT_NE(set, out.fields.end());
  EXPECT_TRUE(set->second.ends_with("; Max-Age=0")) << set->second;
}

TEST_F(api, whoever_is_revoked_sees_nothing_more) {
  log_in("clerk");
  EXPECT_EQ(told(asks("GET", "/api/v1/session")).status, 200u);
  enrol("revoked");
  ASSERT_EQ(keys->reload_if_changed(), key_register::reload::narrowed);
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/session"))), "not_logged_in");
  EXPECT_EQ(code_of(tries("clerk", "correct horse")), "login_refused");
}

TEST_F(api, a_change_needs_the_sessions_own_secret_and_the_same_origin) {
  log_in("clerk");
  std::string target = std::string("/api/v1/whistles/") + a_whistle + "/arrive";
  web_request right = asks("POST", target);
  right.idempotency_key = key;
  right.if_match = "3";
  EXPECT_EQ(frame_of(right).command().seen_version(), 3u);
  web_request forged = right;
  forged.csrf.clear();
  EXPECT_EQ(code_of(told(forged)), "csrf_invalid");
  web_request foreign = right;
  foreign.origin = "https://elsewhere.example";
  EXPECT_EQ(code_of(told(foreign)), "origin_refused");
  right.origin = "http://127.0.0.1:8080";
  EXPECT_TRUE(frame_of(right).command().has_arrive());
}

TEST_F(api, a_command_carries_its_id_and_the_version_that_was_seen) {
  log_in("clerk");
  std::string target = std::string("/api/v1/whistles/") + a_whistle + "/handle";
  web_request asked = asks("POST", target, R"({"result":"cleared"})");
  EXPECT_EQ(code_of(told(asked)), "idempotency_key_missing");
  asked.idempotency_key = key;
  EXPECT_EQ(told(asked).status, 428u);
  asked.if_match = "\"12\"";
  v1::Request frame = frame_of(asked);
  EXPECT_EQ(frame.command().handle().result(), "cleared");
  EXPECT_EQ(frame.command().seen_version(), 12u);
  EXPECT_EQ(frame.request_id(), command_id::parse(key)->raw());
  asked.body = R"({"result":7})";
  EXPECT_EQ(code_of(told(asked)), "body_unreadable");
  asked.body = "[]";
  EXPECT_EQ(code_of(told(asked)), "body_unreadable");
  asked.target = std::string("/api/v1/whistles/") + a_whistle + "/whistle_id";
  EXPECT_EQ(code_of(told(asked)), "body_unreadable");
  asked.body = "{}";
  EXPECT_EQ(code_of(told(asked)), "route_unknown");
}

TEST_F(api, a_blow_names_its_whistle_and_a_report) {
  log_in("clerk");
  web_request asked = asks("POST", "/api/v1/whistles",
                           std::string(R"({"whistle_id":")") + a_whistle +
                               R"(","report":{"kind":"emergency","area":"2101","text":"x"}})");
  asked.idempotency_key = key;
  v1::Request frame = frame_of(asked);
  EXPECT_EQ(frame.command().whistle_id(), whistle_id::parse(a_whistle)->raw());
  EXPECT_EQ(frame.command().blow().report().kind(), v1::WHISTLE_KIND_EMERGENCY);
}

TEST_F(api, a_query_becomes_the_members_of_its_message) {
  log_in("clerk");
  v1::Request inbox = frame_of(asks("GET", "/api/v1/inbox?department=water"));
  EXPECT_EQ(inbox.inbox().department(), "water");
  v1::Request figures =
      frame_of(asks("GET", "/api/v1/figures?from=20260301&to=20260331&by=street"));
  EXPECT_EQ(figures.figures().to(), 20260331u);
  EXPECT_EQ(figures.figures().by(), v1::GROUPING_STREET);
  EXPECT_FALSE(figures.figures().has_behind());
  v1::Request list = frame_of(
      asks("GET", "/api/v1/figures/list?from=20260301&to=20260331&figure=closing&counted=true"));
  EXPECT_EQ(list.figures().behind().figure(), v1::FIGURE_NAME_CLOSING);
  EXPECT_TRUE(list.figures().behind().counted());
  for (const char* wrong : {"/api/v1/inbox?department=%zz", "/api/v1/figures?from=soon",
                            "/api/v1/figures?colour=red", "/api/v1/figures?by=colour"}) {
    EXPECT_EQ(code_of(told(asks("GET", wrong))), "query_unreadable") << wrong;
  }
}

TEST_F(api, what_is_read_of_a_whistle_is_a_question_about_that_whistle) {
  log_in("clerk");
  std::string path = std::string("/api/v1/whistles/") + a_whistle;
  v1::Request history = frame_of(asks("GET", path + "/history?after_version=7"));
  EXPECT_EQ(history.history().whistle_id(), whistle_id::parse(a_whistle)->raw());
  EXPECT_EQ(history.history().after_version(), 7u);
  EXPECT_TRUE(frame_of(asks("GET", path + "/similar")).has_similar());
  v1::Request suggest = frame_of(asks("GET", "/api/v1/suggestions?text=%E7%81%AF%20x"));
  EXPECT_EQ(suggest.suggest().text(), "灯 x");
  EXPECT_EQ(frame_of(asks("GET", "/api/v1/inbox?area=2101")).inbox().area(), "2101");
  auto why = web->route(asks("GET", path + "/explain?lang=en"), noon, nullptr);
  ASSERT_TRUE(std::holds_alternative<web_explaining>(why));
  EXPECT_EQ(std::get<web_explaining>(why).in, language::en);
  v1::Request show;
  ASSERT_TRUE(show.ParseFromString(std::get<web_explaining>(why).show.frame));
  EXPECT_TRUE(show.has_show()) << "it is told to whom it may be shown";
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/whistles/one/history"))), "id_invalid");
  EXPECT_EQ(code_of(told(asks("GET", path + "/history?before=7"))), "query_unreadable");
  EXPECT_EQ(code_of(told(asks("GET", path + "/report-in"))), "method_not_allowed");
}

TEST_F(api, a_pack_is_sent_in_parts_and_published_by_one_command) {
  log_in("clerk");
  std::string sha256(64, 'a');
  std::string part = "/api/v1/packs/parts/" + sha256;
  v1::Request sent = frame_of(asks("PUT", part + "?size=7&offset=4", std::string("\0x\xff", 3)));
  EXPECT_EQ(sent.publish().part().bytes(), std::string("\0x\xff", 3));
  EXPECT_EQ(sent.publish().part().sha256(), std::string(32, '\xaa'));
  EXPECT_EQ(sent.publish().part().offset(), 4u);
  EXPECT_EQ(code_of(told(asks("PUT", part + "?size=7&bytes=41"))), "query_unreadable");
  EXPECT_EQ(code_of(told(asks("PUT", "/api/v1/packs/parts/none"))), "id_invalid");

  web_request asked = asks("POST", "/api/v1/packs",
                           R"({"pack":")" + sha256 + R"(","seen_version":3,"reason":"flood"})");
  EXPECT_EQ(code_of(told(asked)), "idempotency_key_missing");
  asked.idempotency_key = key;
  v1::Request published = frame_of(asked);
  EXPECT_EQ(published.publish().pack().seen_version(), 3u);
  EXPECT_EQ(published.request_id(), command_id::parse(key)->raw());
  EXPECT_EQ(frame_of(asks("GET", "/api/v1/packs?changed_by=4")).packs().changed_by(), 4u);

  v1::Reply reply;
  web_question question = std::get<web_question>(web->route(asked, noon, nullptr));
  reply.mutable_publishing()->mutable_not_covered()->set_count(2);
  EXPECT_EQ(web->answer(reply, question).status, 422u);
  reply.mutable_publishing()->mutable_published();
  EXPECT_EQ(web->answer(reply, question).status, 201u);
  reply.mutable_publishing()->mutable_held();
  EXPECT_EQ(web->answer(reply, question).status, 200u);
}

TEST_F(api, a_pack_is_checked_by_a_question_that_no_command_id_belongs_to) {
  log_in("clerk");
  std::string sha256(64, 'a');
  web_request asked = asks("POST", "/api/v1/packs/check", R"({"pack":")" + sha256 + R"("})");
  v1::Request checked = frame_of(asked);
  EXPECT_EQ(checked.publish().check().pack(), std::string(32, '\xaa'));
  EXPECT_EQ(code_of(told(asks("POST", "/api/v1/packs/check", "[]"))), "body_unreadable");
  EXPECT_EQ(code_of(told(asks("POST", "/api/v1/packs/check", R"({"reason":"flood"})"))),
            "body_unreadable");
  v1::Request changes = frame_of(asks("GET", "/api/v1/packs?changed_by_pack=" + sha256));
  EXPECT_EQ(changes.packs().changed_by_pack(), std::string(32, '\xaa'));

  v1::Reply reply;
  web_question question = std::get<web_question>(web->route(asked, noon, nullptr));
  reply.mutable_publishing()->mutable_checked()->set_covered(false);
  EXPECT_EQ(web->answer(reply, question).status, 200u);
}

TEST_F(api, what_somebody_does_at_a_whistle_is_reading_or_writing) {
  log_in("clerk");
  std::string path = std::string("/api/v1/whistles/") + a_whistle + "/presence";
  auto there = web->route(asks("POST", path, R"({"doing":"writing"})"), noon, nullptr);
  ASSERT_TRUE(std::holds_alternative<web_presence>(there));
  EXPECT_EQ(std::get<web_presence>(there).doing, "writing");
  EXPECT_EQ(code_of(told(asks("POST", path, R"({"doing":"sleeping"})"))), "body_unreadable");
  EXPECT_EQ(code_of(told(asks("POST", path))), "body_unreadable");
}

TEST_F(api, who_asks_too_fast_is_told_to_wait_and_may_then_go_on) {
  log_in("clerk");
  unsigned last = 200;
  int taken = 0;
  for (int i = 0; i <= user_requests_burst && last == 200; ++i, ++taken)
    last = told(asks("GET", "/api/v1/session")).status;
  EXPECT_EQ(last, 429u);
  EXPECT_LE(taken, user_requests_burst + 1);
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/session"))), "too_many_requests");
  EXPECT_EQ(told(asks("GET", "/api/v1/session"), noon + 1s).status, 200u);
}

TEST_F(api, the_figures_are_a_file_of_a_kind_that_is_named) {
  log_in("clerk");
  std::string days = "from=20260301&to=20260331&by=street";
  auto file = web->route(asks("GET", "/api/v1/figures/export?format=xlsx&" + days), noon, nullptr);
  ASSERT_TRUE(std::holds_alternative<web_export>(file));
  EXPECT_EQ(std::get<web_export>(file).as, web_export::format::xlsx);
  v1::Request request;
  ASSERT_TRUE(request.ParseFromString(std::get<web_export>(file).asked.frame));
  EXPECT_EQ(request.figures().from(), 20260301u);
  EXPECT_EQ(request.figures().by(), v1::GROUPING_STREET);
  EXPECT_EQ(std::get<web_export>(file).in, language::zh);
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/figures/export?" + days))), "query_unreadable");
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/figures/export?format=pdf&" + days))),
            "query_unreadable");
}

TEST_F(api, a_list_behind_a_number_is_a_file_of_one_part_and_in_one_language) {
  log_in("clerk");
  std::string days = "?format=csv&lang=en&from=20260301&to=20260331&by=street&group=210102001";
  auto file_of = [&](const std::string& asked) {
    return web->route(asks("GET", "/api/v1/" + asked), noon, nullptr);
  };
  auto figures = file_of("figures/list/export" + days + "&figure=closing&part=missing");
  ASSERT_TRUE(std::holds_alternative<web_export>(figures));
  EXPECT_EQ(std::get<web_export>(figures).part, figure_part::missing);
  EXPECT_EQ(std::get<web_export>(figures).in, language::en);
  v1::Request request;
  ASSERT_TRUE(request.ParseFromString(std::get<web_export>(figures).asked.frame));
  EXPECT_EQ(request.figures().behind().group(), "210102001");
  EXPECT_EQ(request.figures().behind().figure(), v1::FIGURE_NAME_CLOSING);
  auto care = file_of("care/list/export" + days + "&state=missed");
  ASSERT_TRUE(request.ParseFromString(std::get<web_export>(care).asked.frame));
  EXPECT_EQ(request.care().behind().state(), v1::CARE_STATE_MISSED);
  auto zeros = file_of("zero-board/list/export" + days + "&tag=case");
  ASSERT_TRUE(request.ParseFromString(std::get<web_export>(zeros).asked.frame));
  EXPECT_EQ(request.zero_board().behind().tag(), v1::MATTER_TAG_CASE);
  auto within = file_of("care/export?format=xlsx&from=20260301&to=20260331&by=street&within=2101");
  EXPECT_EQ(std::get<web_export>(within).within.text, "2101");
  for (const char* wrong :
       {"figures/list/export?format=csv&part=half", "care/export?format=csv&part=of",
        "inbox/export?format=csv&area=2101&late=maybe", "inbox/export?area=2101&late=true",
        "inbox/export?format=csv&area=2101&within=2101", "figures/export?format=csv&within=2101",
        "zero-board/export"})
    EXPECT_EQ(code_of(told(asks("GET", std::string("/api/v1/") + wrong))), "query_unreadable")
        << wrong;
}

TEST_F(api, a_queue_is_a_file_of_all_of_it_or_of_what_is_late_of_one_holder) {
  log_in("clerk");
  auto file_of = [&](const std::string& asked) {
    auto made = web->route(asks("GET", "/api/v1/inbox/export?" + asked), noon, nullptr);
    EXPECT_TRUE(std::holds_alternative<web_export>(made)) << asked;
    return std::get<web_export>(std::move(made));
  };
  web_export all = file_of("format=xlsx&department=um");
  v1::Request request;
  ASSERT_TRUE(request.ParseFromString(all.asked.frame));
  EXPECT_EQ(request.inbox().department(), "um");
  EXPECT_FALSE(all.late);
  web_export late = file_of("format=csv&area=2101&late=true&holder=dept/um");
  ASSERT_TRUE(request.ParseFromString(late.asked.frame));
  EXPECT_EQ(request.inbox().area(), "2101");
  EXPECT_TRUE(late.late);
  EXPECT_EQ(late.holder, "dept/um");
}

TEST_F(api, figures_are_asked_of_some_alone_and_so_is_what_came_in_and_was_done) {
  log_in("clerk");
  v1::Request some = frame_of(asks("GET",
                                   "/api/v1/figures/list?from=20260301&to=20260331&by=street"
                                   "&figure=honest&area=2101&department=um&matter=matter:06010"));
  EXPECT_EQ(some.figures().area(), "2101");
  EXPECT_EQ(some.figures().department(), "um");
  EXPECT_EQ(some.figures().matter(), "matter:06010");
  EXPECT_EQ(some.figures().behind().figure(), v1::FIGURE_NAME_HONEST);
  EXPECT_TRUE(frame_of(asks("GET", "/api/v1/figures?from=20260301&to=20260331&day_by_day=true"))
                  .figures()
                  .day_by_day());
  v1::Request flow = frame_of(asks("GET", "/api/v1/flow?area=2101&hours=24"));
  EXPECT_EQ(flow.flow().area(), "2101");
  EXPECT_EQ(flow.flow().hours(), 24u);
  v1::Request done = frame_of(asks("GET", std::string("/api/v1/done?department=um&before_ms=7") +
                                              "&before_whistle_id=" + a_whistle));
  EXPECT_EQ(done.done().department(), "um");
  EXPECT_EQ(done.done().before_ms(), 7);
  EXPECT_EQ(done.done().before_whistle_id(), whistle_id::parse(a_whistle)->raw());
  EXPECT_EQ(code_of(told(asks("GET", "/api/v1/flow?from=1"))), "query_unreadable");
}

TEST_F(api, path_tricks_lead_nowhere) {
  log_in("clerk");
  for (const char* trick :
       {"/api/v1/../v1/session", "/api/v1/%73ession", "/api/v1/session/", "//api/v1/session",
        "/api/v1/session%00", "*", "", "/", "http://elsewhere.example/api/v1/session",
        "/api/v1/whistles/..%2f..%2fetc", "/api\\v1\\session"}) {
    EXPECT_EQ(code_of(told(asks("GET", trick))), "route_unknown") << trick;
  }
  EXPECT_EQ(told(asks("PATCH", "/api/v1/session")).status, 405u);
}

TEST(web_problem, every_refusal_has_a_status_and_both_sentences) {
  for (const refusal_words& each : all_refusals()) {
    web_response told = problem(each.name, "detail");
    auto body = json::parse(told.body).get_object();
    EXPECT_GE(told.status, 400u);
    EXPECT_EQ(std::string(body.at("code").get_string()), each.name);
    EXPECT_EQ(std::string(body.at("title_zh").get_string()), each.zh);
    EXPECT_EQ(std::string(body.at("title").get_string()), each.en);
    EXPECT_EQ(body.at("status").as_int64(), told.status);
  }
  EXPECT_EQ(status_of("version_conflict"), 412u);
  EXPECT_EQ(status_of("not_your_whistle"), 403u);
  EXPECT_EQ(status_of("wrong_stage"), 409u);
}

}  // namespace
}  // namespace gridwhistle
