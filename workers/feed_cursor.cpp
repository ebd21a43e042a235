#include "workers/feed_cursor.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

// Between what the topic said before and this message lies nothing that the reader has not seen.
bool follows(const v1::FeedMessage& message, position last) {
  return message.has_previous() && position_in(message.previous()) <= last;
}

}  // namespace

std::vector<v1::FeedMessage> feed_cursor::hear(v1::FeedMessage message) {
  std::vector<v1::FeedMessage> out;
  position at = position_in(message.position());
  if (at <= last_) return out;
  heard_up_to_ = std::max(heard_up_to_, at);
  if (asking_ || !follows(message, last_)) {
    asking_ = true;
    hold(at, std::move(message));
    return out;
  }
  last_ = at;
  out.push_back(std::move(message));
  return out;
}

void feed_cursor::hold(position at, v1::FeedMessage message) {
  held_.emplace(at, std::move(message));
  if (held_.size() > held_max) held_.erase(std::prev(held_.end()));
}

std::vector<v1::FeedMessage> feed_cursor::fill(v1::FeedPage page) {
  std::vector<v1::FeedMessage> out;
  for (v1::FeedMessage& message : *page.mutable_messages()) {
    position at = position_in(message.position());
    if (at <= last_) continue;
    last_ = at;
    out.push_back(std::move(message));
  }
  last_ = std::max(last_, position_in(page.up_to()));
  hand_out_held(out);
  // A server that lags behind the feed, or a message dropped at held_max: ask again.
  asking_ = page.more() || last_ < heard_up_to_;
  return out;
}

void feed_cursor::hand_out_held(std::vector<v1::FeedMessage>& out) {
  while (!held_.empty()) {
    auto next = held_.begin();
    if (next->first > last_) {
      if (!follows(next->second, last_)) return;
      last_ = next->first;
      out.push_back(std::move(next->second));
    }
    held_.erase(next);
  }
}

std::optional<position> feed_cursor::ask_after() const {
  if (!asking_) return std::nullopt;
  return last_;
}

}  // namespace gridwhistle
