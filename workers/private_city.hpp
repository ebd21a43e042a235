// A whole Gridwhistle for one purpose: a redis-server and a server of its own in a fresh directory,
// reached by a Unix socket and a free loopback port, gone when this object goes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "workers/child_process.hpp"

namespace gridwhistle {

enum class city_time { wall, replay };

class private_city {
 public:
  // Enrols a demonstration city of that pack and starts everything; returns when the server serves.
  // Throws std::runtime_error with the place of the logs when something does not start.
  private_city(const std::filesystem::path& pack, city_time time, int walkers);
  ~private_city();

  const std::filesystem::path& home() const { return home_; }
  // Runs `gridwhistled journal verify` and returns its line. Throws if it cannot be run.
  std::string verify_journal();

 private:
  void start_redis();
  void start_server(const std::filesystem::path& pack, city_time time);

  std::filesystem::path folder_;
  std::filesystem::path home_;
  std::string redis_;  // "unix:<socket>"
  std::optional<child_process> redis_server_;
  std::optional<child_process> server_;
};

// gridwhistled beside this program.
std::string path_of_gridwhistled();

}  // namespace gridwhistle
