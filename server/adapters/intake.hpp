// The ROUTER: reads what enrolled devices and consoles send, and carries answers back to them.
// Law: who speaks is the key the ZAP gate let in, looked up again for every message.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/async_socket.hpp"
#include "server/adapters/door.hpp"
#include "server/adapters/key_register.hpp"

namespace gridwhistle {

// Messages taken from libzmq in one turn before appends and timers get theirs.
constexpr std::size_t messages_per_turn_max = 512;
// Of these, heard before the answers of an append that has become durable meanwhile may leave.
constexpr std::size_t messages_per_slice_max = 32;

// How the ROUTER stands towards its peers; the bench's echo stands the same way.
socket_options intake_options(const curve_key_pair& server);

// Whoever carried a request carries its answer back.
class answerer {
 public:
  virtual ~answerer() = default;
  // A peer that has gone loses the answer: it asks again with the same id.
  virtual void answer(std::string_view peer, std::string_view reply) = 0;
};

struct speaker {
  answerer* via = nullptr;
  std::string peer;        // where the answer goes
  std::string request_id;  // echoed
  actor by;
};

// What the shard does with what intake reads.
class listener {
 public:
  virtual ~listener() = default;
  // What follows is heard in slices; between them others have their turn.
  virtual void turn_begins() = 0;
  virtual void hear(speaker from, request what) = 0;
  // All messages of this turn were heard.
  virtual void turn_ends() = 0;
  // False: stop reading until intake::resume(); TCP then holds the devices back.
  virtual bool has_room() const = 0;
};

class intake : public answerer {
 public:
  intake(const asio::any_io_executor& executor, const socket_context& sockets,
         const std::string& endpoint, const curve_key_pair& server, const key_register& keys);

  // Reads until stopped.
  asio::awaitable<void> run(listener& heard_by);
  void resume();
  void stop();

  // Also a peer that does not read loses it.
  void answer(std::string_view peer, std::string_view reply) override;

  std::string endpoint() const { return router_.last_endpoint(); }
  // Refusals at the door by code, and "answer_dropped": all since the start.
  const std::map<std::string, std::uint64_t, std::less<>>& counts() const { return counts_; }

 private:
  // Read, and not yet heard.
  struct heard {
    speaker from;
    request told;
  };
  // Adds what can be heard, and answers what cannot.
  void read(incoming message, std::vector<heard>& into);
  void refuse(const incoming& message, std::string_view request_id, const refusal& no);

  async_socket router_;
  const key_register& keys_;
  asio::steady_timer room_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace gridwhistle
