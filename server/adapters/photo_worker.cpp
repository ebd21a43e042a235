#include "server/adapters/photo_worker.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iterator>
#include <new>
#include <optional>
#include <string>

namespace gridwhistle {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
#else
#error "say which system calls the photo worker may make on this machine"
#endif

// Sanitizers reserve terabytes, and put their signal stack away at the end.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr rlim_t memory_limit = RLIM_INFINITY;
constexpr auto more_calls = std::to_array<long>({SYS_sigaltstack});
#else
constexpr rlim_t memory_limit = photo_memory_bytes_max;
constexpr std::array<long, 0> more_calls = {};
#endif

constexpr std::size_t read_step_bytes = 64 * 1024;

// What decoding needs: memory, its two streams, and an end.
constexpr std::array allowed_calls = {
    SYS_read,          SYS_write,          SYS_mmap,         SYS_munmap,      SYS_mremap,
    SYS_brk,           SYS_madvise,        SYS_futex,        SYS_sched_yield, SYS_exit,
    SYS_clock_gettime, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_exit_group};

bool allow_those_calls_alone() {
  constexpr auto load = [](std::size_t at) {
    return sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(at));
  };
  constexpr auto answer = [](std::uint32_t with) {
    return sock_filter BPF_STMT(BPF_RET | BPF_K, with);
  };
  // Skips the next one unless equal.
  constexpr auto unless = [](std::uint32_t value) {
    return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  };
  std::array<sock_filter, 2 * (std::size(allowed_calls) + std::size(more_calls)) + 5> rules{};
  auto next = rules.begin();
  *next++ = load(offsetof(seccomp_data, arch));
  *next++ = sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0);
  *next++ = answer(SECCOMP_RET_KILL_PROCESS);
  *next++ = load(offsetof(seccomp_data, nr));
  auto allow = [&](long call) {
    *next++ = unless(static_cast<std::uint32_t>(call));
    *next++ = answer(SECCOMP_RET_ALLOW);
  };
  for (auto call : allowed_calls) allow(call);
  for (auto call : more_calls) allow(call);
  *next++ = answer(SECCOMP_RET_ERRNO | EPERM);
  sock_fprog program{static_cast<unsigned short>(rules.size()), rules.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

bool limit(int what, rlim_t most) {
  rlimit both{most, most};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

bool give_all_away() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::setpriority(PRIO_PROCESS, 0, photo_niceness);
  // An ending reader is seen at the write.
  std::signal(SIGPIPE, SIG_IGN);
  return limit(RLIMIT_AS, memory_limit) && limit(RLIMIT_CPU, photo_cpu_max.count()) &&
         limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
         limit(RLIMIT_NOFILE, 3) && allow_those_calls_alone();
}

// Nothing: it is larger than photos are.
std::optional<std::string> all_of_input() {
  std::string bytes;
  for (;;) {
    std::size_t before = bytes.size();
    if (before > photo_bytes_max) return std::nullopt;
    bytes.resize(before + read_step_bytes);
    auto got = ::read(STDIN_FILENO, bytes.data() + before, read_step_bytes);
    if (got < 0 && errno == EINTR) got = 0;
    bytes.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got <= 0) return bytes;
  }
}

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

worker_end end_for(photo_fault fault) {
  switch (fault) {
    case photo_fault::kind:
      return worker_end::kind;
    case photo_fault::unreadable:
      return worker_end::unreadable;
    case photo_fault::too_large:
      return worker_end::too_large;
    case photo_fault::not_now:
      return worker_end::not_now;
  }
  return worker_end::not_now;
}

worker_end worked_on(photo_box box) {
  if (!give_all_away()) return worker_end::not_limited;
  try {
    auto photo = all_of_input();
    if (!photo) return worker_end::too_large;
    auto made = encoded_anew(*photo, box);
    if (const auto* wrong = std::get_if<photo_fault>(&made)) return end_for(*wrong);
    return write_all(std::get<std::string>(made)) ? worker_end::cleaned : worker_end::not_now;
  } catch (const std::bad_alloc&) {
    return worker_end::too_large;
  }
}

}  // namespace

void work_on_photo(photo_box box) {
  // At once: nothing that runs at a common end is allowed here.
  ::_exit(static_cast<int>(worked_on(box)));
}

}  // namespace gridwhistle
