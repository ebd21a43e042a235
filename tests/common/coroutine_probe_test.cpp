// What this compiler destroys, and how often: run before every change of compiler.
// Law: g++ 12.2 destroys an aggregate built inside co_await twice; the forms we use are counted
// here.
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

// Knows every living object by its address: a second destruction of one is seen, and harmless.
class witness {
 public:
  witness() { born(); }
  witness(const witness&) { born(); }
  witness(witness&&) noexcept { born(); }
  witness& operator=(const witness&) = default;
  witness& operator=(witness&&) noexcept = default;
  ~witness() {
    if (living.erase(this) == 0) ++destroyed_twice;
  }

  static inline std::set<const void*> living;
  static inline int destroyed_twice = 0;

 private:
  void born() { living.insert(this); }
};

struct entry {
  witness seen;
  std::string text;
};

asio::awaitable<void> pause() {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
}

asio::awaitable<std::size_t> by_value(entry taken) {
  co_await pause();
  co_return taken.text.size();
}

asio::awaitable<std::size_t> by_reference(const entry& borrowed) {
  co_await pause();
  co_return borrowed.text.size();
}

asio::awaitable<std::size_t> optional_by_value(std::optional<entry> taken) {
  co_await pause();
  co_return taken ? taken->text.size() : 0;
}

asio::awaitable<std::size_t> list_by_value(std::vector<entry> taken) {
  co_await pause();
  co_return taken.size();
}

asio::awaitable<entry> answer(std::string text) {
  co_await pause();
  co_return entry{{}, std::move(text)};
}

entry made(std::string text) { return {{}, std::move(text)}; }

// Long enough to live on the heap: a double free would be one.
std::string sample() { return std::string(100, 'x'); }

asio::awaitable<std::size_t> named_and_moved() {
  entry named{{}, sample()};
  co_return co_await by_value(std::move(named));
}

asio::awaitable<std::size_t> named_and_borrowed() {
  entry named{{}, sample()};
  co_return co_await by_reference(named);
}

asio::awaitable<std::size_t> named_optional_moved() {
  std::optional<entry> named = entry{{}, sample()};
  co_return co_await optional_by_value(std::move(named));
}

asio::awaitable<std::size_t> named_list_moved() {
  std::vector<entry> named;
  named.push_back(made(sample()));
  named.push_back(made(sample()));
  co_return co_await list_by_value(std::move(named));
}

asio::awaitable<std::size_t> returned_by_a_function() {
  co_return co_await by_value(made(sample()));
}

asio::awaitable<std::size_t> started_first_awaited_later() {
  auto started = by_value(entry{{}, sample()});
  co_return co_await std::move(started);
}

asio::awaitable<std::size_t> answer_kept() {
  entry kept = co_await answer(sample());
  co_await pause();
  co_return kept.text.size();
}

asio::awaitable<std::size_t> answer_in_a_loop() {
  std::size_t total = 0;
  for (int i = 0; i < 3; ++i) {
    auto [seen, text] = co_await answer(sample());
    total += text.size();
  }
  co_return total;
}

asio::awaitable<std::size_t> shared_made_inside() {
  auto shared = std::make_shared<entry>(made(sample()));
  co_return co_await by_reference(*shared);
}

asio::awaitable<std::size_t> thrown_through() {
  entry named{{}, sample()};
  bool thrown = false;
  try {
    co_await by_value(named);
    throw std::runtime_error("fault");
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  co_return thrown ? named.text.size() : 0;
}

struct form {
  const char* name;
  asio::awaitable<std::size_t> (*run)();
  std::size_t result;
};

TEST(coroutine_probe, the_forms_we_use_destroy_everything_exactly_once) {
  const form forms[] = {
      {"named_and_moved", named_and_moved, 100},
      {"named_and_borrowed", named_and_borrowed, 100},
      {"named_optional_moved", named_optional_moved, 100},
      {"named_list_moved", named_list_moved, 2},
      {"returned_by_a_function", returned_by_a_function, 100},
      {"started_first_awaited_later", started_first_awaited_later, 100},
      {"answer_kept", answer_kept, 100},
      {"answer_in_a_loop", answer_in_a_loop, 300},
      {"shared_made_inside", shared_made_inside, 100},
      {"thrown_through", thrown_through, 100},
  };
  for (const form& each : forms) {
    witness::living.clear();
    witness::destroyed_twice = 0;
    std::size_t result = 0;
    {
      asio::io_context loop{1};
      asio::co_spawn(loop, each.run(), [&](std::exception_ptr failure, std::size_t got) {
        EXPECT_FALSE(failure) << each.name;
        result = got;
      });
      loop.run();
    }
    EXPECT_EQ(result, each.result) << each.name;
    EXPECT_EQ(witness::destroyed_twice, 0) << each.name;
    EXPECT_EQ(witness::living.size(), 0u) << each.name;
  }
}

}  // namespace
}  // namespace gridwhistle
