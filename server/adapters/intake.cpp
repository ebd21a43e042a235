#include "server/adapters/intake.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/awaiting.hpp"
#include "server/adapters/reply_codec.hpp"

namespace gridwhistle {
socket_options intake_options(const curve_key_pair& server) {
  socket_options options;
  // Above the limit we refuse by name; far above it libzmq cuts the peer off before it costs
  // memory.
  options.max_message_bytes = 2 * request_bytes_max;
  options.receive_high_water = 64;
  // Above what a client library keeps open: one durable batch answers all of it at once, and what
  // does not fit is lost until it is asked again.
  options.send_high_water = 4096;
  options.security = curve_server{server.secret_key};
  return options;
}

intake::intake(const asio::any_io_executor& executor, const socket_context& sockets,
               const std::string& endpoint, const curve_key_pair& server, const key_register& keys)
    : router_(executor, sockets, socket_kind::router, intake_options(server)),
      keys_(keys),
      room_(executor) {
  router_.bind(endpoint);
}

asio::awaitable<void> intake::run(listener& heard_by) {
  std::vector<incoming> batch;
  std::vector<heard> slice;
  for (;;) {
    co_await router_.receive(batch, messages_per_turn_max);
    heard_by.turn_begins();
    for (std::size_t at = 0; at < batch.size();) {
      if (at > 0) co_await asio::post(room_.get_executor(), asio::use_awaitable);
      // All are read before the first is heard: what reads and what decides are each too much code
      // to stay in the processor beside the other.
      std::size_t end = std::min(batch.size(), at + messages_per_slice_max);
      for (; at < end; ++at) read(std::move(batch[at]), slice);
      for (heard& each : slice) {
        while (!heard_by.has_room()) {
          heard_by.turn_ends();
          room_.expires_at(asio::steady_timer::time_point::max());
          co_await room_.async_wait(tuple);
        }
        heard_by.hear(std::move(each.from), std::move(each.told));
      }
      slice.clear();
    }
    heard_by.turn_ends();
  }
}

void intake::resume() { room_.cancel(); }
void intake::stop() { router_.cancel(); }

void intake::read(incoming message, std::vector<heard>& into) {
  if (message.frame_count != 1) {
    return refuse(message, {},
                  {refusal_code::not_one_frame, std::to_string(message.frame_count) + " frames"});
  }
  // A revoked key keeps its session, so the session proves nothing.
  const enrolment* by = keys_.find_key(message.key);
  if (!by || by->status != key_status::active)
    return refuse(message, {}, {refusal_code::key_not_enrolled, {}});
  auto said = read_request(message.frames.front());
  if (auto* wrong = std::get_if<unread>(&said)) return refuse(message, wrong->id, wrong->no);
  auto& told = std::get<request>(said);
  speaker from{this, std::move(message.peer), std::move(told.id), by->who};
  into.push_back({std::move(from), std::move(told)});
}

void intake::refuse(const incoming& message, std::string_view request_id, const refusal& no) {
  ++counts_[std::string(words_of(no.code).name)];
  answer(message.peer, encode_refusal(request_id, no));
}

void intake::answer(std::string_view peer, std::string_view reply) {
  if (!router_.send_to(peer, reply)) ++counts_["answer_dropped"];
}

}  // namespace gridwhistle
