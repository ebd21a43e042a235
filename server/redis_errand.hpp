// What a command that ends by itself asks of Redis: connect, do one thing, be done.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "server/adapters/redis_link.hpp"

namespace gridwhistle {

// unix:<socket path> or <address literal>:<port>. Throws std::runtime_error.
redis_address parse_redis_address(const std::string& text);

// Runs the loop until begin stops it. Throws std::runtime_error when Redis does not answer soon.
void visit_redis(const std::string& address,
                 const std::function<void(boost::asio::io_context&, redis_link&)>& begin);

// What errand gives; throws what it throws, and as visit_redis does.
template <class T>
T with_redis(const std::string& address,
             const std::function<boost::asio::awaitable<T>(redis_link&)>& errand) {
  std::optional<T> given;
  visit_redis(address, [&](boost::asio::io_context& io, redis_link& redis) {
    boost::asio::co_spawn(io, errand(redis), [&](std::exception_ptr broken, T all) {
      if (broken) std::rethrow_exception(broken);
      given = std::move(all);
      io.stop();
    });
  });
  return *std::move(given);
}

}  // namespace gridwhistle
