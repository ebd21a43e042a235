// A device that says whatever bytes a test likes: one DEALER with CURVE and nothing around it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/async_socket.hpp"
#include "common/curve_keys.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle::test {

class raw_device {
 public:
  // Connects to the server that home/endpoints names.
  raw_device(const std::filesystem::path& home, const curve_key_pair& own);
  ~raw_device();

  // False when libzmq does not take it.
  bool say(std::string_view frame) { return socket_.send(frame); }
  bool say_frames(std::span<const std::string_view> frames) { return socket_.send(frames); }
  // The next answer, in the order they come; nothing when none comes in time.
  std::optional<v1::Reply> hear(std::chrono::milliseconds within);
  // Says it and hears. Throws std::runtime_error when there is no answer.
  v1::Reply ask(std::string_view frame);
  // How the next handshake of this socket went; nothing when there is none in time.
  std::optional<handshake> next_handshake(std::chrono::milliseconds within);

 private:
  asio::awaitable<void> listen();
  asio::awaitable<void> watch();
  template <class Queue>
  auto next_of(Queue& queue, std::chrono::milliseconds within);

  asio::io_context io_{1};
  socket_context sockets_{1};
  async_socket socket_;
  async_socket handshakes_;
  std::deque<v1::Reply> heard_;
  std::deque<handshake> shaken_;
  std::vector<incoming> batch_;
  std::vector<incoming> watched_;
};

std::string ping_frame();
std::string blow_frame(const v1::Report& report);

}  // namespace gridwhistle::test
