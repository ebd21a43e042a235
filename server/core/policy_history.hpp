// Which pack is in force when: every pack that was published, as the journal tells it. Law: the
// answer for an instant follows from what is journaled and from nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/refusal.hpp"
#include "server/core/command.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Open whistles that one publication moves to its pack: all of them in the publication's batch.
constexpr std::size_t moves_max = 256;
// Packs published for later. Each is held in memory, ready for its instant.
constexpr std::size_t packs_ahead_max = 16;

// policy_changed: from effective_at on new whistles are matched with this pack, until another
// publication's instant has come.
struct publication {
  std::uint64_t version = 0;  // 1, 2, 3 … without a gap
  instant at;                 // when it was published
  command_id command;         // empty: the first start of a server
  std::uint64_t digest = 0;
  user_id by;  // empty likewise
  policy_hash pack;
  instant effective_at;
  std::string reason;
  // Open whistles that its publisher named and that were dispatched anew under it.
  std::vector<whistle_id> moved;
  auto operator<=>(const publication&) const = default;
};

// Asks for a publication of a pack that has been proved.
struct publish_ask {
  command_id id;
  std::uint64_t digest = 0;
  actor by;
  std::uint64_t seen_version = 0;
  policy_hash pack;
  std::optional<instant> effective_at;  // nothing: at once
  std::string reason;
  std::vector<whistle_id> moves;
};

// past: was in force or might have been. replaced: another pack of its very instant was published
// after it.
enum class pack_standing { past, in_force, ahead, replaced };

class policy_history {
 public:
  // What is known already is passed over. False: a version is missing.
  [[nodiscard]] bool add(publication next);

  // Of the last publication; 0: nothing was published.
  std::uint64_t version() const { return all_.size(); }
  const std::vector<publication>& all() const { return all_; }
  // Of those whose instant has come the one whose instant is the latest, and of equal ones the one
  // that was published last. Null: none was.
  const publication* in_force_at(instant at) const;
  // When the next publication's instant comes.
  std::optional<instant> changes_after(instant at) const;
  pack_standing standing_of(const publication& one, instant now) const;
  const publication* of_command(const command_id& id) const;

 private:
  std::vector<publication> all_;
};

// Of a journal in which nothing was published: the pack that its writer was started with.
publication first_publication(const policy_hash& pack, instant now);

// Why a publication cannot be made, whoever asks; nothing: it can.
std::optional<refusal> objection_to(const publish_ask& asked, const policy_history& so_far,
                                    instant now);

// Why that pack cannot, though it is proved: on the day on which it would come into force it could
// tell no deadline, or its publisher could not publish the next one.
std::optional<refusal> objection_to_pack(const publish_ask& asked, const policy& rules,
                                         instant now);

}  // namespace gridwhistle
