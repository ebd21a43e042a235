// What the people of a simulated city do next on a whistle, by what has become of it. Nobody plays
// from a script: what a visitor did in between is gone on from.
#pragma once

#include <optional>
#include <random>
#include <string>

#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/demo_city.hpp"

namespace gridwhistle {

// Which way a whistle takes on site, beside being handled.
enum class detour { none, returned, extended, shelved };

// How one whistle goes, drawn once.
struct course {
  gridwhistle::detour detour = detour::none;
  v1::Decision answer = v1::DECISION_GRANTED;  // to whatever is asked of a desk; of a return upheld
  bool fails_once = false;                     // the first verification finds it not solved
  bool is_appealed = false;                    // an overrun of the lead
  bool is_supervised = false;                  // likewise
  bool is_reopened = false;
  v1::ReturnVisit visit;  // after its end; no contact: nobody asks
};

// Mostly plain: some take a detour, some are asked about afterwards.
course some_course(std::mt19937_64& chance);

// A whistle as those know it who play on it.
struct played {
  v1::Report reported;  // as it was meant, also where the whistle came without its matter
  course goes;
};

struct next_step {
  std::string user;
  v1::Command ask;  // without words (put_into_words); of a verification without a photo
};

bool has_ended(const v1::WhistleState& state);

// Nothing: it has ended and nobody asks about it, or it waits for what nobody plays (an answer, a
// date). now: for a date that is asked for.
std::optional<next_step> next_step_on(const v1::WhistleState& state, const played& whistle,
                                      const demo_city& city, instant now);

}  // namespace gridwhistle
