// Commands that were refused of late. Law: the same command again gets the same answer, although
// the whistle, the clock or the pack would allow it by now: who was told no has gone on from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "server/core/whistle.hpp"

namespace gridwhistle {

// How many are remembered, the latest. They are told again while a repeat may be under way, which
// ends with the connection; so they are in memory alone, and a restart forgets them.
constexpr std::size_t refused_commands_max = 4096;

class refused_commands {
 public:
  void keep(const command& asked, refusal no);

  // Null: not refused or forgotten; or another command under its id, which is decided by itself.
  const refusal* of(const command& asked) const;

 private:
  struct kept {
    std::uint64_t digest = 0;
    user_id by;
    refusal no;
  };
  std::unordered_map<command_id, kept> known_;
  std::deque<command_id> order_;  // the oldest first
};

}  // namespace gridwhistle
