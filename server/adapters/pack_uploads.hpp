// What publishers have sent so far, by its hash. Law: a part that is said again changes nothing,
// and all of it together has its bounds.
#pragma once

#include <cstdint>
#include <list>
#include <string>

#include "server/adapters/door.hpp"

namespace gridwhistle {

// Wholes that are held, of all publishers; for one more the one that was touched longest ago is
// dropped, and its sender begins anew.
constexpr std::size_t uploads_max = 4;

class pack_uploads {
 public:
  // How many bytes of the whole are here now; the next part begins there.
  std::uint64_t take(const user_id& by, pack_part_request part);
  // Null: not all of it is here. Whether it has its hash is not looked at.
  const std::string* whole(const user_id& by, const policy_hash& hash) const;
  void forget(const user_id& by);

 private:
  struct upload {
    user_id by;
    policy_hash hash;
    std::uint64_t size = 0;
    std::string bytes;
  };
  std::list<upload> held_;  // the one touched last stands first
};

}  // namespace gridwhistle
