// Proves a pack beside the turn: on a thread of its own, so that no receipt waits for it. Law: by
// the code of `pack check`, and nothing but the job is read there.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>

#include "server/adapters/pack_check.hpp"

namespace gridwhistle {

struct proof_job {
  policy_hash pack;
  std::string canonical;  // as it arrived, or as it is stored
  std::optional<policy_hash> expectations_hash;
  std::string expectations;
};

struct pack_proof {
  proof_job of;
  std::optional<refusal> no;  // it is not what its hash says: nothing was looked at
  check_report report;
};

// What the thread does.
pack_proof proof_of(proof_job job);

class pack_prover {
 public:
  explicit pack_prover(boost::asio::any_io_executor home) : home_(std::move(home)) {}

  // One at a time: see busy(). The prover outlives it.
  boost::asio::awaitable<pack_proof> prove(proof_job job);
  bool busy() const { return busy_; }

 private:
  boost::asio::any_io_executor home_;
  boost::asio::thread_pool beside_{1};
  bool busy_ = false;
};

}  // namespace gridwhistle
