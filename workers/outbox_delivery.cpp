#include "workers/outbox_delivery.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "common/awaiting.hpp"
#include "common/check.hpp"
#include "common/log.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

using steady = std::chrono::steady_clock;

// The wall clock may jump while the steady one runs, so it is looked at this often.
constexpr span look_every = std::chrono::seconds(10);

bool refuses_for_good(const exchange_outcome& outcome) {
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  return reply != nullptr && reply->has_refused() && settlement_in(*reply).has_value();
}

}  // namespace

outbox_delivery::outbox_delivery(asio::any_io_executor executor, outbox& box,
                                 std::shared_ptr<server_link> link, clock_source& clock,
                                 delivery_settings settings, delivery_calls calls,
                                 std::uint64_t seed)
    : executor_(std::move(executor)),
      box_(box),
      link_(std::move(link)),
      clock_(clock),
      settings_(settings),
      calls_(std::move(calls)),
      chance_(seed),
      timer_(executor_) {
  GW_CHECK(settings_.unreceipted_max > 0);
  GW_CHECK(settings_.retry.longest <= retry_horizon);
}

asio::awaitable<void> outbox_delivery::run() {
  dataset_watch watch = link_->watch_dataset([this](const dataset_id& now) { dataset_shown(now); });
  if (link_->dataset()) dataset_shown(*link_->dataset());
  while (!stopped_) {
    awake_ = false;
    // Taken once: what comes due between two looks at the clock would be missed by both.
    instant now = clock_.now();
    sweep_if_time(now);
    send_what_is_due(now);
    if (awake_) continue;
    timer_.expires_at(next_look(now));
    co_await timer_.async_wait(tuple);
  }
  for (const command_id& id : in_flight_) link_->abandon(id);
  while (!in_flight_.empty()) {
    timer_.expires_at(steady::time_point::max());
    co_await timer_.async_wait(tuple);
  }
}

void outbox_delivery::wake() {
  awake_ = true;
  timer_.cancel();
}

void outbox_delivery::stop() {
  stopped_ = true;
  wake();
}

void outbox_delivery::send_what_is_due(instant now) {
  if (steady::now() < paused_until_) return;
  // What is in flight still waits in the file, so it is asked for and skipped.
  auto due = box_.due(now, settings_.unreceipted_max + in_flight_.size());
  if (!due) return note(due.fault());
  for (outbox_entry& entry : due.value()) {
    if (in_flight_.size() >= settings_.unreceipted_max) return;
    if (!in_flight_.insert(entry.item.request).second) continue;
    asio::co_spawn(executor_, deliver(std::move(entry)), rethrow);
  }
}

steady::time_point outbox_delivery::next_look(instant now) const {
  auto here = steady::now();
  if (paused_until_ > here) return std::min(paused_until_, here + look_every);
  // At the limit the next answer wakes us; what is due meanwhile has to wait.
  if (in_flight_.size() >= settings_.unreceipted_max) return here + look_every;
  auto wake_at = box_.wake_at(now);
  if (!wake_at || !wake_at->has_value()) return here + look_every;
  return here + std::clamp<span>(wake_at->value() - now, span(1), look_every);
}

asio::awaitable<void> outbox_delivery::deliver(outbox_entry entry) {
  exchange_outcome outcome = stopped{};
  std::optional<dataset_id> asked_of = link_->dataset();
  if (!stopped_) {
    std::string bytes = entry.item.bytes;
    outcome = co_await link_->exchange_bytes(entry.item.request, std::move(bytes));
  }
  // A refusal does not say which dataset spoke. One that has lost our earlier commands would refuse
  // this one wrongly and for ever, so a refusal holds only from the dataset that was there before
  // it.
  if (refuses_for_good(outcome)) {
    v1::Request ping = new_request(new_command_id(clock_.now()));
    ping.mutable_ping();
    exchange_outcome pong = co_await link_->exchange(std::move(ping));
    bool answered = std::holds_alternative<v1::Reply>(pong);
    if (!answered || !asked_of || asked_of != link_->dataset()) outcome = timed_out{};
  }
  in_flight_.erase(entry.item.request);
  take_answer(entry, outcome);
  wake();
}

void outbox_delivery::take_answer(const outbox_entry& entry, const exchange_outcome& outcome) {
  if (std::holds_alternative<stopped>(outcome)) {
    stopped_ = true;
    return;
  }
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  std::optional<settlement> how = reply != nullptr ? settlement_in(*reply) : std::nullopt;
  if (!how) return try_again_later(entry);
  auto changed = box_.settle(entry.item.request, *how, clock_.now());
  if (!changed) return note(changed.fault());
  if (*changed == outbox_change::changed && calls_.settled) calls_.settled(entry.item, *how);
}

void outbox_delivery::try_again_later(const outbox_entry& entry) {
  instant next = clock_.now() + retry_delay(settings_.retry, entry.attempts, chance_);
  if (auto fault = box_.mark_tried(entry.item.request, next)) note(*fault);
}

void outbox_delivery::dataset_shown(const dataset_id& now_serving) {
  auto put_back = box_.dataset_changed(now_serving, clock_.now());
  if (!put_back) return note(put_back.fault());
  if (*put_back == 0) return;
  log::warn("the server's dataset is another one; receipted items are sent again",
            {{"dataset", now_serving.text()}, {"items", *put_back}, {"do", "ask what was lost"}});
  if (calls_.put_back) calls_.put_back(*put_back);
  wake();
}

void outbox_delivery::sweep_if_time(instant now) {
  if (steady::now() < sweep_at_) return;
  sweep_at_ = steady::now() + settings_.sweep_every;
  auto swept = box_.sweep(now);
  if (!swept) note(swept.fault());
}

void outbox_delivery::note(const outbox_fault& fault) {
  paused_until_ = steady::now() + settings_.fault_pause;
  log::warn("outbox", {{"fault", words_of(fault.kind).name},
                       {"detail", fault.detail},
                       {"do", words_of(fault.kind).en}});
  if (calls_.fault) calls_.fault(fault);
}

}  // namespace gridwhistle
