#include "server/adapters/witness.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

namespace gridwhistle {
namespace {

// One line of fixed width, so that writing in place leaves no tail of an older one.
constexpr std::size_t line_length = 36 + 1 + 20 + 1 + 20 + 1;

std::string line_of(const witness::memory& now) {
  std::array<char, line_length + 1> line{};
  std::snprintf(line.data(), line.size(), "%s %020" PRIu64 "-%020" PRIu64 "\n",
                now.dataset.text().c_str(), now.highest.epoch, now.highest.sequence);
  return std::string(line.data(), line_length);
}

std::optional<witness::memory> parse(const std::string& line) {
  if (line.size() != line_length || line[36] != ' ') return std::nullopt;
  auto dataset = dataset_id::parse(std::string_view(line).substr(0, 36));
  auto highest = position::parse(std::string_view(line).substr(37, line_length - 38));
  if (!dataset || !highest) return std::nullopt;
  return witness::memory{*dataset, *highest};
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error("witness " + file.string() + ": " + what);
}

// Closes when it goes, unless it was released before.
struct opened {
  int descriptor = -1;
  ~opened() {
    if (descriptor >= 0) ::close(descriptor);
  }
  int release() { return std::exchange(descriptor, -1); }
};

// Nothing for a file that was only just made.
std::optional<witness::memory> read_from(int descriptor, const std::filesystem::path& file) {
  std::string line(line_length + 1, '\0');
  auto length = ::pread(descriptor, line.data(), line.size(), 0);
  if (length == 0) return std::nullopt;
  line.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  auto known = parse(line);
  if (!known) fail(file, "not a witness file; look at the journal before you remove it");
  return known;
}

}  // namespace

witness::witness(const std::filesystem::path& file) {
  opened mine{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (mine.descriptor < 0) fail(file, std::strerror(errno));
  // The kernel lets go of it with the process, however that ends.
  if (::flock(mine.descriptor, LOCK_EX | LOCK_NB) != 0) {
    fail(file, errno == EWOULDBLOCK ? "another server holds it; stop that one, or take over from "
                                      "a copy of this home"
                                    : std::strerror(errno));
  }
  known_ = read_from(mine.descriptor, file);
  descriptor_ = mine.release();
}

witness::~witness() { ::close(descriptor_); }

std::optional<witness::memory> witness::look(const std::filesystem::path& file) {
  opened mine{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (mine.descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (mine.descriptor < 0) fail(file, std::strerror(errno));
  return read_from(mine.descriptor, file);
}

void witness::remember(const memory& now) {
  known_ = now;
  std::string line = line_of(now);
  auto written = ::pwrite(descriptor_, line.data(), line.size(), 0);
  if (written != static_cast<ssize_t>(line.size())) {
    throw std::runtime_error(std::string("witness: cannot write: ") + std::strerror(errno));
  }
}

}  // namespace gridwhistle
