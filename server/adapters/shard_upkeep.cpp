// What a shard does beside the turn: the clock, the projection, the looks at gate, keys and
// calendar, and what it tells its log.

#include "common/awaiting.hpp"
#include "common/log.hpp"
#include "server/adapters/shard.hpp"

namespace gridwhistle {
namespace {

constexpr span projection_pause = std::chrono::milliseconds(250);
constexpr span tick_longest =
    std::chrono::seconds(1);  // so that a jump of the wall clock is noticed soon
constexpr int seconds_between_gate_looks = 10;
constexpr int seconds_between_stranger_tests = 60;
constexpr int seconds_between_horizon_looks = 24 * 3600;  // a multiple of the former

}  // namespace

asio::awaitable<void> shard::keep_time() {
  asio::steady_timer timer(io_);
  while (!end_) {
    span wait = tick_longest;
    if (serving_ && settings_.time == time_mode::wall) {
      engine_->tick(now());
      pump();
      if (auto next = engine_->wake_at()) {
        // The limit itself is still in time: look one millisecond after it.
        wait = std::clamp(*next - now() + span(1), span(1), tick_longest);
      }
    }
    timer.expires_after(wait);
    co_await timer.async_wait(tuple);
  }
}

// Written behind the journal and in small pieces, so that no append waits for it.
asio::awaitable<void> shard::keep_projection() {
  asio::steady_timer timer(io_);
  asio::steady_timer written(io_);
  while (!end_) {
    timer.expires_after(projection_pause);
    co_await timer.async_wait(tuple);
    while (serving_ && engine_->has_changed()) {
      auto changed = engine_->take_changed(projection_chunk_max);
      if (changed.states.empty() && !changed.packs) break;
      written.expires_at(asio::steady_timer::time_point::max());
      append_outcome outcome = append_outcome::unknown;
      std::uint64_t asked_in = serving_number_;
      journal_.project(changed, [&written, &outcome](append_outcome how) {
        outcome = how;
        written.cancel();
      });
      co_await written.async_wait(tuple);
      bool failed = outcome != append_outcome::durable && asked_in == serving_number_;
      if (failed) interrupt(std::nullopt, "the projection could not be written");
    }
  }
}

void shard::look_at_keys() {
  if (keys_.reload_if_changed() == key_register::reload::narrowed) feed_.ask_everybody_again();
  if (!serving_ || keys_.changes().empty()) return;
  for (account_change& each : keys_.take_changes()) engine_->keep(std::move(each), now());
  pump();
}

asio::awaitable<void> shard::keep_watch() {
  for (std::uint64_t second = 0; !end_; ++second) {
    look_at_keys();
    if (serving_ && second % seconds_between_gate_looks == seconds_between_gate_looks - 1) {
      auto looked = co_await look_at_gate(redis_);
      if (const auto* shut = std::get_if<gate_shut>(&looked)) interrupt(std::nullopt, shut->reason);
    }
    if (second % seconds_between_stranger_tests == 0) {
      tell_refusals();
      tell_state();
      if (second % seconds_between_horizon_looks == 0) tell_horizon();
      knock_now_ = true;
    }
    if (std::exchange(knock_now_, false)) {
      bool refused = co_await stranger_is_refused(sockets_, endpoint(), server_keys_.public_key);
      if (!refused) interrupt(shard_end::gate_lost, "a stranger's key was not refused by the gate");
      if (knock_now_) continue;
    }
    watch_.expires_after(std::chrono::seconds(1));
    co_await watch_.async_wait(tuple);
  }
}

void shard::tell_state() {
  if (!serving_) return;
  log::info("state of the shard", {{"whistles", engine_->whistle_count()},
                                   {"open", engine_->open_count()},
                                   {"oldest_due_age_ms", engine_->oldest_due_age(now()).count()},
                                   {"late_rungs", engine_->late_rungs()},
                                   {"owner_violations", engine_->owner_violations()}});
}

// What lies beyond the published days goes to the desk instead of a department.
void shard::tell_horizon() {
  span left = rules().days.published_for(wall_.now());
  if (settings_.time == time_mode::replay || left > horizon_alarm) return;
  log::warn("the published calendar ends soon",
            {{"days_left", std::chrono::floor<std::chrono::days>(left).count()},
             {"do", "publish a pack with the days of the next year"}});
}

void shard::tell_refusals() {
  if (intake_.counts() == refusals_told_) return;
  std::string since_start;
  for (const auto& [reason, count] : intake_.counts()) {
    since_start += (since_start.empty() ? "" : ", ") + reason + " " + std::to_string(count);
  }
  log::info("refused at the door", {{"since_start", since_start}});
  refusals_told_ = intake_.counts();
}

}  // namespace gridwhistle
