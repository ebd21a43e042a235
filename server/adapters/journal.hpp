// The journal of one shard in a Redis stream: take over by a fence, load, append, read.
// Laws: one writer, fenced by the stream itself; an append is durable, refused or unknown; unknown
// and refused end this writer's epoch. No MULTI, no EVAL: one command per append.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/redis_link.hpp"
#include "server/adapters/witness.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

enum class append_outcome { durable, refused, unknown };

// Why a journal cannot be served from: try again, leave it to the writer who took over, or call an
// operator.
enum class cure { again, step_down, call_operator };
struct journal_fault {
  gridwhistle::cure cure = cure::again;
  std::string what;
};

// The journal is ours from here on.
struct taken_over {
  position head;
  instant last_at;  // no later entry carries an earlier instant
};

// Stream entries read at once; each holds up to batch_entries_max entries.
constexpr int batches_per_read = 32;

class journal {
 public:
  // shard names the keys: gw:{shard}:journal and so on.
  journal(redis_link& redis, std::string shard, const seal_key& key, witness& seen);

  // Appends the fence, then reads up to it into the engine, and opens the new epoch with a batch
  // that is empty, or publishes `first` where no pack was published yet: it is stored already. The
  // engine then holds every whistle, and may decide once it was told to start_at() the head.
  boost::asio::awaitable<std::variant<taken_over, journal_fault>> take_over(engine& into,
                                                                            instant now,
                                                                            policy_hash first);

  // One in flight. done is called once, later, from the executor. Refused means: fenced, step down.
  void append(const batch& what, std::function<void(append_outcome)> done);
  // Durable when nobody has written since head: what rests on it may leave.
  void confirm(position head, std::function<void(append_outcome)> done);

  // Up to batches_per_read batches after a position, macs checked.
  boost::asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> read_after(
      position after);

  // The batch at that position, its mac checked. One that is missing is a fault.
  boost::asio::awaitable<std::variant<stored_batch, journal_fault>> read_at(position at);

  // One HSET, written behind the journal. Unless it is durable the projection lags what the engine
  // has handed out: the epoch must end, and the next one folds from where the projection really
  // stands.
  void project(const engine::projected& changed, std::function<void(append_outcome)> done);

  const dataset_id& dataset() const { return dataset_; }
  std::uint64_t epoch() const { return epoch_; }

 private:
  using fault = std::optional<journal_fault>;
  struct tail {
    position last;
    std::optional<dataset_id> dataset;
    std::string writer;  // of the last fence
  };
  boost::asio::awaitable<std::variant<tail, journal_fault>> look();
  boost::asio::awaitable<fault> check_dataset(const tail& seen);
  boost::asio::awaitable<std::variant<position, journal_fault>> raise_fence(instant now);
  boost::asio::awaitable<std::variant<position, journal_fault>> load_projection(engine& into);
  boost::asio::awaitable<std::variant<position, journal_fault>> begin_chain(position from);
  boost::asio::awaitable<fault> fold_from(position from, position fence_at, engine& into);
  boost::asio::awaitable<fault> adopt_projection();
  std::string key(std::string_view name) const;

  redis_link& redis_;
  std::string shard_;
  seal_key key_;
  journal_chain chain_;
  witness& seen_;
  dataset_id dataset_;
  std::string writer_;  // host:pid:chance, to know our own fence again
  std::uint64_t epoch_ = 0;
  instant last_at_{};
};

// The reading half, for whoever only looks: needs no fence.
boost::asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> read_batches(
    redis_link& redis, std::string shard, seal_key key, position after);

// "gw:{shard}:journal" and its like: one hash tag, so that a cluster keeps a shard together.
std::string journal_key(std::string_view shard, std::string_view name);

}  // namespace gridwhistle
