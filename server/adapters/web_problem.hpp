// What a page or a script is told when it does not get what it asked for: problem+json (RFC 9457)
// with the core's code where there is one, and both sentences.
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/engine/account_log.hpp"

namespace gridwhistle {

struct web_response {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;
  std::shared_ptr<void> held;  // let go when it is written
  // What was done to accounts: told when it is in the journal.
  std::vector<account_change> changes = {};
};

// What had been done by then stands in its changes too.
web_response with_change(web_response made, account_change change);
web_response with_json(const boost::json::object& body, unsigned status = 200);
// body: JSON already.
web_response with_json_text(std::string body);

// code: a refusal's, or one that only the web has (not_logged_in, csrf_invalid, ...).
web_response problem(std::string_view code, std::string_view detail = {});
unsigned status_of(std::string_view code);

}  // namespace gridwhistle
