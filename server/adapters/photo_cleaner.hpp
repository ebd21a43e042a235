// Has a photo cleaned by a worker process (photo_worker.hpp) and judges what comes out of it. Law:
// a worker that dies, hangs or says something odd costs that photo and nothing else. It waits for
// the worker: never call it in the turn.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>

#include "server/adapters/photo_pixels.hpp"

namespace gridwhistle {

// By the clock on the wall. What its own time is too short for is a bomb; what this is too short
// for met a busy machine, and may come again.
constexpr std::chrono::seconds photo_wall_max(60);
// Of what comes out: noise of 1600 x 1600 pixels has less than half of it.
constexpr std::size_t clean_bytes_max = 4 * 1024 * 1024;

struct clean_photo {
  std::string jpeg;
  int width = 0;
  int height = 0;
};

class photo_cleaner {
 public:
  // program: a gridwhistled. Throws std::runtime_error when the kernel has nothing to wait with.
  explicit photo_cleaner(std::filesystem::path program);
  ~photo_cleaner();
  photo_cleaner(const photo_cleaner&) = delete;
  photo_cleaner& operator=(const photo_cleaner&) = delete;

  // From any thread.
  std::variant<clean_photo, photo_fault> clean(const std::filesystem::path& file,
                                               photo_box box) const;
  // From any thread: whoever is at work ends with not_now, and so does whoever comes.
  void stop() const;

 private:
  std::filesystem::path program_;
  int stopped_;  // an eventfd
};

}  // namespace gridwhistle
