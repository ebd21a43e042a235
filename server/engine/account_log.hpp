// Who changed whose account, collected for one batch of the journal. Law: every change is recorded
// in full or counted, a record holds no secret and no name, and many at once take no more than
// their bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// Changes that one batch holds in full; the rest is counted, by who made them and what they are.
constexpr std::size_t account_changes_in_full_max = 256;

enum class account_act {
  enrolled,  // a key of his may speak
  revoked,   // it may no more
  moved,     // it speaks for another role, department or area
  password_reset,
  password_chosen,
  second_factor_enrolled,
  unlocked,
  named,
  sessions_ended,
  screen_left_on,
  screen_ended
};
std::string_view name_of(account_act act);  // "enrolled"
std::optional<account_act> parse_account_act(std::string_view name);

// One change in full, or further ones of the same kind that were only counted.
struct account_change {
  instant at;    // of those only counted: the last of them
  user_id by;    // empty: whoever writes the files of the server's machine
  user_id user;  // whose account, or who left the screen on; empty: counted
  account_act act = account_act::enrolled;
  // Of a key for whom it speaks ("clerk um-hp"), of a moved one before and after, of a reset what
  // went with the password, of a screen its id.
  std::string about;
  std::uint64_t more = 0;  // how many were only counted; 0: this is one in full

  std::uint64_t count() const { return more == 0 ? 1 : more; }
  auto operator<=>(const account_change&) const = default;
};

class account_log {
 public:
  // told is one in full; beyond the bound only who, what and the instant are kept.
  void add(account_change told);

  bool empty() const { return records_.empty(); }
  const std::vector<account_change>& records() const { return records_; }

 private:
  std::vector<account_change> records_;
  // Where the record of those only counted stands.
  std::map<std::pair<user_id, account_act>, std::size_t> counted_;
  std::size_t in_full_ = 0;
};

}  // namespace gridwhistle
