// The start gate: whether this Redis keeps what it acknowledges. Not met: no receipts, and a loud
// reason.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <variant>

#include "server/adapters/redis_link.hpp"
#include "server/adapters/reply_codec.hpp"

namespace gridwhistle {

struct gate_open {
  std::string run_id;  // of this life of the redis server
  gridwhistle::durability durability = gridwhistle::durability::fsynced;
};
struct gate_shut {
  std::string reason;  // which setting is what and must be what
};
using gate_state = std::variant<gate_open, gate_shut>;

boost::asio::awaitable<gate_state> look_at_gate(redis_link& redis);

// After a crash Redis may go on behind a torn tail; a rewritten file has none. Waits until it is
// written. Empty: done. Otherwise the reason why not.
boost::asio::awaitable<std::string> rewrite_append_only_file(redis_link& redis);

}  // namespace gridwhistle
