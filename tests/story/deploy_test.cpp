// Law: one data directory has one redis-server and one deploy/up; the scripts say by their exit
// code how they ended, and a city that was stopped comes back where it was.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <regex>

#include "common/time.hpp"
#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;

std::string script(std::string_view name) {
  return std::string(GW_SOURCE_DIR) + "/deploy/" + std::string(name);
}

std::size_t count_in(const fs::path& file, std::string_view words) {
  std::string text = text_in(file);
  std::size_t times = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++times;
  return times;
}

// The Shenyang pack with another last day of its calendar.
fs::path pack_until(const fs::path& folder, instant last) {
  fs::path made = folder / "ends-soon";
  fs::copy(pack_folder("shenyang"), made);
  std::string settings = text_in(made / "pack.toml");
  constexpr std::string_view date = "2026-12-31";
  auto at = settings.find("to = ");
  EXPECT_NE(at, std::string::npos);
  settings.replace(at + 5, date.size(), to_text(last).substr(0, date.size()));
  std::ofstream(made / "pack.toml") << settings;
  return made;
}

TEST(horizon, a_calendar_that_ends_soon_is_an_alarm_at_the_start) {
  story_city city(1);
  // The day it is in the pack's zone.
  instant now = system_clock_source().now() + std::chrono::hours(8);
  story_server server(city.copy_home("other"), city.redis_address(),
                      pack_until(city.folder, now + std::chrono::days(10)));
  server.start_and_wait();
  wait_until("it says so", [&] {
    return server.log_text().find("the published calendar ends soon") != std::string::npos;
  });
  EXPECT_TRUE(std::regex_search(server.log_text(), std::regex("days_left\"?[:=]1[01]\\b")))
      << server.log_text();
  server.stop();
}

class deploy : public testing::Test {
 protected:
  deploy() {
    std::string name = (fs::temp_directory_path() / "gw-deploy-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder = name;
    data = folder / "data";
    fs::create_directories(data);
    fs::create_directories(folder / "tmp");
  }
  ~deploy() override { fs::remove_all(folder); }

  std::vector<std::string> up(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"env",
                                      "GRIDWHISTLE_BIN=" + std::string(GW_BINARY_DIR) + "/bin",
                                      "GRIDWHISTLE_PAST_DAYS=" + std::to_string(past_days),
                                      "GRIDWHISTLE_DATA=" + data.string(),
                                      "TMPDIR=" + (folder / "tmp").string(),
                                      script("up")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  std::string redis_says(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {"redis-cli", "-s", (data / "redis.sock").string()};
    all.insert(all.end(), words.begin(), words.end());
    return run_program(all, folder / "cli.log").said;
  }
  pid_t redis_pid() const {
    std::string told = redis_says({"info", "server"});
    auto at = told.find("process_id:");
    return at == std::string::npos ? 0 : std::stoi(told.substr(at + 11));
  }
  void wait_for_redis() const {
    wait_until("redis answers", [&] { return redis_says({"ping"}) == "PONG\n"; });
  }
  // Of a start that must end by itself; one that does not fails the test here.
  program_end ended(const std::vector<std::string>& words) const {
    fs::path log = folder / "ended.log";
    fs::remove(log);
    child_process started(words, log);
    wait_until("the second start ends", [&] { return !started.running(); });
    return {started.wait(), text_in(log)};
  }
  std::string endpoints() const { return text_in(data / "home/endpoints"); }

  fs::path folder;
  fs::path data;
  int past_days = 0;
};

int end_of(child_process& running) {
  wait_until("it ends", [&] { return !running.running(); });
  return running.wait();
}

TEST_F(deploy, a_second_redis_on_one_directory_is_refused_and_the_first_answers_on) {
  std::vector<std::string> start = {script("redis-start"), data.string()};
  child_process first(start, folder / "first.log");
  wait_for_redis();
  pid_t before = redis_pid();
  program_end second = ended(start);
  EXPECT_EQ(second.code, 1) << second.said;
  EXPECT_NE(second.said.find(data.string() + " is in use"), std::string::npos) << second.said;
  EXPECT_EQ(redis_pid(), before);

  ::kill(before, SIGKILL);
  EXPECT_EQ(end_of(first), 1);
  child_process again(start, folder / "again.log");
  wait_for_redis();
  EXPECT_NE(redis_pid(), before);
}

TEST_F(deploy, a_second_up_on_one_directory_is_refused_and_the_first_serves_on) {
  fs::path log = folder / "up.log";
  child_process first(up(), log);
  wait_until("the city is up", [&] { return count_in(log, "Gridwhistle is up") == 1; });
  pid_t before = redis_pid();
  const std::vector<std::vector<std::string>> starts = {up(),
                                                        {script("redis-start"), data.string()}};
  for (const auto& start : starts) {
    program_end second = ended(start);
    EXPECT_EQ(second.code, 1) << second.said;
    EXPECT_NE(second.said.find(data.string() + " is in use"), std::string::npos) << second.said;
  }
  EXPECT_EQ(redis_pid(), before);
  EXPECT_TRUE(first.running());
  first.signal(SIGINT);
  EXPECT_EQ(end_of(first), 0) << text_in(log);
}

TEST_F(deploy, up_comes_back_on_its_ports_with_its_log_and_on_others_where_they_are_taken) {
  fs::path log = folder / "up.log";
  std::size_t lives = 0;
  auto live = [&] {
    child_process city(up(), log);
    ++lives;
    wait_until("the city is up", [&] { return count_in(log, "Gridwhistle is up") == lives; });
    std::string listening = endpoints();
    city.signal(SIGINT);
    EXPECT_EQ(end_of(city), 0) << text_in(log);
    EXPECT_EQ(count_in(data / "server.log", "\"what\":\"serving\""), lives);
    return listening;
  };
  std::string first = live();
  EXPECT_EQ(live(), first);

  sockaddr_in taken{};
  taken.sin_family = AF_INET;
  taken.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  std::string requests = first.substr(0, first.find('\n'));
  taken.sin_port =
      ::htons(static_cast<std::uint16_t>(std::stoi(requests.substr(requests.rfind(':') + 1))));
  int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int yes = 1;
  ::setsockopt(other, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ASSERT_EQ(::bind(other, reinterpret_cast<const sockaddr*>(&taken), sizeof taken), 0);
  ASSERT_EQ(::listen(other, 1), 0);
  EXPECT_NE(live(), first);
  ::close(other);
}

TEST_F(deploy, a_new_city_lives_a_past_once_and_one_that_was_interrupted_lives_it_anew) {
  past_days = 1;
  fs::path log = folder / "up.log";
  {
    child_process city(up(), log);
    wait_until("it begins to live it", [&] { return fs::exists(data / "past-begun"); });
    city.signal(SIGINT);
    EXPECT_EQ(end_of(city), 0) << text_in(log);
  }
  for (std::size_t lives = 1; lives <= 2; ++lives) {
    child_process city(up(), log);
    wait_until("the city is up", [&] { return count_in(log, "Gridwhistle is up") == lives; });
    city.signal(SIGINT);
    EXPECT_EQ(end_of(city), 0) << text_in(log);
  }
  EXPECT_EQ(count_in(log, "a new city"), 2u) << text_in(log);
  EXPECT_EQ(count_in(log, "its past is {\"whistles\":"), 1u) << text_in(log);
  EXPECT_FALSE(fs::exists(data / "past-begun"));
}

TEST_F(deploy, an_interrupted_check_says_so_by_its_exit_code_and_leaves_nothing) {
  struct interruption {
    int signal;
    int code;
  };
  for (interruption each : {interruption{SIGINT, 130}, interruption{SIGTERM, 143}}) {
    fs::path log = folder / ("check-" + std::to_string(each.signal) + ".log");
    child_process checking(up({"--check"}), log);
    auto serving = [&] {
      for (const auto& entry : fs::directory_iterator(folder / "tmp")) {
        if (count_in(entry.path() / "server.log", "\"what\":\"serving\"") > 0) return true;
      }
      return false;
    };
    wait_until("the server serves", serving);
    checking.signal(each.signal);
    EXPECT_EQ(end_of(checking), each.code) << text_in(log);
    EXPECT_EQ(count_in(log, "unexpected EOF"), 0u) << text_in(log);
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
  }
}

}  // namespace
}  // namespace gridwhistle::test
