// The door of every CURVE socket in the context: answers libzmq's ZAP 1.0 questions from the
// register. Law: without a living gate nobody gets in (the domain is enforced), so a gate that ends
// is a reason to end the process. Bind it before any server socket.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "common/async_socket.hpp"
#include "server/adapters/key_register.hpp"

namespace gridwhistle {

struct zap_tally {
  std::uint64_t admitted = 0;
  std::uint64_t refused = 0;
};

class zap_gate {
 public:
  // Throws std::runtime_error if the context has a gate already. The register must outlive the
  // gate. on_dead: the gate ended though nobody destroyed it; called at most once, from the loop.
  zap_gate(const asio::any_io_executor& executor, const socket_context& context,
           const key_register& keys, std::function<void(const std::string& reason)> on_dead);
  // Ends it quietly.
  ~zap_gate();
  zap_gate(const zap_gate&) = delete;
  zap_gate& operator=(const zap_gate&) = delete;

  zap_tally tally() const;

 private:
  struct state;
  static asio::awaitable<void> answer_all(std::shared_ptr<state> held);
  std::shared_ptr<state> state_;  // shared with the loop's coroutine
};

inline constexpr span gate_test_within = std::chrono::seconds(3);

// Knocks with a key nobody has enrolled. True only if the gate itself refused it in time; false if
// the key got in, or if no refusal came (no gate, no server, another server's key).
asio::awaitable<bool> stranger_is_refused(socket_context context, std::string endpoint,
                                          std::string server_public_key);

}  // namespace gridwhistle
