// What came over HTTP, and what the API makes of it: an answer at once, or what somebody else must
// answer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "common/refusal.hpp"
#include "common/time.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/photo_request.hpp"
#include "server/adapters/web_problem.hpp"
#include "server/adapters/web_target.hpp"
#include "server/core/figures.hpp"
#include "server/core/language.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

constexpr std::size_t web_body_bytes_max = 64 * 1024;

struct web_request {
  std::string method;
  std::string target;  // path and query, as sent
  std::string cookie, origin, host, csrf, user_agent, idempotency_key, if_match;
  std::string if_none_match, accept, accept_encoding, range;
  std::string last_event_id;
  std::string body;
};

// For the shard: a frame as a device would send it, and who asks.
struct web_question {
  std::string frame;
  actor by;
  unsigned made_status = 200;              // of a receipt
  std::vector<std::string> photos;         // that it names: they must be here
  span within = std::chrono::seconds(10);  // for so long it is waited for
};

// What the permission table refuses about no whistle: told when it is a record of the journal.
struct web_refused {
  actor by;
  std::string asked;  // "accounts" or "walls"
  std::string about;  // what of them, and whose: "list", "reset walker"
  refusal_code code = refusal_code::role_not_allowed;
};

// A password to be hashed or a file of accounts to be changed: takes 0.1 s beside the turn, on a
// thread of its own. What comes back is called in the turn, and makes the answer.
struct web_slow_work {
  std::function<std::function<web_response(instant now)>()> beside;
};

// Live entries from behind a position on.
struct web_stream {
  actor by;
  std::optional<position> after;
  // Whether he may still hear: his session may be ended, or he himself revoked, while it is open.
  std::function<bool(instant now)> lasts;
};

// Asked of the pack in force alone, beside the turn: nothing of any whistle is in it.
struct web_policy_question {
  std::function<web_response(const policy& rules, instant now)> told;
};

// The pack in force: its names, or its map as the pack has it.
struct web_pack_wish {
  enum class piece { names, map };
  piece of = piece::names;
  std::string if_none_match;
  std::string accept_encoding;
};

// The files of a published pack as an archive, for whoever may look at the packs.
struct web_pack_files {
  web_question look;
  policy_hash pack;
};

// Why a whistle went where it went: told to whom it may be shown.
struct web_explaining {
  web_question show;
  whistle_id whistle;
  language in = language::zh;
};

// What somebody is doing at a whistle; asked: the question whose answer says that he may not.
struct web_presence {
  web_question asked;
  actor by;
  whistle_id whistle;
  std::string doing;
};

// A table, the list behind one of its numbers, or a queue, as a file.
struct web_export {
  enum class format { csv, xlsx };
  web_question asked;
  format as = format::csv;
  language in = language::zh;
  area_code within;                    // of care visits and zeros: the rows that lie in it
  figure_part part = figure_part::of;  // of the list behind a figure
  // Of a queue: what is late alone, what waits for a ruling or a decision alone, and what is of
  // that holder alone ("dept/<code>"); empty: of all.
  bool late = false;
  bool awaits = false;
  std::string holder;
};

using web_routed = std::variant<web_response, web_question, web_slow_work, web_stream,
                                web_policy_question, web_pack_wish, web_pack_files, web_explaining,
                                web_presence, photo_request, web_export, web_refused>;

}  // namespace gridwhistle
