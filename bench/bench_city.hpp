// What a run is made of: a private city, or an echo in the place of its server, and the load's keys
// and requests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/curve_keys.hpp"
#include "workers/child_process.hpp"
#include "workers/private_city.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle {

// Processor time of all threads of a process so far.
std::uint64_t cpu_ns_of(pid_t process);

class bench_city {
 public:
  // Enrols so many walkers. Throws std::runtime_error with a log when something does not start.
  bench_city(std::filesystem::path pack, int walkers);

  // Each ends what ran before and starts anew with an empty directory.
  void start_redis();
  void start_server();  // with a redis-server of its own
  void start_echo(const std::string& receipt);

  std::vector<curve_key_pair> device_keys() const;
  // Requests to blow, as walkers of this city would send them.
  std::vector<std::string> blows(std::size_t count) const;
  server_endpoint endpoint() const;
  std::string redis_socket() const { return city_.redis_socket(); }
  pid_t redis_pid() const { return city_.redis_pid(); }
  pid_t answering_pid() const { return echo_ ? echo_->pid() : city_.server_pid(); }

 private:
  std::filesystem::path pack_;
  int walkers_ = 0;
  private_city city_;
  std::optional<child_process> echo_;
};

}  // namespace gridwhistle
