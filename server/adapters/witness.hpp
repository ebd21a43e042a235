// What we know of the journal without asking Redis: a small file beside the server with the dataset
// and the highest durable position. A journal behind its witness has lost something, and says so
// instead of serving.
// Law: one server on one home. The file is locked as long as the server lives.
#pragma once

#include <filesystem>
#include <optional>

#include "common/ids.hpp"

namespace gridwhistle {

class witness {
 public:
  struct memory {
    dataset_id dataset;
    position highest;
  };

  // Opens or makes the file and locks it. Throws std::runtime_error naming it when it cannot be
  // read or written, or when another server holds it.
  explicit witness(const std::filesystem::path& file);
  ~witness();
  witness(const witness&) = delete;
  witness& operator=(const witness&) = delete;

  // What a file says, without holding it; nothing where there is none. Throws like the constructor.
  static std::optional<memory> look(const std::filesystem::path& file);

  const std::optional<memory>& known() const { return known_; }
  // Written in place, without fsync: it survives the death of this process, and after a power cut
  // it is a lower bound, which is all the comparison needs.
  void remember(const memory& now);

 private:
  int descriptor_ = -1;
  std::optional<memory> known_;
};

}  // namespace gridwhistle
