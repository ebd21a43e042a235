// What people are called. home/people.csv: user,name; it decides nothing, and who is not in it is
// shown by his user alone.
// Law: a name is told beside the user whom it belongs to and nowhere else: whoever may see the one
// may see the other.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "common/ids.hpp"

namespace gridwhistle {

constexpr std::size_t person_name_bytes_max = 60;

class people_book {
 public:
  people_book() = default;
  // A missing file is an empty book. Throws std::runtime_error with every fault of the file.
  explicit people_book(const std::filesystem::path& file);

  // Empty: nobody said it.
  const std::string& name_of(const user_id& user) const;
  std::size_t size() const { return names_.size(); }
  // An empty name takes it away.
  void put(const user_id& user, const std::string& name);
  // The whole book (mode 0600); throws naming the file.
  void store(const std::filesystem::path& file) const;

 private:
  std::map<user_id, std::string> names_;
};

// 1 to so many bytes that the file takes and gives back.
bool is_person_name(std::string_view name);

}  // namespace gridwhistle
