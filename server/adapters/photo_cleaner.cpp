#include "server/adapters/photo_cleaner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <utility>

#include "common/log.hpp"
#include "server/adapters/photo_worker.hpp"
#include "server/adapters/plain_jpeg.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t read_step_bytes = 64 * 1024;

class descriptor {
 public:
  explicit descriptor(int opened) : opened_(opened) {}
  ~descriptor() { close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return opened_; }
  void close() {
    if (opened_ >= 0) ::close(std::exchange(opened_, -1));
  }

 private:
  int opened_;
};

// Standard input is the photo, standard output the pipe; nothing else of the server's is open in
// it.
std::optional<pid_t> started(const fs::path& program, int photo, int pipe_end, photo_box box) {
  std::array<std::string, 4> words = {program.string(), "photo-clean", std::to_string(box.width),
                                      std::to_string(box.height)};
  std::array<char*, 5> pointers = {words[0].data(), words[1].data(), words[2].data(),
                                   words[3].data(), nullptr};
  char* no_environment = nullptr;
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, photo, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  pid_t made = -1;
  int failed =
      posix_spawn(&made, words[0].c_str(), &actions, nullptr, pointers.data(), &no_environment);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? std::optional(made) : std::nullopt;
}

enum class heard { all, too_much, too_late, stop };

// What the worker says until it closes its end.
heard listen_to(int pipe_end, int stopped, deadline until, std::string& to) {
  for (;;) {
    auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return heard::too_late;
    std::array<pollfd, 2> looks = {pollfd{pipe_end, POLLIN, 0}, pollfd{stopped, POLLIN, 0}};
    int ready = ::poll(looks.data(), looks.size(), static_cast<int>(left.count()));
    if (ready <= 0) continue;
    if (looks[1].revents != 0) return heard::stop;
    std::array<char, read_step_bytes> part{};
    auto got = ::read(pipe_end, part.data(), part.size());
    if (got <= 0) return heard::all;
    if (to.size() + static_cast<std::size_t>(got) > clean_bytes_max) return heard::too_much;
    to.append(part.data(), static_cast<std::size_t>(got));
  }
}

photo_fault fault_of(int status) {
  if (!WIFEXITED(status)) return photo_fault::unreadable;
  switch (static_cast<worker_end>(WEXITSTATUS(status))) {
    case worker_end::kind:
      return photo_fault::kind;
    case worker_end::too_large:
      return photo_fault::too_large;
    case worker_end::not_now:
      return photo_fault::not_now;
    case worker_end::not_limited:
      log::error("photos cannot be cleaned: the kernel does not limit their worker",
                 {{"do", "allow seccomp filters to gridwhistled"}});
      return photo_fault::not_now;
    case worker_end::cleaned:
    case worker_end::unreadable:
      return photo_fault::unreadable;
  }
  return photo_fault::unreadable;
}

}  // namespace

photo_cleaner::photo_cleaner(fs::path program)
    : program_(std::move(program)), stopped_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stopped_ < 0) throw std::runtime_error("no eventfd for the photo worker");
}

photo_cleaner::~photo_cleaner() { ::close(stopped_); }

void photo_cleaner::stop() const { ::eventfd_write(stopped_, 1); }

std::variant<clean_photo, photo_fault> photo_cleaner::clean(const fs::path& file,
                                                            photo_box box) const {
  deadline until = std::chrono::steady_clock::now() + photo_wall_max;
  descriptor photo(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<int, 2> ends = {-1, -1};
  if (photo.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return photo_fault::not_now;
  descriptor ours(ends[0]), theirs(ends[1]);
  auto worker = started(program_, photo.get(), theirs.get(), box);
  theirs.close();
  if (!worker) {
    log::warn("the photo worker cannot be started",
              {{"program", program_.string()}, {"do", "look for memory and processes"}});
    return photo_fault::not_now;
  }
  clean_photo made;
  heard end = listen_to(ours.get(), stopped_, until, made.jpeg);
  // Closing its end is not among its calls: where nothing more comes, it has ended.
  if (end != heard::all) ::kill(*worker, SIGKILL);
  int status = 0;
  while (::waitpid(*worker, &status, 0) < 0 && errno == EINTR) continue;
  switch (end) {
    case heard::stop:
    case heard::too_late:
      return photo_fault::not_now;
    case heard::too_much:
      return photo_fault::unreadable;
    case heard::all:
      break;
  }
  bool cleaned =
      WIFEXITED(status) && static_cast<worker_end>(WEXITSTATUS(status)) == worker_end::cleaned;
  if (!cleaned) return fault_of(status);
  auto size = plain_jpeg(made.jpeg);
  if (!size || size->width > box.width || size->height > box.height) return photo_fault::unreadable;
  made.width = size->width;
  made.height = size->height;
  return made;
}

}  // namespace gridwhistle
