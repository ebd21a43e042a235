#include "server/redis_errand.hpp"

#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace gridwhistle {
namespace {

// Nothing can be looked at without Redis; an operator's script should not hang on it.
constexpr auto redis_reached_within = std::chrono::seconds(5);

}  // namespace

// unix:<socket path> or <address literal>:<port>
redis_address parse_redis_address(const std::string& text) {
  constexpr std::string_view unix_prefix = "unix:";
  redis_address address;
  if (text.starts_with(unix_prefix)) {
    address.unix_path = text.substr(unix_prefix.size());
    return address;
  }
  auto colon = text.rfind(':');
  unsigned port = 0;
  auto digits = std::string_view(text).substr(colon == std::string::npos ? text.size() : colon + 1);
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  bool whole =
      error == std::errc() && end == digits.data() + digits.size() && port > 0 && port < 65536;
  if (!whole) throw std::runtime_error("--redis " + text + ": unix:<socket> or <address>:<port>");
  address.host = text.substr(0, colon);
  address.port = static_cast<std::uint16_t>(port);
  return address;
}

void visit_redis(const std::string& address,
                 const std::function<void(boost::asio::io_context&, redis_link&)>& begin) {
  boost::asio::io_context io(1);
  boost::asio::steady_timer patience(io, redis_reached_within);
  std::optional<redis_link> redis;
  bool begun = false;
  auto up = [&] {
    patience.cancel();
    if (begun) return;  // back again after a loss: what was begun has ended or will
    begun = true;
    begin(io, *redis);
  };
  redis.emplace(io.get_executor(), parse_redis_address(address), redis_options{}, up, [] {});
  patience.async_wait([&io](const boost::system::error_code& error) {
    if (!error) io.stop();
  });
  redis->start();
  io.run();
  if (!begun) throw std::runtime_error("redis at " + address + " does not answer");
}

}  // namespace gridwhistle
