// The worker that looks at one photo: reads it from standard input, writes what is made of it to
// standard output, and says by its exit code what was wrong. Law: before it has read a byte it has
// given away all it does not need - files, network, other processes, memory and time - so that a
// photo that takes it over has taken nothing.
#pragma once

#include <chrono>
#include <cstddef>

#include "server/adapters/photo_pixels.hpp"

namespace gridwhistle {

// As it arrives: more is not read.
constexpr std::size_t photo_bytes_max = 12 * 1024 * 1024;
// Of the worker, with the libraries it is linked with.
constexpr std::size_t photo_memory_bytes_max = std::size_t{768} * 1024 * 1024;
constexpr std::chrono::seconds photo_cpu_max(10);
// Behind whoever gives receipts, and not so far that it never comes to its turn.
constexpr int photo_niceness = 5;

enum class worker_end : int {
  cleaned = 0,
  kind = 20,
  unreadable = 21,
  too_large = 22,
  not_now = 23,
  not_limited = 24  // the kernel did not take away what must be taken away
};

// For a process of its own, which ends with it.
[[noreturn]] void work_on_photo(photo_box box);

}  // namespace gridwhistle
