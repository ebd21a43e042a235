#include "bench/load.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstring>
#include <deque>
#include <optional>
#include <random>
#include <stdexcept>

#include "common/async_socket.hpp"
#include "common/awaiting.hpp"
#include "common/ids.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::int64_t step_us = 10;
constexpr std::size_t steps_max = 1'000'000;
constexpr auto connect_within = std::chrono::seconds(60);
// A handshake costs the two cores about a millisecond together: faster would only queue.
constexpr auto between_connects = std::chrono::milliseconds(2);
constexpr auto look_every = std::chrono::milliseconds(5);
constexpr std::size_t receive_max = 256;
constexpr std::size_t samples_max = 64;
constexpr auto answers_within = std::chrono::seconds(3);
// Tags of Reply.receipt and Reply.refused, right behind the echoed id.
constexpr std::string_view receipt_tag = "\x82\x01";
constexpr std::string_view refused_tag = "\x8a\x01";

std::int64_t now_us() {
  auto since = clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

// A Request whose two ids are written over in place.
struct blow_bytes {
  std::string bytes;
  std::size_t whistle_id_at = 0;

  explicit blow_bytes(std::string serialised) : bytes(std::move(serialised)) {
    v1::Request told;
    bool known = told.ParseFromString(bytes) && told.command().whistle_id().size() == 16 &&
                 bytes.compare(request_id_offset, 16, told.request_id()) == 0;
    if (known) whistle_id_at = bytes.find(told.command().whistle_id());
    if (!known || whistle_id_at == std::string::npos) throw std::runtime_error("not a blow");
  }
};

struct device {
  async_socket socket;
  std::uint64_t sent = 0;
  std::uint64_t heard = 0;
};

class crowd {
 public:
  explicit crowd(const load_settings& settings) : settings_(settings), sockets_(1) {
    for (const std::string& each : settings.blows) blows_.emplace_back(each);
    unix_offset_ms_ = to_ms(system_clock_source().now()) - now_us() / 1000;
  }

  load_result run() {
    std::exception_ptr failed;
    asio::co_spawn(io_, conduct(), [&](std::exception_ptr broken) {
      failed = broken;
      io_.stop();
    });
    io_.run();
    if (failed) std::rethrow_exception(failed);
    return std::move(result_);
  }

 private:
  socket_options options_of(const curve_key_pair& keys) const {
    socket_options options;
    options.send_high_water = 2 * settings_.window + 16;
    options.receive_high_water = 2 * settings_.window + 16;
    options.security = curve_client{settings_.server_public_key, keys};
    return options;
  }

  asio::awaitable<void> conduct() {
    asio::steady_timer timer(io_);
    auto give_up = clock::now() + connect_within;
    for (const curve_key_pair& keys : settings_.keys) {
      auto& fresh = devices_.emplace_back(
          async_socket(io_.get_executor(), sockets_, socket_kind::dealer, options_of(keys)));
      fresh.socket.connect(settings_.endpoint);
      asio::co_spawn(io_, live(fresh), asio::detached);
      timer.expires_after(between_connects);
      co_await timer.async_wait(tuple);
    }
    while (answered_devices_ < devices_.size()) {
      if (clock::now() > give_up) {
        throw std::runtime_error(std::to_string(devices_.size() - answered_devices_) +
                                 " devices got no answer");
      }
      timer.expires_after(look_every);
      co_await timer.async_wait(tuple);
    }
    timer.expires_after(settings_.warm_up);
    co_await timer.async_wait(tuple);
    result_ = {};
    if (settings_.begins) settings_.begins();
    auto began = clock::now();
    timer.expires_after(settings_.measured);
    co_await timer.async_wait(tuple);
    result_.seconds = std::chrono::duration<double>(clock::now() - began).count();
    if (settings_.ends) settings_.ends();
    std::uint64_t receipts = result_.receipts, refused = result_.refused;
    sending_ = false;
    give_up = clock::now() + answers_within;
    while (open() > 0 && clock::now() < give_up) {
      timer.expires_after(look_every);
      co_await timer.async_wait(tuple);
    }
    result_.receipts = receipts;
    result_.refused = refused;
    result_.unanswered = open();
  }

  std::uint64_t open() const {
    std::uint64_t sum = 0;
    for (const device& each : devices_) sum += each.sent - each.heard;
    return sum;
  }

  asio::awaitable<void> live(device& self) {
    for (int open = 0; open < settings_.window; ++open) send_next(self);
    std::vector<incoming> batch;
    for (;;) {
      co_await self.socket.receive(batch, receive_max);
      if (self.heard == 0) ++answered_devices_;
      for (const incoming& each : batch) {
        ++self.heard;
        count(each.frames.front());
        if (sending_) send_next(self);
      }
    }
  }

  void send_next(device& by) {
    blow_bytes& next = blows_[++numbered_ % blows_.size()];
    std::int64_t now = now_us();
    // The request's id says when it was sent, and comes back with the answer.
    char* id = next.bytes.data() + request_id_offset;
    std::uint64_t chance = chance_();
    std::memcpy(id, &now, sizeof now);
    std::memcpy(id + sizeof now, &numbered_, sizeof numbered_);
    std::array<std::uint8_t, 10> tail{};
    std::memcpy(tail.data() + 2, &chance, sizeof chance);
    auto whistle = make_uuid_v7(from_ms(now / 1000 + unix_offset_ms_), tail);
    std::memcpy(next.bytes.data() + next.whistle_id_at, whistle.data(), whistle.size());
    if (by.socket.send(next.bytes)) ++by.sent;
  }

  void count(const std::string& reply) {
    std::string_view kind = std::string_view(reply).substr(request_id_offset + 16, 2);
    if (kind != receipt_tag) {
      ++result_.refused;
      if (kind == refused_tag) result_.refusal = reply;
      return;
    }
    ++result_.receipts;
    std::int64_t sent = 0;
    std::memcpy(&sent, reply.data() + request_id_offset, sizeof sent);
    result_.latency.add(now_us() - sent);
    if (result_.samples.size() < samples_max) result_.samples.push_back(reply);
  }

  const load_settings& settings_;
  asio::io_context io_{1};
  socket_context sockets_;
  std::vector<blow_bytes> blows_;
  std::deque<device> devices_;
  std::size_t answered_devices_ = 0;
  bool sending_ = true;
  std::uint64_t numbered_ = 0;
  std::int64_t unix_offset_ms_ = 0;
  std::mt19937_64 chance_{std::random_device{}()};
  load_result result_;
};

}  // namespace

latencies::latencies() : steps_(steps_max) {}

void latencies::add(std::int64_t microseconds) {
  auto step = static_cast<std::size_t>(std::max<std::int64_t>(microseconds, 0) / step_us);
  ++steps_[std::min(step, steps_.size() - 1)];
  ++count_;
}

double latencies::milliseconds_at(double quantile) const {
  auto wanted = static_cast<std::uint64_t>(quantile * static_cast<double>(count_));
  std::uint64_t passed = 0;
  for (std::size_t step = 0; step < steps_.size(); ++step) {
    passed += steps_[step];
    if (passed > wanted) return static_cast<double>(step) * static_cast<double>(step_us) / 1000.0;
  }
  return 0;
}

load_result run_load(const load_settings& settings) { return crowd(settings).run(); }

}  // namespace gridwhistle
