#include "tests/story/story_city.hpp"

#include <poll.h>
#include <stdlib.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;

constexpr int look_every_ms = 2;
constexpr std::string_view serving_line = "\"what\":\"serving\"";

fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "gw-story-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

void wait_until(std::string_view fact, const std::function<bool()>& is_true,
                std::chrono::milliseconds within) {
  auto end = std::chrono::steady_clock::now() + within;
  while (!is_true()) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("waited in vain: " + std::string(fact));
    }
    ::poll(nullptr, 0, look_every_ms);
  }
}

std::uint64_t printed_seed() {
  const char* given = std::getenv("GW_SEED");
  std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "seed " << seed << std::endl;
  return seed;
}

std::uint64_t count_from(const char* variable, std::uint64_t short_form) {
  const char* given = std::getenv(variable);
  return given ? std::strtoull(given, nullptr, 10) : short_form;
}

std::string json_field(std::string_view line, std::string_view name) {
  std::string key = "\"" + std::string(name) + "\":";
  auto at = line.find(key);
  if (at == std::string_view::npos) return {};
  auto rest = line.substr(at + key.size());
  if (!rest.starts_with('"')) return std::string(rest.substr(0, rest.find_first_of(",}")));
  rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find('"')));
}

std::string program(std::string_view name) {
  return std::string(GW_BINARY_DIR) + "/bin/" + std::string(name);
}

fs::path pack_folder(std::string_view name) {
  return fs::path(GW_SOURCE_DIR) / "deploy/packs" / name;
}

std::string text_in(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

std::string first_in(const std::string& text, const std::string& pattern) {
  std::smatch found;
  return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : std::string();
}

program_end run_program(const std::vector<std::string>& words, const fs::path& log) {
  fs::remove(log);
  child_process running(words, log);
  program_end ended;
  ended.code = running.wait();
  ended.said = text_in(log);
  return ended;
}

// --- the server ---

story_server::story_server(fs::path home, std::string redis, fs::path pack)
    : home_(std::move(home)),
      log_(home_.string() + ".log"),
      redis_(std::move(redis)),
      pack_(std::move(pack)) {}

void story_server::start(const std::vector<std::string>& more) {
  std::vector<std::string> words = {
      program("gridwhistled"), "serve", "--home", home_.string(), "--redis", redis_, "--pack",
      pack_.string()};
  words.insert(words.end(), ports_.begin(), ports_.end());
  words.insert(words.end(), more.begin(), more.end());
  process_.emplace(words, log_);
}

std::size_t story_server::times_serving() const {
  std::string log = log_text();
  std::size_t times = 0;
  for (auto at = log.find(serving_line); at != std::string::npos;
       at = log.find(serving_line, at + 1)) {
    ++times;
  }
  return times;
}

void story_server::wait_serving(std::size_t times) {
  wait_until("the server serves", [&] {
    if (times_serving() >= times) return true;
    if (!process_->running()) throw std::runtime_error("the server has ended:\n" + log_text());
    return false;
  });
  std::ifstream endpoints(home_ / "endpoints");
  std::string requests;
  std::string feed;
  std::string word;
  endpoints >> word >> requests >> word >> feed;
  ports_ = {"--listen", requests, "--feed", feed};
}

void story_server::start_and_wait(const std::vector<std::string>& more) {
  std::size_t before = times_serving();
  start(more);
  wait_serving(before + 1);
}

void story_server::kill_hard() {
  process_->signal(SIGKILL);
  process_->wait();
}

int story_server::stop() {
  process_->signal(SIGTERM);
  return process_->wait();
}

int story_server::wait_end() {
  wait_until("the server ends", [&] { return !process_->running(); });
  return process_->wait();
}

void story_server::end() { process_.reset(); }

std::size_t story_server::resident_kib() const {
  std::ifstream status("/proc/" + std::to_string(pid()) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  throw std::runtime_error("no VmRSS of the server");
}

// --- the city ---

story_city::story_city(int walkers)
    : folder(fresh_folder()),
      server(folder / "home", "unix:" + redis.socket_path(), folder / "pack") {
  fs::copy(pack_folder("shenyang"), pack());
  fs::remove(pack() / "care.csv");
  auto enrolled = run_program({program("gridwhistled"), "enrol-demo", "--home", home().string(),
                               "--pack", pack().string(), "--walkers", std::to_string(walkers)},
                              folder / "enrol.log");
  if (enrolled.code != 0) throw std::runtime_error(enrolled.said);
}

story_city::~story_city() {
  server.end();
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

fs::path story_city::copy_home(std::string_view name) const {
  fs::path copy = folder / name;
  fs::copy(home(), copy, fs::copy_options::recursive);
  fs::remove(copy / "endpoints");
  return copy;
}

std::string story_city::verify_journal(const fs::path& receipts) const {
  std::vector<std::string> words = {program("gridwhistled"), "journal", "verify",       "--home",
                                    home().string(),         "--redis", redis_address()};
  if (!receipts.empty()) words.insert(words.end(), {"--receipts", receipts.string()});
  return last_line(run_program(words, folder / "verify.log").said);
}

program_end story_city::say(std::vector<std::string> words) const {
  words.insert(words.begin(), program("gridwhistle"));
  return run_program(words, folder / "say.log");
}

program_end story_city::say_as(const std::string& user, std::vector<std::string> words) const {
  words.insert(words.end(), {"--home", home().string(), "--as", user});
  return say(std::move(words));
}

std::string story_city::area_of(std::string_view user) const {
  std::ifstream enrolled(home() / "enrolled.csv");
  for (std::string line; std::getline(enrolled, line);) {
    // public_key,user,role,department,area,status
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    if (row.size() == 6 && row[1] == user) return row[4];
  }
  throw std::runtime_error("not enrolled: " + std::string(user));
}

}  // namespace gridwhistle::test
