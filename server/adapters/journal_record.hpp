// What a journal keeps of every whistle that the duty list was asked about: the record a what-if
// replays. Needs no fence, and reads what a running server goes on writing up to where it ends.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <variant>

#include "server/adapters/journal.hpp"
#include "server/core/what_if.hpp"

namespace gridwhistle {

// In the order of their ids. A whistle's question is its report as it was when departments were
// first called, at that instant; of one that never called any, as it is now, at its blow. Faults:
// the journal cannot be read, a batch is wrong, or the chain breaks.
boost::asio::awaitable<std::variant<record, journal_fault>> read_record(redis_link& redis,
                                                                        std::string shard,
                                                                        seal_key key);

}  // namespace gridwhistle
