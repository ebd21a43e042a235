// The link against a real server: order, bytes, and exactly one completion whatever happens to it.
#include "server/adapters/redis_link.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <fstream>
#include <functional>

#include "tests/adapters/private_redis.hpp"
#include "tests/adapters/run_until.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using words = std::vector<std::string>;

redis_options quick() {
  redis_options options;
  options.ping_every = 100ms;
  options.retry_first = 5ms;
  options.retry_longest = 50ms;
  options.connect_within = 300ms;
  return options;
}

struct world {
  explicit world(const std::string& path, const redis_options& options = quick())
      : link(
            loop.get_executor(), {path, {}, 0}, options, [this] { ++ups; }, [this] { ++downs; }) {
    link.start();
  }

  void send(const words& what, std::function<void(std::optional<redis_reply>)> done) {
    std::vector<std::string_view> views(what.begin(), what.end());
    link.send(views, std::move(done));
  }
  // The reply, or a text that no reply has.
  std::string ask(const words& what) {
    std::optional<std::string> text;
    send(what, [&](std::optional<redis_reply> reply) {
      text = !reply                                      ? "lost"
             : reply->kind == redis_reply::kind::integer ? std::to_string(reply->number)
             : reply->kind == redis_reply::kind::nil     ? "nil"
                                                         : reply->text;
    });
    if (!run_until(
            loop, [&] { return text.has_value(); }, 20s))
      return "never completed";
    return *text;
  }
  bool up(int times) {
    return run_until(
        loop, [&] { return ups >= times && link.connected(); }, 20s);
  }

  asio::io_context loop{1};
  int ups = 0;
  int downs = 0;
  redis_link link;
};

TEST(redis_link, replies_come_in_the_order_of_the_commands) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  constexpr int count = 20'000;
  std::vector<std::int64_t> replies;
  for (int i = 0; i < count; ++i) {
    all.send({"INCR", "n"}, [&](std::optional<redis_reply> reply) {
      ASSERT_TRUE(reply.has_value());
      replies.push_back(reply->number);
    });
  }
  EXPECT_TRUE(replies.empty()) << "a completion ran inside send()";
  ASSERT_TRUE(run_until(
      all.loop, [&] { return replies.size() == count; }, 60s));
  for (int i = 0; i < count; ++i) ASSERT_EQ(replies[static_cast<std::size_t>(i)], i + 1);
}

TEST(redis_link, a_turns_commands_leave_in_few_writes) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  int done = 0;
  auto count = [&](std::optional<redis_reply>) { ++done; };
  for (int i = 0; i < 500; ++i) all.send({"SET", "k", "v"}, count);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return done == 500; }, 20s));
  // The server reads all of a write at once: 500 commands in a handful of its loop's reads.
  std::string stats = server.command({"INFO", "stats"});
  std::size_t at = stats.find("total_reads_processed:");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(std::stoi(stats.substr(at + 22)), 60);
}

TEST(redis_link, what_is_written_now_reaches_the_server_before_the_turn_ends) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  std::string reply;
  all.send({"SET", "k", "v"}, [&](std::optional<redis_reply> told) { reply = told->text; });
  all.link.write_now();
  auto end = std::chrono::steady_clock::now() + 20s;
  while (server.command({"GET", "k"}) != "v") ASSERT_LT(std::chrono::steady_clock::now(), end);
  EXPECT_TRUE(reply.empty()) << "a completion ran although the loop did not";
  EXPECT_TRUE(run_until(
      all.loop, [&] { return reply == "OK"; }, 20s));
}

TEST(redis_link, written_now_to_a_server_that_is_gone_completes_once_and_without_a_reply) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  server.kill_hard();
  int lost = 0;
  all.send({"SET", "k", "v"}, [&](std::optional<redis_reply> told) { lost += !told; });
  all.link.write_now();
  EXPECT_EQ(lost, 0) << "a completion ran inside write_now()";
  EXPECT_TRUE(run_until(
      all.loop, [&] { return lost == 1 && all.downs == 1; }, 20s));
}

TEST(redis_link, every_kind_of_reply_is_copied) {
  private_redis server;
  redis_options patient = quick();
  patient.ping_every = 20s;  // on a busy machine three megabytes take longer than 100 ms
  world all(server.socket_path(), patient);
  ASSERT_TRUE(all.up(1));
  std::string every_byte;
  for (int value = 0; value < 256; ++value) every_byte.push_back(static_cast<char>(value));
  std::string key("k\0\r\n", 4);
  EXPECT_EQ(all.ask({"SET", key, every_byte}), "OK");
  EXPECT_EQ(all.ask({"GET", key}), every_byte);
  EXPECT_EQ(all.ask({"STRLEN", key}), "256");
  EXPECT_EQ(all.ask({"GET", "none"}), "nil");
  EXPECT_EQ(all.ask({"SET", "large", std::string(3'000'000, 'x')}), "OK");
  EXPECT_EQ(all.ask({"GET", "large"}).size(), 3'000'000u);
  EXPECT_EQ(all.ask({"SET", "empty", ""}), "OK");
  EXPECT_EQ(all.ask({"GET", "empty"}), "");

  std::optional<redis_reply> error;
  all.send({"INCR", key}, [&](auto reply) { error = std::move(reply); });
  ASSERT_TRUE(run_until(
      all.loop, [&] { return error.has_value(); }, 10s));
  EXPECT_TRUE(error->is_error());
  EXPECT_TRUE(error->text.starts_with("ERR value is not an integer"));

  ASSERT_EQ(all.ask({"XADD", "journal", "3-1", "batch", every_byte}), "3-1");
  std::optional<redis_reply> range;
  all.send({"XRANGE", "journal", "-", "+"}, [&](auto reply) { range = std::move(reply); });
  ASSERT_TRUE(run_until(
      all.loop, [&] { return range.has_value(); }, 10s));
  ASSERT_EQ(range->kind, redis_reply::kind::list);
  ASSERT_EQ(range->items.size(), 1u);
  ASSERT_EQ(range->items[0].items.size(), 2u);
  EXPECT_EQ(range->items[0].items[0].text, "3-1");
  EXPECT_EQ(range->items[0].items[1].items[1].text, every_byte);
}

TEST(redis_link, a_killed_server_leaves_every_pending_command_unknown_exactly_once) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  constexpr std::size_t count = 1000;
  std::vector<int> completed(count);
  std::vector<std::size_t> order;
  std::size_t unknown = 0;
  bool down_came_last = false;
  server.freeze();
  for (std::size_t i = 0; i < count; ++i) {
    all.send({"INCR", "n"}, [&, i](std::optional<redis_reply> reply) {
      ++completed[i];
      order.push_back(i);
      if (!reply) ++unknown;
      down_came_last = all.downs == 0;
    });
  }
  // The commands are on their way when the server dies.
  all.loop.poll();
  server.kill_hard();
  ASSERT_TRUE(run_until(
      all.loop, [&] { return all.downs == 1; }, 10s));
  EXPECT_TRUE(down_came_last);
  EXPECT_EQ(unknown, count);
  EXPECT_EQ(completed, std::vector<int>(count, 1));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_FALSE(all.link.connected());
  EXPECT_EQ(all.ask({"PING"}), "lost");
  server.start();
  ASSERT_TRUE(all.up(2));
  EXPECT_EQ(completed, std::vector<int>(count, 1));
}

TEST(redis_link, it_comes_back_twenty_times_and_what_was_acknowledged_is_there) {
  private_redis server;
  world all(server.socket_path());
  std::int64_t acknowledged = 0;
  for (int round = 1; round <= 20; ++round) {
    ASSERT_TRUE(all.up(round)) << "round " << round;
    for (int i = 0; i < 50; ++i) {
      all.send({"INCR", "n"}, [&](std::optional<redis_reply> reply) {
        if (reply && !reply->is_error()) acknowledged = reply->number;
      });
    }
    std::int64_t before = acknowledged;
    ASSERT_TRUE(run_until(
        all.loop, [&] { return acknowledged > before; }, 10s));
    server.kill_hard();
    ASSERT_TRUE(run_until(
        all.loop, [&] { return all.downs == round; }, 10s))
        << "round " << round;
    server.start();
    EXPECT_GE(std::stoll(server.command({"GET", "n"})), acknowledged) << "round " << round;
  }
  ASSERT_TRUE(all.up(21));
  EXPECT_EQ(all.ups, 21);
  EXPECT_EQ(all.downs, 20);
}

TEST(redis_link, a_server_that_stops_answering_is_declared_dead) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  server.freeze();
  std::string said = all.ask({"SET", "k", "v"});
  EXPECT_EQ(said, "lost");
  ASSERT_TRUE(run_until(
      all.loop, [&] { return all.downs == 1; }, 10s));
  // A frozen server's socket still accepts: that is not up.
  EXPECT_FALSE(run_until(
      all.loop, [&] { return all.ups > 1; }, 1s));
  server.thaw();
  ASSERT_TRUE(all.up(2));
  EXPECT_EQ(all.ask({"SET", "k", "w"}), "OK");
}

TEST(redis_link, an_idle_link_stays_up) {
  private_redis server;
  redis_options options = quick();
  options.ping_every = 20ms;
  world all(server.socket_path(), options);
  ASSERT_TRUE(all.up(1));
  EXPECT_FALSE(run_until(
      all.loop, [&] { return all.downs > 0; }, 1s));
}

TEST(redis_link, it_waits_for_a_server_that_is_not_there_yet) {
  private_redis server;
  server.kill_hard();
  world all(server.socket_path());
  EXPECT_EQ(all.ask({"PING"}), "lost");
  EXPECT_FALSE(run_until(
      all.loop, [&] { return all.ups > 0; }, 1s));
  server.start();
  ASSERT_TRUE(all.up(1));
  EXPECT_EQ(all.downs, 0);
  EXPECT_EQ(all.ask({"PING"}), "PONG");
}

TEST(redis_link, stopping_while_connecting_ends_it_quietly) {
  private_redis server;
  server.freeze();
  world all(server.socket_path());
  all.loop.poll();
  all.link.stop();
  server.thaw();
  EXPECT_FALSE(run_until(
      all.loop, [&] { return all.ups + all.downs > 0; }, 1s));
  all.loop.restart();
  all.loop.run_for(10s);
  EXPECT_TRUE(all.loop.stopped()) << "a stopped link keeps the loop alive";
}

TEST(redis_link, stopping_completes_what_is_pending_without_reply) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  int unknown = 0;
  for (int i = 0; i < 10; ++i) {
    all.send({"BLPOP", "never", "0"}, [&](std::optional<redis_reply> reply) {
      if (!reply) ++unknown;
    });
  }
  all.loop.poll();
  all.link.stop();
  all.link.stop();
  EXPECT_EQ(unknown, 0) << "a completion ran inside stop()";
  ASSERT_TRUE(run_until(
      all.loop, [&] { return unknown == 10; }, 10s));
  EXPECT_EQ(all.ask({"PING"}), "lost");
  EXPECT_EQ(all.downs, 0);
}

TEST(redis_link, it_may_be_destroyed_with_commands_on_their_way) {
  private_redis server;
  int unknown = 0;
  asio::io_context loop{1};
  bool up = false;
  std::optional<redis_link> link(
      std::in_place, loop.get_executor(), redis_address{server.socket_path(), {}, 0}, quick(),
      [&] { up = true; }, [] {});
  link->start();
  ASSERT_TRUE(run_until(
      loop, [&] { return up; }, 10s));
  std::vector<std::string_view> blocked{"BLPOP", "never", "0"};
  link->send(blocked, [&](std::optional<redis_reply> reply) { unknown += reply ? 100 : 1; });
  loop.poll();
  link.reset();
  ASSERT_TRUE(run_until(
      loop, [&] { return unknown > 0; }, 10s));
  EXPECT_EQ(unknown, 1);
}

TEST(redis_link, it_may_be_stopped_from_its_own_callbacks) {
  private_redis server;
  asio::io_context loop{1};
  bool up = false;
  std::optional<redis_link> link;
  link.emplace(
      loop.get_executor(), redis_address{server.socket_path(), {}, 0}, quick(),
      [&] {
        link.reset();
        up = true;
      },
      [] {});
  link->start();
  ASSERT_TRUE(run_until(
      loop, [&] { return up; }, 10s));
  loop.restart();
  loop.run_for(10s);
  EXPECT_TRUE(loop.stopped());
}

TEST(redis_link, dropping_the_connection_makes_a_new_one) {
  private_redis server;
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  all.link.drop();
  EXPECT_FALSE(all.link.connected());
  ASSERT_TRUE(all.up(2));
  EXPECT_EQ(all.downs, 1);
}

asio::awaitable<void> add_up(redis_link& link, int times, std::int64_t& total) {
  for (int i = 0; i < times; ++i) {
    words asked{"INCR", "n"};
    std::optional<redis_reply> reply = co_await link.ask(std::move(asked));
    if (reply) total += 1;
  }
}

TEST(redis_link, thousands_of_coroutines_ask_at_once) {
  private_redis server({"appendfsync no"});
  world all(server.socket_path());
  ASSERT_TRUE(all.up(1));
  std::int64_t total = 0;
  int ended = 0;
  for (int i = 0; i < 2000; ++i) {
    asio::co_spawn(all.loop, add_up(all.link, 5, total), [&](std::exception_ptr failure) {
      EXPECT_FALSE(failure);
      ++ended;
    });
  }
  ASSERT_TRUE(run_until(
      all.loop, [&] { return ended == 2000; }, 60s));
  EXPECT_EQ(total, 10'000);
  EXPECT_EQ(all.ask({"GET", "n"}), "10000");
}

TEST(redis_link, an_address_literal_and_a_port_work_too) {
  // A port that was free a moment ago.
  asio::io_context probe;
  asio::ip::tcp::acceptor free_port(probe, {asio::ip::make_address("127.0.0.1"), 0});
  std::uint16_t port = free_port.local_endpoint().port();
  free_port.close();
  private_redis server({"port " + std::to_string(port), "bind 127.0.0.1"});
  asio::io_context loop{1};
  int ups = 0;
  int downs = 0;
  redis_link link(
      loop.get_executor(), {{}, "127.0.0.1", port}, quick(), [&] { ++ups; }, [&] { ++downs; });
  link.start();
  ASSERT_TRUE(run_until(
      loop, [&] { return ups == 1; }, 10s));
  server.kill_hard();
  ASSERT_TRUE(run_until(
      loop, [&] { return downs == 1; }, 10s));
  server.start();
  ASSERT_TRUE(run_until(
      loop, [&] { return ups == 2; }, 10s));
}

TEST(private_redis, a_torn_tail_is_cut_and_counted_and_nothing_else_is_lost) {
  private_redis server;
  for (int i = 0; i < 10; ++i)
    server.command({"XADD", "journal", "1-" + std::to_string(i + 1), "b", "x"});
  server.kill_hard();
  server.start();
  EXPECT_EQ(server.repairs(), 0);
  EXPECT_EQ(server.command({"XLEN", "journal"}), "10");
  server.kill_hard();
  std::filesystem::path file = server.incremental_file();
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
  server.start();
  EXPECT_EQ(server.repairs(), 1);
  EXPECT_EQ(server.command({"XLEN", "journal"}), "9");
  EXPECT_EQ(server.command({"CONFIG", "GET", "aof-load-truncated"}), "aof-load-truncated no");
  EXPECT_EQ(server.command({"CONFIG", "GET", "appendfsync"}), "appendfsync always");
}

}  // namespace
}  // namespace gridwhistle
