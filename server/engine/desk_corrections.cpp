#include "server/engine/desk_corrections.hpp"

#include <algorithm>
#include <utility>

namespace gridwhistle {

std::optional<desk_correction> correction_of(const whistle& state) {
  if (!state.what.matter || state.what.text.empty() || state.history.empty()) return std::nullopt;
  const std::size_t filed_index = event(filed{}).index();
  const command_id& blown = state.history.front().command;
  // The last counts: a whistle that was filed again was filed better.
  auto found = std::find_if(state.history.rbegin(), state.history.rend(), [&](const step& each) {
    return each.event_index == filed_index && each.command != blown;
  });
  if (found == state.history.rend()) return std::nullopt;
  return desk_correction{found->at, state.id, *state.what.matter,
                         state.what.text.substr(0, correction_bytes_max)};
}

void desk_corrections::update(std::unique_ptr<const desk_correction>& was, const whistle& state) {
  std::optional<desk_correction> now = correction_of(state);
  bool same = was ? now == *was : !now;
  if (same) return;
  if (was) {
    of_matter& all = matters_[was->matter];
    auto found = all.find(*was);
    search_.remove_correction(found->second);
    all.erase(found);
    keep_latest(all);
  }
  if (now) {
    of_matter& all = matters_[now->matter];
    all.emplace(*now, 0);
    keep_latest(all);
  }
  was = now ? std::make_unique<const desk_correction>(*std::move(now)) : nullptr;
}

void desk_corrections::search_in(const policy& rules) {
  search_ = matter_search(rules.matters, rules.words);
  for (auto& [matter, all] : matters_) {
    for (auto& [each, number] : all) number = 0;
    keep_latest(all);
  }
}

void desk_corrections::keep_latest(of_matter& all) {
  std::size_t place = 0;
  for (auto& [each, number] : all) {
    bool searched = place < corrections_per_matter_max;
    if (searched && number == 0) number = search_.add_correction(each.matter, each.text);
    if (!searched && number != 0) search_.remove_correction(std::exchange(number, 0));
    // Behind the first that was not searched before and is not now, nothing has changed.
    if (place++ > corrections_per_matter_max) break;
  }
}

}  // namespace gridwhistle
