#include "workers/server_link.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>
#include <utility>

#include "common/awaiting.hpp"
#include "common/check.hpp"
#include "common/log.hpp"
#include "common/refusal.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t replies_per_turn_max = 64;

socket_options call_options(const curve_key_pair& own, const server_endpoint& endpoint) {
  socket_options options;
  options.max_message_bytes = reply_bytes_max;
  options.security = curve_client{endpoint.public_key, own};
  return options;
}

// A watch may be dropped, or another begun, while the calls are made: so by index, and locked.
template <class Watches, class Said>
void call_all(Watches& watches, const Said& said) {
  std::erase_if(watches, [](const auto& watch) { return watch.expired(); });
  for (std::size_t i = 0; i < watches.size(); ++i) {
    if (auto call = watches[i].lock()) (*call)(said);
  }
}

}  // namespace

struct server_link::connection {
  connection(const asio::any_io_executor& executor, const socket_context& context,
             const curve_key_pair& own, const server_endpoint& endpoint)
      : socket(executor, context, socket_kind::dealer, call_options(own, endpoint)) {
    socket.connect(endpoint.requests);
  }
  async_socket socket;
  std::vector<incoming> batch;
};

// Lives in its exchange's frame; whoever changes it cancels the timer, and the exchange looks
// again.
struct server_link::pending {
  pending(const asio::any_io_executor& executor, std::string said)
      : bytes(std::move(said)), timer(executor) {}
  std::string bytes;
  asio::steady_timer timer;
  std::optional<v1::Reply> reply;
  bool abandoned = false;
  std::uint64_t said_after_move = 0;
  std::uint64_t said_after_heard = 0;
};

server_link::server_link(asio::any_io_executor executor, const socket_context& context,
                         link_settings settings, clock_source& clock, std::uint64_t seed)
    : executor_(std::move(executor)),
      context_(context),
      settings_(std::move(settings)),
      clock_(clock),
      chance_(seed),
      active_at_(steady::now()),
      idle_timer_(executor_) {
  GW_CHECK(!settings_.endpoints.empty());
  GW_CHECK(settings_.tries_max > 0 && settings_.try_timeout > span::zero());
}

std::shared_ptr<server_link> server_link::start(asio::any_io_executor executor,
                                                const socket_context& context,
                                                link_settings settings, clock_source& clock,
                                                std::uint64_t seed) {
  std::shared_ptr<server_link> made(
      new server_link(std::move(executor), context, std::move(settings), clock, seed));
  made->open();
  asio::co_spawn(made->executor_, keep_alive(made), rethrow);
  return made;
}

void server_link::open() {
  connection_ = std::make_shared<connection>(executor_, context_, settings_.own, endpoint());
  asio::co_spawn(executor_, receive_from(shared_from_this(), connection_), rethrow);
}

asio::awaitable<void> server_link::receive_from(std::shared_ptr<server_link> self,
                                                std::shared_ptr<connection> from) {
  try {
    while (true) {
      co_await from->socket.receive(from->batch, replies_per_turn_max);
      for (const incoming& message : from->batch) self->hear(message);
    }
  } catch (const boost::system::system_error& ended) {
    if (ended.code() != asio::error::operation_aborted) throw;
  }
}

asio::awaitable<void> server_link::keep_alive(std::shared_ptr<server_link> self) {
  while (!self->stopped_) {
    self->idle_timer_.expires_at(self->active_at_ + self->settings_.idle_before_ping);
    co_await self->idle_timer_.async_wait(tuple);
    bool idle = steady::now() >= self->active_at_ + self->settings_.idle_before_ping;
    if (self->stopped_ || !idle) continue;
    v1::Request ping = new_request(new_command_id(self->clock_.now()));
    ping.mutable_ping();
    co_await self->exchange(std::move(ping));
    // Also where it was never answered: the next ping is an idle time away, not at once.
    self->active_at_ = steady::now();
  }
}

asio::awaitable<exchange_outcome> server_link::exchange(v1::Request request) {
  auto id = command_id::from_bytes(request.request_id());
  GW_CHECK(id.has_value());
  return exchange_bytes(*id, canonical_bytes(request));
}

asio::awaitable<exchange_outcome> server_link::exchange_bytes(command_id id, std::string bytes) {
  auto self = shared_from_this();
  if (stopped_) co_return stopped{};
  if (pending_.size() >= settings_.in_flight_max) co_return timed_out{};
  pending mine(executor_, std::move(bytes));
  GW_CHECK(pending_.emplace(id, &mine).second);
  exchange_outcome outcome = timed_out{};
  for (std::uint32_t tries = 0; tries < settings_.tries_max;) {
    say(mine);
    auto said_at = steady::now();
    mine.timer.expires_after(settings_.try_timeout);
    co_await mine.timer.async_wait(tuple);
    if (mine.reply || mine.abandoned) break;
    // Somebody else's move cut this try short: not this exchange's fault, said again at once.
    bool moved = mine.said_after_move != moves_;
    if (moved && steady::now() - said_at < settings_.try_timeout / 2) continue;
    ++tries;
    // A line that still talks may have lost one answer; where it loses two, another is asked.
    bool silent = mine.said_after_heard == heard_;
    if (!moved && (silent || tries % 2 == 0)) move_on();
    if (tries == settings_.tries_max) break;
    mine.timer.expires_after(retry_delay(settings_.retry, tries - 1, chance_));
    co_await mine.timer.async_wait(tuple);
    if (mine.reply || mine.abandoned) break;
  }
  pending_.erase(id);
  if (mine.reply) {
    outcome = std::move(*mine.reply);
  } else if (mine.abandoned) {
    outcome = stopped{};
  }
  co_return outcome;
}

void server_link::say(pending& what) {
  what.said_after_move = moves_;
  what.said_after_heard = heard_;
  active_at_ = steady::now();
  // Not sent is the same as lost: the try times out.
  if (connection_) connection_->socket.send(what.bytes);
}

void server_link::hear(const incoming& message) {
  v1::Reply reply;
  bool readable = message.frame_count == 1 && reply.ParseFromString(message.frames.front());
  if (!readable) {
    log::warn("reply cannot be read",
              {{"server", endpoint().requests}, {"do", "compare versions"}});
    return;
  }
  ++heard_;
  active_at_ = steady::now();
  note_dataset(reply);
  auto id = command_id::from_bytes(reply.request_id());
  if (!id && reply.has_refused()) {
    log::warn("a request could not be read by the server",
              {{"code", reply.refused().code()}, {"do", "update this program"}});
  }
  bool not_serving =
      reply.has_refused() && reply.refused().code() == words_of(refusal_code::not_serving).name;
  auto found = id ? pending_.find(*id) : pending_.end();
  // Not found: the second answer to a request that was said twice. Found twice: the first answer
  // holds.
  if (found != pending_.end() && !found->second->reply) {
    found->second->reply = std::move(reply);
    found->second->timer.cancel();
  }
  bool elsewhere = settings_.endpoints.size() > 1;
  if (not_serving && elsewhere && steady::now() >= moved_at_ + settings_.move_pause) move_on();
}

void server_link::note_dataset(const v1::Reply& reply) {
  std::optional<dataset_id> shown;
  if (reply.has_receipt()) shown = dataset_id::from_bytes(reply.receipt().dataset());
  if (reply.has_pong()) shown = dataset_id::from_bytes(reply.pong().dataset());
  if (!shown || shown == dataset_) return;
  dataset_ = shown;
  call_all(dataset_watches_, *shown);
}

// Answers still under way on the old socket are lost; their requests are said again on the new one.
void server_link::move_on() {
  if (stopped_) return;
  if (connection_) connection_->socket.cancel();
  connection_.reset();
  at_ = (at_ + 1) % settings_.endpoints.size();
  ++moves_;
  moved_at_ = steady::now();
  try {
    open();
  } catch (const std::runtime_error& error) {
    log::warn("endpoint cannot be used",
              {{"server", endpoint().requests},
               {"why", error.what()},
               {"do", "correct the address or the limit on open files"}});
  }
  for (auto& [id, waiting] : pending_) waiting->timer.cancel();
  call_all(endpoint_watches_, endpoint());
}

void server_link::abandon(const command_id& id) {
  auto found = pending_.find(id);
  if (found == pending_.end()) return;
  found->second->abandoned = true;
  found->second->timer.cancel();
}

void server_link::stop() {
  stopped_ = true;
  idle_timer_.cancel();
  if (connection_) connection_->socket.cancel();
  connection_.reset();
  for (auto& [id, waiting] : pending_) {
    waiting->abandoned = true;
    waiting->timer.cancel();
  }
}

dataset_watch server_link::watch_dataset(std::function<void(const dataset_id&)> call) {
  auto watch = std::make_shared<std::function<void(const dataset_id&)>>(std::move(call));
  dataset_watches_.push_back(watch);
  return watch;
}

endpoint_watch server_link::watch_endpoint(std::function<void(const server_endpoint&)> call) {
  auto watch = std::make_shared<std::function<void(const server_endpoint&)>>(std::move(call));
  endpoint_watches_.push_back(watch);
  return watch;
}

}  // namespace gridwhistle
