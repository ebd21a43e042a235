// Who is there, how he got in, and the accounts that are kept for it: sessions, passwords, second
// factors, screens that stay on, and what people are called.
// Law: who owes a password or a second factor may do nothing else, and a screen that stays on may
// do nothing but read. Every act on somebody's account is a line of the log and a record of the
// journal: who did what to whom. Whoever did it hears so when it is recorded.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/log.hpp"
#include "common/taken_seats.hpp"
#include "server/adapters/accounts.hpp"
#include "server/adapters/kept_file.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/people_book.hpp"
#include "server/adapters/wall_list.hpp"
#include "server/adapters/web_request.hpp"
#include "server/adapters/web_sessions.hpp"

namespace gridwhistle {

struct web_settings {
  std::filesystem::path home;                   // accounts.csv, people.csv and walls.csv
  bool behind_tls = false;                      // cookies say Secure and __Host-
  std::optional<std::filesystem::path> pages;   // the built pages; nothing: the API alone
  std::optional<std::filesystem::path> photos;  // where photos are kept; nothing: none are taken
  std::optional<std::string> demo_password;     // a demonstration: everybody enrolled has this one
};

// Of the list of accounts, at once.
constexpr std::size_t accounts_listed_max = 100;

class web_accounts {
 public:
  // Throws std::runtime_error when accounts or screens cannot be read.
  web_accounts(const key_register& keys, const web_settings& settings);

  struct visitor {
    actor who;
    web_session session;  // of a screen: an id alone
    std::string token_hash;
    owed owes = owed::nothing;
    std::optional<wall> screen;  // that stays on; nothing: a session
  };
  std::optional<visitor> visitor_of(const web_request& asked, instant now);
  // Whether what he came with still counts; marks nothing.
  bool lasts(const visitor& by, instant now) const;

  web_routed log_in(const web_request& asked, instant now);
  // With the words of the pack in force, where one is.
  web_response demo_seats(const policy* rules) const;
  const people_book& people() const { return *people_.known; }

  // Whether it is about sessions, accounts or screens; path: api, v1, …
  static bool is_about_them(std::span<const std::string> path);
  // Of what he still owes everything else waits.
  static bool pays_a_debt(std::span<const std::string> path);
  // rules: null while nothing is served.
  web_routed answer(const web_request& asked, std::span<const std::string> path,
                    const query_pairs& query, const visitor& by, instant now, const policy* rules);

 private:
  using then = std::function<web_response(instant now)>;
  struct login {
    user_id user;
    std::string password;
    std::string totp;
    std::string browser;
  };

  // A file of home: its content as the turn knows it.
  template <typename Content>
  struct kept {
    explicit kept(const std::filesystem::path& at) : file(at), known(file.current()) {}
    kept_file<Content> file;  // of the thread beside the turn
    typename kept_file<Content>::content_ptr known;
  };

  // web_accounts.cpp: one's own.
  then checked(const login& tried);
  web_response after_login(const login& tried, const std::string& hash, instant now);
  bool spends_code(const account& of, const std::string& code, instant now);
  boost::json::object told_of(const actor& who) const;
  web_response described(const visitor& by) const;
  web_routed of_session(const web_request& asked, std::span<const std::string> path,
                        const visitor& by, instant now);
  web_routed of_sessions(const web_request& asked, std::span<const std::string> path,
                         const visitor& by, instant now);
  web_routed choose_password(const web_request& asked, const visitor& by, instant now);
  web_response offer_factor(const visitor& by);
  web_routed confirm_factor(const web_request& asked, const visitor& by, instant now);
  void failed(const user_id& user, instant now);
  void take_seat(const user_id& who, instant now);
  std::string cookie_name() const;
  std::string wall_cookie_name() const { return cookie_name() + "-wall"; }
  std::string wall_cookie(std::string_view token) const;
  std::string cookie_of(std::string_view name, std::string_view token, std::string_view more) const;

  // web_accounts_of_others.cpp: others', and screens.
  web_routed of_accounts(const web_request& asked, std::span<const std::string> path,
                         const query_pairs& query, const visitor& by, instant now,
                         const policy* rules);
  web_response listed(const query_pairs& query, instant now) const;
  // As the file has it by now; what that changes is kept for the journal.
  void know(kept<account_book>& of, kept_file<account_book>::content_ptr content);
  template <typename Content>
  void know(kept<Content>& of, typename kept_file<Content>::content_ptr content) {
    of.known = std::move(content);
  }
  // With what is not recorded yet: of that account by him, of others by nobody that is known.
  web_response with_changes(web_response made, const user_id& whose, const user_id& by);
  web_slow_work reset(const user_id& user, const user_id& by, instant now);
  web_slow_work call(const user_id& user, std::string name, const user_id& by);
  web_routed of_walls(const web_request& asked, std::span<const std::string> path,
                      const visitor& by, instant now, const policy* rules);
  web_response listed_walls(const visitor& by, const policy& rules) const;
  web_slow_work leave_wall(std::string name, const visitor& by, instant now);
  web_slow_work end_wall(const wall& which, const user_id& by);

  // The change is made beside the turn; nothing where the disk said no.
  template <typename Content>
  then changed(kept<Content>& of, const std::function<void(Content&)>& how, then after) {
    try {
      return [this, &of, now_kept = of.file.change(how), after = std::move(after)](instant now) {
        know(of, now_kept);
        return after(now);
      };
    } catch (const std::runtime_error& wrong) {
      log::warn("kept file not changed",
                {{"wrong", wrong.what()}, {"do", "mend the file, or make room on its disk"}});
      return [](instant) { return problem("storage_full"); };
    }
  }

  const key_register& keys_;
  bool behind_tls_;
  std::optional<std::string> demo_password_;
  std::string demo_hash_;
  std::optional<taken_seats> seats_;  // in a demonstration
  kept<account_book> book_;
  std::vector<account_change> not_recorded_;
  kept<people_book> people_;
  kept<wall_list> walls_;
  std::unordered_map<std::string, instant> walls_seen_;  // since the start, by id
  web_sessions sessions_;
  login_guard guard_;
  std::map<user_id, std::uint64_t> totp_steps_;  // the last one each user spent
};

}  // namespace gridwhistle
