// home/accounts.csv as it stands now: read again when somebody changed it, changed under a lock
// that the server and the account verb share. Law: it reads and writes the disk, and a change may
// hash a password: never in the turn.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "common/whole_file.hpp"
#include "server/adapters/accounts.hpp"

namespace gridwhistle {

class account_file {
 public:
  using book_ptr = std::shared_ptr<const account_book>;

  // Throws std::runtime_error with every fault of the file.
  explicit account_file(std::filesystem::path file);

  // Read anew where the file has changed. One with a fault changes nothing, and the log says so.
  book_ptr current();
  // What the file holds then. Throws std::runtime_error, and nothing is changed.
  book_ptr change(const std::function<void(account_book&)>& how);

 private:
  std::filesystem::path file_;
  file_stamp seen_;
  book_ptr book_;
};

}  // namespace gridwhistle
