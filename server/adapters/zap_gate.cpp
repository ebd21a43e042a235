#include "server/adapters/zap_gate.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/log.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view zap_endpoint = "inproc://zeromq.zap.01";
constexpr std::string_view zap_version = "1.0";
constexpr std::size_t handshakes_per_turn_max = 64;

// Frames of a CURVE request after the asker's routing id (ZeroMQ RFC 27).
enum request_frame : std::size_t {
  delimiter,
  version,
  request_id,
  domain,
  address,
  identity,
  mechanism,
  credential,
  frame_total,
};

constexpr std::size_t key_bytes = 32;

socket_options gate_options() {
  socket_options options;
  options.frames_kept = frame_total;
  // One question per handshake under way; libzmq must never wait for room.
  options.receive_high_water = 0;
  options.send_high_water = 0;
  return options;
}

// One ZMTP property: length and name, four bytes of length and value.
std::string property(std::string_view name, std::string_view value) {
  std::string bytes;
  bytes.push_back(static_cast<char>(name.size()));
  bytes += name;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value.size() >> shift & 0xff));
  }
  bytes += value;
  return bytes;
}

// The row that lets the asker in; null: it stays outside.
const enrolment* admitted_by(const key_register& keys, const incoming& asked) {
  const std::vector<std::string>& frames = asked.frames;
  if (asked.frame_count != frame_total || frames[version] != zap_version) return nullptr;
  if (frames[domain] != zap_domain || frames[mechanism] != "CURVE") return nullptr;
  if (frames[credential].size() != key_bytes) return nullptr;
  const enrolment* found = keys.find_key(curve_key_text(frames[credential]));
  return found != nullptr && found->status == key_status::active ? found : nullptr;
}

}  // namespace

struct zap_gate::state {
  state(const asio::any_io_executor& executor, const socket_context& context, const key_register& k)
      : keys(k) {
    socket.emplace(executor, context, socket_kind::router, gate_options());
    socket->bind(std::string(zap_endpoint));
  }

  void answer(const incoming& asked) {
    // Without a request id there is nothing to answer to.
    if (asked.frames.size() <= request_id) {
      ++tally.refused;
      return;
    }
    const enrolment* row = admitted_by(keys, asked);
    ++(row != nullptr ? tally.admitted : tally.refused);
    std::string metadata = row != nullptr ? property("X-Key", row->public_key) : std::string();
    std::array<std::string_view, 8> reply{asked.peer,
                                          {},
                                          zap_version,
                                          asked.frames[request_id],
                                          row != nullptr ? "200" : "400",
                                          row != nullptr ? "OK" : "key not enrolled",
                                          row != nullptr ? row->who.user.text : std::string_view(),
                                          metadata};
    // An asker that gave up meanwhile is no fault.
    socket->send(reply);
  }

  std::optional<async_socket> socket;
  const key_register& keys;
  zap_tally tally;
  std::function<void(const std::string&)> on_dead;
};

zap_gate::zap_gate(const asio::any_io_executor& executor, const socket_context& context,
                   const key_register& keys, std::function<void(const std::string& reason)> on_dead)
    : state_(std::make_shared<state>(executor, context, keys)) {
  state_->on_dead = std::move(on_dead);
  asio::co_spawn(executor, answer_all(state_), [held = state_](std::exception_ptr failure) {
    std::string reason = "its loop ended";
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      reason = error.what();
    } catch (...) {
      reason = "unknown exception";
    }
    auto told = std::exchange(held->on_dead, nullptr);
    if (told) told(reason);
  });
}

zap_gate::~zap_gate() {
  state_->on_dead = nullptr;
  state_->socket.reset();
}

asio::awaitable<void> zap_gate::answer_all(std::shared_ptr<state> held) {
  std::vector<incoming> batch;
  while (true) {
    co_await held->socket->receive(batch, handshakes_per_turn_max);
    for (const incoming& asked : batch) held->answer(asked);
  }
}

zap_tally zap_gate::tally() const { return state_->tally; }

asio::awaitable<bool> stranger_is_refused(socket_context context, std::string endpoint,
                                          std::string server_public_key) {
  auto executor = co_await asio::this_coro::executor;
  socket_options options;
  options.security = curve_client{std::move(server_public_key), make_curve_key_pair()};
  async_socket stranger(executor, context, socket_kind::dealer, options);
  auto watcher = std::make_shared<async_socket>(stranger.watch_handshakes());
  asio::steady_timer limit(executor, gate_test_within);
  limit.async_wait([watcher](boost::system::error_code error) {
    if (!error) watcher->cancel();
  });
  stranger.connect(endpoint);
  std::vector<incoming> batch;
  try {
    while (true) {
      co_await watcher->receive(batch, 1);
      auto seen = handshake_in(batch[0]);
      if (seen == handshake::key_refused) co_return true;
      if (seen == handshake::succeeded) co_return false;
    }
  } catch (const boost::system::system_error&) {
    co_return false;
  }
}

}  // namespace gridwhistle
