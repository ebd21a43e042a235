// The conversation of a replay with a city of its own: each word is said at an instant of the past,
// in the name of whoever said it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/time.hpp"
#include "workers/private_city.hpp"
#include "workers/server_link.hpp"

namespace gridwhistle {

struct replayed_whistle {
  whistle_id id;
  std::uint64_t version = 0;
};

class replay_talk {
 public:
  // Enrols the city. Every member throws std::runtime_error; "interrupted" once SIGINT or SIGTERM
  // came.
  explicit replay_talk(const std::filesystem::path& pack);

  // Starts the city, runs the story to its end and checks that the journal is sound; returns what
  // `journal verify` said.
  std::string run(const std::function<asio::awaitable<void>()>& story);

  instant now() { return clock_.now(); }  // for new ids

  // at: when it was said. The server's time never goes back: what is said later must be said so.
  asio::awaitable<v1::Reply> say(instant at, std::string user, v1::Request request);
  const std::filesystem::path& home() const { return city_.home(); }
  // Asks again as long as the clock has moved the whistle on meanwhile. Throws on any other
  // refusal.
  asio::awaitable<v1::Receipt> act(instant at, replayed_whistle& on, std::string user,
                                   v1::Command ask);
  // Begins these in their order, and ends when all have ended. Throws what one of them threw.
  asio::awaitable<void> together(std::vector<asio::awaitable<void>> all);

 private:
  using link_ptr = std::shared_ptr<server_link>;
  link_ptr line_of(const std::string& user);

  asio::io_context io_{1};
  // Before the city: from its first directory on an interruption must not end us where we stand.
  asio::signal_set signals_;
  bool interrupted_ = false;
  private_city city_;
  socket_context sockets_{1};
  system_clock_source clock_;
  std::map<std::string, link_ptr> links_;
};

}  // namespace gridwhistle
