// A whistle, or a family of them, lived by the core and by the plain model side by side: the same
// random commands, and every answer and every state compared.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "tests/core/plain_model.hpp"
#include "tests/core/random_life.hpp"

namespace gridwhistle::plain {

// What the lives have come upon, so that a test can say that chance was everywhere.
struct coverage {
  std::set<std::size_t> events;  // alternatives of event
  std::set<refusal_code> refusals;
  std::uint64_t questions = 0;
};

struct disagreement {
  std::string about;  // one line: what was asked, and how the two differ
  std::string story;  // the whole life so far in the words of whistle_script, then both answers
  std::size_t steps = 0;
};

// Whether another pack is published while the whistle lives: the same city without matter 02002.
enum class pack_in_force { stays, changes };

class life {
 public:
  life(std::uint32_t seed, pack_in_force pack);

  // Nothing: the two agree to the end. what_is_seen gains what this life has come upon.
  std::optional<disagreement> live(coverage& what_is_seen);
  // The seed and all that was done so far, also what the core has not answered yet.
  std::string story() const;

 private:
  void let_time_pass();
  std::optional<disagreement> step(coverage& what_is_seen);
  std::optional<disagreement> compared(const std::string& line, const answer& core,
                                       const answer& plain);
  command roughened(command made, const whistle* seen);
  command asking_for_more(command made, const obligation& owed);
  command asking_the_reporter(command made, const whistle& seen);
  bool one_in(unsigned number) { return by_chance_() % number == 0; }

  std::uint32_t seed_;
  pack_in_force pack_;
  chance by_chance_;
  policy_ptr rules_ = small_city::rules();
  instant now_ = small_city::march(9, std::chrono::hours(8));
  std::uint64_t commands_ = 0;
  bool greedy_ = false;   // its lead asks for more time until there is none
  bool curious_ = false;  // its lead asks the reporter until it may not
  bool alone_ = true;
  some_whistles core_;
  office plain_;
  // What was done, told only when somebody asks.
  struct done {
    instant at;
    std::optional<command> asked;  // nothing: the clock, or a new pack
    whistle_id about{};            // what the clock was asked about
    bool published = false;
  };
  std::vector<done> story_;
};

// A command as a line of whistle_script; what that language cannot say stands behind a #.
std::string spoken(const command& asked);

}  // namespace gridwhistle::plain
