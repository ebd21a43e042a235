// A whole Gridwhistle for one purpose: a redis-server and a server of its own in a fresh directory,
// reached by a Unix socket and a free loopback port, gone when this object goes.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workers/child_process.hpp"

namespace gridwhistle {

enum class city_time { wall, replay };

// A fresh directory under TMPDIR, gone with all that is in it when this object goes.
class private_folder {
 public:
  private_folder();
  ~private_folder();
  private_folder(const private_folder&) = delete;
  private_folder& operator=(const private_folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class private_city {
 public:
  // Enrols a demonstration city of that pack. Every member throws std::runtime_error with the log
  // of what does not start.
  private_city(std::filesystem::path pack, int walkers);

  // Each ends what ran before and starts anew, with an empty Redis; returns when it is ready.
  // redis-server and server; more: further words of `gridwhistled serve`.
  void start(city_time time, const std::vector<std::string>& more = {});
  void start_redis();
  void stop();

  const std::filesystem::path& folder() const { return folder_.path(); }
  const std::filesystem::path& home() const { return home_; }
  std::string redis_socket() const { return folder() / "redis.sock"; }
  // Where the pages are, of a server that was started with --web.
  std::string pages_url() const;
  pid_t redis_pid() const { return redis_ ? redis_->pid() : 0; }
  pid_t server_pid() const { return server_ ? server_->pid() : 0; }
  // Runs `gridwhistled journal verify` and returns its line. Throws with it unless the journal is
  // sound.
  std::string verify_journal();

 private:
  std::filesystem::path pack_;
  private_folder folder_;  // outlives what runs in it
  std::filesystem::path home_;
  std::optional<child_process> redis_;
  std::optional<child_process> server_;
};

// gridwhistled beside this program.
std::string path_of_gridwhistled();

// Looks again and again. Throws std::runtime_error with the log when the program ends first or
// takes too long.
void wait_until_ready(child_process& started, const std::filesystem::path& log,
                      const std::function<bool()>& ready);

}  // namespace gridwhistle
