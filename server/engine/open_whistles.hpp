// The open whistles by who owes something on them, and by their next deadline: one ordered
// structure each.
#pragma once

#include <compare>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// Where whistles lie: an area's code, and what it holds.
using ground_code = code<struct ground_tag>;
// Whose inbox: a department's, a desk's (by its area) or a reporter's; or what lies somewhere.
using inbox_key = std::variant<department_code, area_code, user_id, ground_code>;

struct inbox_key_hash {
  std::size_t operator()(const inbox_key& whose) const noexcept {
    auto text =
        std::visit([](const auto& code) { return std::hash<std::string>{}(code.text); }, whose);
    return text + whose.index();
  }
};

// Where one whistle stands in the indexes. Belongs to the whistle's record and must stay where it
// is, as long as the indexes live.
struct placing {
  whistle_id whistle;
  std::vector<inbox_key> inboxes;   // sorted
  std::optional<instant> deadline;  // after it the clock has something to do
  bool open = false;
  bool overdue(instant now) const { return deadline && *deadline < now; }
};

class open_whistles {
 public:
  // Brings the indexes in line with the state; an ended whistle leaves them, but for what a desk
  // has still to decide.
  void update(placing& was, const whistle& state, std::optional<instant> next_deadline);

  // Whistles of that inbox with an id above after, oldest first, at most limit.
  std::vector<whistle_id> of(const inbox_key& whose, const whistle_id& after,
                             std::size_t limit) const;

  // Likewise of all places that `counts` says yes to. A whistle that a desk owns is at that desk
  // too.
  std::vector<whistle_id> at(const std::function<bool(const area_code&)>& counts,
                             const whistle_id& after, std::size_t limit) const;

  std::optional<instant> earliest() const;
  // The whistle whose deadline lies before now and is the earliest; nothing when none does.
  std::optional<whistle_id> overdue(instant now) const;
  std::size_t count() const { return count_; }

 private:
  // A deadline as it was set. Counts as long as its whistle still has it.
  struct set_deadline {
    instant at;
    const placing* of = nullptr;
    bool counts() const { return of->deadline == at; }
    // For a heap of the standard library, whose top is the largest: the earliest.
    bool operator<(const set_deadline& other) const { return at > other.at; }
  };
  void set(placing& was, std::optional<instant> next);
  void drop_stale_top();

  // Whistles come at the end and mostly go at the beginning, where a deque is cheap.
  using sorted_ids = std::deque<whistle_id>;
  static void put(sorted_ids& into, const whistle_id& id);
  static void take_out(sorted_ids& from, const whistle_id& id);

  std::unordered_map<inbox_key, sorted_ids, inbox_key_hash> inboxes_;
  // A heap: most deadlines change before they are due, and are cheaper left in than taken out. The
  // top always counts.
  std::vector<set_deadline> deadlines_;
  std::size_t with_deadline_ = 0;
  std::size_t count_ = 0;
};

}  // namespace gridwhistle
