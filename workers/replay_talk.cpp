#include "workers/replay_talk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <stdexcept>

#include "workers/client_home.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {

replay_talk::replay_talk(const std::filesystem::path& pack)
    : signals_(io_, SIGINT, SIGTERM), city_(pack, 0) {}

std::string replay_talk::run(const std::function<asio::awaitable<void>()>& story) {
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    interrupted_ = !error;
    for (auto& [user, link] : links_) link->stop();
  });
  city_.start(city_time::replay);
  std::exception_ptr failed;
  asio::co_spawn(io_, story(), [&](std::exception_ptr broken) {
    failed = broken;
    for (auto& [user, link] : links_) link->stop();
    io_.stop();
  });
  io_.run();
  if (interrupted_) throw std::runtime_error("interrupted");
  if (failed) std::rethrow_exception(failed);
  return city_.verify_journal();
}

replay_talk::link_ptr replay_talk::line_of(const std::string& user) {
  auto known = links_.find(user);
  if (known != links_.end()) return known->second;
  auto link = server_link::start(io_.get_executor(), sockets_, settings_for(city_.home(), user),
                                 clock_, links_.size());
  links_.emplace(user, link);
  return link;
}

asio::awaitable<v1::Reply> replay_talk::say(instant at, std::string user, v1::Request request) {
  if (interrupted_) throw std::runtime_error("interrupted");
  request.set_replay_at_ms(to_ms(at));
  auto link = line_of(user);
  auto outcome = co_await link->exchange(std::move(request));
  auto* reply = std::get_if<v1::Reply>(&outcome);
  if (!reply) throw std::runtime_error("the server does not answer " + user);
  co_return std::move(*reply);
}

asio::awaitable<v1::Receipt> replay_talk::act(instant at, replayed_whistle& on, std::string user,
                                              v1::Command ask) {
  for (;;) {
    v1::Request request = new_command(new_command_id(now()), on.id, on.version);
    v1::Command told = ask;
    told.set_whistle_id(std::string(on.id.raw()));
    told.set_seen_version(on.version);
    *request.mutable_command() = std::move(told);
    auto reply = co_await say(at, user, std::move(request));
    if (reply.has_receipt()) {
      on.version = reply.receipt().version();
      co_return std::move(*reply.mutable_receipt());
    }
    if (reply.refused().code() != "version_conflict") {
      throw std::runtime_error(user + " was refused: " + reply.refused().code() + " " +
                               reply.refused().detail());
    }
    on.version = reply.refused().version();
  }
}

asio::awaitable<void> replay_talk::together(std::vector<asio::awaitable<void>> all) {
  std::size_t open = all.size();
  std::exception_ptr failed;
  asio::steady_timer all_ended(io_, asio::steady_timer::time_point::max());
  for (asio::awaitable<void>& each : all) {
    asio::co_spawn(io_, std::move(each), [&](std::exception_ptr broken) {
      if (broken) failed = broken;
      if (--open == 0) all_ended.cancel();
    });
  }
  boost::system::error_code cancelled;
  auto until_cancelled = asio::redirect_error(asio::use_awaitable, cancelled);
  if (open > 0) co_await all_ended.async_wait(until_cancelled);
  if (failed) std::rethrow_exception(failed);
}

}  // namespace gridwhistle
