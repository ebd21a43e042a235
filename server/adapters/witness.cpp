#include "server/adapters/witness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

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

}  // namespace

witness::witness(const std::filesystem::path& file) {
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0)
    throw std::runtime_error("witness " + file.string() + ": " + std::strerror(errno));
  std::string line(line_length + 1, '\0');
  auto length = ::pread(descriptor_, line.data(), line.size(), 0);
  if (length == 0) return;
  line.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  known_ = parse(line);
  if (known_) return;
  ::close(descriptor_);
  throw std::runtime_error("witness " + file.string() +
                           ": not a witness file; look at the journal before you remove it");
}

witness::~witness() { ::close(descriptor_); }

void witness::remember(const memory& now) {
  known_ = now;
  std::string line = line_of(now);
  auto written = ::pwrite(descriptor_, line.data(), line.size(), 0);
  if (written != static_cast<ssize_t>(line.size())) {
    throw std::runtime_error(std::string("witness: cannot write: ") + std::strerror(errno));
  }
}

}  // namespace gridwhistle
