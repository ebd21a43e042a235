// Entries and batches as the journal stores them, and the keyed chain that ties them together.
// Law: the chain value after a batch is its HMAC, which covers the chain value before it; a fence,
// appended blind, is tied in by HMAC(before || mac of the fence). docs/journal.md has it byte by
// byte.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "proto/journal.pb.h"
#include "server/adapters/wire_writer.hpp"
#include "server/core/policy_history.hpp"
#include "server/core/whistle.hpp"
#include "server/engine/account_log.hpp"
#include "server/engine/refusal_log.hpp"

namespace gridwhistle {

using mac = std::array<std::uint8_t, 32>;
using seal_key = std::array<std::uint8_t, 32>;

// The fields of a JournalEntry; or the message, where one is asked for.
void write_entry(const entry& told, wire_writer& to);
void write_entry(const entry& told, v1::JournalEntry& to);
// Nothing when an id, a number or the event is missing: not something we wrote.
std::optional<entry> read_entry(const v1::JournalEntry& from, position batch);

// An entry too, of no whistle.
void write_publication(const publication& told, v1::JournalEntry& to);
// Nothing when it is none, or a part of it is missing.
std::optional<publication> read_publication(const v1::JournalEntry& from);

void write_refusal(const refusal_record& told, v1::RefusedRecord& to);
// Nothing when an id or the code is missing or unknown.
std::optional<refusal_record> read_refusal(const v1::RefusedRecord& from);

void write_account_change(const account_change& told, v1::AccountChangedRecord& to);
// Nothing when the act is unknown.
std::optional<account_change> read_account_change(const v1::AccountChangedRecord& from);

struct fence {
  dataset_id dataset;
  std::string writer;
};

// One stream entry, read back and its own mac checked. The chain is checked by journal_chain.
struct stored_batch {
  position at;
  instant when;
  std::string previous_mac;  // empty in a fence
  mac own{};
  std::vector<publication> publications;
  std::vector<entry> entries;
  std::vector<refusal_record> refusals;
  std::vector<account_change> accounts;
  std::optional<gridwhistle::fence> fence;
};

enum class batch_fault {
  unreadable,
  format_unknown,
  mac_wrong,
  position_differs,
  entry_unreadable
};
std::string_view name_of(batch_fault fault);

// `at` is the id under which the stream holds it.
std::variant<stored_batch, batch_fault> read_batch(const seal_key& key, position at,
                                                   std::string_view stored);

// The chain value, moved forward batch by batch.
class journal_chain {
 public:
  explicit journal_chain(const seal_key& key) : key_(key) {}

  // The bytes to store for these, good until the next call; moves the chain on. Publications stand
  // before the entries.
  const std::string& seal(position at, instant when, std::span<const entry> entries,
                          std::span<const refusal_record> refusals = {},
                          std::span<const publication> publications = {},
                          std::span<const account_change> accounts = {});
  // The bytes of a fence. Does not move the chain: follow() does when the fence is read back.
  const std::string& seal_fence(position at, instant when, const fence& what);
  // False: this batch does not continue the chain. Moves on otherwise.
  [[nodiscard]] bool follow(const stored_batch& next);
  // Trusts a batch as it stands: where reading begins in the middle. Not for a fence.
  void begin_at(const stored_batch& known) { value_ = known.own; }

  const mac& value() const { return value_; }

 private:
  // A batch of that body; its mac goes to own.
  template <class Write>
  const std::string& sealed(mac& own, Write write_body);

  seal_key key_;
  mac value_{};
  std::string stored_;  // reused: the next batch is about as large
};

}  // namespace gridwhistle
