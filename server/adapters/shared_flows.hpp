// What came in and went out, counted once for all who ask the same at about the same time: a hall
// full of big screens costs one count an interval.
// Law: nobody is told a count over what he may not see, and what is kept and who waits is bounded.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "server/adapters/door.hpp"
#include "server/adapters/intake.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// A count is told again for so long; it says as of when it is.
constexpr gridwhistle::span flow_counted_every = std::chrono::seconds(5);
// Counts that are kept: the oldest goes.
constexpr std::size_t flows_kept_max = 64;
// Who waits for one count; more are told to try again.
constexpr std::size_t flow_waiters_max = 256;

class shared_flows {
 public:
  // by: nobody where it is the same for everybody who sees all of that area.
  struct question {
    policy_hash rules;
    area_code within;
    std::size_t hours = 0;
    std::optional<actor> by;
    auto operator<=>(const question&) const = default;
  };
  static question asked_by(const actor& by, const flow_request& asked, const policy& rules);

  // Null: there is none that is young enough.
  const flow_table* find(const question& asked, instant now) const;

  // Whether somebody waits for it already: then it is counted, and nobody counts it twice.
  bool is_counted(const question& asked) const { return waiting_.contains(asked); }
  // False: as many wait as may.
  bool wait(const question& asked, speaker who);
  // Kept from now on; those who have waited for it.
  std::vector<speaker> counted(const question& asked, const flow_table& told);

 private:
  std::map<question, flow_table> kept_;
  std::map<question, std::vector<speaker>>
      waiting_;  // at most one for each survey that runs or waits
};

}  // namespace gridwhistle
