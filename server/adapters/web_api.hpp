// REST for pages and scripts, as docs/openapi.yaml says it: requests become the same frames that
// devices send, through the same door, decided by the same permission table. No sockets in here.
// Law: without a session only the login is served; a command also carries the session's own secret.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "proto/whistle.pb.h"
#include "server/adapters/key_register.hpp"
#include "server/adapters/page_files.hpp"
#include "server/adapters/request_pace.hpp"
#include "server/adapters/web_accounts.hpp"
#include "server/adapters/web_request.hpp"

namespace gridwhistle {

// What a screen that stays on may ask: nobody sits before it.
enum class on_walls { hidden, shown };

struct web_route {
  std::string_view method;
  std::string_view pattern;  // "/api/v1/whistles/{id}"
  on_walls screens = on_walls::hidden;
};
// Every route there is, in the order of docs/openapi.yaml.
std::span<const web_route> web_routes();

class web_api {
 public:
  // Throws std::runtime_error when the accounts cannot be read.
  web_api(const key_register& keys, web_settings settings);

  // rules: in force; null while nothing is served.
  web_routed route(const web_request& asked, instant now, const policy* rules);
  web_response answer(const v1::Reply& told, const web_question& asked) const;
  // The server did not answer in time, or does not serve: the same request may be sent again.
  web_response no_answer() const;
  // What the stream calls those of whom it tells.
  const people_book& people() const { return accounts_.people(); }

 private:
  using visitor = web_accounts::visitor;
  web_routed route_known(const web_request& asked, std::span<const std::string> path,
                         const query_pairs& query, const visitor& by, instant now);

  page_files pages_;
  web_accounts accounts_;
  request_pace pace_;
};

}  // namespace gridwhistle
