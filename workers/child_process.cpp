#include "workers/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace gridwhistle {
namespace {

constexpr auto end_within = std::chrono::seconds(10);
constexpr auto look_every = std::chrono::milliseconds(5);

// In the child, after fork: only calls that are safe there.
[[noreturn]] void become(char* const* words, const char* log, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  if (*log != '\0') {
    int out = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out < 0) ::_exit(127);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
  }
  ::execvp(words[0], words);
  ::_exit(127);
}

}  // namespace

child_process::child_process(const std::vector<std::string>& words,
                             const std::filesystem::path& log) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0)
    throw std::runtime_error("cannot start " + words.front() + ": " + std::strerror(errno));
  if (pid_ == 0) become(pointers.data(), log.c_str(), parent);
}

child_process::child_process(child_process&& other) noexcept
    : pid_(other.pid_), code_(other.code_) {
  other.pid_ = -1;
}

child_process::~child_process() {
  signal(SIGTERM);
  auto give_up = std::chrono::steady_clock::now() + end_within;
  while (running() && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(look_every);
  signal(SIGKILL);
  if (pid_ > 0) wait();
}

void child_process::note_end(int status) {
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  pid_ = -1;
}

bool child_process::running() {
  if (pid_ < 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_) note_end(status);
  return pid_ > 0;
}

int child_process::wait() {
  int status = 0;
  while (pid_ > 0) {
    if (::waitpid(pid_, &status, 0) == pid_) {
      note_end(status);
    } else if (errno != EINTR) {
      break;
    }
  }
  return code_;
}

void child_process::signal(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

}  // namespace gridwhistle
