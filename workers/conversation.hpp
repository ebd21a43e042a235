// One line to the server for the length of one command, and what a terminal makes of the answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "workers/server_link.hpp"
#include "workers/terminal.hpp"

namespace gridwhistle {

// For the system's chance: links of one moment must not retry in step.
std::uint64_t some_seed();

struct conversation {
  asio::io_context io{1};
  socket_context sockets{1};
  system_clock_source clock;
  std::shared_ptr<server_link> link;
  int code = failed;

  explicit conversation(const terminal_settings& settings);
  // Until it has ended; the terminal_code it ends with.
  int run(asio::awaitable<int> what);
};

// A request of now, whose body is the caller's.
v1::Request request_of_now();

// Both print, and give a terminal_code.
int print_reply(const v1::Reply& reply);
int print_outcome(const exchange_outcome& outcome);

}  // namespace gridwhistle
