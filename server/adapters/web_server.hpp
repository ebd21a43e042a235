// HTTP/1.1 for pages and scripts, on loopback; TLS ends in front of it. The only code that touches
// Beast.
// Law: whatever a browser or a stranger sends costs a bounded time and a bounded memory, and the
// turn waits for none of it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "server/adapters/web_api.hpp"
#include "server/adapters/web_host.hpp"

namespace gridwhistle {

constexpr std::size_t web_connections_max = 4'096;
constexpr std::size_t web_header_bytes_max = 8 * 1024;

class web_server : public answerer {
 public:
  // listen: "127.0.0.1:8080", port 0 for a free one. Throws std::runtime_error naming it.
  web_server(asio::io_context& io, const std::string& listen, const key_register& keys,
             web_settings settings);
  ~web_server() override;

  // Serves until stopped.
  asio::awaitable<void> run(web_host& host);
  void stop();

  // Of a question that ask() was given.
  void answer(std::string_view peer, std::string_view reply) override;
  void publish(const batch& durable, const engine& state);
  // The state is loaded anew: open pages ask again.
  void begin_anew();

  const std::string& url() const;

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

}  // namespace gridwhistle
