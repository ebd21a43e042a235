// Where a reader of one feed topic stands: finds what was lost, drops what came twice. No socket,
// no clock. Law: every message of the topic is handed out exactly once, in order of position.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "common/ids.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

class feed_cursor {
 public:
  // Live messages kept while a range is asked for. Beyond it the newest are dropped: the range has
  // them.
  static constexpr std::size_t held_max = 256;

  // Up to here nothing is missing. {0, 0}: from the journal's beginning.
  explicit feed_cursor(position last) : last_(last) {}

  // A message from the feed. Returns what may be handed out now.
  std::vector<v1::FeedMessage> hear(v1::FeedMessage message);

  // An answer to FeedRange asked after ask_after(). Returns what may be handed out now.
  std::vector<v1::FeedMessage> fill(v1::FeedPage page);

  // Something may be missing that no message tells of: the line was cut, or a reader has just
  // begun.
  void suspect() { asking_ = true; }

  // After which position a range must be asked for. Nothing: no gap is known.
  std::optional<position> ask_after() const;

  position last() const { return last_; }

 private:
  void hold(position at, v1::FeedMessage message);
  void hand_out_held(std::vector<v1::FeedMessage>& out);

  position last_;
  bool asking_ = false;
  position heard_up_to_;  // the highest position of any message, handed out or not
  std::map<position, v1::FeedMessage> held_;
};

}  // namespace gridwhistle
