// What came over HTTP, and what the API makes of it: an answer at once, or what somebody else must
// answer.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/photo_request.hpp"
#include "server/adapters/web_problem.hpp"

namespace gridwhistle {

constexpr std::size_t web_body_bytes_max = 64 * 1024;

struct web_request {
  std::string method;
  std::string target;  // path and query, as sent
  std::string cookie, origin, host, csrf, idempotency_key, if_match;
  std::string if_none_match, accept_encoding, range;
  std::string last_event_id;
  std::string body;
};

// For the shard: a frame as a device would send it, and who asks.
struct web_question {
  std::string frame;
  actor by;
  unsigned made_status = 200;       // of a receipt
  std::vector<std::string> photos;  // that it names: they must be here
};

// A password to be checked, beside the turn: takes 0.1 s.
struct web_login {
  user_id user;
  std::string password;
  std::string totp;
};

// Live entries from behind a position on.
struct web_stream {
  actor by;
  std::optional<position> after;
};

using web_routed = std::variant<web_response, web_question, web_login, web_stream, photo_request>;

}  // namespace gridwhistle
