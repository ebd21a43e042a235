#include "bench/bench_city.hpp"

#include <stdlib.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <random>
#include <stdexcept>
#include <thread>

#include "workers/client_home.hpp"
#include "workers/demo_city.hpp"
#include "workers/private_city.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr auto start_within = std::chrono::seconds(30);
constexpr auto look_every = std::chrono::milliseconds(20);

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void wait_until(child_process& started, const fs::path& log, const std::function<bool()>& ready) {
  auto give_up = std::chrono::steady_clock::now() + start_within;
  while (!ready()) {
    if (!started.running() || std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("did not start, its log says:\n" + text_of(log));
    }
    std::this_thread::sleep_for(look_every);
  }
}

fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "gridwhistle-bench-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

std::uint64_t cpu_ns_of(pid_t process) {
  std::uint64_t sum = 0;
  std::error_code gone;
  fs::path tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : fs::directory_iterator(tasks, gone)) {
    std::uint64_t ran = 0;
    std::ifstream(task.path() / "schedstat") >> ran;
    sum += ran;
  }
  return sum;
}

bench_city::bench_city(fs::path pack, int walkers)
    : pack_(std::move(pack)), folder_(fresh_folder()), home_(folder_ / "home"), walkers_(walkers) {
  child_process enrolling({path_of_gridwhistled(), "enrol-demo", "--home", home_.string(), "--pack",
                           pack_.string(), "--walkers", std::to_string(walkers)},
                          folder_ / "enrol.log");
  if (enrolling.wait() != 0) throw std::runtime_error(text_of(folder_ / "enrol.log"));
}

bench_city::~bench_city() {
  stop();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void bench_city::stop() {
  answering_.reset();
  redis_.reset();
}

void bench_city::start_redis() {
  stop();
  fs::path kept = folder_ / "redis", log = folder_ / "redis.log";
  fs::remove_all(kept);
  fs::remove(log);
  fs::create_directories(kept);
  redis_.emplace(std::vector<std::string>{"redis-server", GW_SOURCE_DIR "/deploy/redis.conf",
                                          "--unixsocket", redis_socket(), "--dir", kept.string()},
                 log);
  wait_until(*redis_, log,
             [&] { return text_of(log).find("ready to accept connections") != std::string::npos; });
}

void bench_city::start_server() {
  start_redis();
  fs::path log = folder_ / "server.log";
  fs::remove(log);
  // The witness of the last journal would rightly refuse this empty one.
  fs::remove(home_ / "witness-main");
  answering_.emplace(
      std::vector<std::string>{path_of_gridwhistled(), "serve", "--home", home_.string(), "--redis",
                               "unix:" + redis_socket(), "--pack", pack_.string()},
      log);
  wait_until(*answering_, log,
             [&] { return text_of(log).find("\"what\":\"serving\"") != std::string::npos; });
}

void bench_city::start_echo(const std::string& receipt) {
  stop();
  std::ofstream(folder_ / "receipt", std::ios::binary) << receipt;
  fs::remove(home_ / "endpoints");
  fs::path log = folder_ / "echo.log";
  answering_.emplace(std::vector<std::string>{fs::read_symlink("/proc/self/exe").string(), "echo",
                                              home_.string(), (folder_ / "receipt").string()},
                     log);
  wait_until(*answering_, log, [&] { return fs::exists(home_ / "endpoints"); });
}

std::vector<curve_key_pair> bench_city::device_keys() const {
  std::vector<curve_key_pair> keys;
  for (int i = 1; i <= walkers_; ++i) {
    keys.push_back(read_client_keys(home_, "walker-" + std::to_string(i)));
  }
  return keys;
}

std::vector<std::string> bench_city::blows(std::size_t count) const {
  std::mt19937_64 chance(count);
  auto city = read_demo_city(home_, pack_);
  instant now = system_clock_source().now();
  std::vector<std::string> made;
  for (std::size_t i = 0; i < count; ++i) {
    auto request = new_command(new_command_id(now), new_whistle_id(now), 0);
    auto& report = *request.mutable_command()->mutable_blow()->mutable_report();
    report = some_report(city, city.walkers[i % city.walkers.size()], chance);
    report.set_text(report.text() + "。位置在路口东侧人行道，早晚高峰行人较多，已拍照取证。");
    // One photo's SHA-256.
    std::string hash;
    while (hash.size() < 64) hash += "0123456789abcdef"[chance() % 16];
    report.add_photos(hash);
    report.set_observed_at_ms(to_ms(now));
    made.push_back(canonical_bytes(request));
  }
  return made;
}

server_endpoint bench_city::endpoint() const { return read_endpoint(home_); }

}  // namespace gridwhistle
