// Where a journal says that a whistle was sent: read from its first batch for
// `gridwhistled journal explain`. Law: what is told stands in an unbroken chain.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <variant>
#include <vector>

#include "server/adapters/journal.hpp"
#include "server/core/policy_history.hpp"
#include "server/core/routing_record.hpp"

namespace gridwhistle {

struct told_routings {
  std::vector<routing> all;  // none: the journal does not have the whistle
  policy_hash newest;        // of the last routing of any whistle; zero: there is none
  policy_history packs;      // empty: of an older server
};

// In force at that instant; without a publication the pack of the newest routing.
policy_hash pack_at(const told_routings& told, instant now);

// Faults: the journal cannot be read, a batch is wrong, or the chain breaks.
boost::asio::awaitable<std::variant<told_routings, journal_fault>> read_routings(redis_link& redis,
                                                                                 std::string shard,
                                                                                 seal_key key,
                                                                                 whistle_id id);

}  // namespace gridwhistle
