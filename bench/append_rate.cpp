#include "bench/append_rate.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "common/awaiting.hpp"
#include "server/adapters/journal.hpp"
#include "server/adapters/redis_link.hpp"

namespace gridwhistle {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::string_view sampled_batches = "32";
constexpr auto answer_within = std::chrono::seconds(20);

redis_address at(const std::string& unix_path) {
  redis_address address;
  address.unix_path = unix_path;
  return address;
}

asio::awaitable<journal_shape> read_shape(redis_link& redis) {
  journal_shape found;
  std::string stream = journal_key("main", "journal");
  std::vector<std::string> length{"XLEN", stream};
  auto counted = co_await redis.ask(std::move(length));
  std::vector<std::string> newest{"XREVRANGE", stream,  "+",
                                  "-",         "COUNT", std::string(sampled_batches)};
  auto read = co_await redis.ask(std::move(newest));
  if (!counted || !read) throw std::runtime_error("redis went away");
  found.batches = static_cast<std::uint64_t>(counted->number);
  for (const redis_reply& each : read->items) {
    found.last_batches.push_back(each.items.at(1).items.at(1).text);
  }
  co_return found;
}

class appender {
 public:
  appender(asio::io_context& io, const std::string& unix_path,
           const std::vector<std::string>& batches, std::size_t in_flight)
      : batches_(batches),
        redis_(
            io.get_executor(), at(unix_path), redis_options{},
            [this, in_flight] {
              for (std::size_t i = 0; i < in_flight; ++i) next();
            },
            [] { throw std::runtime_error("redis went away"); }) {
    redis_.start();
  }
  std::uint64_t done() const { return done_; }

 private:
  void next() {
    std::string id = position{1, ++sent_}.text();
    const std::array<std::string_view, 5> words = {"XADD", "bench", id, "b",
                                                   batches_[sent_ % batches_.size()]};
    redis_.send(words, [this](std::optional<redis_reply> reply) {
      if (!reply || reply->is_error()) throw std::runtime_error("an append failed");
      ++done_;
      next();
    });
  }

  const std::vector<std::string>& batches_;
  std::uint64_t sent_ = 0;
  std::uint64_t done_ = 0;
  redis_link redis_;
};

}  // namespace

journal_shape look_at_journal(const std::string& unix_path) {
  asio::io_context io(1);
  std::optional<journal_shape> found;
  std::optional<redis_link> redis;
  auto look = [&] {
    asio::co_spawn(io, read_shape(*redis), [&](std::exception_ptr failed, journal_shape read) {
      rethrow(failed);
      found = std::move(read);
      io.stop();
    });
  };
  redis.emplace(io.get_executor(), at(unix_path), redis_options{}, look, [] {});
  redis->start();
  io.run_for(answer_within);
  if (!found || found->last_batches.empty()) throw std::runtime_error("no journal at " + unix_path);
  return *std::move(found);
}

double appends_per_s(const std::string& unix_path, const std::vector<std::string>& batches,
                     std::size_t in_flight, span measured) {
  constexpr span warm_up = std::chrono::milliseconds(300);
  asio::io_context io(1);
  appender loop(io, unix_path, batches, in_flight);
  io.run_for(warm_up);
  std::uint64_t before = loop.done();
  auto began = clock::now();
  io.run_for(measured);
  double seconds = std::chrono::duration<double>(clock::now() - began).count();
  return static_cast<double>(loop.done() - before) / seconds;
}

}  // namespace gridwhistle
