#include "server/adapters/kept_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>

namespace gridwhistle {

kept_file_lock::kept_file_lock(const std::filesystem::path& of) {
  std::string file = of.string() + ".lock";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) == 0) return;
  std::string why = std::strerror(errno);
  if (descriptor_ >= 0) ::close(descriptor_);
  throw std::runtime_error("cannot lock " + file + ": " + why);
}

kept_file_lock::~kept_file_lock() { ::close(descriptor_); }

std::optional<instant> instant_in(std::string_view text) {
  std::int64_t ms = 0;
  auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), ms);
  bool whole = wrong == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(from_ms(ms)) : std::nullopt;
}

}  // namespace gridwhistle
