#include "server/adapters/kept_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
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

}  // namespace gridwhistle
