// A real redis-server of one test: on a Unix socket in a directory of its own, durable, killable.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle {

// Every member throws std::runtime_error with the server's log when a fact does not come true in
// time.
class private_redis {
 public:
  // Starts and waits until the server answers. lines: what redis.conf holds besides the durable
  // base.
  explicit private_redis(std::vector<std::string> lines = {});
  ~private_redis();
  private_redis(const private_redis&) = delete;
  private_redis& operator=(const private_redis&) = delete;

  // SIGKILL, and waits for the end.
  void kill_hard();
  // Starts on the same directory. A torn tail is cut with redis-check-aof --fix and counted.
  void start();
  void freeze();  // SIGSTOP
  void thaw();    // SIGCONT

  bool running() const { return process_ > 0; }
  int repairs() const { return repairs_; }
  const std::filesystem::path& directory() const { return directory_; }
  std::string socket_path() const { return directory_ / "redis.sock"; }
  // The append-only file that is written to, as the manifest names it.
  std::filesystem::path incremental_file() const;
  // Runs one command over a connection of its own; the reply as redis-cli would show one line of
  // it.
  std::string command(const std::vector<std::string>& words) const;
  std::string log_text() const;

 private:
  enum class startup { answers, gave_up };
  startup try_start();
  bool answers() const;
  bool ended();
  void repair();
  [[noreturn]] void fail(const std::string& what) const;

  std::filesystem::path directory_;
  pid_t process_ = 0;
  int repairs_ = 0;
};

}  // namespace gridwhistle
