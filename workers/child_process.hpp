// A program started for a while: it ends with its owner, whatever happens to either.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace gridwhistle {

class child_process {
 public:
  // Runs words[0] from the PATH (or by its path) with standard error into log (appended; empty:
  // ours) and standard output likewise. Throws std::runtime_error when it cannot be started.
  child_process(const std::vector<std::string>& words, const std::filesystem::path& log);
  // Asks it to end, and kills it when it does not within ten seconds.
  ~child_process();
  child_process(child_process&& other) noexcept;
  child_process& operator=(child_process&&) = delete;

  pid_t pid() const { return pid_; }
  // False once it has ended.
  bool running();
  // Waits for its end and gives its exit code; 128 + n when signal n ended it.
  int wait();
  void signal(int number);

 private:
  void note_end(int status);
  pid_t pid_ = -1;
  int code_ = -1;  // known once pid_ is -1
};

}  // namespace gridwhistle
