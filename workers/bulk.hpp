// One command said of many whistles over one line. Law: each whistle gets a command with an id of
// its own, and what became of each is told in the order in which they were named.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ids.hpp"
#include "proto/whistle.pb.h"
#include "workers/server_link.hpp"

namespace gridwhistle {

// Whistles under way at a time; the others wait here. The server keeps 64 requests of a connection.
constexpr std::size_t bulk_window_max = 32;
// Named at once; more are refused before anything is said.
constexpr std::size_t bulk_whistles_max = 10'000;

struct bulk_result {
  std::size_t done = 0;
  std::size_t refused = 0;
  std::size_t unanswered = 0;  // among them those not said any more
};

// What the server shows of a whistle.
boost::asio::awaitable<exchange_outcome> look_at(std::shared_ptr<server_link> link,
                                                 whistle_id whistle);
// The command under a new id, on the version that was seen.
boost::asio::awaitable<exchange_outcome> say_of(std::shared_ptr<server_link> link,
                                                whistle_id whistle, std::uint64_t seen_version,
                                                v1::Command ask);

// Called once for each whistle, in their order, with what became of it: a receipt, a refusal of the
// look or of the command, or no answer.
using bulk_told = std::function<void(const whistle_id&, const exchange_outcome&)>;

// Looks at each whistle and says the command on the version it sees. After a first one without an
// answer no other is begun: those are told as stopped.
boost::asio::awaitable<bulk_result> say_of_all(std::shared_ptr<server_link> link,
                                               std::vector<whistle_id> whistles, v1::Command ask,
                                               bulk_told tell);

// One line each, for people and scripts.
std::string line_of(const whistle_id& whistle, const exchange_outcome& outcome);
std::string summary_of(const bulk_result& result);

}  // namespace gridwhistle
