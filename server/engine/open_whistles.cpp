#include "server/engine/open_whistles.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

// A department leaves the list when its obligation is done; the reporter stays until the end.
std::vector<inbox_key> inboxes_of(const whistle& state) {
  std::vector<inbox_key> found;
  if (!state.open()) return found;
  found.emplace_back(state.reporter);
  if (!state.desk.empty()) found.emplace_back(state.desk);
  for (const obligation& owed : state.obligations) {
    if (owed.stage != obligation_stage::done) found.emplace_back(owed.department);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void open_whistles::place(const whistle_id& id, placing& was, placing wanted) {
  if (was.inboxes != wanted.inboxes) {
    for (const inbox_key& each : was.inboxes) {
      if (std::binary_search(wanted.inboxes.begin(), wanted.inboxes.end(), each)) continue;
      auto inbox = inboxes_.find(each);
      inbox->second.erase(id);
      if (inbox->second.empty()) inboxes_.erase(inbox);
    }
    for (const inbox_key& each : wanted.inboxes) inboxes_[each].insert(id);
  }
  if (was.deadline != wanted.deadline) {
    if (was.deadline) deadlines_.erase({*was.deadline, id});
    if (wanted.deadline) deadlines_.insert({*wanted.deadline, id});
  }
  was = std::move(wanted);
}

void open_whistles::update(const whistle& state, std::optional<instant> next_deadline) {
  if (state.open()) {
    placing& was = placed_.try_emplace(state.id).first->second;
    return place(state.id, was, {inboxes_of(state), next_deadline});
  }
  auto found = placed_.find(state.id);
  if (found == placed_.end()) return;
  place(state.id, found->second, {});
  placed_.erase(found);
}

std::vector<whistle_id> open_whistles::of(const inbox_key& whose, const whistle_id& after,
                                          std::size_t limit) const {
  std::vector<whistle_id> found;
  auto inbox = inboxes_.find(whose);
  if (inbox == inboxes_.end()) return found;
  auto next = inbox->second.upper_bound(after);
  for (; next != inbox->second.end() && found.size() < limit; ++next) found.push_back(*next);
  return found;
}

std::optional<instant> open_whistles::earliest() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

std::optional<whistle_id> open_whistles::overdue(instant now) const {
  if (deadlines_.empty() || deadlines_.begin()->first >= now) return std::nullopt;
  return deadlines_.begin()->second;
}

bool open_whistles::is_overdue(const whistle_id& id, instant now) const {
  auto found = placed_.find(id);
  return found != placed_.end() && found->second.deadline && *found->second.deadline < now;
}

}  // namespace gridwhistle
