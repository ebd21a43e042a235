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

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string path_of_gridwhistled() {
  fs::path beside = fs::read_symlink("/proc/self/exe").parent_path() / "gridwhistled";
  return fs::exists(beside) ? beside.string() : "gridwhistled";
}

void wait_until_ready(child_process& started, const fs::path& log,
                      const std::function<bool()>& ready) {
  auto give_up = std::chrono::steady_clock::now() + start_within;
  while (!ready()) {
    if (!started.running() || std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("did not start, its log says:\n" + text_of(log));
    }
    std::this_thread::sleep_for(look_every);
  }
}

private_folder::private_folder() {
  std::string name = (fs::temp_directory_path() / "gridwhistle-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

private_folder::~private_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

private_city::private_city(fs::path pack, int walkers)
    : pack_(std::move(pack)), home_(folder() / "home") {
  child_process enrolling({path_of_gridwhistled(), "enrol-demo", "--home", home_.string(), "--pack",
                           pack_.string(), "--walkers", std::to_string(walkers)},
                          folder() / "enrol.log");
  if (enrolling.wait() != 0) throw std::runtime_error(text_of(folder() / "enrol.log"));
}

void private_city::stop() {
  server_.reset();
  redis_.reset();
}

void private_city::start_redis() {
  stop();
  fs::path kept = folder() / "redis", log = folder() / "redis.log";
  fs::remove_all(kept);
  fs::remove(log);
  fs::create_directories(kept);
  redis_.emplace(std::vector<std::string>{"redis-server", GW_SOURCE_DIR "/deploy/redis.conf",
                                          "--unixsocket", redis_socket(), "--dir", kept.string()},
                 log);
  wait_until_ready(*redis_, log, [&] {
    return text_of(log).find("ready to accept connections") != std::string::npos;
  });
}

void private_city::start(city_time time, const std::vector<std::string>& more) {
  start_redis();
  fs::path log = folder() / "server.log";
  fs::remove(log);
  // The witness of the last journal would rightly refuse this empty one.
  fs::remove(home_ / "witness-main");
  std::vector<std::string> words = {path_of_gridwhistled(),
                                    "serve",
                                    "--home",
                                    home_.string(),
                                    "--redis",
                                    "unix:" + redis_socket(),
                                    "--pack",
                                    pack_.string(),
                                    "--clock",
                                    time == city_time::replay ? "replay" : "wall"};
  words.insert(words.end(), more.begin(), more.end());
  server_.emplace(words, log);
  wait_until_ready(*server_, log,
                   [&] { return text_of(log).find("\"what\":\"serving\"") != std::string::npos; });
}

std::string private_city::pages_url() const {
  std::string said = text_of(folder() / "server.log");
  constexpr std::string_view before = "\"what\":\"pages\",\"url\":\"";
  std::size_t at = said.find(before);
  if (at == std::string::npos) throw std::runtime_error("the server has no pages");
  at += before.size();
  return said.substr(at, said.find('"', at) - at);
}

std::string private_city::verify_journal() {
  fs::path log = folder() / "verify.log";
  child_process verifying({path_of_gridwhistled(), "journal", "verify", "--home", home_.string(),
                           "--redis", "unix:" + redis_socket()},
                          log);
  int code = verifying.wait();
  std::ifstream in(log);
  std::string last;
  for (std::string line; std::getline(in, line);) last = line;
  if (code != 0) throw std::runtime_error("the journal is not sound: " + last);
  return last;
}

}  // namespace gridwhistle
