// The gate with real CURVE sockets, and the register behind it.
#include "server/adapters/zap_gate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "server/adapters/key_register.hpp"
#include "tests/adapters/run_until.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view header = "public_key,user,role,department,area,status\n";

class keys_file {
 public:
  keys_file() {
    std::string name = testing::TempDir() + "gw-enrolled-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~keys_file() { std::filesystem::remove_all(folder_); }
  std::filesystem::path path() const { return folder_ / "enrolled.csv"; }
  // As an operator does it: a new file, renamed into place.
  void write(const std::string& rows) const {
    std::ofstream(folder_ / "new", std::ios::binary) << header << rows;
    std::filesystem::rename(folder_ / "new", path());
  }

 private:
  std::filesystem::path folder_;
};

std::string row(const curve_key_pair& keys, const std::string& rest) {
  return keys.public_key + "," + rest + "\n";
}

void ignore(std::exception_ptr) {}

asio::awaitable<void> collect(async_socket& socket, std::vector<incoming>& all) {
  std::vector<incoming> batch;
  while (true) {
    co_await socket.receive(batch, 64);
    for (incoming& each : batch) all.push_back(std::move(each));
  }
}

class zap_gate_test : public testing::Test {
 protected:
  // Worker w1 and a clerk are enrolled; the clerk's key is revoked.
  zap_gate_test() {
    file.write(row(worker, "w1,grid_worker,,110101,active") +
               row(lost, "c7,clerk,urban_management,,revoked"));
    keys.emplace(file.path());
  }
  // libzmq frees the name of a destroyed gate a moment after its end.
  void open_gate() {
    auto opened = [this] {
      try {
        gate.emplace(loop.get_executor(), sockets, *keys,
                     [this](const std::string& reason) { died_of.push_back(reason); });
        return true;
      } catch (const std::runtime_error&) {
        return false;
      }
    };
    ASSERT_TRUE(run_until(loop, opened, 10s));
  }
  void open_door() {
    socket_options guarded;
    guarded.security = curve_server{server.secret_key};
    door.emplace(loop.get_executor(), sockets, socket_kind::router, guarded);
    door->bind("tcp://127.0.0.1:*");
    asio::co_spawn(loop, collect(*door, arrived), ignore);
  }
  async_socket visitor(const curve_key_pair& with) {
    socket_options keyed;
    keyed.security = curve_client{server.public_key, with};
    return async_socket(loop.get_executor(), sockets, socket_kind::dealer, keyed);
  }
  // How the first handshake of that key ended; nothing when none did.
  std::optional<handshake> knock(const curve_key_pair& with) {
    async_socket dealer = visitor(with);
    async_socket watcher = dealer.watch_handshakes();
    std::vector<incoming> seen;
    asio::co_spawn(loop, collect(watcher, seen), ignore);
    dealer.connect(door->last_endpoint());
    bool ended = run_until(
        loop, [&] { return !seen.empty(); }, 10s);
    std::optional<handshake> how = ended ? handshake_in(seen[0]) : std::nullopt;
    watcher.cancel();
    loop.restart();
    loop.poll();  // the collector lets go of what stands here
    return how;
  }
  bool stranger_refused() {
    std::optional<bool> refused;
    asio::co_spawn(loop, stranger_is_refused(sockets, door->last_endpoint(), server.public_key),
                   [&](std::exception_ptr failure, bool answer) {
                     EXPECT_FALSE(failure);
                     refused = answer;
                   });
    EXPECT_TRUE(run_until(
        loop, [&] { return refused.has_value(); }, 10s));
    return refused.value_or(false);
  }

  keys_file file;
  curve_key_pair server = make_curve_key_pair();
  curve_key_pair worker = make_curve_key_pair();
  curve_key_pair lost = make_curve_key_pair();
  asio::io_context loop{1};
  socket_context sockets{1};
  std::optional<key_register> keys;
  std::vector<std::string> died_of;
  std::vector<incoming> arrived;
  std::optional<zap_gate> gate;
  std::optional<async_socket> door;
};

TEST_F(zap_gate_test, an_enrolled_key_gets_in_and_stands_beside_what_it_sends) {
  open_gate();
  open_door();
  async_socket dealer = visitor(worker);
  dealer.connect(door->last_endpoint());
  ASSERT_TRUE(dealer.send("report"));
  ASSERT_TRUE(run_until(
      loop, [&] { return !arrived.empty(); }, 10s));
  EXPECT_EQ(arrived[0].key, worker.public_key);
  EXPECT_EQ(arrived[0].frames, std::vector<std::string>{"report"});
  EXPECT_EQ(gate->tally().admitted, 1u);
  EXPECT_EQ(gate->tally().refused, 0u);
  EXPECT_TRUE(died_of.empty());
}

TEST_F(zap_gate_test, strangers_and_revoked_keys_are_refused_at_the_handshake) {
  open_gate();
  open_door();
  EXPECT_EQ(knock(make_curve_key_pair()), handshake::key_refused);
  EXPECT_EQ(knock(lost), handshake::key_refused);
  EXPECT_EQ(knock(worker), handshake::succeeded);
  EXPECT_GE(gate->tally().refused, 2u);
  EXPECT_EQ(gate->tally().admitted, 1u);
}

TEST_F(zap_gate_test, without_a_gate_neither_strangers_nor_the_enrolled_get_in) {
  open_door();
  EXPECT_EQ(knock(make_curve_key_pair()), handshake::failed);
  EXPECT_EQ(knock(worker), handshake::failed);
  async_socket dealer = visitor(worker);
  dealer.connect(door->last_endpoint());
  dealer.send("report");
  EXPECT_FALSE(run_until(
      loop, [&] { return !arrived.empty(); }, 1s));
}

TEST_F(zap_gate_test, the_self_test_tells_a_closed_door_from_a_missing_gate) {
  open_door();
  auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(stranger_refused()) << "nobody was there to refuse";
  EXPECT_LT(std::chrono::steady_clock::now() - begin, gate_test_within + 2s);
  open_gate();
  EXPECT_TRUE(stranger_refused());
  EXPECT_TRUE(stranger_refused());
  gate.reset();
  EXPECT_FALSE(stranger_refused());
}

TEST_F(zap_gate_test, the_self_test_fails_when_everybody_is_let_in) {
  socket_options open;
  open.frames_kept = 8;
  async_socket careless(loop.get_executor(), sockets, socket_kind::router, open);
  careless.bind("inproc://zeromq.zap.01");
  std::vector<incoming> asked;
  asio::co_spawn(loop, collect(careless, asked), ignore);
  open_door();
  std::optional<bool> refused;
  asio::co_spawn(loop, stranger_is_refused(sockets, door->last_endpoint(), server.public_key),
                 [&](std::exception_ptr, bool answer) { refused = answer; });
  ASSERT_TRUE(run_until(
      loop, [&] { return !asked.empty(); }, 10s));
  std::array<std::string_view, 8> welcome{asked[0].peer, "",   "1.0",    asked[0].frames[2],
                                          "200",         "OK", "anyone", ""};
  ASSERT_TRUE(careless.send(welcome));
  ASSERT_TRUE(run_until(
      loop, [&] { return refused.has_value(); }, 10s));
  EXPECT_FALSE(*refused);
}

TEST_F(zap_gate_test, a_gate_that_ends_by_itself_says_so_once_and_a_destroyed_one_does_not) {
  open_gate();
  loop.poll();
  gate.reset();
  loop.restart();
  loop.poll();
  EXPECT_TRUE(died_of.empty());
  open_gate();
  loop.restart();
  loop.poll();
  sockets.shutdown();
  ASSERT_TRUE(run_until(
      loop, [&] { return !died_of.empty(); }, 10s));
  EXPECT_EQ(died_of.size(), 1u);
  EXPECT_FALSE(died_of[0].empty());
}

TEST_F(zap_gate_test, a_context_has_one_gate) {
  open_gate();
  EXPECT_THROW(zap_gate(loop.get_executor(), sockets, *keys, [](const std::string&) {}),
               std::runtime_error);
}

TEST_F(zap_gate_test, a_question_that_is_not_ours_is_refused) {
  open_gate();
  socket_options plain;
  plain.frames_kept = 8;
  async_socket asker(loop.get_executor(), sockets, socket_kind::dealer, plain);
  asker.connect("inproc://zeromq.zap.01");
  std::vector<incoming> answers;
  asio::co_spawn(loop, collect(asker, answers), ignore);
  std::string key(32, 'k');
  using frames = std::vector<std::string_view>;
  const std::vector<frames> questions = {
      {"", "2.0", "q", "gridwhistle", "127.0.0.1", "", "CURVE", key},
      {"", "1.0", "q", "elsewhere", "127.0.0.1", "", "CURVE", key},
      {"", "1.0", "q", "", "127.0.0.1", "", "CURVE", key},
      {"", "1.0", "q", "gridwhistle", "127.0.0.1", "", "NULL"},
      {"", "1.0", "q", "gridwhistle", "127.0.0.1", "", "PLAIN", "w1"},
      {"", "1.0", "q", "gridwhistle", "127.0.0.1", "", "PLAIN", "w1", "secret"},
      {"", "1.0", "q", "gridwhistle", "127.0.0.1", "", "CURVE", "short"},
      {"", "1.0", "q", "gridwhistle", "127.0.0.1", "", "CURVE", key, "more"},
      {"", "1.0", "q"},
  };
  for (const frames& question : questions) {
    answers.clear();
    ASSERT_TRUE(asker.send(question));
    ASSERT_TRUE(run_until(
        loop, [&] { return !answers.empty(); }, 10s));
    EXPECT_EQ(answers[0].frames[2], "q");
    EXPECT_EQ(answers[0].frames[3], "400");
    EXPECT_EQ(answers[0].frames[5], "");
  }
  ASSERT_TRUE(asker.send(std::string_view("nonsense")));
  ASSERT_TRUE(run_until(
      loop, [&] { return gate->tally().refused == questions.size() + 1; }, 10s));
  EXPECT_EQ(gate->tally().admitted, 0u);
}

TEST_F(zap_gate_test, revoking_a_key_leaves_its_session_open_but_its_messages_can_be_told) {
  open_gate();
  open_door();
  async_socket dealer = visitor(worker);
  dealer.connect(door->last_endpoint());
  ASSERT_TRUE(dealer.send("before"));
  ASSERT_TRUE(run_until(
      loop, [&] { return arrived.size() == 1; }, 10s));
  curve_key_pair replacement = make_curve_key_pair();
  file.write(row(worker, "w1,grid_worker,,110101,revoked") +
             row(replacement, "w1,grid_worker,,110101,active"));
  ASSERT_EQ(keys->reload_if_changed(), key_register::reload::narrowed);
  // libzmq has no way to cut one session: the message arrives, and the key on it is the revoked
  // one.
  ASSERT_TRUE(dealer.send("after"));
  ASSERT_TRUE(run_until(
      loop, [&] { return arrived.size() == 2; }, 10s));
  const enrolment* by_key = keys->find_key(arrived[1].key);
  ASSERT_NE(by_key, nullptr);
  EXPECT_EQ(by_key->status, key_status::revoked);
  EXPECT_EQ(knock(worker), handshake::key_refused);
  EXPECT_EQ(knock(replacement), handshake::succeeded);
}

TEST(key_register, a_user_is_found_by_an_active_key_before_a_revoked_one) {
  keys_file file;
  curve_key_pair old_key = make_curve_key_pair();
  curve_key_pair new_key = make_curve_key_pair();
  file.write(row(new_key, "c7,clerk,water,,active") + row(old_key, "c7,clerk,water,,revoked"));
  key_register keys(file.path());
  EXPECT_EQ(keys.size(), 2u);
  ASSERT_NE(keys.find_user(user_id("c7")), nullptr);
  EXPECT_EQ(keys.find_user(user_id("c7"))->public_key, new_key.public_key);
  EXPECT_EQ(keys.find_user(user_id("c7"))->who.role, role::clerk);
  EXPECT_EQ(keys.find_user(user_id("c7"))->who.department, department_code("water"));
  EXPECT_EQ(keys.find_key(old_key.public_key)->status, key_status::revoked);
  EXPECT_EQ(keys.find_user(user_id("nobody")), nullptr);
  EXPECT_EQ(keys.find_key(make_curve_key_pair().public_key), nullptr);
}

TEST(key_register, every_fault_names_its_line_its_column_and_its_value) {
  curve_key_pair one = make_curve_key_pair();
  curve_key_pair two = make_curve_key_pair();
  struct fault_case {
    std::string rows;
    int line;
    int column;
    std::string value;
  };
  const fault_case cases[] = {
      {"short,w1,grid_worker,,,active\n", 2, 1, "short"},
      {row(one, "w1,grid_worker,,,active") + row(one, "w2,grid_worker,,,active"), 3, 1,
       one.public_key},
      {row(one, ",grid_worker,,,active"), 2, 2, ""},
      {row(one, std::string(65, 'u') + ",grid_worker,,,active"), 2, 2, std::string(65, 'u')},
      {row(one, "w1,grid_worker,,1,active") + row(two, "w1,grid_worker,,2,active"), 3, 2, "w1"},
      {row(one, "w1,mayor,,,active"), 2, 3, "mayor"},
      {row(one, "c1,clerk,,,active"), 2, 4, ""},
      {row(one, "d1,desk_officer,,,active"), 2, 5, ""},
      {row(one, "s1,supervisor,,,active"), 2, 5, ""},
      {row(one, "w1,grid_worker,,,lost"), 2, 6, "lost"},
  };
  for (const fault_case& each : cases) {
    auto read = read_enrolments("enrolled.csv", std::string(header) + each.rows);
    const auto* wrong = std::get_if<std::vector<file_error>>(&read);
    ASSERT_NE(wrong, nullptr) << each.rows;
    ASSERT_EQ(wrong->size(), 1u) << each.rows << to_text(wrong->front());
    EXPECT_EQ(wrong->front().file, "enrolled.csv");
    EXPECT_EQ(wrong->front().line, each.line) << each.rows;
    EXPECT_EQ(wrong->front().column, each.column) << each.rows;
    EXPECT_EQ(wrong->front().value, each.value);
  }
}

TEST(key_register, all_faults_of_a_file_are_named_at_once) {
  curve_key_pair one = make_curve_key_pair();
  auto read = read_enrolments("enrolled.csv", std::string(header) + "bad,,grid_worker,,,active\n" +
                                                  row(one, "w1,mayor,,,active"));
  const auto* wrong = std::get_if<std::vector<file_error>>(&read);
  ASSERT_NE(wrong, nullptr);
  EXPECT_EQ(wrong->size(), 3u);
}

TEST(key_register, a_bad_file_changes_nothing_and_a_good_one_everything) {
  keys_file file;
  curve_key_pair one = make_curve_key_pair();
  curve_key_pair two = make_curve_key_pair();
  file.write(row(one, "w1,grid_worker,,,active"));
  key_register keys(file.path());
  EXPECT_EQ(keys.reload_if_changed(), key_register::reload::unchanged);

  file.write(row(two, "w2,grid_worker,,,active") + row(one, "w1,grid_worker,,,gone"));
  EXPECT_EQ(keys.reload_if_changed(), key_register::reload::refused);
  EXPECT_NE(keys.find_key(one.public_key), nullptr);
  EXPECT_EQ(keys.find_key(two.public_key), nullptr);
  EXPECT_EQ(keys.reload_if_changed(), key_register::reload::unchanged)
      << "warned twice of one fault";

  std::filesystem::remove(file.path());
  EXPECT_EQ(keys.reload_if_changed(), key_register::reload::refused);
  EXPECT_NE(keys.find_key(one.public_key), nullptr);

  file.write(row(two, "w2,grid_worker,,,active"));
  EXPECT_EQ(keys.reload_if_changed(), key_register::reload::narrowed);
  EXPECT_EQ(keys.find_key(one.public_key), nullptr);
  EXPECT_EQ(keys.find_user(user_id("w1")), nullptr);
  EXPECT_NE(keys.find_key(two.public_key), nullptr);
}

TEST(key_register, a_missing_or_faulty_file_stops_the_start) {
  keys_file file;
  EXPECT_THROW(key_register{file.path()}, std::runtime_error);
  file.write("short,w1,grid_worker,,,active\n");
  try {
    key_register keys(file.path());
    FAIL() << "a register was made of a faulty file";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("enrolled.csv:2:1"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace gridwhistle
