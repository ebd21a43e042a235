// The programs a run is made of: a durable redis-server, the server or the echo, each in a
// directory of this run and gone with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/curve_keys.hpp"
#include "workers/child_process.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle {

// Processor time of all threads of a process so far.
std::uint64_t cpu_ns_of(pid_t process);

class bench_city {
 public:
  // Enrols so many walkers. Throws std::runtime_error with a log when something does not start.
  bench_city(std::filesystem::path pack, int walkers);
  ~bench_city();

  // Each ends what ran before and starts anew with an empty directory.
  void start_redis();
  void start_server();  // with a redis-server of its own
  void start_echo(const std::string& receipt);
  void stop();

  std::vector<curve_key_pair> device_keys() const;
  // Requests to blow, as walkers of this city would send them.
  std::vector<std::string> blows(std::size_t count) const;
  server_endpoint endpoint() const;
  std::string redis_socket() const { return folder_ / "redis.sock"; }
  pid_t redis_pid() const { return redis_ ? redis_->pid() : 0; }
  pid_t answering_pid() const { return answering_->pid(); }

 private:
  std::filesystem::path pack_;
  std::filesystem::path folder_;
  std::filesystem::path home_;
  int walkers_ = 0;
  std::optional<child_process> redis_;
  std::optional<child_process> answering_;
};

}  // namespace gridwhistle
