// Screens that stay on without anybody: home/walls.csv: id,name,user,made_at_ms,token. Such a
// screen shows what its maker may see, survives a restart, and is ended by somebody. Law: what the
// screen holds opens nothing but reading; kept is its hash alone.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"

namespace gridwhistle {

constexpr std::size_t walls_max = 200;
constexpr std::size_t wall_name_bytes_max = 120;

struct wall {
  std::string id;  // to list and end it; no secret
  std::string name;
  user_id user;  // who made it: it sees what he sees
  instant made_at;
  std::string token_hash;
};

struct wall_list {
  wall_list() = default;
  // A missing file is an empty list. Throws std::runtime_error with every fault of the file.
  explicit wall_list(const std::filesystem::path& file);

  std::size_t size() const { return all.size(); }
  // The whole list (mode 0600); throws naming the file.
  void store(const std::filesystem::path& file) const;

  std::vector<wall> all;
};

// 1 to so many bytes that the file takes and gives back.
bool is_wall_name(std::string_view name);

}  // namespace gridwhistle
