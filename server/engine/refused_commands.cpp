// Keeps the latest refusals by the id of their command.
#include "server/engine/refused_commands.hpp"

#include <utility>

namespace gridwhistle {

void refused_commands::keep(const command& asked, refusal no) {
  bool is_new =
      known_.try_emplace(asked.id, kept{asked.digest, asked.by.user, std::move(no)}).second;
  if (!is_new) return;
  order_.push_back(asked.id);
  if (order_.size() <= refused_commands_max) return;
  known_.erase(order_.front());
  order_.pop_front();
}

const refusal* refused_commands::of(const command& asked) const {
  auto found = known_.find(asked.id);
  if (found == known_.end()) return nullptr;
  const kept& told = found->second;
  return told.digest == asked.digest && told.by == asked.by.user ? &told.no : nullptr;
}

}  // namespace gridwhistle
