#include "server/adapters/account_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "common/log.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// Beside the file, because that is replaced whenever it changes.
class held_lock {
 public:
  explicit held_lock(const fs::path& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0) {
      std::string why = std::strerror(errno);
      if (descriptor_ >= 0) ::close(descriptor_);
      throw std::runtime_error("cannot lock " + file.string() + ": " + why);
    }
  }
  ~held_lock() { ::close(descriptor_); }
  held_lock(const held_lock&) = delete;
  held_lock& operator=(const held_lock&) = delete;

 private:
  int descriptor_;
};

}  // namespace

account_file::account_file(fs::path file)
    : file_(std::move(file)),
      seen_(stamp_of(file_)),
      book_(std::make_shared<const account_book>(file_)) {}

account_file::book_ptr account_file::current() {
  file_stamp now = stamp_of(file_);
  if (now == seen_) return book_;
  seen_ = now;
  try {
    book_ = std::make_shared<const account_book>(file_);
    log::info("accounts read anew", {{"file", file_.string()}, {"accounts", book_->size()}});
  } catch (const std::runtime_error& wrong) {
    log::warn(
        "accounts not read anew",
        {{"file", file_.string()},
         {"wrong", wrong.what()},
         {"do", "mend the file and rename it into place; the accounts of before still count"}});
  }
  return book_;
}

account_file::book_ptr account_file::change(const std::function<void(account_book&)>& how) {
  held_lock mine(file_.string() + ".lock");
  account_book changed(file_);
  how(changed);
  changed.store(file_);
  seen_ = stamp_of(file_);
  book_ = std::make_shared<const account_book>(std::move(changed));
  return book_;
}

}  // namespace gridwhistle
