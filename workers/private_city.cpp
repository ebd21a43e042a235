#include "workers/private_city.hpp"

#include <stdlib.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr auto start_within = std::chrono::seconds(30);
constexpr auto look_every = std::chrono::milliseconds(20);

bool log_says(const fs::path& log, std::string_view what) {
  std::ifstream in(log);
  for (std::string line; std::getline(in, line);) {
    if (line.find(what) != std::string::npos) return true;
  }
  return false;
}

void wait_for(child_process& program, const fs::path& log, std::string_view what) {
  auto give_up = std::chrono::steady_clock::now() + start_within;
  while (!log_says(log, what)) {
    if (!program.running() || std::chrono::steady_clock::now() > give_up) {
      std::ifstream in(log);
      std::string said{std::istreambuf_iterator<char>(in), {}};
      throw std::runtime_error("did not start, its log says:\n" + said);
    }
    std::this_thread::sleep_for(look_every);
  }
}

fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "gridwhistle-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

std::string path_of_gridwhistled() {
  fs::path beside = fs::read_symlink("/proc/self/exe").parent_path() / "gridwhistled";
  return fs::exists(beside) ? beside.string() : "gridwhistled";
}

private_city::private_city(const fs::path& pack, city_time time, int walkers)
    : folder_(fresh_folder()),
      home_(folder_ / "home"),
      redis_("unix:" + (folder_ / "redis.sock").string()) {
  child_process enrolling({path_of_gridwhistled(), "enrol-demo", "--home", home_.string(), "--pack",
                           pack.string(), "--walkers", std::to_string(walkers)},
                          folder_ / "enrol.log");
  if (enrolling.wait() != 0) {
    std::ifstream in(folder_ / "enrol.log");
    throw std::runtime_error(std::string{std::istreambuf_iterator<char>(in), {}});
  }
  start_redis();
  start_server(pack, time);
}

private_city::~private_city() {
  server_.reset();
  redis_server_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void private_city::start_redis() {
  fs::create_directories(folder_ / "redis");
  // The settings that the server's durability gate demands; docs/operations.md says why.
  redis_server_.emplace(
      std::vector<std::string>{"redis-server", "--port", "0", "--unixsocket", redis_.substr(5),
                               "--dir", (folder_ / "redis").string(), "--save", "", "--appendonly",
                               "yes", "--appendfsync", "always", "--no-appendfsync-on-rewrite",
                               "no", "--aof-load-truncated", "no", "--maxmemory-policy",
                               "noeviction"},
      folder_ / "redis.log");
  wait_for(*redis_server_, folder_ / "redis.log", "ready to accept connections");
}

void private_city::start_server(const fs::path& pack, city_time time) {
  server_.emplace(
      std::vector<std::string>{path_of_gridwhistled(), "serve", "--home", home_.string(), "--redis",
                               redis_, "--pack", pack.string(), "--clock",
                               time == city_time::replay ? "replay" : "wall"},
      folder_ / "server.log");
  wait_for(*server_, folder_ / "server.log", "\"what\":\"serving\"");
}

std::string private_city::verify_journal() {
  child_process verifying(
      {path_of_gridwhistled(), "journal", "verify", "--home", home_.string(), "--redis", redis_},
      folder_ / "verify.log");
  verifying.wait();
  std::ifstream in(folder_ / "verify.log");
  std::string last;
  for (std::string line; std::getline(in, line);) last = line;
  return last;
}

}  // namespace gridwhistle
