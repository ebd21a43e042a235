// How soon what one person did is on the others' screens: a real server and redis-server, so many
// open pages, and commands at a rate through the API. Prints one line of JSON.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <list>
#include <unordered_map>

#include "bench/bench_city.hpp"
#include "bench/load.hpp"
#include "bench/page_reader.hpp"
#include "common/log.hpp"
#include "server/adapters/proto_json.hpp"
#include "workers/demo_city.hpp"
#include "workers/private_city.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

using clock = std::chrono::steady_clock;

constexpr const char* password = "bench-pages";

struct arguments {
  std::string pack = GW_SOURCE_DIR "/deploy/packs/shenyang";
  int pages = 200;
  int chiefs = 20;  // of the pages: those of the city's supervisor, who sees everything
  int rate = 500;
  int walkers = 100;
  int warm_up = 3;
  int seconds = 20;
};

std::int64_t us_since(clock::time_point then) {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - then).count();
}

// Whoever is enrolled and whose name begins so.
std::vector<std::string> users(const std::filesystem::path& home, std::string_view prefix) {
  std::vector<std::string> found;
  std::ifstream in(home / "enrolled.csv");
  for (std::string line; std::getline(in, line);) {
    std::size_t begin = line.find(',') + 1;
    std::string user = line.substr(begin, line.find(',', begin) - begin);
    if (user.starts_with(prefix)) found.push_back(user);
  }
  return found;
}

class measurement {
 public:
  explicit measurement(const arguments& given)
      : given_(given), city_(given.pack, given.walkers), chance_(7) {
    city_.start(city_time::wall, {"--web", "127.0.0.1:0", "--demo-password", password});
    url_ = city_.pages_url();
    people_ = read_demo_city(city_.home(), given.pack);
  }

  void run() {
    std::exception_ptr failed;
    asio::co_spawn(io_, conduct(), [&](std::exception_ptr broken) {
      failed = broken;
      io_.stop();
    });
    io_.run();
    if (failed) std::rethrow_exception(failed);
  }

  void print() const {
    auto listeners = std::ranges::count_if(heard_, [](std::size_t n) { return n > 0; });
    std::printf(
        "{\"pages\":%d,\"pages_that_see_everything\":%d,\"pages_that_heard\":%td,"
        "\"commands_per_s\":%.1f,\"refused\":%ju,\"answer_p50_ms\":%.1f,\"answer_p95_ms\":%.1f,"
        "\"heard\":%ju,\"p50_ms\":%.1f,\"p95_ms\":%.1f,\"p99_ms\":%.1f,"
        "\"server_cores\":%.2f}\n",
        given_.pages, given_.chiefs, listeners, static_cast<double>(answered_) / given_.seconds,
        std::uintmax_t{refused_}, answers_.milliseconds_at(0.5), answers_.milliseconds_at(0.95),
        std::uintmax_t{samples_}, screens_.milliseconds_at(0.5), screens_.milliseconds_at(0.95),
        screens_.milliseconds_at(0.99), server_cores_);
  }

 private:
  asio::awaitable<page_session> session_of(std::string user) {
    auto known = sessions_.find(user);
    if (known != sessions_.end()) co_return known->second;
    page_talk talk(io_, url_);
    co_await talk.connect();
    page_session made = co_await talk.log_in(user, password);
    sessions_.emplace(user, made);
    co_return made;
  }

  asio::awaitable<void> conduct() {
    std::string chief = city_supervisor(city_.home());
    std::vector<std::string> others = users(city_.home(), "clerk-");
    for (std::string& desk : users(city_.home(), "desk-")) others.push_back(std::move(desk));
    heard_.resize(static_cast<std::size_t>(given_.pages));
    last_ids_.resize(heard_.size());
    for (int i = 0; i < given_.pages; ++i) {
      // A few pages each, so that a login is paid for once.
      std::size_t whose = static_cast<std::size_t>(i - given_.chiefs) / 4 * 37 % others.size();
      page_session session = co_await session_of(i < given_.chiefs ? chief : others[whose]);
      asio::co_spawn(io_, listen(static_cast<std::size_t>(i), session), asio::detached);
    }
    for (const demo_walker& each : people_.walkers) {
      page_session session = co_await session_of(each.user);
      asio::co_spawn(io_, walk(each, session), asio::detached);
    }
    asio::steady_timer timer(io_);
    timer.expires_after(std::chrono::seconds(given_.warm_up));
    co_await timer.async_wait(asio::use_awaitable);
    auto server_began = cpu_ns_of(city_.server_pid());
    measuring_ = true;
    timer.expires_after(std::chrono::seconds(given_.seconds));
    co_await timer.async_wait(asio::use_awaitable);
    measuring_ = false;
    constexpr double ns_per_s = 1e9;
    server_cores_ = static_cast<double>(cpu_ns_of(city_.server_pid()) - server_began) / ns_per_s /
                    given_.seconds;
  }

  asio::awaitable<void> listen(std::size_t number, page_session session) {
    page_talk talk(io_, url_);
    talk.use(std::move(session));
    co_await talk.connect();
    std::string kept;
    auto told = [this, number, &kept](std::string_view bytes) {
      kept += bytes;
      kept.erase(0, looked_through(number, kept));
    };
    std::function<void(std::string_view)> each(told);
    co_await talk.follow(std::move(each));
  }

  // How many bytes need not be looked at again.
  std::size_t looked_through(std::size_t number, std::string_view bytes) {
    constexpr std::string_view before = "\"whistle_id\":\"";
    constexpr std::size_t id_length = 36;
    std::size_t at = bytes.find(before);
    for (; at != std::string_view::npos; at = bytes.find(before, at)) {
      at += before.size();
      if (at + id_length > bytes.size()) return at - before.size();
      std::string id(bytes.substr(at, id_length));
      // A blow's entries follow each other: it is on the screen with the first of them.
      if (std::exchange(last_ids_[number], id) != id) hear(number, id);
    }
    return bytes.size() - std::min(bytes.size(), before.size());
  }

  void hear(std::size_t number, const std::string& id) {
    auto found = sent_.find(id);
    if (found == sent_.end()) return;
    ++heard_[number];
    if (!found->second.measured) return;
    screens_.add(us_since(found->second.at));
    ++samples_;
  }

  asio::awaitable<void> walk(demo_walker who, page_session session) {
    page_talk talk(io_, url_);
    talk.use(std::move(session));
    co_await talk.connect();
    asio::steady_timer timer(io_);
    auto period = std::chrono::microseconds(1'000'000LL * given_.walkers / given_.rate);
    auto next = clock::now() + period * static_cast<int>(chance_() % 1000) / 1000;
    for (;;) {
      timer.expires_at(next);
      co_await timer.async_wait(asio::use_awaitable);
      next = std::max(next + period, clock::now() - period);
      co_await blow(talk, who);
    }
  }

  asio::awaitable<void> blow(page_talk& talk, const demo_walker& who) {
    instant now = system_clock_source().now();
    std::string id = new_whistle_id(now).text();
    v1::Blow told;
    *told.mutable_report() = some_report(people_, who, chance_);
    boost::json::object body = to_json(told);
    body["whistle_id"] = id;
    std::string fields = "Idempotency-Key: " + new_command_id(now).text() + "\r\n";
    std::string text = boost::json::serialize(body);
    auto began = clock::now();
    bool counts = measuring_;
    sent_.emplace(id, sent{began, counts});
    page_answer answer =
        co_await talk.ask("POST", "/api/v1/whistles", std::move(fields), std::move(text));
    if (!counts) co_return;
    if (answer.status != 201) ++refused_;
    if (answer.status == 201) ++answered_;
    answers_.add(us_since(began));
  }

  struct sent {
    clock::time_point at;
    bool measured = false;
  };

  arguments given_;
  private_city city_;
  std::string url_;
  demo_city people_;
  std::mt19937_64 chance_;
  asio::io_context io_;
  std::unordered_map<std::string, page_session> sessions_;
  std::unordered_map<std::string, sent> sent_;
  std::vector<std::size_t> heard_;     // by page
  std::vector<std::string> last_ids_;  // likewise
  latencies answers_, screens_;
  std::uint64_t answered_ = 0, refused_ = 0, samples_ = 0;
  double server_cores_ = 0;
  bool measuring_ = false;
};

int run(int argc, char** argv) {
  arguments given;
  CLI::App app("What one did on the others' screens", "pages");
  app.add_option("--pack", given.pack)->capture_default_str();
  app.add_option("--pages", given.pages)->capture_default_str();
  app.add_option("--chiefs", given.chiefs, "pages that see everything")->capture_default_str();
  app.add_option("--rate", given.rate, "commands a second")->capture_default_str();
  app.add_option("--walkers", given.walkers, "who give them")->capture_default_str();
  app.add_option("--warm-up", given.warm_up)->capture_default_str();
  app.add_option("--seconds", given.seconds)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  measurement made(given);
  made.run();
  made.print();
  return 0;
}

}  // namespace
}  // namespace gridwhistle

int main(int argc, char** argv) {
  try {
    return gridwhistle::run(argc, argv);
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "pages: %s\n", failed.what());
    return 1;
  }
}
