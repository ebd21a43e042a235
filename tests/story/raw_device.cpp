#include "tests/story/raw_device.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <stdexcept>

#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

constexpr auto answer_within = std::chrono::seconds(60);

void end_quietly(std::exception_ptr ended) {
  try {
    if (ended) std::rethrow_exception(ended);
  } catch (const boost::system::system_error&) {
    // Cancelled: the device is going.
  }
}

socket_options options_for(const std::filesystem::path& home, const curve_key_pair& own) {
  socket_options options;
  options.security = curve_client{read_endpoint(home).public_key, own};
  return options;
}

}  // namespace

raw_device::raw_device(const std::filesystem::path& home, const curve_key_pair& own)
    : socket_(io_.get_executor(), sockets_, socket_kind::dealer, options_for(home, own)),
      handshakes_(socket_.watch_handshakes()) {
  socket_.connect(read_endpoint(home).requests);
  asio::co_spawn(io_, listen(), end_quietly);
  asio::co_spawn(io_, watch(), end_quietly);
}

raw_device::~raw_device() {
  socket_.cancel();
  handshakes_.cancel();
  io_.restart();
  io_.run();
}

asio::awaitable<void> raw_device::listen() {
  for (;;) {
    co_await socket_.receive(batch_, 64);
    for (const incoming& each : batch_) {
      v1::Reply reply;
      bool readable = each.frame_count == 1 && reply.ParseFromString(each.frames.front());
      if (!readable) throw std::runtime_error("an answer that cannot be read");
      heard_.push_back(std::move(reply));
    }
  }
}

asio::awaitable<void> raw_device::watch() {
  for (;;) {
    co_await handshakes_.receive(watched_, 64);
    for (const incoming& each : watched_) {
      if (auto how = handshake_in(each)) shaken_.push_back(*how);
    }
  }
}

template <class Queue>
auto raw_device::next_of(Queue& queue, std::chrono::milliseconds within) {
  auto end = std::chrono::steady_clock::now() + within;
  while (queue.empty() && std::chrono::steady_clock::now() < end) io_.run_one_until(end);
  std::optional<typename Queue::value_type> next;
  if (queue.empty()) return next;
  next = std::move(queue.front());
  queue.pop_front();
  return next;
}

std::optional<v1::Reply> raw_device::hear(std::chrono::milliseconds within) {
  return next_of(heard_, within);
}

v1::Reply raw_device::ask(std::string_view frame) {
  if (!say(frame)) throw std::runtime_error("libzmq does not take the frame");
  auto reply = hear(answer_within);
  if (!reply) throw std::runtime_error("no answer");
  return std::move(*reply);
}

std::optional<handshake> raw_device::next_handshake(std::chrono::milliseconds within) {
  return next_of(shaken_, within);
}

std::string ping_frame() {
  system_clock_source clock;
  v1::Request request = new_request(new_command_id(clock.now()));
  request.mutable_ping();
  return canonical_bytes(request);
}

std::string blow_frame(const v1::Report& report) {
  system_clock_source clock;
  instant now = clock.now();
  v1::Request request = new_command(new_command_id(now), new_whistle_id(now), 0);
  *request.mutable_command()->mutable_blow()->mutable_report() = report;
  return canonical_bytes(request);
}

}  // namespace gridwhistle::test
