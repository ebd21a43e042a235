// A file of the home directory as it stands now: read again when somebody changed it, changed under
// a lock that the server and the verbs share. Law: it reads and writes the disk, and a change may
// hash a password: never in the turn.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "common/log.hpp"
#include "common/time.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {

// Beside the file, because that is replaced whenever it changes. Throws std::runtime_error.
class kept_file_lock {
 public:
  explicit kept_file_lock(const std::filesystem::path& of);
  ~kept_file_lock();
  kept_file_lock(const kept_file_lock&) = delete;
  kept_file_lock& operator=(const kept_file_lock&) = delete;

 private:
  int descriptor_;
};

// An instant as such files write it: milliseconds. Nothing where that is none.
std::optional<instant> instant_in(std::string_view text);

// Content: made of a file (a missing one is empty; throws std::runtime_error with every fault),
// store(file), size().
template <typename Content>
class kept_file {
 public:
  using content_ptr = std::shared_ptr<const Content>;

  explicit kept_file(std::filesystem::path file)
      : file_(std::move(file)),
        seen_(stamp_of(file_)),
        content_(std::make_shared<const Content>(file_)) {}

  // Read anew where the file has changed. One with a fault changes nothing, and the log says so.
  content_ptr current() {
    file_stamp now = stamp_of(file_);
    if (now == seen_) return content_;
    seen_ = now;
    try {
      content_ = std::make_shared<const Content>(file_);
      log::info("kept file read anew", {{"file", file_.string()}, {"rows", content_->size()}});
    } catch (const std::runtime_error& wrong) {
      log::warn(
          "kept file not read anew",
          {{"file", file_.string()},
           {"wrong", wrong.what()},
           {"do", "mend the file and rename it into place; what it said before still counts"}});
    }
    return content_;
  }
  // What the file holds then. Throws std::runtime_error, and nothing is changed.
  content_ptr change(const std::function<void(Content&)>& how) {
    kept_file_lock mine(file_);
    Content changed(file_);
    how(changed);
    changed.store(file_);
    seen_ = stamp_of(file_);
    content_ = std::make_shared<const Content>(std::move(changed));
    return content_;
  }

 private:
  std::filesystem::path file_;
  file_stamp seen_;
  content_ptr content_;
};

}  // namespace gridwhistle
