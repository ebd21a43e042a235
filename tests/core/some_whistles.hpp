// Whistles as the engine keeps them, without its batches: a command is decided, and what follows
// from it is made true at once, also on other whistles.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "server/core/whistle.hpp"

namespace gridwhistle {

// The small city's whistles are numbers: 2 for small_city::whistle_number(2).
int number_of(const whistle_id& id);

class some_whistles {
 public:
  // Null before the blow.
  const whistle* find(const whistle_id& id) const;
  const std::map<whistle_id, whistle>& all() const { return whistles_; }

  // What followed: first on the whistle that was asked, then on others. Nothing of a repeat.
  result<std::vector<entry>> ask(const command& asked, instant now, const policy& rules);
  // What the clock did to that whistle.
  std::vector<entry> tick(const whistle_id& id, instant now, const policy& rules);

 private:
  void take(const whistle_id& id, event happened, const command* asked, instant now,
            std::vector<entry>& told);

  std::map<whistle_id, whistle> whistles_;
  std::uint64_t batches_ = 0;
};

// What holds between whistles: a duplicate and its umbrella know each other, both have ended or
// neither has, and no duplicate has duplicates.
void expect_the_join_law(const some_whistles& whistles);

}  // namespace gridwhistle
