// Real sockets on one loop: no message may be stranded, whatever is sent while a receive waits.
#include "common/async_socket.hpp"
#include "common/awaiting.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t batch_max = 64;

// False when the fact did not come true in time.
bool run_until(asio::io_context& loop, const std::function<bool()>& fact,
               std::chrono::seconds limit) {
  auto end = std::chrono::steady_clock::now() + limit;
  while (!fact()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    loop.restart();
    loop.run_one_for(50ms);
  }
  return true;
}

enum class ending { none, aborted, other };

// Receives until it is ended; what arrived and how it ended stay readable.
struct reader {
  std::vector<incoming> all;
  ending ended = ending::none;
  std::function<void(const incoming&)> on_message = [](const incoming&) {};
};

asio::awaitable<void> read_all(async_socket& socket, reader& into) {
  std::vector<incoming> batch;
  while (true) {
    co_await socket.receive(batch, batch_max);
    for (incoming& message : batch) {
      into.on_message(message);
      into.all.push_back(std::move(message));
    }
  }
}

void start(asio::io_context& loop, async_socket& socket, reader& into) {
  asio::co_spawn(loop, read_all(socket, into), [&into](std::exception_ptr failure) {
    into.ended = ending::other;
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
      if (error.code() == asio::error::operation_aborted) into.ended = ending::aborted;
    } catch (...) {
    }
  });
}

// libzmq closes a destroyed socket's descriptor a moment after its end.
bool bind_again(asio::io_context& loop, async_socket& socket, const std::string& endpoint) {
  auto bound = [&] {
    try {
      socket.bind(endpoint);
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  };
  return run_until(loop, bound, std::chrono::seconds(10));
}

struct world {
  asio::io_context loop{1};
  socket_context sockets{1};

  async_socket make(socket_kind kind, const socket_options& options = {}) {
    return async_socket(loop.get_executor(), sockets, kind, options);
  }
};

asio::awaitable<void> echo(async_socket& router, std::uint64_t& echoed) {
  std::vector<incoming> batch;
  while (true) {
    co_await router.receive(batch, batch_max);
    for (const incoming& message : batch) {
      if (router.send_to(message.peer, message.frames[0])) ++echoed;
    }
  }
}

struct race {
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t wanted = 0;
  std::uint64_t window = 0;
};

// Sends on a socket another coroutine waits on: each send may eat that one's wake-up.
asio::awaitable<void> send_while_another_waits(async_socket& dealer, race& run) {
  auto executor = co_await asio::this_coro::executor;
  while (run.sent < run.wanted) {
    if (run.sent - run.answered < run.window && dealer.send("report")) ++run.sent;
    co_await asio::post(executor, asio::use_awaitable);
  }
}

asio::awaitable<void> count_answers(async_socket& dealer, race& run) {
  std::vector<incoming> batch;
  while (run.answered < run.wanted) {
    co_await dealer.receive(batch, batch_max);
    run.answered += batch.size();
    // Drain, send, wait: the order that strands a reader without the second look.
    if (run.sent < run.wanted && dealer.send("report")) ++run.sent;
  }
}

void ignore(std::exception_ptr) {}
TEST(async_socket, a_hundred_thousand_round_trips_never_stall) {
  for (auto [window, wanted] : {std::pair{1u, 10'000u}, {4u, 30'000u}, {64u, 70'000u}}) {
    world all;
    auto router = all.make(socket_kind::router);
    router.bind("tcp://127.0.0.1:*");
    auto dealer = all.make(socket_kind::dealer);
    dealer.connect(router.last_endpoint());
    std::uint64_t echoed = 0;
    race run;
    run.wanted = wanted;
    run.window = window;
    asio::co_spawn(all.loop, echo(router, echoed), ignore);
    asio::co_spawn(all.loop, count_answers(dealer, run), rethrow);
    asio::co_spawn(all.loop, send_while_another_waits(dealer, run), rethrow);
    ASSERT_TRUE(run_until(
        all.loop, [&] { return run.answered == run.wanted; }, 60s))
        << "window " << window << ": " << run.answered << " answers to " << run.sent << " reports";
    EXPECT_EQ(echoed, run.wanted);
  }
}

// The message is in libzmq before what comes next drains the descriptor the receive waits on.
TEST(async_socket, whatever_eats_the_wake_up_of_a_waiting_receive_the_message_is_delivered) {
  using eater = std::function<void(async_socket&, const std::string& peer)>;
  const eater eaters[] = {
      [](async_socket& router, const std::string&) { router.bind("inproc://another"); },
      [](async_socket& router, const std::string& peer) {
        while (router.send_to(peer, "receipt")) {
        }
      },
  };
  for (const eater& eat : eaters) {
    world all;
    auto router = all.make(socket_kind::router);
    router.bind("inproc://eaten");
    auto dealer = all.make(socket_kind::dealer);
    dealer.connect("inproc://eaten");
    reader at_router;
    start(all.loop, router, at_router);
    ASSERT_TRUE(dealer.send("first"));
    ASSERT_TRUE(run_until(
        all.loop, [&] { return at_router.all.size() == 1; }, 10s));
    all.loop.poll();
    ASSERT_TRUE(dealer.send("second"));
    eat(router, at_router.all[0].peer);
    EXPECT_TRUE(run_until(
        all.loop, [&] { return at_router.all.size() == 2; }, 5s));
  }
}

TEST(async_socket, frames_past_the_kept_ones_are_counted_and_dropped) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("tcp://127.0.0.1:*");
  auto dealer = all.make(socket_kind::dealer);
  dealer.connect(router.last_endpoint());
  reader at_router;
  start(all.loop, router, at_router);
  std::vector<std::string_view> many(1000, "more");
  many[0] = "first";
  many[1] = "second";
  ASSERT_TRUE(dealer.send(many));
  ASSERT_TRUE(dealer.send("single"));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return at_router.all.size() == 2; }, 10s));
  EXPECT_EQ(at_router.all[0].frame_count, 1000u);
  EXPECT_EQ(at_router.all[0].frames, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(at_router.all[1].frame_count, 1u);
  EXPECT_EQ(at_router.all[1].frames, std::vector<std::string>{"single"});
  EXPECT_EQ(at_router.all[0].peer, at_router.all[1].peer);
  EXPECT_TRUE(at_router.all[0].key.empty());
}

TEST(async_socket, bytes_survive_unchanged) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("inproc://bytes");
  auto dealer = all.make(socket_kind::dealer);
  dealer.connect("inproc://bytes");
  reader at_router;
  start(all.loop, router, at_router);
  std::string every_byte;
  for (int value = 0; value < 256; ++value) every_byte.push_back(static_cast<char>(value));
  std::array<std::string_view, 2> frames{every_byte, std::string_view()};
  ASSERT_TRUE(dealer.send(frames));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !at_router.all.empty(); }, 10s));
  EXPECT_EQ(at_router.all[0].frames, (std::vector<std::string>{every_byte, ""}));
}

TEST(async_socket, an_oversized_frame_cuts_off_its_sender_and_nobody_else) {
  world all;
  socket_options narrow;
  narrow.max_message_bytes = 1024;
  auto router = all.make(socket_kind::router, narrow);
  router.bind("tcp://127.0.0.1:*");
  auto honest = all.make(socket_kind::dealer);
  auto greedy = all.make(socket_kind::dealer);
  honest.connect(router.last_endpoint());
  greedy.connect(router.last_endpoint());
  reader at_router;
  start(all.loop, router, at_router);
  ASSERT_TRUE(greedy.send("small"));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return at_router.all.size() == 1; }, 10s));
  std::string cut_off = at_router.all[0].peer;
  ASSERT_TRUE(greedy.send(std::string(1025, 'x')));
  // The connection is gone when nothing can be sent back on it.
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !router.send_to(cut_off, "still there?"); }, 10s));
  ASSERT_TRUE(honest.send(std::string(1024, 'y')));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return at_router.all.size() == 2; }, 10s));
  EXPECT_EQ(at_router.all[1].frames[0].size(), 1024u);
}

TEST(async_socket, raw_bytes_on_the_port_do_not_disturb_a_peer) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("tcp://127.0.0.1:*");
  std::string endpoint = router.last_endpoint();
  auto port = static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1)));
  reader at_router;
  start(all.loop, router, at_router);
  asio::ip::tcp::socket stranger(all.loop);
  stranger.connect({asio::ip::make_address("127.0.0.1"), port});
  asio::write(stranger, asio::buffer(std::string(4096, '\x7f')));
  auto dealer = all.make(socket_kind::dealer);
  dealer.connect(endpoint);
  ASSERT_TRUE(dealer.send("report"));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !at_router.all.empty(); }, 10s));
  EXPECT_EQ(at_router.all.size(), 1u);
}

TEST(async_socket, sending_to_an_unknown_peer_is_seen_to_fail) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("tcp://127.0.0.1:*");
  EXPECT_FALSE(router.send_to("nobody", "receipt"));
}

TEST(async_socket, an_immediate_dealer_refuses_to_queue_before_it_is_connected) {
  world all;
  socket_options options;
  options.immediate = true;
  auto dealer = all.make(socket_kind::dealer, options);
  auto router = all.make(socket_kind::router);
  router.bind("tcp://127.0.0.1:*");
  EXPECT_FALSE(dealer.send("too early"));
  dealer.connect(router.last_endpoint());
  reader at_router;
  start(all.loop, router, at_router);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return dealer.send("connected"); }, 10s));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !at_router.all.empty(); }, 10s));
}

TEST(async_socket, a_full_queue_refuses_and_never_blocks) {
  world all;
  socket_options small;
  small.send_high_water = 4;
  small.receive_high_water = 4;
  auto router = all.make(socket_kind::router, small);
  router.bind("inproc://full");
  auto dealer = all.make(socket_kind::dealer, small);
  dealer.connect("inproc://full");
  int accepted = 0;
  while (accepted < 100 && dealer.send("report")) ++accepted;
  EXPECT_EQ(accepted, 8);
  reader at_router;
  start(all.loop, router, at_router);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return at_router.all.size() == 8; }, 10s));
  EXPECT_TRUE(dealer.send("room again"));
}

TEST(async_socket, cancel_ends_the_waiting_receive_and_every_later_one) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("inproc://cancel");
  reader first;
  start(all.loop, router, first);
  all.loop.poll();
  EXPECT_EQ(first.ended, ending::none);
  router.cancel();
  ASSERT_TRUE(run_until(
      all.loop, [&] { return first.ended != ending::none; }, 10s));
  EXPECT_EQ(first.ended, ending::aborted);
  reader second;
  start(all.loop, router, second);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return second.ended != ending::none; }, 10s));
  EXPECT_EQ(second.ended, ending::aborted);
}

TEST(async_socket, destroying_it_ends_the_waiting_receive) {
  world all;
  std::optional<async_socket> router(all.make(socket_kind::router));
  router->bind("tcp://127.0.0.1:*");
  reader waiting;
  start(all.loop, *router, waiting);
  all.loop.poll();
  router.reset();
  ASSERT_TRUE(run_until(
      all.loop, [&] { return waiting.ended != ending::none; }, 10s));
  EXPECT_EQ(waiting.ended, ending::aborted);
}

TEST(async_socket, shutting_the_context_down_ends_every_receive) {
  world all;
  auto router = all.make(socket_kind::router);
  router.bind("inproc://shutdown");
  reader waiting;
  start(all.loop, router, waiting);
  all.loop.poll();
  all.sockets.shutdown();
  ASSERT_TRUE(run_until(
      all.loop, [&] { return waiting.ended != ending::none; }, 10s));
  EXPECT_EQ(waiting.ended, ending::aborted);
  EXPECT_FALSE(router.send_to("anyone", "late"));
}

TEST(async_socket, a_port_is_free_again_after_destruction) {
  world all;
  std::string endpoint;
  for (int round = 0; round < 200; ++round) {
    auto router = all.make(socket_kind::router);
    if (endpoint.empty()) {
      router.bind("tcp://127.0.0.1:*");
      endpoint = router.last_endpoint();
      continue;
    }
    ASSERT_TRUE(bind_again(all.loop, router, endpoint)) << "round " << round;
  }
}

TEST(async_socket, a_feed_reaches_only_the_topics_asked_for_and_taken) {
  world all;
  auto feed = all.make(socket_kind::xpub);
  feed.bind("tcp://127.0.0.1:*");
  auto page = all.make(socket_kind::sub);
  page.connect(feed.last_endpoint());
  page.subscribe("dept/secret");
  page.subscribe("dept/city");
  reader at_feed;
  reader at_page;
  at_feed.on_message = [&](const incoming& told) {
    if (told.frames[0].ends_with("/city")) feed.take_subscription("dept/city");
  };
  start(all.loop, feed, at_feed);
  start(all.loop, page, at_page);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return at_feed.all.size() == 2; }, 10s));
  for (std::string_view topic : {"dept/secret", "dept/water", "dept/city"})
    EXPECT_TRUE(feed.send(std::array<std::string_view, 2>{topic, "2"}));
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !at_page.all.empty(); }, 10s));
  EXPECT_EQ(at_page.all[0].frames, (std::vector<std::string>{"dept/city", "2"}));
}

TEST(async_socket, a_server_without_a_gate_lets_nobody_in) {
  world all;
  curve_key_pair server_keys = make_curve_key_pair();
  socket_options guarded;
  guarded.security = curve_server{server_keys.secret_key};
  auto router = all.make(socket_kind::router, guarded);
  router.bind("tcp://127.0.0.1:*");
  socket_options keyed;
  keyed.security = curve_client{server_keys.public_key, make_curve_key_pair()};
  auto dealer = all.make(socket_kind::dealer, keyed);
  auto watcher = dealer.watch_handshakes();
  reader seen;
  start(all.loop, watcher, seen);
  dealer.connect(router.last_endpoint());
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !seen.all.empty(); }, 10s));
  EXPECT_EQ(handshake_in(seen.all[0]), handshake::failed);
}

asio::awaitable<void> let_everyone_in(async_socket& gate, std::string& key) {
  std::vector<incoming> batch;
  while (true) {
    co_await gate.receive(batch, 1);
    const std::vector<std::string>& asked = batch[0].frames;
    key = curve_key_text(asked[7]);
    // One ZMTP property: name length, name, four bytes of value length, value.
    std::string metadata("\x05X-Key\0\0\0\x28", 10);
    metadata += key;
    std::array<std::string_view, 8> answer{batch[0].peer, "",   "1.0", asked[2],
                                           "200",         "OK", "w1",  metadata};
    gate.send(answer);
  }
}

TEST(async_socket, a_curve_session_carries_the_key_that_the_gate_let_in) {
  world all;
  socket_options plain;
  plain.frames_kept = 8;
  auto gate = all.make(socket_kind::router, plain);
  gate.bind("inproc://zeromq.zap.01");
  std::string asked_for;
  asio::co_spawn(all.loop, let_everyone_in(gate, asked_for), ignore);
  curve_key_pair server_keys = make_curve_key_pair();
  curve_key_pair client_keys = make_curve_key_pair();
  socket_options guarded;
  guarded.security = curve_server{server_keys.secret_key};
  auto router = all.make(socket_kind::router, guarded);
  router.bind("tcp://127.0.0.1:*");
  socket_options keyed;
  keyed.security = curve_client{server_keys.public_key, client_keys};
  auto dealer = all.make(socket_kind::dealer, keyed);
  dealer.connect(router.last_endpoint());
  ASSERT_TRUE(dealer.send("report"));
  reader at_router;
  start(all.loop, router, at_router);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return !at_router.all.empty(); }, 10s));
  EXPECT_EQ(at_router.all[0].key, client_keys.public_key);
  EXPECT_EQ(asked_for, client_keys.public_key);
}

TEST(async_socket, a_dealer_finds_a_router_that_came_back) {
  world all;
  std::optional<async_socket> router(all.make(socket_kind::router));
  router->bind("tcp://127.0.0.1:*");
  std::string endpoint = router->last_endpoint();
  socket_options options;
  options.immediate = true;
  auto dealer = all.make(socket_kind::dealer, options);
  dealer.connect(endpoint);
  ASSERT_TRUE(run_until(
      all.loop, [&] { return dealer.send("before"); }, 10s));
  router.reset();
  router.emplace(all.make(socket_kind::router));
  ASSERT_TRUE(bind_again(all.loop, *router, endpoint));
  reader at_router;
  start(all.loop, *router, at_router);
  // What is sent before the loss is noticed is lost: that is why there are receipts.
  auto arrived = [&] {
    dealer.send("after");
    return !at_router.all.empty();
  };
  ASSERT_TRUE(run_until(all.loop, arrived, 20s));
  EXPECT_EQ(at_router.all.back().frames[0], "after");
}

TEST(async_socket, what_cannot_be_built_says_where) {
  world all;
  auto router = all.make(socket_kind::router);
  try {
    router.bind("tcp://256.1.1.1:7");
    FAIL() << "bound to an address that does not exist";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("tcp://256.1.1.1:7"), std::string::npos);
  }
  socket_options bad;
  bad.security = curve_server{"not a key"};
  EXPECT_THROW(all.make(socket_kind::router, bad), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
