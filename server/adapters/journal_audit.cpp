#include "server/adapters/journal_audit.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

#include "server/adapters/journal.hpp"
#include "server/adapters/state_codec.hpp"

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

struct auditor {
  journal_chain chain;
  audit_report found;
  std::map<whistle_id, whistle> whistles;
  policy_history packs;

  // Empty, or what is wrong with this batch.
  std::string take(const stored_batch& next) {
    ++found.batches;
    if (next.fence) {
      ++found.fences;
      std::string dataset = next.fence->dataset.text();
      if (!found.dataset.empty() && found.dataset != dataset) return "the dataset changes";
      found.dataset = dataset;
    }
    if (next.at.sequence == 0 && !next.fence) return "an epoch begins without a fence";
    bool in_order = next.fence ? next.at.epoch > found.last.epoch
                               : next.at.epoch == found.last.epoch &&
                                     next.at.sequence == found.last.sequence + 1;
    if (!in_order) return "does not follow " + found.last.text();
    if (!chain.follow(next))
      return "the chain breaks here: an earlier batch was changed or cut out";
    found.last = next.at;
    return fold(next);
  }

  std::string fold(const stored_batch& next) {
    for (const refusal_record& each : next.refusals) found.refusals += each.count();
    for (const account_change& each : next.accounts) found.account_changes += each.count();
    std::set<whistle_id> touched;
    for (const publication& told : next.publications) {
      if (told.version != packs.version() + 1 || !packs.add(told))
        return "a published pack is missing";
    }
    for (const entry& told : next.entries) {
      whistle& state = whistles[told.whistle];
      if (told.version != state.version + 1)
        return "whistle " + told.whistle.text() + " misses a version";
      apply(state, told);
      touched.insert(told.whistle);
      if (!agrees_on_packs(told)) ++found.pack_violations;
      ++found.entries;
    }
    for (const publication& told : next.publications)
      found.pack_violations += unmoved_by(told, next);
    for (const whistle_id& id : touched) {
      if (!whistles[id].owned_once()) ++found.owner_violations;
    }
    return {};
  }

  // Whoever is dispatched is dispatched under the pack in force at that instant. In the very
  // millisecond of a change it may have been just before it.
  bool agrees_on_packs(const entry& told) const {
    const auto* call = std::get_if<dispatched>(&told.happened);
    const publication* after = packs.in_force_at(told.at);
    if (!call || !after || call->policy == after->pack) return true;
    const publication* before = packs.in_force_at(told.at - gridwhistle::span(1));
    bool at_the_change = !before || before->version != after->version;
    return at_the_change && (!before || call->policy == before->pack);
  }

  // Whistles that it says it moved and that its batch does not dispatch.
  static std::uint64_t unmoved_by(const publication& told, const stored_batch& in) {
    return static_cast<std::uint64_t>(std::ranges::count_if(told.moved, [&](const whistle_id& id) {
      return std::ranges::none_of(in.entries, [&](const entry& each) {
        const auto* call = std::get_if<dispatched>(&each.happened);
        return call && each.whistle == id && call->policy == told.pack;
      });
    }));
  }

  // Both halves of a join are in one batch, so a duplicate and its umbrella know of each other.
  bool agrees_on_joins(const whistle& state) const {
    auto known = [&](const whistle_id& id) {
      auto found_at = whistles.find(id);
      return found_at == whistles.end() ? nullptr : &found_at->second;
    };
    if (state.joined) {
      const whistle* umbrella = known(state.joined->umbrella);
      auto knows = [&](const member& each) { return each.whistle == state.id; };
      return umbrella && std::any_of(umbrella->members.begin(), umbrella->members.end(), knows);
    }
    return std::all_of(state.members.begin(), state.members.end(), [&](const member& each) {
      const whistle* duplicate = known(each.whistle);
      return duplicate && duplicate->joined && duplicate->joined->umbrella == state.id;
    });
  }

  void end_as(audit_verdict verdict, std::string reason) {
    found.verdict = verdict;
    found.reason = std::move(reason);
  }

  // Its end cannot be seen from the journal itself: whatever is cut off there leaves a sound chain.
  void compare(const std::optional<witness::memory>& seen) {
    if (found.verdict != audit_verdict::ok) return;
    if (found.batches == 0) return end_as(audit_verdict::empty, "there is no batch in it");
    if (!seen) return;
    if (seen->dataset.text() != found.dataset) {
      return end_as(audit_verdict::cut, "it is of dataset " + found.dataset +
                                            ", the witness knows " + seen->dataset.text() +
                                            " up to " + seen->highest.text());
    }
    if (found.last < seen->highest) {
      return end_as(audit_verdict::cut, "it ends at " + found.last.text() +
                                            " but was durable up to " + seen->highest.text());
    }
  }

  void finish(const std::vector<held_receipt>& held) {
    std::vector<const whistle*> in_order;
    std::set<std::pair<std::string, std::string>> references;
    for (const auto& [id, state] : whistles) {
      in_order.push_back(&state);
      bool first = state.what.source_reference.empty() ||
                   references.emplace(state.reporter.text, state.what.source_reference).second;
      if (!first) ++found.doubled;
      if (state.open()) ++found.open;
      if (state.stage == stage::closed) ++found.closed;
    }
    for (const held_receipt& each : held) {
      auto kept = whistles.find(each.whistle);
      if (kept == whistles.end() || kept->second.version < each.version) ++found.lost;
    }
    for (const auto& [id, state] : whistles) found.join_violations += !agrees_on_joins(state);
    found.whistles = whistles.size();
    found.packs = packs.version();
    found.state_hash = state_hash(in_order, packs);
  }
};

}  // namespace

std::string_view name_of(audit_verdict verdict) {
  switch (verdict) {
    case audit_verdict::ok:
      return "ok";
    case audit_verdict::broken:
      return "broken";
    case audit_verdict::cut:
      return "cut";
    case audit_verdict::empty:
      return "empty";
    case audit_verdict::unread:
      return "unread";
  }
  return "?";
}

std::vector<held_receipt> read_receipts(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<held_receipt> held;
  std::string id;
  for (std::uint64_t version = 0; in >> id >> version;) {
    auto whistle = whistle_id::parse(id);
    if (!whistle)
      throw std::runtime_error(file.string() + ":" + std::to_string(held.size() + 1) + ": " + id);
    held.push_back({*whistle, version});
  }
  return held;
}

asio::awaitable<audit_report> audit_journal(redis_link& redis, std::string shard, seal_key key,
                                            audit_proofs proofs) {
  auditor books{journal_chain(key), {}, {}, {}};
  position after{};
  while (books.found.verdict == audit_verdict::ok) {
    auto page = co_await read_batches(redis, shard, key, after);
    if (const auto* wrong = std::get_if<journal_fault>(&page)) {
      bool away = wrong->cure == cure::again;
      books.end_as(away ? audit_verdict::unread : audit_verdict::broken, wrong->what);
      break;
    }
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty()) break;
    for (const stored_batch& each : batches) {
      std::string wrong = books.take(each);
      if (!wrong.empty()) {
        books.end_as(audit_verdict::broken, "batch " + each.at.text() + ": " + wrong);
        break;
      }
      after = each.at;
    }
  }
  books.compare(proofs.seen);
  books.finish(proofs.held);
  co_return std::move(books.found);
}

std::string to_json(const audit_report& found) {
  auto number = [](std::string_view name, std::uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string line = "{\"journal\":\"" + std::string(name_of(found.verdict)) + "\"";
  if (!found.reason.empty()) line += ",\"reason\":\"" + found.reason + "\"";
  line += number("batches", found.batches) + number("fences", found.fences) +
          number("entries", found.entries) + number("refusals", found.refusals) +
          number("account_changes", found.account_changes) + number("whistles", found.whistles) +
          number("open", found.open) + number("closed", found.closed) +
          number("owner_violations", found.owner_violations) +
          number("join_violations", found.join_violations) + number("packs", found.packs) +
          number("pack_violations", found.pack_violations) + number("doubled", found.doubled) +
          number("lost", found.lost);
  return line + ",\"last\":\"" + found.last.text() + "\",\"dataset\":\"" + found.dataset +
         "\",\"state_hash\":\"" + found.state_hash + "\"}";
}

}  // namespace gridwhistle
