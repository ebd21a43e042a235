#include "workers/conversation.hpp"

#include <sodium.h>

#include <boost/asio/co_spawn.hpp>
#include <iostream>

#include "workers/client_home.hpp"
#include "workers/requests.hpp"
#include "workers/terminal_text.hpp"

namespace gridwhistle {

std::uint64_t some_seed() {
  return (std::uint64_t{randombytes_random()} << 32) | randombytes_random();
}

conversation::conversation(const terminal_settings& settings) {
  auto about = settings_for(settings.home, settings.user);
  about.try_timeout = std::min(about.try_timeout, settings.wait);
  about.tries_max = static_cast<std::uint32_t>(1 + settings.wait / about.try_timeout);
  link = server_link::start(io.get_executor(), sockets, about, clock, some_seed());
}

int conversation::run(asio::awaitable<int> what) {
  asio::co_spawn(io, std::move(what), [this](std::exception_ptr broken, int ended) {
    if (broken) std::rethrow_exception(broken);
    code = ended;
    link->stop();
    io.stop();
  });
  io.run();
  return code;
}

v1::Request request_of_now() { return new_request(new_command_id(system_clock_source().now())); }

int print_reply(const v1::Reply& reply) {
  switch (reply.body_case()) {
    case v1::Reply::kReceipt:
      std::cout << text_of(reply.receipt(), system_clock_source().now());
      return said;
    case v1::Reply::kRefused:
      std::cout << text_of(reply.refused());
      return refused_by_server;
    case v1::Reply::kWhistle:
      std::cout << text_of(reply.whistle());
      return said;
    case v1::Reply::kInbox:
      std::cout << text_of(reply.inbox());
      return said;
    case v1::Reply::kSimilar:
      std::cout << text_of(reply.similar());
      return said;
    case v1::Reply::kSuggestions:
      std::cout << text_of(reply.suggestions());
      return said;
    case v1::Reply::kFeed:
    case v1::Reply::kPong:
    case v1::Reply::kFigures:
    case v1::Reply::kFigureList:
    case v1::Reply::kCare:
    case v1::Reply::kZeroBoard:
    case v1::Reply::kFlow:
    case v1::Reply::kDone:
    case v1::Reply::kEnded:
    case v1::Reply::kHistory:
    case v1::Reply::kPublishing:
    case v1::Reply::kPacks:
    case v1::Reply::BODY_NOT_SET:
      break;
  }
  std::cout << "the server answered something this program does not know\n";
  return failed;
}

int print_outcome(const exchange_outcome& outcome) {
  if (const auto* reply = std::get_if<v1::Reply>(&outcome)) return print_reply(*reply);
  std::cerr << "no answer from the server: it is away, or does not know this key; try again\n";
  return no_answer;
}

}  // namespace gridwhistle
