#include "bench/bench_city.hpp"

#include <fstream>
#include <random>

#include "workers/client_home.hpp"
#include "workers/demo_city.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

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
    : pack_(std::move(pack)), walkers_(walkers), city_(pack_, walkers) {}

void bench_city::start_redis() {
  echo_.reset();
  city_.start_redis();
}

void bench_city::start_server() {
  echo_.reset();
  city_.start(city_time::wall);
}

void bench_city::start_echo(const std::string& receipt) {
  city_.stop();
  fs::path log = city_.folder() / "echo.log", answer = city_.folder() / "receipt";
  std::ofstream(answer, std::ios::binary) << receipt;
  fs::remove(city_.home() / "endpoints");
  echo_.emplace(std::vector<std::string>{fs::read_symlink("/proc/self/exe").string(), "echo",
                                         city_.home().string(), answer.string()},
                log);
  wait_until_ready(*echo_, log, [&] { return fs::exists(city_.home() / "endpoints"); });
}

std::vector<curve_key_pair> bench_city::device_keys() const {
  std::vector<curve_key_pair> keys;
  for (int i = 1; i <= walkers_; ++i) {
    keys.push_back(read_client_keys(city_.home(), "walker-" + std::to_string(i)));
  }
  return keys;
}

std::vector<std::string> bench_city::blows(std::size_t count) const {
  std::mt19937_64 chance(count);
  auto city = read_demo_city(city_.home(), pack_);
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

server_endpoint bench_city::endpoint() const { return read_endpoint(city_.home()); }

}  // namespace gridwhistle
