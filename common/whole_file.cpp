#include "common/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t read_step_bytes = 64 * 1024;

// Closes when it goes.
class opened {
 public:
  opened(const fs::path& file, int flags) : descriptor_(::open(file.c_str(), flags, 0600)) {}
  ~opened() { close(); }
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;
  int get() const { return descriptor_; }
  // What a network's file system has to say it says here.
  bool close() {
    if (descriptor_ < 0) return true;
    int closing = descriptor_;
    descriptor_ = -1;
    return ::close(closing) == 0;
  }

 private:
  int descriptor_;
};

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

bool file_fault::full() const { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

std::string file_fault::text() const { return file.string() + ": " + std::strerror(error); }

std::variant<std::string, file_fault> read_whole(const fs::path& file) {
  opened from(file, O_RDONLY | O_CLOEXEC);
  if (from.get() < 0) return file_fault{file, errno};
  std::string bytes;
  struct stat about {};
  if (::fstat(from.get(), &about) == 0) bytes.reserve(static_cast<std::size_t>(about.st_size));
  for (;;) {
    std::size_t before = bytes.size();
    bytes.resize(before + read_step_bytes);
    auto got = ::read(from.get(), bytes.data() + before, read_step_bytes);
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_fault{file, errno};
    if (got == 0) return bytes;
  }
}

std::optional<file_fault> write_whole(const fs::path& file, std::string_view bytes) {
  fs::path fresh = file;
  fresh += ".new";
  int error = 0;
  {
    opened out(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    bool written = out.get() >= 0 && ::fchmod(out.get(), 0600) == 0 &&
                   write_all(out.get(), bytes) && ::fsync(out.get()) == 0 && out.close();
    if (!written) error = errno;
  }
  if (error == 0 && ::rename(fresh.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(fresh.c_str());
    return file_fault{file, error};
  }
  return settle_folder(file.parent_path());
}

std::string read_or_throw(const fs::path& file) {
  auto read = read_whole(file);
  if (const auto* fault = std::get_if<file_fault>(&read))
    throw std::runtime_error("cannot read " + fault->text());
  return std::get<std::string>(std::move(read));
}

void write_or_throw(const fs::path& file, std::string_view bytes) {
  if (auto fault = write_whole(file, bytes))
    throw std::runtime_error("cannot write " + fault->text());
}

std::optional<file_fault> settle_folder(const fs::path& folder) {
  opened held(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (held.get() < 0 || ::fsync(held.get()) != 0) return file_fault{folder, errno};
  return std::nullopt;
}

file_stamp stamp_of(const fs::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) return {};
  return {about.st_mtim.tv_sec, about.st_mtim.tv_nsec, about.st_size, about.st_ino};
}

}  // namespace gridwhistle
