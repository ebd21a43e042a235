// The days before a simulated city is looked at for the first time: who reports what when, and how
// each whistle goes. Nothing but the settings decides.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "common/time.hpp"
#include "workers/next_step.hpp"

namespace gridwhistle {

struct past_settings {
  std::uint64_t seed = 1;
  int days = 10;                 // whole ones before the one that runs
  std::uint64_t whistles = 160;  // of each whole day, about
  instant until;                 // nothing of it is later
};

// What is left undone for whoever comes, as late as it can be.
enum class left_over { nothing, unfiled, returned, asked, handled };

// Within the limit, or after it.
enum class pace { prompt, late };

struct planned_whistle {
  instant at;
  demo_walker by;  // or the hotline
  course goes;
  left_over leaves = left_over::nothing;
  bool lacks_matter = false;  // for a desk to repair
  pace report_in = pace::prompt;
  pace handle = pace::prompt;
  std::uint64_t seed = 0;  // of all that is drawn for it
};

// The instant at which its first day begins: midnight of the city.
instant begin_of(const past_settings& settings, const demo_city& city);

// In the order of their instants. Whoever walks first walks most, so that one seat is busy.
std::vector<planned_whistle> plan_past(const past_settings& settings, const demo_city& city);

// What was said last on a whistle, and when.
struct last_word {
  v1::Command said;
  v1::Receipt receipt;
  instant at;
};
// When people go on: after that instant.
instant next_moment(const planned_whistle& of, const last_word& last, const past_settings& settings,
                    const demo_city& city, std::mt19937_64& chance);

}  // namespace gridwhistle
