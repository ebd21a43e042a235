// Accounts by the API: the first login, the second factor, what is done to others' accounts, and
// the screens that stay on. Without sockets; what is slow is done at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <map>
#include <stdexcept>

#include "common/curve_keys.hpp"
#include "common/taken_seats.hpp"
#include "server/adapters/web_api.hpp"
#include "tests/adapters/noon.hpp"
#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr const char* horse = "correct horse";
constexpr const char* staple = "battery staple";

struct told {
  unsigned status = 0;
  json::object body;
  bool streams = false;
  std::string code() const {
    const json::value* found = body.if_contains("code");
    return found ? std::string(found->get_string()) : std::string();
  }
  std::string text(const char* name) const { return std::string(body.at(name).get_string()); }
};

class kept_accounts : public testing::Test {
 protected:
  kept_accounts() : folder(fresh_folder()), rules(policy_of(good_pack())) {
    city = rules->areas.city().code.text;
    enrol({"chief,supervisor,," + city, "desk,desk_officer,," + city, "clerk,clerk,water,",
           "walker,grid_worker,," + city});
    put({user_id("chief"), password_hash("k7mp-3xqd-9fwt"), {}, password_kind::one_time});
    put({user_id("clerk"), password_hash(horse), {}});
    start();
  }
  ~kept_accounts() override { std::filesystem::remove_all(folder); }

  static std::filesystem::path fresh_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "gw-kept-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
    return name;
  }
  void enrol(const std::vector<std::string>& people) {
    std::ofstream out(folder / "enrolled.csv");
    out << "public_key,user,role,department,area,status\n";
    for (const std::string& each : people)
      out << make_curve_key_pair().public_key << ',' << each << ",active\n";
  }
  void put(const account& one) const {
    kept_file<account_book> accounts(folder / "accounts.csv");
    accounts.change([&](account_book& all) { all.put(one); });
  }
  void start(const std::optional<std::string>& demo_word = {}) {
    web.reset();
    keys.emplace(folder / "enrolled.csv");
    web.emplace(*keys, web_settings{folder, false, {}, {}, demo_word});
  }

  // Somebody's browser: its cookies, and the secret of its session.
  class browser {
   public:
    explicit browser(kept_accounts& at) : at_(at) {}

    told ask(const char* method, const std::string& target, const std::string& body = "",
             instant now = noon) {
      web_request asked;
      asked.method = method;
      asked.target = "/api/v1/" + target;
      asked.body = body;
      for (const auto& [name, value] : cookies) asked.cookie += name + '=' + value + "; ";
      asked.csrf = csrf;
      auto routed = at_.web->route(asked, now, at_.rules.get());
      if (auto* work = std::get_if<web_slow_work>(&routed)) return take(work->beside()(now));
      if (auto* known = std::get_if<web_response>(&routed)) return take(*known);
      if (auto* no = std::get_if<web_refused>(&routed)) {
        refused = *no;
        return take(problem(words_of(no->code).name));
      }
      told made{200, {}, std::holds_alternative<web_stream>(routed)};
      if (made.streams) stream = std::get<web_stream>(std::move(routed));
      return made;
    }
    told log_in(const std::string& user, const std::string& password,
                const std::string& code = "") {
      told in = ask(
          "POST", "session",
          R"({"user":")" + user + R"(","password":")" + password + R"(","totp":")" + code + "\"}");
      if (in.status == 200) csrf = in.text("csrf");
      return in;
    }
    told choose(const std::string& chosen, const std::string& current = "") {
      return ask("POST", "session/password",
                 R"({"current":")" + current + R"(","chosen":")" + chosen + "\"}");
    }
    // Enrols a second factor; what it is.
    std::string enrol(instant now = noon) {
      std::string secret = ask("POST", "session/second-factor").text("secret");
      told done =
          ask("PUT", "session/second-factor", R"({"totp":")" + code_of(secret, now) + "\"}", now);
      EXPECT_EQ(done.status, 204u) << done.code();
      return secret;
    }
    static std::string code_of(const std::string& secret, instant now) {
      return totp_code(secret, static_cast<std::uint64_t>(now.time_since_epoch() / 30s));
    }

    std::map<std::string, std::string> cookies;
    std::string csrf;
    std::optional<web_stream> stream;
    web_refused refused;               // the last that is to be recorded
    std::vector<std::string> changes;  // of accounts, all that are to be recorded

   private:
    told take(const web_response& response) {
      for (const account_change& each : response.changes) {
        std::string line = each.by.text + ' ' + std::string(name_of(each.act)) + ' ';
        changes.push_back(line + each.user.text + (each.about.empty() ? "" : ": " + each.about));
      }
      for (const auto& [name, value] : response.fields) {
        if (name != "Set-Cookie") continue;
        std::string pair = value.substr(0, value.find(';'));
        cookies[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      }
      told made{response.status, {}, false};
      if (!response.body.empty()) made.body = json::parse(response.body).get_object();
      return made;
    }
    kept_accounts& at_;
  };

  // The chief, with all that his role needs.
  browser chief() {
    browser made(*this);
    made.log_in("chief", "k7mp-3xqd-9fwt");
    EXPECT_EQ(made.choose(staple).status, 204u);
    made.enrol();
    return made;
  }
  json::object listed(browser& by, const std::string& user) {
    told list = by.ask("GET", "accounts?find=" + user);
    EXPECT_EQ(list.status, 200u) << list.code();
    for (const json::value& each : list.body.at("accounts").get_array()) {
      if (each.at("user") == json::value(user)) return each.get_object();
    }
    ADD_FAILURE() << user << " is not listed";
    return {};
  }

  std::filesystem::path folder;
  policy_ptr rules;
  std::string city;
  std::optional<key_register> keys;
  std::optional<web_api> web;
};

TEST_F(kept_accounts,
       a_one_time_password_opens_nothing_but_the_choice_of_ones_own_and_is_void_then) {
  browser first(*this), again(*this);
  EXPECT_EQ(first.log_in("chief", "k7mp-3xqd-9fwt").text("owes"), "password");
  EXPECT_EQ(first.ask("GET", "session").text("owes"), "password");
  for (const char* target : {"accounts", "sessions", "walls", "stream", "pack", "inbox?area=2101"})
    EXPECT_EQ(first.ask("GET", target).code(), "password_owed") << target;
  EXPECT_EQ(first.ask("POST", "session/second-factor").code(), "password_owed");
  EXPECT_EQ(first.choose("short").code(), "password_unfit");
  EXPECT_EQ(first.choose("k7mp-3xqd-9fwt").code(), "password_unfit") << "it is not his own";
  ASSERT_EQ(again.log_in("chief", "k7mp-3xqd-9fwt").status, 200u);
  EXPECT_EQ(first.choose(staple).status, 204u);
  EXPECT_EQ(again.ask("GET", "session").code(), "not_logged_in") << "the other session ended";
  EXPECT_EQ(again.log_in("chief", "k7mp-3xqd-9fwt").code(), "login_refused");
  EXPECT_EQ(again.log_in("chief", staple).text("owes"), "second_factor");
}

TEST_F(kept_accounts, who_decides_for_others_does_nothing_before_his_second_factor) {
  browser boss(*this), clerk(*this);
  boss.log_in("chief", "k7mp-3xqd-9fwt");
  boss.choose(staple);
  EXPECT_EQ(boss.ask("GET", "accounts").code(), "second_factor_owed");
  EXPECT_EQ(boss.ask("PUT", "session/second-factor", R"({"totp":"000000"})").code(),
            "second_factor_not_offered");
  told offer = boss.ask("POST", "session/second-factor");
  EXPECT_EQ(offer.text("link"), "otpauth://totp/Gridwhistle:chief?secret=" + offer.text("secret") +
                                    "&issuer=Gridwhistle");
  EXPECT_EQ(boss.ask("PUT", "session/second-factor", R"({"totp":"12345"})").code(), "code_wrong");
  std::string secret = boss.enrol();
  EXPECT_EQ(boss.ask("GET", "session").text("owes"), "nothing");
  EXPECT_EQ(boss.ask("GET", "accounts").status, 200u);
  EXPECT_EQ(boss.ask("POST", "session/second-factor").code(), "second_factor_set");
  browser later(*this);
  EXPECT_EQ(later.log_in("chief", staple).code(), "login_refused") << "the code is missing";
  std::string code = browser::code_of(secret, noon);
  EXPECT_EQ(later.log_in("chief", staple, code).code(), "login_refused") << "it was spent";
  code = browser::code_of(secret, noon + 30s);
  EXPECT_EQ(later.log_in("chief", staple, code).status, 200u);
  EXPECT_EQ(clerk.log_in("clerk", horse).text("owes"), "nothing") << "a clerk may do without";
}

TEST_F(kept_accounts, another_password_is_chosen_by_who_says_the_present_one) {
  browser here(*this), there(*this);
  here.log_in("clerk", horse);
  there.log_in("clerk", horse);
  EXPECT_EQ(here.choose(staple).code(), "password_wrong");
  EXPECT_EQ(here.choose(horse, horse).code(), "password_unfit");
  EXPECT_EQ(here.choose(staple, horse).status, 204u);
  EXPECT_EQ(here.ask("GET", "sessions").status, 200u);
  EXPECT_EQ(there.ask("GET", "sessions").code(), "not_logged_in");
  EXPECT_EQ(there.log_in("clerk", horse).code(), "login_refused");
  EXPECT_EQ(there.log_in("clerk", staple).status, 200u);
  for (int i = 0; i < login_failures_max; ++i) here.choose("another one", "guessed");
  EXPECT_EQ(here.choose("another one", staple).code(), "account_locked")
      << "an open page is no place to guess";
}

TEST_F(kept_accounts, who_watches_over_the_city_resets_unlocks_and_ends_and_nobody_else_does) {
  browser boss = chief(), clerk(*this), guesser(*this);
  EXPECT_EQ(listed(boss, "walker").at("account").get_string(), "none");
  EXPECT_EQ(listed(boss, "chief").at("second_factor").get_bool(), true);
  clerk.log_in("clerk", horse);
  for (const char* act : {"reset", "unlock", "end-sessions"}) {
    std::string target = std::string("accounts/") + act;
    EXPECT_EQ(clerk.ask("POST", target, R"({"user":"chief"})").code(), "role_not_allowed");
    EXPECT_EQ(clerk.refused.by.user, user_id("clerk"));
    EXPECT_EQ(clerk.refused.asked, "accounts");
    EXPECT_EQ(clerk.refused.about, std::string(act) + " chief");
    EXPECT_EQ(boss.ask("POST", target, R"({"user":"nobody"})").code(), "user_unknown");
  }
  EXPECT_EQ(clerk.ask("POST", "accounts/reset", R"({"user":"a stranger's words"})").code(),
            "role_not_allowed");
  EXPECT_EQ(clerk.refused.about, "reset") << "who is nobody's user is not written down";
  EXPECT_EQ(clerk.ask("GET", "accounts").code(), "role_not_allowed");
  EXPECT_EQ(clerk.refused.about, "list");
  EXPECT_EQ(listed(boss, "clerk").at("sessions").to_number<int>(), 1);

  for (int i = 0; i < login_failures_max; ++i) guesser.log_in("clerk", "guessed it");
  EXPECT_EQ(guesser.log_in("clerk", horse).code(), "account_locked");
  EXPECT_GT(listed(boss, "clerk").at("locked_until_ms").to_number<std::int64_t>(), 0);
  EXPECT_EQ(boss.ask("POST", "accounts/unlock", R"({"user":"clerk"})").status, 204u);
  EXPECT_EQ(guesser.log_in("clerk", horse).status, 200u);

  EXPECT_EQ(boss.ask("POST", "accounts/end-sessions", R"({"user":"clerk"})").status, 204u);
  EXPECT_EQ(clerk.ask("GET", "session").code(), "not_logged_in");
  told word = boss.ask("POST", "accounts/reset", R"({"user":"clerk"})");
  ASSERT_EQ(word.status, 200u) << word.code();
  EXPECT_EQ(clerk.log_in("clerk", horse).code(), "login_refused");
  EXPECT_EQ(clerk.log_in("clerk", word.text("password")).text("owes"), "password");
  EXPECT_EQ(listed(boss, "clerk").at("account").get_string(), "one_time");
  EXPECT_EQ(read_or_throw(folder / "accounts.csv").find(word.text("password")), std::string::npos);
}

TEST_F(kept_accounts,
       what_somebody_is_called_is_said_by_who_keeps_the_accounts_and_shown_beside_him) {
  browser boss = chief(), clerk(*this);
  EXPECT_EQ(clerk.log_in("clerk", horse).text("name"), "");
  std::string named = R"({"user":"clerk","name":"王伟"})";
  EXPECT_EQ(clerk.ask("POST", "accounts/name", named).code(), "role_not_allowed");
  EXPECT_EQ(boss.ask("POST", "accounts/name", R"({"user":"nobody","name":"王伟"})").code(),
            "user_unknown");
  EXPECT_EQ(boss.ask("POST", "accounts/name", R"({"user":"clerk","name":"王\"伟"})").code(),
            "body_unreadable");
  ASSERT_EQ(boss.ask("POST", "accounts/name", named).status, 204u);
  EXPECT_EQ(clerk.ask("GET", "session").text("name"), "王伟");
  EXPECT_EQ(listed(boss, "clerk").at("name").get_string(), "王伟");
  json::array found = boss.ask("GET", "accounts?find=王伟").body.at("accounts").get_array();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at("user").get_string(), "clerk");
  start();
  ASSERT_EQ(clerk.log_in("clerk", horse).status, 200u);
  EXPECT_EQ(clerk.ask("GET", "session").text("name"), "王伟") << "it outlives a restart";
}

TEST_F(kept_accounts, a_one_time_password_is_good_for_72_hours_and_says_so_when_it_is_too_late) {
  browser boss = chief(), clerk(*this);
  told word = boss.ask("POST", "accounts/reset", R"({"user":"clerk"})");
  EXPECT_EQ(word.body.at("valid_until_ms").to_number<std::int64_t>(),
            to_ms(noon + one_time_valid_for));
  std::string in = R"({"user":"clerk","password":")" + word.text("password") + "\"}";
  EXPECT_EQ(clerk.ask("POST", "session", in, noon + 71h).status, 200u);
  EXPECT_EQ(clerk.ask("POST", "session", in, noon + 72h).code(), "one_time_expired");
  std::string wrong = R"({"user":"clerk","password":"guessed it"})";
  EXPECT_EQ(clerk.ask("POST", "session", wrong, noon + 72h).code(), "login_refused")
      << "who guesses learns nothing of it";
}

TEST_F(kept_accounts, a_lost_phone_is_a_reset_and_the_second_factor_is_enrolled_anew) {
  browser boss = chief(), desk(*this);
  std::string word = boss.ask("POST", "accounts/reset", R"({"user":"desk"})").text("password");
  desk.log_in("desk", word);
  desk.choose(horse);
  std::string lost = desk.enrol();
  word = boss.ask("POST", "accounts/reset", R"({"user":"desk"})").text("password");
  EXPECT_EQ(desk.ask("GET", "session").code(), "not_logged_in");
  EXPECT_EQ(desk.log_in("desk", word).text("owes"), "password");
  desk.choose(staple);
  EXPECT_NE(desk.enrol(noon + 30s), lost);
}

TEST_F(kept_accounts, the_list_is_a_page_at_a_time_and_says_how_many_follow) {
  std::vector<std::string> people = {"chief,supervisor,," + city};
  for (std::size_t i = 0; i < accounts_listed_max + 5; ++i)
    people.push_back("walker-" + std::to_string(1000 + i) + ",grid_worker,," + city);
  enrol(people);
  start();
  browser boss = chief();
  told first = boss.ask("GET", "accounts?find=walker");
  const json::array& rows = first.body.at("accounts").get_array();
  ASSERT_EQ(rows.size(), accounts_listed_max);
  EXPECT_EQ(first.body.at("more").to_number<int>(), 5);
  std::string last(rows.back().at("user").get_string());
  told rest = boss.ask("GET", "accounts?find=walker&after_user=" + last);
  EXPECT_EQ(rest.body.at("accounts").get_array().size(), 5u);
  EXPECT_EQ(rest.body.at("more").to_number<int>(), 0);
}

TEST_F(kept_accounts, whatever_changes_an_account_is_told_for_the_journal_without_a_secret) {
  using testing::ElementsAre;
  browser boss = chief(), desk(*this);
  EXPECT_THAT(boss.changes,
              ElementsAre("chief password_chosen chief", "chief second_factor_enrolled chief"));
  boss.changes.clear();
  std::string word = boss.ask("POST", "accounts/reset", R"({"user":"desk"})").text("password");
  desk.log_in("desk", word);
  desk.choose(horse);
  desk.enrol();
  boss.ask("POST", "accounts/name", R"({"user":"desk","name":"王伟"})");
  boss.ask("POST", "accounts/unlock", R"({"user":"desk"})");
  boss.ask("POST", "accounts/end-sessions", R"({"user":"desk"})");
  boss.ask("POST", "accounts/reset", R"({"user":"desk"})");
  EXPECT_THAT(desk.changes,
              ElementsAre("desk password_chosen desk", "desk second_factor_enrolled desk"));
  EXPECT_THAT(boss.changes, ElementsAre("chief password_reset desk", "chief named desk",
                                        "chief unlocked desk", "chief sessions_ended desk",
                                        "chief password_reset desk: and the second factor"));
  boss.changes.clear();
  boss.ask("GET", "accounts");
  boss.ask("POST", "accounts/reset", R"({"user":"nobody"})");
  EXPECT_TRUE(boss.changes.empty()) << "looking changes nothing, nor does what is refused";
  // By the verb: nobody knows by whom.
  put({user_id("walker"), password_hash(horse), {}, password_kind::one_time});
  boss.ask("GET", "accounts");
  EXPECT_THAT(boss.changes, ElementsAre(" password_reset walker"));
  std::string screen = boss.ask("POST", "walls", R"({"name":"hall"})").text("id");
  EXPECT_EQ(boss.changes.back(), "chief screen_left_on chief: " + screen);
}

TEST_F(kept_accounts, who_is_enrolled_revoked_or_moved_in_the_file_is_told_for_the_journal) {
  auto row = [](const std::string& key, const std::string& rest) { return key + ',' + rest; };
  std::string first = make_curve_key_pair().public_key, second = make_curve_key_pair().public_key;
  auto write = [&](const std::vector<std::string>& rows) {
    std::string text = "public_key,user,role,department,area,status\n";
    for (const std::string& each : rows) text += each + '\n';
    std::filesystem::path beside = folder / "enrolled.new";
    std::ofstream(beside) << text;
    std::filesystem::rename(beside, folder / "enrolled.csv");
  };
  auto told = [&] {
    std::vector<std::string> lines;
    keys->reload_if_changed();
    for (const account_change& each : keys->take_changes())
      lines.push_back(std::string(name_of(each.act)) + ' ' + each.user.text + ": " + each.about);
    return lines;
  };
  write({row(first, "clerk,clerk,water,,active")});
  keys.emplace(folder / "enrolled.csv");
  EXPECT_TRUE(told().empty()) << "what was there at the start is no change";
  write({row(first, "clerk,clerk,roads,,active"),
         row(second, "walker,grid_worker,," + city + ",active")});
  EXPECT_THAT(told(), testing::ElementsAre("moved clerk: clerk water -> clerk roads",
                                           "enrolled walker: grid_worker " + city));
  write({row(first, "clerk,clerk,roads,,revoked"),
         row(second, "walker,grid_worker,," + city + ",active")});
  EXPECT_THAT(told(), testing::ElementsAre("revoked clerk: clerk roads"));
  EXPECT_TRUE(told().empty());
}

TEST_F(kept_accounts, what_the_verb_changed_counts_from_the_next_login_on) {
  browser walker(*this), clerk(*this);
  clerk.log_in("clerk", horse);
  EXPECT_EQ(walker.log_in("walker", horse).code(), "login_refused");
  put({user_id("walker"), password_hash(horse), {}});
  put({user_id("clerk"), password_hash(staple), {}, password_kind::one_time});
  EXPECT_EQ(walker.log_in("walker", horse).status, 200u);
  EXPECT_EQ(clerk.ask("GET", "sessions").code(), "password_owed");
}

TEST_F(kept_accounts,
       a_seat_of_the_demonstration_needs_no_second_factor_and_leaves_nothing_behind) {
  start("let-me-see");
  browser desk(*this), boss = chief(), stranger(*this);
  told in = desk.log_in("desk", "let-me-see");
  EXPECT_EQ(in.text("owes"), "nothing");
  EXPECT_EQ(in.text("opened_with"), "demo_word");
  EXPECT_EQ(desk.choose(horse).code(), "demo_seat");
  EXPECT_EQ(desk.ask("POST", "session/second-factor").code(), "demo_seat");
  EXPECT_EQ(desk.ask("POST", "walls", R"({"name":"hall"})").code(), "demo_seat");
  EXPECT_EQ(stranger.log_in("chief", "let-me-see").code(), "login_refused")
      << "who has an account of his own is no seat";
  told seats = stranger.ask("GET", "demo-accounts");
  for (const json::value& each : seats.body.at("accounts").get_array()) {
    EXPECT_NE(each.at("user"), json::value("chief"));
    bool of_the_city = each.at("area") == json::value(city);
    EXPECT_EQ(each.at("area_name").get_string(), of_the_city ? rules->areas.city().name : "");
  }
  EXPECT_EQ(listed(boss, "desk").at("account").get_string(), "demo");
  ASSERT_EQ(boss.ask("POST", "accounts/reset", R"({"user":"desk"})").status, 200u);
  EXPECT_EQ(desk.ask("GET", "session").code(), "not_logged_in");
  EXPECT_EQ(desk.log_in("desk", "let-me-see").code(), "login_refused");
}

TEST_F(kept_accounts,
       a_screen_that_stays_on_reads_and_says_nothing_through_restarts_until_it_is_ended) {
  browser screen = chief();
  EXPECT_EQ(screen.ask("POST", "walls", R"({"name":""})").code(), "body_unreadable");
  told left = screen.ask("POST", "walls", R"({"name":"hall"})");
  ASSERT_EQ(left.status, 201u) << left.code();
  EXPECT_EQ(screen.ask("GET", "session").text("opened_with"), "wall");
  start();
  told session = screen.ask("GET", "session", "", noon + 24h * 365);
  ASSERT_EQ(session.status, 200u);
  EXPECT_EQ(session.text("csrf"), "");
  for (const char* target : {"pack", "map", "stream"})
    EXPECT_EQ(screen.ask("GET", target).status, 200u) << target;
  ASSERT_TRUE(screen.stream->lasts(noon));
  screen.csrf.clear();
  for (const char* target : {"accounts", "sessions", "walls", "packs", "care"})
    EXPECT_EQ(screen.ask("GET", target).code(), "wall_reads_only") << target;
  std::string whistle = "whistles/01a2186c-8082-7000-8000-000000000001";
  EXPECT_EQ(screen.ask("POST", whistle + "/urge", "{}").code(), "wall_reads_only");
  EXPECT_EQ(screen.ask("POST", whistle + "/presence", R"({"doing":"reading"})").code(),
            "wall_reads_only");
  EXPECT_EQ(screen.ask("POST", "session/password", R"({"chosen":"battery staple"})").code(),
            "wall_reads_only");

  browser boss(*this);
  std::string code =
      browser::code_of(account_book(folder / "accounts.csv").find(user_id("chief"))->totp, noon);
  ASSERT_EQ(boss.log_in("chief", staple, code).status, 200u);
  told walls = boss.ask("GET", "walls");
  const json::array& rows = walls.body.at("walls").get_array();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("name").get_string(), "hall");
  EXPECT_EQ(boss.ask("DELETE", "walls/none").code(), "route_unknown");
  EXPECT_EQ(boss.ask("DELETE", "walls/" + left.text("id")).status, 204u);
  EXPECT_EQ(screen.ask("GET", "session").code(), "not_logged_in");
  EXPECT_FALSE(screen.stream->lasts(noon)) << "an open stream ends with it";
}

TEST_F(kept_accounts, a_stream_ends_with_its_session) {
  browser clerk(*this);
  clerk.log_in("clerk", horse);
  ASSERT_TRUE(clerk.ask("GET", "stream").streams);
  EXPECT_TRUE(clerk.stream->lasts(noon));
  clerk.ask("DELETE", "session");
  EXPECT_FALSE(clerk.stream->lasts(noon));
}

TEST_F(kept_accounts, in_a_demonstration_a_seat_is_told_as_taken_at_every_sign_of_its_person) {
  seats_told seats(folder / "taken-seats");
  browser clerk(*this);
  clerk.log_in("clerk", horse);
  EXPECT_FALSE(seats.is_taken("clerk", noon)) << "nobody plays beside people who work";
  start("let-me-see");
  browser walker(*this), stranger(*this);
  stranger.log_in("chief", "guessed it");
  ASSERT_EQ(walker.log_in("walker", "let-me-see").status, 200u);
  EXPECT_TRUE(seats.is_taken("walker", noon));
  EXPECT_FALSE(seats.is_taken("chief", noon)) << "he was not let in";
  walker.ask("GET", "session", "", noon + 9min);
  EXPECT_TRUE(seats.is_taken("walker", noon + 18min));
  walker.ask("DELETE", "session", "", noon + 10min);
  EXPECT_FALSE(seats.is_taken("walker", noon + 10min + seat_taken_for));
}

}  // namespace
}  // namespace gridwhistle
