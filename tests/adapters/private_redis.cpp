#include "tests/adapters/private_redis.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace gridwhistle {
namespace {

constexpr auto start_within = std::chrono::seconds(20);
constexpr int look_every_ms = 2;

// The settings of a city, and a place of its own.
constexpr std::string_view durable_base = "include " GW_SOURCE_DIR
                                          "/deploy/redis.conf\n"
                                          "unixsocket redis.sock\n"
                                          "logfile redis.log\n";

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

using connection = std::unique_ptr<redisContext, decltype(&redisFree)>;

connection connect_to(const std::string& path) {
  timeval limit{2, 0};
  connection made(redisConnectUnixWithTimeout(path.c_str(), limit), redisFree);
  if (made && made->err == 0) redisSetTimeout(made.get(), limit);
  return made;
}

using redis_answer = std::unique_ptr<void, decltype(&freeReplyObject)>;

// Null when there is no answer.
redis_answer asked(redisContext& connected, const std::vector<std::string>& words) {
  std::vector<const char*> starts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    starts.push_back(word.data());
    sizes.push_back(word.size());
  }
  return redis_answer(
      redisCommandArgv(&connected, static_cast<int>(words.size()), starts.data(), sizes.data()),
      freeReplyObject);
}

std::string text_of(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_NIL:
      return "(nil)";
    case REDIS_REPLY_ARRAY: {
      std::string all;
      for (std::size_t i = 0; i < reply.elements; ++i) {
        if (i > 0) all.push_back(' ');
        all += text_of(*reply.element[i]);
      }
      return all;
    }
  }
  return std::string(reply.str, reply.len);
}

// The child of a fork: becomes the program, or ends at once. Dies with the test that started it.
[[noreturn]] void become(const std::vector<std::string>& words, const std::string& directory,
                         pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (::getppid() == parent && ::chdir(directory.c_str()) == 0) {
    ::execvp(arguments[0], arguments.data());
  }
  ::_exit(127);
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

private_redis::private_redis(std::vector<std::string> lines) {
  std::string name = std::filesystem::temp_directory_path() / "gw-redis-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no directory for redis: " + name);
  directory_ = name;
  std::ofstream config(directory_ / "redis.conf");
  config << durable_base;
  for (const std::string& line : lines) config << line << '\n';
  config.close();
  try {
    start();
  } catch (...) {
    if (running()) kill_hard();
    std::filesystem::remove_all(directory_);
    throw;
  }
}

private_redis::~private_redis() {
  if (running()) kill_hard();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void private_redis::kill_hard() {
  if (!running()) fail("is not running");
  ::kill(process_, SIGKILL);
  wait_for(process_);
  process_ = 0;
}

void private_redis::freeze() {
  if (!running()) fail("is not running");
  ::kill(process_, SIGSTOP);
  int status = 0;
  while (::waitpid(process_, &status, WUNTRACED) < 0 && errno == EINTR) {
  }
  if (!WIFSTOPPED(status)) fail("did not stop");
}

void private_redis::thaw() {
  if (!running()) fail("is not running");
  ::kill(process_, SIGCONT);
}

void private_redis::start() {
  if (running()) fail("is running already");
  if (try_start() == startup::answers) return;
  repair();
  if (try_start() != startup::answers) fail("does not start after a repair");
}

private_redis::startup private_redis::try_start() {
  std::filesystem::remove(socket_path());
  pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ < 0) fail("cannot fork");
  if (process_ == 0) {
    become({"redis-server", "redis.conf", "--aof-load-truncated", "no"}, directory_, parent);
  }
  auto end = std::chrono::steady_clock::now() + start_within;
  while (std::chrono::steady_clock::now() < end) {
    if (answers()) return startup::answers;
    if (ended()) return startup::gave_up;
    ::poll(nullptr, 0, look_every_ms);
  }
  kill_hard();
  fail("does not answer");
}

bool private_redis::answers() const {
  connection made = connect_to(socket_path());
  if (!made || made->err != 0) return false;
  redis_answer got = asked(*made, {"PING"});
  return got && static_cast<const redisReply*>(got.get())->type == REDIS_REPLY_STATUS;
}

bool private_redis::ended() {
  int status = 0;
  if (::waitpid(process_, &status, WNOHANG) != process_) return false;
  process_ = 0;
  return true;
}

// Only the tail of the last incremental file may be cut; everything else is a loss a test must see.
void private_redis::repair() {
  std::string log = log_text();
  if (log.find("aof-load-truncated") == std::string::npos &&
      log.find("redis-check-aof --fix") == std::string::npos) {
    fail("refuses to start, and not for a torn tail");
  }
  std::string torn = incremental_file();
  pid_t parent = ::getpid();
  pid_t fixer = ::fork();
  if (fixer < 0) fail("cannot fork");
  if (fixer == 0) {
    // It asks before it cuts.
    become({"sh", "-c", "echo y | redis-check-aof --fix \"$0\" > check-aof.log 2>&1", torn},
           directory_, parent);
  }
  int status = wait_for(fixer);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fail("redis-check-aof: " + text_of(directory_ / "check-aof.log"));
  }
  ++repairs_;
}

std::filesystem::path private_redis::incremental_file() const {
  std::filesystem::path folder = directory_ / "appendonlydir";
  std::ifstream manifest(folder / "appendonly.aof.manifest");
  std::string line;
  std::string last;
  while (std::getline(manifest, line)) {
    // file appendonly.aof.1.incr.aof seq 1 type i
    std::istringstream words(line);
    std::string label;
    std::string name;
    words >> label >> name;
    if (label == "file" && line.ends_with("type i")) last = name;
  }
  if (last.empty()) fail("no incremental file in the manifest");
  return folder / last;
}

std::string private_redis::command(const std::vector<std::string>& words) const {
  connection made = connect_to(socket_path());
  if (!made || made->err != 0) fail("cannot connect");
  redis_answer got = asked(*made, words);
  if (!got) fail(std::string("no answer: ") + made->errstr);
  return text_of(*static_cast<const redisReply*>(got.get()));
}

std::string private_redis::log_text() const { return text_of(directory_ / "redis.log"); }

void private_redis::fail(const std::string& what) const {
  throw std::runtime_error("redis in " + directory_.string() + ": " + what + "\n" + log_text());
}

}  // namespace gridwhistle
