#include "server/engine/open_whistles.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

// Deadlines that no longer count are cleared away when there are this many more of them than of
// those that do.
constexpr std::size_t stale_few = 1024;

// A department, and the seat that was called for it, leave the list when its obligation has ended;
// the reporter stays until the end, and so do those whose reports were joined to it. A desk has
// what it owns, what it must rule on and what it must decide, also after the end.
std::vector<inbox_key> inboxes_of(const whistle& state) {
  std::vector<inbox_key> found;
  found.reserve(5 + state.obligations.size());
  if (!state.asked_desk.empty()) found.emplace_back(state.asked_desk);
  if (state.open()) {
    // A care visit has none: the schedule has no inbox.
    if (!state.reporter.empty()) found.emplace_back(state.reporter);
    for (const member& each : state.members) found.emplace_back(each.reporter);
    found.emplace_back(ground_code(state.what.area.text));
    if (!state.desk.empty()) {
      found.emplace_back(state.desk);
      found.emplace_back(ground_code(state.desk.text));
    }
    for (const obligation& owed : state.obligations) {
      if (owed.awaits_ruling()) {
        found.emplace_back(owed.ruling_desk);
      } else if (owed.open()) {
        found.emplace_back(owed.department);
        if (!owed.called.seat.empty()) found.emplace_back(owed.called.seat);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

void open_whistles::set(placing& was, std::optional<instant> next) {
  if (was.deadline == next) return;
  with_deadline_ += next.has_value();
  with_deadline_ -= was.deadline.has_value();
  was.deadline = next;
  if (next) {
    deadlines_.push_back({*next, &was});
    std::push_heap(deadlines_.begin(), deadlines_.end());
  }
  // Stale ones below the top may not outgrow what counts.
  if (deadlines_.size() > 2 * with_deadline_ + stale_few) {
    std::erase_if(deadlines_, [](const set_deadline& each) { return !each.counts(); });
    std::make_heap(deadlines_.begin(), deadlines_.end());
  }
  drop_stale_top();
}

void open_whistles::drop_stale_top() {
  while (!deadlines_.empty() && !deadlines_.front().counts()) {
    std::pop_heap(deadlines_.begin(), deadlines_.end());
    deadlines_.pop_back();
  }
}

// Ids sort by time of making: a new one is nearly always the last, or close to it. Looked for from
// there in steps that double, because a search in the middle of thousands waits for memory at every
// step.
void open_whistles::put(sorted_ids& into, const whistle_id& id) {
  auto begin = into.begin(), end = into.end();
  std::ptrdiff_t step = 1;
  while (end - into.begin() > step && id < *(end - step)) {
    end -= step;
    step *= 2;
  }
  if (end - into.begin() > step) begin = end - step;
  auto at = std::lower_bound(begin, end, id);
  if (at == into.end() || *at != id) into.insert(at, id);
}

void open_whistles::take_out(sorted_ids& from, const whistle_id& id) {
  auto found = std::lower_bound(from.begin(), from.end(), id);
  GW_CHECK(found != from.end() && *found == id);
  from.erase(found);
}

void open_whistles::update(placing& was, const whistle& state,
                           std::optional<instant> next_deadline) {
  std::vector<inbox_key> wanted = inboxes_of(state);
  count_ += state.open();
  count_ -= was.open;
  was.open = state.open();
  was.whistle = state.id;
  if (was.inboxes != wanted) {
    for (const inbox_key& each : was.inboxes) {
      if (std::binary_search(wanted.begin(), wanted.end(), each)) continue;
      auto inbox = inboxes_.find(each);
      take_out(inbox->second, state.id);
      if (inbox->second.empty()) inboxes_.erase(inbox);
    }
    for (const inbox_key& each : wanted) put(inboxes_[each], state.id);
    was.inboxes = std::move(wanted);
  }
  set(was, state.open() ? next_deadline : std::nullopt);
}

std::vector<whistle_id> open_whistles::of(const inbox_key& whose, const whistle_id& after,
                                          std::size_t limit) const {
  std::vector<whistle_id> found;
  auto inbox = inboxes_.find(whose);
  if (inbox == inboxes_.end()) return found;
  auto next = std::upper_bound(inbox->second.begin(), inbox->second.end(), after);
  for (; next != inbox->second.end() && found.size() < limit; ++next) found.push_back(*next);
  return found;
}

// The lists of the places are merged by a heap of where each stands.
std::vector<whistle_id> open_whistles::at(const std::function<bool(const area_code&)>& counts,
                                          const whistle_id& after, std::size_t limit) const {
  using stretch = std::pair<sorted_ids::const_iterator, sorted_ids::const_iterator>;
  auto later = [](const stretch& one, const stretch& other) { return *other.first < *one.first; };
  std::vector<stretch> heads;
  for (const auto& [key, ids] : inboxes_) {
    const auto* place = std::get_if<ground_code>(&key);
    if (!place || !counts(area_code(place->text))) continue;
    auto next = std::upper_bound(ids.begin(), ids.end(), after);
    if (next != ids.end()) heads.emplace_back(next, ids.end());
  }
  std::make_heap(heads.begin(), heads.end(), later);
  std::vector<whistle_id> found;
  while (!heads.empty() && found.size() < limit) {
    std::pop_heap(heads.begin(), heads.end(), later);
    stretch& first = heads.back();
    if (found.empty() || found.back() != *first.first) found.push_back(*first.first);
    if (++first.first == first.second) {
      heads.pop_back();
    } else {
      std::push_heap(heads.begin(), heads.end(), later);
    }
  }
  return found;
}

std::optional<instant> open_whistles::earliest() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.front().at;
}

std::optional<whistle_id> open_whistles::overdue(instant now) const {
  if (deadlines_.empty() || deadlines_.front().at >= now) return std::nullopt;
  return deadlines_.front().of->whistle;
}

}  // namespace gridwhistle
