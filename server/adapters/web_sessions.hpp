// Who is logged in on which page. Sessions live in memory: a restart of the server asks everybody
// to log in again. Law: a token is drawn at the login and never taken from the browser; what is
// kept is its hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// Whoever has been silent for longer logs in again, and everybody does after a shift.
constexpr gridwhistle::span session_idle_max = std::chrono::hours(2);
constexpr gridwhistle::span session_age_max = std::chrono::hours(12);
// Of one user; the oldest ends.
constexpr std::size_t sessions_of_one_max = 8;
// Wrong passwords in a row, then the user is locked for so long.
constexpr int login_failures_max = 5;
constexpr gridwhistle::span login_locked_for = std::chrono::minutes(15);
// Of what a browser calls itself, printable ASCII.
constexpr std::size_t browser_bytes_max = 200;
// Users whose failures are remembered: the longest ago is forgotten.
constexpr std::size_t login_failures_kept = 10'000;

enum class opened_with { password, demo_word };

struct web_session {
  std::string id;  // to list and end it; no secret
  user_id user;
  std::string csrf;  // a command from the page carries it
  instant opened_at;
  instant seen_at;
  opened_with with = opened_with::password;
  std::string browser;  // as it called itself: to know one's own again, it proves nothing
  // A second factor that was shown to him; his once he says a code of it.
  std::string offered_factor;
};

// Of a token, as it is kept: a secret of 256 bits needs no slow hash. Hexadecimal.
std::string token_hash(std::string_view token);
// To list and end something by; no secret.
std::string fresh_handle();

class web_sessions {
 public:
  struct opened {
    std::string token;  // for the cookie
    web_session session;
  };
  opened open(const user_id& user, opened_with with, std::string_view browser, instant now);
  // Null: no such session, or it is over. Marks it as seen.
  const web_session* find(std::string_view token, instant now);
  // Of that user, the latest last.
  std::vector<web_session> of(const user_id& user, instant now) const;
  // Of a token's hash; marks nothing.
  bool lives(const std::string& hash, instant now) const;
  std::unordered_map<user_id, std::size_t> counts(instant now) const;
  void offer_factor(const user_id& user, std::string_view id, std::string secret);
  // False: not one of that user's.
  bool end(const user_id& user, std::string_view id);
  // Of that user all but that one, where one is named. How many ended.
  std::size_t end_all(const user_id& user, std::string_view but = {});

 private:
  using sessions = std::unordered_map<std::string, web_session>;
  static bool over(const web_session& one, instant now);
  sessions::const_iterator find_of(const user_id& user, std::string_view id) const;
  sessions by_hash_;
};

// Counts wrong passwords, also of users there are none of: an answer must not tell which exist.
class login_guard {
 public:
  // Until when that user is locked; nothing when he may try.
  std::optional<instant> locked_until(const user_id& user, instant now) const;
  void failed(const user_id& user, instant now);
  // He got in, or somebody unlocked him.
  void forget(const user_id& user) { tries_.erase(user); }

 private:
  struct tries {
    int failures = 0;
    instant last;
  };
  std::unordered_map<user_id, tries> tries_;
};

}  // namespace gridwhistle
