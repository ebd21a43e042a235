// ZeroMQ on Asio: the only code that touches a ZeroMQ socket.
// Law: every call that lets libzmq work may eat the wake-up a waiting receive() counts on, so it
// is followed by another look, one for all of a turn of the loop. No ZMTP heartbeats: libzmq 4.3.4
// aborts on them under back-pressure.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/curve_keys.hpp"
#include "common/time.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// The ZAP domain of every server socket. libzmq enforces a domain only if it is not empty.
inline constexpr std::string_view zap_domain = "gridwhistle";

// Sockets of one context reach each other by inproc://, and share one ZAP gate.
class socket_context {
 public:
  explicit socket_context(int io_threads);
  // From now on every receive() on a socket of this context ends, and every send is refused.
  void shutdown();

 private:
  friend class async_socket;
  std::shared_ptr<void> handle_;  // shared with the sockets: the last to go ends the context
};

enum class socket_kind { router, dealer, pub, xpub, sub, pair };

struct curve_server {
  std::string secret_key;  // Z85
};
struct curve_client {
  std::string server_public_key;  // Z85
  curve_key_pair own;
};

struct socket_options {
  // A peer that sends a larger frame is cut off by libzmq.
  std::size_t max_message_bytes = 64 * 1024;
  // Frames of one message that are kept; what follows is taken from libzmq, counted and dropped.
  std::size_t frames_kept = 2;
  // Messages queued per peer. Full towards a peer: send() is false. Full from a peer: TCP holds it
  // back.
  int receive_high_water = 1000;
  int send_high_water = 1000;
  // Of a connecting socket: send() is false until a connection stands, instead of queueing for it.
  bool immediate = false;
  // Of a connecting socket: the wait before the next try doubles from 100 ms up to this.
  span reconnect_longest = std::chrono::seconds(10);
  std::variant<std::monostate, curve_server, curve_client> security;
};

struct incoming {
  std::string peer;  // of a router: where an answer goes; bytes, good for one connection
  std::string key;   // ZAP X-Key: the peer's public key, Z85; empty where no gate let it in
  std::vector<std::string> frames;  // without the peer's; the first frames_kept
  std::size_t frame_count = 0;      // of all that came, without the peer's
};

enum class handshake { succeeded, key_refused, failed };

// Used from one thread, the executor's. Must not outlive the executor's context.
class async_socket {
 public:
  // Throws std::runtime_error when an option is not accepted.
  async_socket(const asio::any_io_executor& executor, const socket_context& context,
               socket_kind kind, const socket_options& options);
  ~async_socket();
  async_socket(async_socket&&) noexcept = default;
  async_socket& operator=(async_socket&&) = delete;

  // Throw std::runtime_error naming the endpoint.
  void bind(const std::string& endpoint);
  void connect(const std::string& endpoint);
  // Where the last bind() or connect() ended up: tcp://127.0.0.1:40123 after binding to port *.
  std::string last_endpoint() const;
  void subscribe(std::string_view topic);
  // Of a publisher: what the peer whose message was received last follows from now on, or no more.
  // A subscription that is not taken brings nothing. A prefix, as all of ZeroMQ's are.
  void take_subscription(std::string_view prefix);
  void drop_subscription(std::string_view prefix);

  // Waits for at least one message, then takes what is there, up to limit. batch is cleared first
  // and must stay until the await has ended; one receive() at a time. Throws
  // boost::system::system_error (operation_aborted) once cancelled, shut down or destroyed.
  asio::awaitable<void> receive(std::vector<incoming>& batch, std::size_t limit);

  // Never waits. False: no such peer any more, or its queue is full; the message is dropped and the
  // caller decides. The first frame of a router's message is the peer.
  bool send(std::string_view payload);
  bool send(std::span<const std::string_view> frames);
  bool send_to(std::string_view peer, std::string_view payload);

  // Ends the waiting receive() and every later one.
  void cancel();

  // A socket that receives one message for each handshake of this one; read it with handshake_in().
  // It has to be read or destroyed: past its high water libzmq's I/O thread waits for it.
  async_socket watch_handshakes();

 private:
  struct state;
  explicit async_socket(std::shared_ptr<state> made);
  static asio::awaitable<void> receive_from(std::shared_ptr<state> held,
                                            std::vector<incoming>& batch, std::size_t limit);

  // Shared with a waiting receive(), which may wake after the socket is gone.
  std::shared_ptr<state> state_;
};

std::optional<handshake> handshake_in(const incoming& watched);

}  // namespace gridwhistle
