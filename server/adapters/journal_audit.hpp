// Reads a whole journal by itself: every mac, the chain from its beginning, every version, and the
// laws of the whistle after every command. Uses no engine and no projection, so that it can
// contradict both.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/redis_link.hpp"
#include "server/adapters/witness.hpp"

namespace gridwhistle {

// A receipt as its holder remembers it.
struct held_receipt {
  whistle_id whistle;
  std::uint64_t version = 0;
};

// Lines "<whistle id> <version>". Throws std::runtime_error naming the file and line.
std::vector<held_receipt> read_receipts(const std::filesystem::path& file);

// ok: sound to its end. broken: a batch is wrong. cut: sound, and it ends before the witness's
// position, or is not the witness's journal. empty: no batch at all, which no server leaves behind.
// unread: Redis went away on the way.
enum class audit_verdict { ok, broken, cut, empty, unread };
std::string_view name_of(audit_verdict verdict);

struct audit_report {
  std::uint64_t batches = 0;
  std::uint64_t fences = 0;
  std::uint64_t entries = 0;
  std::uint64_t refusals = 0;         // recorded in full or counted
  std::uint64_t account_changes = 0;  // likewise
  std::uint64_t whistles = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;
  std::uint64_t owner_violations = 0;  // batches after which an open whistle had no owner or two
  std::uint64_t join_violations = 0;   // duplicates and umbrellas that do not know of each other
  std::uint64_t packs = 0;             // published
  // Dispatches under another pack than the one in force, and moves that were not made.
  std::uint64_t pack_violations = 0;
  std::uint64_t doubled = 0;  // whistles that share reporter and source reference with another
  std::uint64_t lost = 0;  // held receipts whose whistle, or version of it, is not in the journal
  position last;
  std::string dataset;
  std::string state_hash;
  audit_verdict verdict = audit_verdict::ok;
  std::string reason;  // of every other verdict; for a broken journal the first batch that is wrong
};

// What the journal must agree with, besides itself.
struct audit_proofs {
  std::vector<held_receipt> held;
  std::optional<witness::memory> seen;  // read before the journal is: it grows meanwhile
};

boost::asio::awaitable<audit_report> audit_journal(redis_link& redis, std::string shard,
                                                   seal_key key, audit_proofs proofs);

// One line of JSON.
std::string to_json(const audit_report& found);

}  // namespace gridwhistle
