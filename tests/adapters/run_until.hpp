// Runs a loop of Asio until something is true.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

#include "common/async_socket.hpp"

namespace gridwhistle {

// False: it was not within the limit.
inline bool run_until(asio::io_context& loop, const std::function<bool()>& fact,
                      std::chrono::seconds limit) {
  auto end = std::chrono::steady_clock::now() + limit;
  while (!fact()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    loop.restart();
    loop.run_one_for(std::chrono::milliseconds(50));
  }
  return true;
}

}  // namespace gridwhistle
