// REST for pages and scripts, as docs/openapi.yaml says it: requests become the same frames that
// devices send, through the same door, decided by the same permission table. No sockets in here.
// Law: without a session only the login is served; a command also carries the session's own secret.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "proto/whistle.pb.h"
#include "server/adapters/accounts.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/page_files.hpp"
#include "server/adapters/request_pace.hpp"
#include "server/adapters/web_request.hpp"
#include "server/adapters/web_sessions.hpp"

namespace gridwhistle {

struct web_settings {
  std::filesystem::path accounts;               // accounts.csv
  bool behind_tls = false;                      // cookies say Secure and __Host-
  std::optional<std::filesystem::path> pages;   // the built pages; nothing: the API alone
  std::optional<std::filesystem::path> photos;  // where photos are kept; nothing: none are taken
  std::optional<std::string> demo_password;     // a demonstration: everybody enrolled has this one
};

struct web_route {
  std::string_view method;
  std::string_view pattern;  // "/api/v1/whistles/{id}"
};
// Every route there is, in the order of docs/openapi.yaml.
std::span<const web_route> web_routes();

class web_api {
 public:
  // Throws std::runtime_error when the accounts cannot be read.
  web_api(const key_register& keys, web_settings settings);

  web_routed route(const web_request& asked, instant now);
  // Slow: for another thread. May be called while route() runs.
  std::function<bool()> password_check(const web_login& tried) const;
  web_response after_login(const web_login& tried, bool fits, instant now);
  web_response answer(const v1::Reply& told, const web_question& asked) const;
  // The server did not answer in time, or does not serve: the same request may be sent again.
  web_response no_answer() const;

 private:
  struct visitor {
    const web_session* session = nullptr;
    actor who;
  };
  std::optional<visitor> visitor_of(const web_request& asked, instant now);
  web_routed route_known(const web_request& asked, std::span<const std::string> path,
                         const visitor& by, instant now);
  web_response described(const web_session& session, const actor& who) const;
  web_response demo_accounts() const;
  std::string cookie_name() const;
  std::string cookie_of(std::string_view token, std::string_view more) const;

  const key_register& keys_;
  web_settings settings_;
  account_book accounts_;
  page_files pages_;
  std::string demo_hash_;
  web_sessions sessions_;
  login_guard guard_;
  request_pace pace_;
  std::map<user_id, std::uint64_t> totp_steps_;  // the last one each user spent
};

}  // namespace gridwhistle
