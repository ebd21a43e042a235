// What the shard is to the pages: whom they ask, and what may be read beside the turn.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/intake.hpp"
#include "server/adapters/journal.hpp"
#include "server/adapters/web_request.hpp"
#include "server/core/explanation.hpp"

namespace gridwhistle {

class web_host {
 public:
  virtual ~web_host() = default;
  virtual void ask(speaker from, request what) = 0;
  // Null while nothing is served.
  virtual const engine* state() const = 0;
  virtual asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> entries_after(
      position after) = 0;
  // Where a whistle was sent, in the order in which it was, as its durable entries tell it.
  virtual asio::awaitable<std::variant<std::vector<routing>, journal_fault>> routings_of(
      whistle_id id) = 0;
  // The files of a stored pack, or a sentence that says why not.
  virtual asio::awaitable<std::variant<pack_files, std::string>> pack_stored(policy_hash hash) = 0;
  // Recorded in the journal, and answered when that is durable.
  virtual void deny(speaker from, const web_refused& no) = 0;
  // Likewise what was done to accounts.
  virtual void record(speaker from, std::vector<account_change> changes) = 0;
  // Who is enrolled, as the file has it now: it is looked at every second, and here at once.
  virtual void look_at_keys() = 0;
  virtual instant web_now() = 0;
};

}  // namespace gridwhistle
