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
// Users whose failures are remembered: the longest ago is forgotten.
constexpr std::size_t login_failures_kept = 10'000;

struct web_session {
  std::string id;  // to list and end it; no secret
  user_id user;
  std::string csrf;  // a command from the page carries it
  instant opened_at;
  instant seen_at;
};

class web_sessions {
 public:
  struct opened {
    std::string token;  // for the cookie
    web_session session;
  };
  opened open(const user_id& user, instant now);
  // Null: no such session, or it is over. Marks it as seen.
  const web_session* find(std::string_view token, instant now);
  // Of that user, the latest last.
  std::vector<web_session> of(const user_id& user, instant now) const;
  // False: not one of that user's.
  bool end(const user_id& user, std::string_view id);

 private:
  static bool over(const web_session& one, instant now);
  std::unordered_map<std::string, web_session> by_hash_;
};

// Counts wrong passwords, also of users there are none of: an answer must not tell which exist.
class login_guard {
 public:
  // Until when that user is locked; nothing when he may try.
  std::optional<instant> locked_until(const user_id& user, instant now) const;
  void failed(const user_id& user, instant now);
  void succeeded(const user_id& user) { tries_.erase(user); }

 private:
  struct tries {
    int failures = 0;
    instant last;
  };
  std::unordered_map<user_id, tries> tries_;
};

}  // namespace gridwhistle
