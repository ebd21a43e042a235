// A city of one test: a home, a redis-server that can be killed, and the built programs on them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/private_redis.hpp"
#include "workers/child_process.hpp"

namespace gridwhistle::test {

// Longer than anything takes here on a busy machine; reached only by a failure.
constexpr auto story_patience = std::chrono::seconds(60);

// Throws std::runtime_error naming the fact when it does not come true in time.
void wait_until(std::string_view fact, const std::function<bool()>& is_true,
                std::chrono::milliseconds within = story_patience);

// GW_SEED, or one drawn now; printed, so that a failure can be repeated.
std::uint64_t printed_seed();
// A count from the environment: the long form of a test.
std::uint64_t count_from(const char* variable, std::uint64_t short_form);

// The text behind "name": in a line of our JSON, without quotes. Empty where there is none.
std::string json_field(std::string_view line, std::string_view name);

// What the pattern's first group holds where it matches first. Empty: it does not match.
std::string first_in(const std::string& text, const std::string& pattern);

// Exit codes of a terminal.
constexpr int failed = 1;
constexpr int refused_by_server = 2;
// A supervisor of the whole city.
inline constexpr const char* chief = "supervisor-2101";

std::string program(std::string_view name);  // of this build
std::filesystem::path pack_folder(std::string_view name);
std::string text_in(const std::filesystem::path& file);
std::string last_line(std::string_view text);

struct program_end {
  int code = 0;
  std::string said;  // standard output and error
};
program_end run_program(const std::vector<std::string>& words, const std::filesystem::path& log);

// One `gridwhistled serve`: its log, its ports, its life and death.
class story_server {
 public:
  story_server(std::filesystem::path home, std::string redis, std::filesystem::path pack);

  // Starts it, on the ports it had before if it ran before. Does not wait.
  void start(const std::vector<std::string>& more = {});
  // How often it has said that it serves, in all its lives.
  std::size_t times_serving() const;
  void wait_serving(std::size_t times);
  void start_and_wait(const std::vector<std::string>& more = {});
  void kill_hard();
  int stop();  // SIGTERM; the exit code
  int wait_end();
  void end();  // whatever it takes
  void signal(int number) { process_->signal(number); }
  pid_t pid() const { return process_->pid(); }
  std::size_t resident_kib() const;

  const std::filesystem::path& home() const { return home_; }
  std::string log_text() const { return text_in(log_); }

 private:
  std::filesystem::path home_;
  std::filesystem::path log_;
  std::string redis_;
  std::filesystem::path pack_;
  std::vector<std::string> ports_;
  std::optional<child_process> process_;
};

// What the Shenyang pack wants of whoever verifies: the hash of a photo.
inline const std::string some_photo(64, 'c');

class story_city {
 public:
  // Of the Shenyang pack, without its care visits: the journal holds what a test says and no more.
  explicit story_city(int walkers);
  ~story_city();

  private_redis redis;
  std::filesystem::path folder;
  story_server server;

  std::filesystem::path home() const { return server.home(); }
  std::filesystem::path pack() const { return folder / "pack"; }
  std::string redis_address() const { return "unix:" + redis.socket_path(); }
  // A copy of the home for a second server. endpoints is left out.
  std::filesystem::path copy_home(std::string_view name) const;
  // The line of `gridwhistled journal verify`. receipts: empty, or a file of them.
  std::string verify_journal(const std::filesystem::path& receipts = {}) const;
  // `gridwhistle words…`
  program_end say(std::vector<std::string> words) const;
  // As an enrolled user: `gridwhistle words… --home … --as user`
  program_end say_as(const std::string& user, std::vector<std::string> words) const;
  // Of an enrolled user: the area in enrolled.csv.
  std::string area_of(std::string_view user) const;
};

}  // namespace gridwhistle::test
