#include "server/adapters/journal.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "common/log.hpp"
#include "server/adapters/state_codec.hpp"

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

// Two servers that start at once each raise a fence; whoever is refused looks again.
constexpr int fence_tries_max = 10;
// Fences in a row (starts without a single batch) before reading begins at the stream's start
// instead.
constexpr std::string_view chain_look_back = "16";
constexpr std::string_view projection_page = "512";
// The field of the projection that says how far it reflects the journal; no whistle id looks like
// it.
constexpr std::string_view reflects_field = "reflects_before";
// Which packs were published: of no whistle either.
constexpr std::string_view packs_field = "published_packs";

journal_fault went_away() { return {cure::again, "redis went away"}; }

bool is_fenced(const redis_reply& reply) {
  return reply.is_error() && reply.text.find("equal or smaller") != std::string::npos;
}

struct raw_batch {
  position at;
  const std::string* bytes = nullptr;
};

// [[id, [field, value]], ...]
std::optional<std::vector<raw_batch>> stream_entries(const redis_reply& reply) {
  std::vector<raw_batch> found;
  for (const redis_reply& each : reply.items) {
    if (each.items.size() != 2 || each.items[1].items.size() != 2) return std::nullopt;
    auto at = position::parse(each.items[0].text);
    if (!at) return std::nullopt;
    found.push_back({*at, &each.items[1].items[1].text});
  }
  return found;
}

dataset_id new_dataset() {
  dataset_id made;
  randombytes_buf(made.bytes.data(), made.bytes.size());
  return made;
}

std::string writer_name() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return std::string(host.data()) + ":" + std::to_string(::getpid()) + ":" +
         std::to_string(randombytes_random());
}

std::vector<std::string> words_of_command(std::initializer_list<std::string_view> words) {
  return {words.begin(), words.end()};
}

}  // namespace

std::string journal_key(std::string_view shard, std::string_view name) {
  return "gw:{" + std::string(shard) + "}:" + std::string(name);
}

journal::journal(redis_link& redis, std::string shard, const seal_key& key, witness& seen)
    : redis_(redis),
      shard_(std::move(shard)),
      key_(key),
      chain_(key),
      seen_(seen),
      writer_(writer_name()) {}

std::string journal::key(std::string_view name) const { return journal_key(shard_, name); }

// --- taking over --------------------------------------------------------------------------------

asio::awaitable<std::variant<journal::tail, journal_fault>> journal::look() {
  tail found;
  auto newest = words_of_command({"XREVRANGE", key("journal"), "+", "-", "COUNT", "1"});
  auto reply = co_await redis_.ask(std::move(newest));
  if (!reply) co_return went_away();
  auto entries = stream_entries(*reply);
  if (reply->is_error() || !entries) {
    co_return journal_fault{cure::call_operator,
                            key("journal") + " is not a journal: " + reply->text};
  }
  if (entries->empty()) co_return found;
  found.last = entries->front().at;
  std::string fence_id = position{found.last.epoch, 0}.text();
  auto of_epoch = words_of_command({"XRANGE", key("journal"), fence_id, fence_id});
  auto fence_reply = co_await redis_.ask(std::move(of_epoch));
  if (!fence_reply) co_return went_away();
  auto fences = stream_entries(*fence_reply);
  if (!fences || fences->empty()) {
    co_return journal_fault{cure::call_operator,
                            "fence " + fence_id + " is missing from the journal"};
  }
  auto read = read_batch(key_, fences->front().at, *fences->front().bytes);
  if (const auto* wrong = std::get_if<batch_fault>(&read)) {
    co_return journal_fault{cure::call_operator,
                            "fence " + fence_id + ": " + std::string(name_of(*wrong)) +
                                " (is this the key the journal was written with?)"};
  }
  if (const auto& raised = std::get<stored_batch>(read).fence) {
    found.dataset = raised->dataset;
    found.writer = raised->writer;
  }
  if (!found.dataset) co_return journal_fault{cure::call_operator, fence_id + " is not a fence"};
  co_return found;
}

asio::awaitable<journal::fault> journal::check_dataset(const tail& now) {
  const auto& remembered = seen_.known();
  if (!now.dataset) {
    if (remembered) {
      co_return journal_fault{cure::call_operator,
                              "the journal is gone: the witness knows dataset " +
                                  remembered->dataset.text() + " up to " +
                                  remembered->highest.text() +
                                  "; restore it, or remove the witness file to begin anew"};
    }
    dataset_ = new_dataset();
    co_return std::nullopt;
  }
  dataset_ = *now.dataset;
  if (!remembered) co_return std::nullopt;
  if (remembered->dataset != dataset_) {
    co_return journal_fault{cure::call_operator, "this redis holds dataset " + dataset_.text() +
                                                     ", the witness knows " +
                                                     remembered->dataset.text()};
  }
  if (now.last < remembered->highest) {
    co_return journal_fault{cure::call_operator, "the journal ends at " + now.last.text() +
                                                     " but was durable up to " +
                                                     remembered->highest.text() +
                                                     ": something was lost; restore it, or " +
                                                     "remove the witness file to accept the loss"};
  }
  co_return std::nullopt;
}

asio::awaitable<std::variant<position, journal_fault>> journal::raise_fence(instant now) {
  for (int tries = 0; tries < fence_tries_max; ++tries) {
    auto seen = co_await look();
    if (auto* wrong = std::get_if<journal_fault>(&seen)) co_return std::move(*wrong);
    const tail& found = std::get<tail>(seen);
    auto wrong = co_await check_dataset(found);
    if (wrong) co_return *std::move(wrong);
    // We wrote before, and somebody else does now: fencing back would be a war.
    if (epoch_ != 0 && found.last.epoch > epoch_ && found.writer != writer_) {
      co_return journal_fault{cure::step_down, found.writer + " took over at " + found.last.text()};
    }
    position at{found.last.epoch + 1, 0};
    fence mine{dataset_, writer_};
    std::string bytes = chain_.seal_fence(at, now, mine);
    auto append = words_of_command({"XADD", key("journal"), at.text(), "b", bytes});
    auto reply = co_await redis_.ask(std::move(append));
    // Unknown: whether it landed or not, the next try reads the end of the stream first.
    if (!reply) co_return went_away();
    if (is_fenced(*reply)) continue;
    if (reply->is_error())
      co_return journal_fault{cure::again, "redis refuses the fence: " + reply->text};
    epoch_ = at.epoch;
    co_return at;
  }
  co_return journal_fault{cure::again, "other servers keep taking over this shard"};
}

asio::awaitable<std::variant<taken_over, journal_fault>> journal::take_over(engine& into,
                                                                            instant now,
                                                                            policy_hash first) {
  chain_ = journal_chain(key_);
  last_at_ = {};
  auto raised_at = co_await raise_fence(now);
  if (auto* wrong = std::get_if<journal_fault>(&raised_at)) co_return std::move(*wrong);
  position fence_at = std::get<position>(raised_at);
  auto loaded = co_await load_projection(into);
  if (auto* wrong = std::get_if<journal_fault>(&loaded)) co_return std::move(*wrong);
  auto begun = co_await begin_chain(std::get<position>(loaded));
  if (auto* wrong = std::get_if<journal_fault>(&begun)) co_return std::move(*wrong);
  auto broken = co_await fold_from(std::get<position>(begun), fence_at, into);
  if (broken) co_return *std::move(broken);

  // A batch without entries ties the fence into the chain and proves that this epoch is ours.
  taken_over taken{{epoch_, 1}, std::max(now, last_at_)};
  std::vector<entry> no_entries;
  std::vector<publication> published;
  if (into.published_packs().version() == 0)
    published.push_back(first_publication(first, taken.last_at));
  std::string bytes = chain_.seal(taken.head, taken.last_at, no_entries, {}, published);
  auto append = words_of_command({"XADD", key("journal"), taken.head.text(), "b", bytes});
  auto reply = co_await redis_.ask(std::move(append));
  if (!reply) co_return went_away();
  if (is_fenced(*reply)) co_return journal_fault{cure::step_down, "taken over while loading"};
  if (reply->is_error())
    co_return journal_fault{cure::again, "cannot open the epoch: " + reply->text};
  for (const publication& told : published) GW_CHECK(into.fold(told, taken.head));
  seen_.remember({dataset_, taken.head});
  co_return taken;
}

// The projection's key carries its epoch: a fenced writer that wakes up late writes into a key that
// nobody reads any more.
asio::awaitable<journal::fault> journal::adopt_projection() {
  std::string mine = key("whistles:" + std::to_string(epoch_));
  std::string prefix = key("whistles:");
  std::vector<std::uint64_t> epochs;
  std::string cursor = "0";
  do {
    auto scan = words_of_command({"SCAN", cursor, "MATCH", prefix + "*", "COUNT", "1000"});
    auto reply = co_await redis_.ask(std::move(scan));
    if (!reply || reply->items.size() != 2) co_return went_away();
    cursor = reply->items[0].text;
    for (const redis_reply& each : reply->items[1].items) {
      auto suffix = each.text.substr(prefix.size()) + "-0";
      if (auto at = position::parse(suffix)) epochs.push_back(at->epoch);
    }
  } while (cursor != "0");
  std::sort(epochs.rbegin(), epochs.rend());
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    std::string old = prefix + std::to_string(epochs[i]);
    // The newest is complete up to its position; older ones are a late writer's leavings.
    auto move =
        i == 0 ? words_of_command({"RENAME", old, mine}) : words_of_command({"UNLINK", old});
    auto reply = co_await redis_.ask(std::move(move));
    if (!reply) co_return went_away();
  }
  co_return std::nullopt;
}

asio::awaitable<std::variant<position, journal_fault>> journal::load_projection(engine& into) {
  auto wrong = co_await adopt_projection();
  if (wrong) co_return *std::move(wrong);
  position reflects{};
  std::string cursor = "0";
  v1::WhistleState state;
  v1::PolicyHistory history;
  auto unreadable = [this](const std::string& field) {
    return journal_fault{cure::call_operator, "projected whistle " + field +
                                                  " cannot be read; remove " +
                                                  key("whistles:" + std::to_string(epoch_)) +
                                                  " to have it built again from the journal"};
  };
  do {
    auto scan = words_of_command(
        {"HSCAN", key("whistles:" + std::to_string(epoch_)), cursor, "COUNT", projection_page});
    auto reply = co_await redis_.ask(std::move(scan));
    if (!reply || reply->items.size() != 2) co_return went_away();
    cursor = reply->items[0].text;
    const auto& fields = reply->items[1].items;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      if (fields[i].text == reflects_field) {
        if (auto at = position::parse(fields[i + 1].text)) reflects = *at;
        continue;
      }
      if (fields[i].text == packs_field) {
        auto packs =
            history.ParseFromString(fields[i + 1].text) ? read_history(history) : std::nullopt;
        if (!packs) co_return unreadable(fields[i].text);
        into.restore(*std::move(packs));
        continue;
      }
      auto read = state.ParseFromString(fields[i + 1].text) ? read_state(state) : std::nullopt;
      if (!read || read->id.text() != fields[i].text) co_return unreadable(fields[i].text);
      into.restore(*std::move(read));
    }
  } while (cursor != "0");
  co_return reflects;
}

asio::awaitable<std::variant<position, journal_fault>> journal::begin_chain(position from) {
  if (from == position{}) co_return from;
  auto back = words_of_command(
      {"XREVRANGE", key("journal"), "(" + from.text(), "-", "COUNT", chain_look_back});
  auto reply = co_await redis_.ask(std::move(back));
  if (!reply) co_return went_away();
  auto entries = stream_entries(*reply);
  if (!entries) co_return journal_fault{cure::call_operator, "the journal cannot be read back"};
  for (const raw_batch& each : *entries) {
    auto read = read_batch(key_, each.at, *each.bytes);
    const auto* known = std::get_if<stored_batch>(&read);
    if (!known || known->fence) continue;
    chain_.begin_at(*known);
    last_at_ = known->when;
    co_return known->at;
  }
  // Nothing to hold on to near there: check the whole chain. Folding skips what the state reflects.
  co_return position{};
}

asio::awaitable<journal::fault> journal::fold_from(position from, position fence_at, engine& into) {
  std::uint64_t folded = 0;
  for (position after = from; after < fence_at;) {
    auto page = co_await read_after(after);
    if (auto* wrong = std::get_if<journal_fault>(&page)) co_return std::move(*wrong);
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty()) co_return journal_fault{cure::call_operator, "the fence is gone again"};
    for (const stored_batch& each : batches) {
      // Nothing of ours stands behind the fence yet; what does is a newer writer's.
      if (each.at > fence_at)
        co_return journal_fault{cure::step_down, "taken over at " + each.at.text()};
      if (!chain_.follow(each)) {
        co_return journal_fault{cure::call_operator, "the chain breaks at " + each.at.text() +
                                                         "; run gridwhistled journal verify"};
      }
      for (const publication& told : each.publications) {
        if (!into.fold(told, each.at)) {
          co_return journal_fault{cure::call_operator,
                                  "a published pack is missing before " + each.at.text()};
        }
      }
      for (const entry& told : each.entries) {
        if (!into.fold(told)) {
          co_return journal_fault{
              cure::call_operator,
              "whistle " + told.whistle.text() + " misses a version at " + each.at.text()};
        }
      }
      folded += each.entries.size();
      last_at_ = std::max(last_at_, each.when);
      after = each.at;
    }
  }
  log::info("journal folded",
            {{"from", from.text()}, {"to", fence_at.text()}, {"entries", folded}});
  co_return std::nullopt;
}

// --- serving ------------------------------------------------------------------------------------

void journal::append(const batch& what, std::function<void(append_outcome)> done) {
  const std::string& bytes = chain_.seal(what.at, what.when, what.entries, what.refusals.records(),
                                         what.publications, what.accounts.records());
  std::string stream = key("journal");
  std::string id = what.at.text();
  const std::array<std::string_view, 5> words = {"XADD", stream, id, "b", bytes};
  position at = what.at;
  redis_.send(words, [this, at, done = std::move(done)](std::optional<redis_reply> reply) {
    if (!reply) return done(append_outcome::unknown);
    if (is_fenced(*reply)) return done(append_outcome::refused);
    if (reply->is_error()) {
      log::error("append failed", {{"position", at.text()}, {"redis", reply->text}});
      return done(append_outcome::unknown);
    }
    seen_.remember({dataset_, at});
    done(append_outcome::durable);
  });
  redis_.write_now();
}

void journal::confirm(position head, std::function<void(append_outcome)> done) {
  std::string stream = key("journal");
  std::string after = "(" + head.text();
  const std::array<std::string_view, 6> words = {"XRANGE", stream, after, "+", "COUNT", "1"};
  redis_.send(words, [done = std::move(done)](std::optional<redis_reply> reply) {
    if (!reply || reply->is_error()) return done(append_outcome::unknown);
    done(reply->items.empty() ? append_outcome::durable : append_outcome::refused);
  });
}

asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> journal::read_after(
    position after) {
  return read_batches(redis_, shard_, key_, after);
}

asio::awaitable<std::variant<stored_batch, journal_fault>> journal::read_at(position at) {
  auto one = words_of_command({"XRANGE", key("journal"), at.text(), at.text()});
  auto reply = co_await redis_.ask(std::move(one));
  if (!reply) co_return went_away();
  auto entries = stream_entries(*reply);
  if (reply->is_error() || !entries || entries->size() != 1) {
    co_return journal_fault{cure::call_operator,
                            "batch " + at.text() + " cannot be read: " + reply->text};
  }
  auto read = read_batch(key_, at, *entries->front().bytes);
  if (const auto* wrong = std::get_if<batch_fault>(&read)) {
    co_return journal_fault{cure::call_operator,
                            "batch " + at.text() + ": " + std::string(name_of(*wrong))};
  }
  co_return std::move(std::get<stored_batch>(read));
}

asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> read_batches(
    redis_link& redis, std::string shard, seal_key key, position after) {
  auto range = words_of_command({"XRANGE", journal_key(shard, "journal"), "(" + after.text(), "+",
                                 "COUNT", std::to_string(batches_per_read)});
  auto reply = co_await redis.ask(std::move(range));
  if (!reply) co_return went_away();
  auto entries = stream_entries(*reply);
  if (reply->is_error() || !entries) {
    co_return journal_fault{cure::call_operator, "the journal cannot be read: " + reply->text};
  }
  std::vector<stored_batch> batches;
  for (const raw_batch& each : *entries) {
    auto read = read_batch(key, each.at, *each.bytes);
    if (const auto* wrong = std::get_if<batch_fault>(&read)) {
      co_return journal_fault{cure::call_operator,
                              "batch " + each.at.text() + ": " + std::string(name_of(*wrong))};
    }
    batches.push_back(std::move(std::get<stored_batch>(read)));
  }
  co_return batches;
}

void journal::project(const engine::projected& changed, std::function<void(append_outcome)> done) {
  std::vector<std::string> words =
      words_of_command({"HSET", key("whistles:" + std::to_string(epoch_))});
  words.reserve(6 + 2 * changed.states.size());
  for (const whistle* each : changed.states) {
    words.push_back(each->id.text());
    write_state(*each, words.emplace_back());
  }
  if (changed.packs) {
    v1::PolicyHistory history;
    write_history(*changed.packs, history);
    words.emplace_back(packs_field);
    words.push_back(history.SerializeAsString());
  }
  words.emplace_back(reflects_field);
  words.push_back(changed.reflects_before.text());
  std::vector<std::string_view> views(words.begin(), words.end());
  redis_.send(views, [done = std::move(done)](std::optional<redis_reply> reply) {
    bool written = reply && !reply->is_error();
    done(written ? append_outcome::durable : append_outcome::unknown);
  });
}

}  // namespace gridwhistle
