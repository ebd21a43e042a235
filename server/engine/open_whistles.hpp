// The open whistles by who owes something on them and by their next deadline: one ordered structure
// each.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// Whose inbox: a department's, a desk's (by its area) or a reporter's.
using inbox_key = std::variant<department_code, area_code, user_id>;

struct inbox_key_hash {
  std::size_t operator()(const inbox_key& whose) const noexcept {
    auto text =
        std::visit([](const auto& code) { return std::hash<std::string>{}(code.text); }, whose);
    return text + whose.index();
  }
};

class open_whistles {
 public:
  // Brings the indexes in line with the state; an ended whistle leaves them.
  void update(const whistle& state, std::optional<instant> next_deadline);

  // Whistles of that inbox with an id above after, oldest first, at most limit.
  std::vector<whistle_id> of(const inbox_key& whose, const whistle_id& after,
                             std::size_t limit) const;

  std::optional<instant> earliest() const;
  // The whistle whose deadline lies before now and is the earliest; nothing when none does.
  std::optional<whistle_id> overdue(instant now) const;
  bool is_overdue(const whistle_id& id, instant now) const;
  std::size_t count() const { return placed_.size(); }

 private:
  struct placing {
    std::vector<inbox_key> inboxes;  // sorted
    std::optional<instant> deadline;
  };
  void place(const whistle_id& id, placing& was, placing wanted);

  std::unordered_map<whistle_id, placing> placed_;
  std::unordered_map<inbox_key, std::set<whistle_id>, inbox_key_hash> inboxes_;
  std::set<std::pair<instant, whistle_id>> deadlines_;
};

}  // namespace gridwhistle
