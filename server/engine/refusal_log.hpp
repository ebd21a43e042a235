// What the permission table refused, collected for one batch of the journal. Law: every refusal is
// recorded in full or counted, and a flood of them takes no more than its bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/ids.hpp"
#include "common/refusal.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// Refusals that one batch holds in full; the rest is counted, by speaker and code.
constexpr std::size_t refusals_in_full_max = 256;
// Of one speaker and code, so that nobody's flood takes the place of the others.
constexpr std::size_t refusals_of_one_max = 16;

// One refusal in full, or further ones of the same speaker and code that were only counted.
struct refusal_record {
  instant at;          // of those only counted: the last of them
  user_id by;          // who was refused
  whistle_id whistle;  // empty: about no single one
  command_id command;  // empty: no command
  std::string asked;   // command's name, or what else the table has; empty: counted
  std::string about;   // of an inbox: whose; of a feed: the topic; of accounts: what of whose
  refusal_code code = refusal_code::role_not_allowed;
  std::uint64_t more = 0;  // how many were only counted; 0: this is one in full

  std::uint64_t count() const { return more == 0 ? 1 : more; }
  auto operator<=>(const refusal_record&) const = default;
};

class refusal_log {
 public:
  // told is one in full; beyond the bounds only its speaker, its code and its instant are kept.
  void add(refusal_record told);

  bool empty() const { return records_.empty(); }
  const std::vector<refusal_record>& records() const { return records_; }

 private:
  struct tally {
    std::size_t in_full = 0;
    std::optional<std::size_t> counted;  // where the record of the others stands
  };
  std::vector<refusal_record> records_;
  std::map<std::pair<user_id, refusal_code>, tally> tallies_;
  std::size_t in_full_ = 0;
};

}  // namespace gridwhistle
