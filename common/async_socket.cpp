#include "common/async_socket.hpp"

#include <zmq.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "common/awaiting.hpp"
#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr int handshake_ms_max = 5000;
constexpr int backlog = 4096;
constexpr int keepalive_idle_s = 60;
constexpr int keepalive_interval_s = 15;
constexpr int keepalive_count = 4;
constexpr int unacknowledged_ms_max = 120'000;
constexpr int reconnect_first_ms = 100;
constexpr int sockets_max =
    16 * 1024;  // of one context; each costs two dozen bytes before it is made
// zmq.h hides the name in a stable build; the library knows the option. Without it a server whose
// ZAP gate is missing lets every stranger in.
constexpr int zap_enforce_domain = 93;

constexpr int watched_events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                               ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                               ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;

boost::system::system_error aborted() {
  return boost::system::system_error(asio::error::operation_aborted);
}

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + zmq_strerror(zmq_errno()));
}

int type_of(socket_kind kind) {
  switch (kind) {
    case socket_kind::router:
      return ZMQ_ROUTER;
    case socket_kind::dealer:
      return ZMQ_DEALER;
    case socket_kind::pub:
      return ZMQ_PUB;
    case socket_kind::xpub:
      return ZMQ_XPUB;
    case socket_kind::sub:
      return ZMQ_SUB;
    case socket_kind::pair:
      return ZMQ_PAIR;
  }
  GW_CHECK(kind == socket_kind::pair);
  return ZMQ_PAIR;
}

template <class Number>
void set_number(void* socket, int option, Number value) {
  if (zmq_setsockopt(socket, option, &value, sizeof value) != 0) {
    fail("ZeroMQ socket option " + std::to_string(option));
  }
}

void set_text(void* socket, int option, std::string_view value) {
  if (zmq_setsockopt(socket, option, value.data(), value.size()) != 0) {
    fail("ZeroMQ socket option " + std::to_string(option));
  }
}

void set_security(void* socket, const socket_options& options) {
  if (const auto* server = std::get_if<curve_server>(&options.security)) {
    set_number(socket, ZMQ_CURVE_SERVER, 1);
    set_text(socket, ZMQ_CURVE_SECRETKEY, server->secret_key);
    set_text(socket, ZMQ_ZAP_DOMAIN, zap_domain);
    set_number(socket, zap_enforce_domain, 1);
  }
  if (const auto* client = std::get_if<curve_client>(&options.security)) {
    set_text(socket, ZMQ_CURVE_SERVERKEY, client->server_public_key);
    set_text(socket, ZMQ_CURVE_PUBLICKEY, client->own.public_key);
    set_text(socket, ZMQ_CURVE_SECRETKEY, client->own.secret_key);
  }
}

void set_options(void* socket, socket_kind kind, const socket_options& options) {
  set_number(socket, ZMQ_LINGER, 0);
  set_number(socket, ZMQ_MAXMSGSIZE, static_cast<std::int64_t>(options.max_message_bytes));
  set_number(socket, ZMQ_RCVHWM, options.receive_high_water);
  set_number(socket, ZMQ_SNDHWM, options.send_high_water);
  set_number(socket, ZMQ_HANDSHAKE_IVL, handshake_ms_max);
  set_number(socket, ZMQ_BACKLOG, backlog);
  set_number(socket, ZMQ_TCP_KEEPALIVE, 1);
  set_number(socket, ZMQ_TCP_KEEPALIVE_IDLE, keepalive_idle_s);
  set_number(socket, ZMQ_TCP_KEEPALIVE_INTVL, keepalive_interval_s);
  set_number(socket, ZMQ_TCP_KEEPALIVE_CNT, keepalive_count);
  set_number(socket, ZMQ_TCP_MAXRT, unacknowledged_ms_max);
  set_number(socket, ZMQ_RECONNECT_IVL, reconnect_first_ms);
  set_number(socket, ZMQ_RECONNECT_IVL_MAX, static_cast<int>(options.reconnect_longest.count()));
  set_number(socket, ZMQ_IMMEDIATE, options.immediate ? 1 : 0);
  // An answer to a peer that is gone must be seen to fail.
  if (kind == socket_kind::router) set_number(socket, ZMQ_ROUTER_MANDATORY, 1);
  // Who may follow what is decided for each subscription.
  if (kind == socket_kind::xpub) set_number(socket, ZMQ_XPUB_MANUAL, 1);
  set_security(socket, options);
}

class frame {
 public:
  // 0, or why there is none.
  int receive(void* socket) {
    while (zmq_msg_recv(raw_.handle(), socket, ZMQ_DONTWAIT) < 0) {
      if (errno != EINTR) return errno;
    }
    return 0;
  }
  bool more() const { return raw_.more(); }
  std::string text() const { return raw_.to_string(); }
  // cppzmq's gets() throws where a message has no such property, which is no fault here.
  std::string property(const char* name) {
    const char* value = zmq_msg_gets(raw_.handle(), name);
    return value != nullptr ? std::string(value) : std::string();
  }

 private:
  zmq::message_t raw_;
};

}  // namespace

socket_context::socket_context(int io_threads) {
  auto made = std::make_shared<zmq::context_t>(io_threads);
  // A simulated city has a socket for each device, and libzmq's own limit is 1023.
  int most = made->get(zmq::ctxopt::socket_limit);
  made->set(zmq::ctxopt::max_sockets, std::min(most, sockets_max));
  handle_ = std::move(made);
}

void socket_context::shutdown() { static_cast<zmq::context_t*>(handle_.get())->shutdown(); }

struct async_socket::state : std::enable_shared_from_this<state> {
  state(const asio::any_io_executor& executor, std::shared_ptr<void> shared_context, socket_kind k,
        const socket_options& options)
      : context(std::move(shared_context)),
        kind(k),
        frames_kept(options.frames_kept),
        readable(executor) {
    try {
      socket = zmq::socket_t(*static_cast<zmq::context_t*>(context.get()), type_of(kind));
    } catch (const zmq::error_t&) {
      fail("ZeroMQ socket");
    }
    set_options(socket.handle(), kind, options);
    int descriptor = -1;
    std::size_t size = sizeof descriptor;
    if (zmq_getsockopt(socket.handle(), ZMQ_FD, &descriptor, &size) != 0) fail("ZeroMQ descriptor");
    readable.assign(descriptor);
  }
  ~state() { close(); }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  // libzmq owns the descriptor and dies if Asio closes it first.
  void close() {
    cancelled = true;
    if (!socket) return;
    if (readable.is_open()) readable.release();
    // Before the watcher is gone: libzmq's I/O thread would wait for ever to tell it.
    if (auto other = watches.lock()) other->stop_being_watched();
    stop_being_watched();
    socket.close();
  }

  void stop_being_watched() {
    if (watched && socket) zmq_socket_monitor(socket.handle(), nullptr, 0);
    watched = false;
  }

  bool readable_now() {
    int events = 0;
    std::size_t size = sizeof events;
    while (zmq_getsockopt(socket.handle(), ZMQ_EVENTS, &events, &size) != 0) {
      // After a shutdown receive() has to find out.
      if (errno != EINTR) return true;
    }
    return (events & ZMQ_POLLIN) != 0;
  }

  // Once after all that this turn of the loop sends: a look costs a system call.
  void look_again() {
    if (!waiting || std::exchange(look_posted, true)) return;
    asio::post(readable.get_executor(), [of = weak_from_this()] {
      if (auto self = of.lock()) self->look_now();
    });
  }

  void look_now() {
    look_posted = false;
    if (cancelled || !waiting || !readable_now()) return;
    waiting = false;
    readable.cancel();
  }

  bool receive_frame(frame& part) {
    int error = part.receive(socket.handle());
    if (error == ETERM) throw aborted();
    GW_CHECK(error == 0 || error == EAGAIN);
    return error == 0;
  }

  bool take(std::vector<incoming>& batch) {
    frame part;
    if (!receive_frame(part)) return false;
    incoming& message = batch.emplace_back();
    if (kind == socket_kind::router) {
      message.peer = part.text();
      GW_CHECK(part.more() && receive_frame(part));
    }
    message.key = part.property("X-Key");
    while (true) {
      if (message.frame_count++ < frames_kept) message.frames.push_back(part.text());
      if (!part.more()) return true;
      // The frames of one message arrive together or not at all.
      GW_CHECK(receive_frame(part));
    }
  }

  bool send_frame(std::string_view bytes, int flags) {
    while (zmq_send(socket.handle(), bytes.data(), bytes.size(), ZMQ_DONTWAIT | flags) < 0) {
      if (errno != EINTR) return false;
    }
    return true;
  }

  bool send(std::span<const std::string_view> frames) {
    GW_CHECK(!frames.empty());
    int more = frames.size() > 1 ? ZMQ_SNDMORE : 0;
    if (!send_frame(frames[0], more)) {
      if (errno != EAGAIN) return false;
      // A send looks at libzmq's commands only now and then; room may have been made meanwhile.
      readable_now();
      if (!send_frame(frames[0], more)) return false;
    }
    for (std::size_t i = 1; i < frames.size(); ++i) {
      if (!send_frame(frames[i], i + 1 < frames.size() ? ZMQ_SNDMORE : 0)) return false;
    }
    return true;
  }

  std::shared_ptr<void> context;
  zmq::socket_t socket;
  socket_kind kind;
  std::size_t frames_kept;
  asio::posix::stream_descriptor readable;
  bool receiving = false;
  bool waiting = false;
  bool look_posted = false;
  bool cancelled = false;
  bool watched = false;
  std::weak_ptr<state> watches;  // of a watcher: the socket whose handshakes it is told
};

async_socket::async_socket(const asio::any_io_executor& executor, const socket_context& context,
                           socket_kind kind, const socket_options& options)
    : state_(std::make_shared<state>(executor, context.handle_, kind, options)) {}

async_socket::async_socket(std::shared_ptr<state> made) : state_(std::move(made)) {}

async_socket::~async_socket() {
  if (state_) state_->close();
}

void async_socket::bind(const std::string& endpoint) {
  if (zmq_bind(state_->socket.handle(), endpoint.c_str()) != 0) fail("cannot bind " + endpoint);
  state_->look_again();
}

void async_socket::connect(const std::string& endpoint) {
  if (zmq_connect(state_->socket.handle(), endpoint.c_str()) != 0)
    fail("cannot connect to " + endpoint);
  state_->look_again();
}

std::string async_socket::last_endpoint() const {
  std::array<char, 512> text{};
  std::size_t size = text.size();
  if (zmq_getsockopt(state_->socket.handle(), ZMQ_LAST_ENDPOINT, text.data(), &size) != 0) {
    fail("ZeroMQ endpoint");
  }
  return std::string(text.data());
}

void async_socket::subscribe(std::string_view topic) {
  set_text(state_->socket.handle(), ZMQ_SUBSCRIBE, topic);
  state_->look_again();
}

void async_socket::take_subscription(std::string_view prefix) {
  set_text(state_->socket.handle(), ZMQ_SUBSCRIBE, prefix);
  state_->look_again();
}

void async_socket::drop_subscription(std::string_view prefix) {
  set_text(state_->socket.handle(), ZMQ_UNSUBSCRIBE, prefix);
  state_->look_again();
}

asio::awaitable<void> async_socket::receive(std::vector<incoming>& batch, std::size_t limit) {
  return receive_from(state_, batch, limit);
}

asio::awaitable<void> async_socket::receive_from(std::shared_ptr<state> held,
                                                 std::vector<incoming>& batch, std::size_t limit) {
  GW_CHECK(limit > 0 && !held->receiving);
  struct one_at_a_time {
    bool& flag;
    explicit one_at_a_time(bool& f) : flag(f) { flag = true; }
    ~one_at_a_time() { flag = false; }
  } guard(held->receiving);
  auto cancellation = co_await asio::this_coro::cancellation_state;
  batch.clear();
  while (true) {
    if (held->cancelled) throw aborted();
    while (batch.size() < limit && held->take(batch)) {
    }
    if (!batch.empty()) break;
    held->waiting = true;
    auto [error] =
        co_await held->readable.async_wait(asio::posix::descriptor_base::wait_read, tuple);
    held->waiting = false;
    if (cancellation.cancelled() != asio::cancellation_type::none) throw aborted();
    // Aborted without being cancelled: a send saw a message and its wake-up is gone.
    if (error && error != asio::error::operation_aborted) throw boost::system::system_error(error);
  }
  // A peer that never stops sending must not keep the others from their turn.
  if (batch.size() == limit)
    co_await asio::post(held->readable.get_executor(), asio::use_awaitable);
  if (held->cancelled) throw aborted();
}

bool async_socket::send(std::span<const std::string_view> frames) {
  bool sent = state_->send(frames);
  state_->look_again();
  return sent;
}

bool async_socket::send(std::string_view payload) {
  return send(std::span<const std::string_view>(&payload, 1));
}

bool async_socket::send_to(std::string_view peer, std::string_view payload) {
  std::array<std::string_view, 2> frames{peer, payload};
  return send(frames);
}

void async_socket::cancel() {
  state_->cancelled = true;
  if (state_->readable.is_open()) state_->readable.cancel();
}

async_socket async_socket::watch_handshakes() {
  // The name is only a meeting point inside the context.
  static std::atomic<std::uint64_t> watchers = 0;
  std::string endpoint = "inproc://handshakes-" + std::to_string(++watchers);
  GW_CHECK(!state_->watched);
  if (zmq_socket_monitor(state_->socket.handle(), endpoint.c_str(), watched_events) != 0) {
    fail("cannot watch handshakes");
  }
  state_->watched = true;
  async_socket watcher(std::make_shared<state>(state_->readable.get_executor(), state_->context,
                                               socket_kind::pair, socket_options()));
  watcher.state_->watches = state_;
  watcher.connect(endpoint);
  return watcher;
}

std::optional<handshake> handshake_in(const incoming& watched) {
  std::uint16_t event = 0;
  if (watched.frames.empty() || watched.frames[0].size() < sizeof event) return std::nullopt;
  std::memcpy(&event, watched.frames[0].data(), sizeof event);
  switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return handshake::succeeded;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
      return handshake::key_refused;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      return handshake::failed;
  }
  return std::nullopt;
}

}  // namespace gridwhistle
