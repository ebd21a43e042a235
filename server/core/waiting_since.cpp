#include "server/core/waiting_since.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

using maybe = std::optional<instant>;

maybe earlier(maybe one, maybe other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

// A step of history keeps its event as the place among the alternatives.
template <class Event>
maybe last_time(const whistle& state) {
  static const std::size_t place = event(Event{}).index();
  auto found =
      std::ranges::find(state.history.rbegin(), state.history.rend(), place, &step::event_index);
  return found == state.history.rend() ? maybe() : found->at;
}

maybe ruling_since(const whistle& state) {
  maybe found;
  for (const obligation& each : state.obligations) {
    if (each.awaits_ruling()) found = earlier(found, each.ruling.segments().front().from);
  }
  return found;
}

maybe decision_since(const whistle& state) {
  bool extension = false, appeal = false;
  for (const obligation& each : state.obligations) {
    extension = extension || each.extension_asked;
    appeal = appeal || each.report_in_appeal == appeal_stage::pending ||
             each.handle_appeal == appeal_stage::pending;
  }
  maybe found;
  if (extension) found = earlier(found, last_time<extension_requested>(state));
  if (state.shelving_asked) found = earlier(found, last_time<shelving_requested>(state));
  if (appeal) found = earlier(found, last_time<appealed>(state));
  return found;
}

}  // namespace

maybe waiting_since(const whistle& state) {
  if (auto ruling = ruling_since(state)) return ruling;
  if (!state.desk.empty() && state.desk_clock.started())
    return state.desk_clock.segments().front().from;
  if (auto decision = decision_since(state)) return decision;
  if (state.stage != stage::handled) return std::nullopt;
  return state.lead()->done_at;
}

}  // namespace gridwhistle
