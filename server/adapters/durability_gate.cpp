#include "server/adapters/durability_gate.hpp"

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

// A rewrite of a city's data takes seconds; longer than this means the disk is in trouble.
constexpr auto rewrite_longest = std::chrono::minutes(5);
constexpr auto rewrite_poll = std::chrono::milliseconds(20);

struct required_setting {
  std::string_view name;
  std::array<std::string_view, 2> allowed;
};

// docs/operations.md says why each of them matters.
constexpr std::array required = {
    required_setting{"appendonly", {"yes", ""}},
    required_setting{"appendfsync", {"always", "everysec"}},
    required_setting{"no-appendfsync-on-rewrite", {"no", ""}},
    required_setting{"aof-load-truncated", {"no", ""}},
    required_setting{"maxmemory-policy", {"noeviction", ""}},
};

// The value of "name:value\r\n" in the answer to INFO.
std::string info_value(std::string_view info, std::string_view name) {
  std::string key = std::string(name) + ":";
  auto start = info.find(key);
  if (start == std::string_view::npos) return {};
  start += key.size();
  return std::string(info.substr(start, info.find('\r', start) - start));
}

asio::awaitable<std::optional<std::string>> config_value(redis_link& redis, std::string_view name) {
  std::vector<std::string> words;
  words.emplace_back("CONFIG");
  words.emplace_back("GET");
  words.emplace_back(name);
  auto reply = co_await redis.ask(std::move(words));
  if (!reply || reply->items.size() != 2) co_return std::nullopt;
  co_return reply->items[1].text;
}

asio::awaitable<std::optional<std::string>> info(redis_link& redis, std::string_view section) {
  std::vector<std::string> words;
  words.emplace_back("INFO");
  words.emplace_back(section);
  auto reply = co_await redis.ask(std::move(words));
  if (!reply || reply->kind != redis_reply::kind::text) co_return std::nullopt;
  co_return reply->text;
}

bool allows(const required_setting& setting, std::string_view value) {
  return value == setting.allowed[0] ||
         (!setting.allowed[1].empty() && value == setting.allowed[1]);
}

}  // namespace

asio::awaitable<gate_state> look_at_gate(redis_link& redis) {
  gate_open open;
  for (const required_setting& setting : required) {
    auto value = co_await config_value(redis, setting.name);
    if (!value)
      co_return gate_shut{"redis does not answer CONFIG GET " + std::string(setting.name)};
    if (!allows(setting, *value)) {
      co_return gate_shut{std::string(setting.name) + " is " + *value + ", must be " +
                          std::string(setting.allowed[0])};
    }
    if (*value == "everysec") open.durability = durability::within_seconds;
  }
  auto replication = co_await info(redis, "replication");
  auto server = co_await info(redis, "server");
  if (!replication || !server) co_return gate_shut{"redis does not answer INFO"};
  std::string role_now = info_value(*replication, "role");
  if (role_now != "master") co_return gate_shut{"role is " + role_now + ", must be master"};
  open.run_id = info_value(*server, "run_id");
  co_return open;
}

asio::awaitable<std::string> rewrite_append_only_file(redis_link& redis) {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  auto give_up = std::chrono::steady_clock::now() + rewrite_longest;
  std::vector<std::string> words(1, "BGREWRITEAOF");
  auto begun = co_await redis.ask(std::move(words));
  // "already in progress" is an error reply and fine: that one began after the start as well.
  if (!begun) co_return "redis went away";
  for (;;) {
    auto state = co_await info(redis, "persistence");
    if (!state) co_return "redis went away";
    bool busy = info_value(*state, "aof_rewrite_in_progress") != "0" ||
                info_value(*state, "aof_rewrite_scheduled") != "0";
    if (!busy) {
      std::string status = info_value(*state, "aof_last_bgrewrite_status");
      co_return status == "ok" ? std::string() : "BGREWRITEAOF ended with " + status;
    }
    if (std::chrono::steady_clock::now() > give_up)
      co_return "BGREWRITEAOF takes longer than 5 minutes";
    pause.expires_after(rewrite_poll);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace gridwhistle
