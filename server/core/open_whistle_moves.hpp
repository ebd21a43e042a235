// What another pack means for a whistle that is open: whether it would have another holder, and its
// move when a publisher names it. Law: a whistle keeps the pack it was dispatched under until then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/core/what_if.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

struct open_change {
  whistle_id whistle;
  holder before;
  holder after;
  std::vector<called_seat> called_before;  // the lead first; empty where a desk has it
  std::vector<called_seat> called_after;
  auto operator<=>(const open_change&) const = default;
};

// As a what-if asks: both packs at the instant at which departments were first called, of one that
// never called any at its blow. frozen: what it was dispatched under. Nothing: the same departments
// with the same limits, or the same desk for the same reason.
std::optional<open_change> change_under(const whistle& state, const policy& frozen,
                                        const policy& next);

// Its redispatch at now under rules: what a desk holds for repair is filed, what departments hold
// is dispatched anew, by nobody's choice but the duty list's. Empty where it stays: it has ended,
// is handled, shelved, or waits for a ruling; the pack calls nobody or whom it has already; or its
// desk has it because of who blew it.
std::vector<event> decide_move(const whistle& state, instant now, const policy& rules,
                               const std::string& reason);

}  // namespace gridwhistle
