#include "server/adapters/pack_directory.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& where, const char* what) {
  throw std::runtime_error(where.string() + ": " + what + ": " + std::strerror(errno));
}

void sync_file_system_of(const fs::path& directory) {
  int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool stored = opened >= 0 && ::syncfs(opened) == 0;
  int why = errno;
  if (opened >= 0) ::close(opened);
  errno = why;
  if (!stored) fail(directory, "cannot store");
}

// Beside the one it will replace; it goes, with what it then holds.
class fresh_directory {
 public:
  explicit fresh_directory(const fs::path& wanted) {
    std::string name = wanted.string() + ".new-XXXXXX";
    if (!::mkdtemp(name.data())) fail(wanted, "cannot make a directory beside it");
    path_ = name;
  }
  ~fresh_directory() {
    std::error_code gone;
    fs::remove_all(path_, gone);
  }
  fresh_directory(const fresh_directory&) = delete;
  fresh_directory& operator=(const fresh_directory&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

void replace_pack_files(const fs::path& directory, const pack_files& files) {
  fs::path wanted = fs::absolute(directory).lexically_normal();
  if (!wanted.has_filename()) wanted = wanted.parent_path();
  if (fs::is_symlink(wanted)) wanted = fs::canonical(wanted);
  fs::create_directories(wanted.parent_path());
  bool was_there = fs::exists(wanted);
  fresh_directory fresh(wanted);
  if (was_there) {
    fs::copy(wanted, fresh.path(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    fs::permissions(fresh.path(), fs::status(wanted).permissions());
  } else {
    constexpr fs::perms usual = fs::perms::owner_all | fs::perms::group_read |
                                fs::perms::group_exec | fs::perms::others_read |
                                fs::perms::others_exec;
    fs::permissions(fresh.path(), usual);
  }
  for (const auto& [name, bytes] : files) {
    std::ofstream out(fresh.path() / name, std::ios::binary | std::ios::trunc);
    out << bytes;
    if (!out.flush()) throw std::runtime_error("cannot write " + (fresh.path() / name).string());
  }
  sync_file_system_of(fresh.path());
  unsigned how = was_there ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, fresh.path().c_str(), AT_FDCWD, wanted.c_str(), how) != 0)
    fail(wanted, "cannot put the new directory in its place");
  sync_file_system_of(wanted.parent_path());
}

}  // namespace gridwhistle
