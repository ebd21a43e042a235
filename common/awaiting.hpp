// What every coroutine here says to Asio: how an await tells its error, and where one goes that
// nobody caught.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

namespace gridwhistle {

// The error stands beside the values and is not thrown: a line that ends is no exception.
inline constexpr auto tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

// For co_spawn: what escapes a loop is a fault or a lost socket, and ends the run.
inline void rethrow(std::exception_ptr escaped) {
  if (escaped) std::rethrow_exception(escaped);
}

}  // namespace gridwhistle
