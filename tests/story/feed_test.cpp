// Who hears what on the feed of a real server: what the permission table gives him, whatever he
// subscribes to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "common/async_socket.hpp"
#include "tests/story/story_city.hpp"
#include "workers/client_home.hpp"

namespace gridwhistle::test {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;

// A subscriber that asks for whatever it likes, and the topics it then hears.
class raw_subscriber {
 public:
  raw_subscriber(const std::filesystem::path& home, const std::string& user,
                 const std::vector<std::string>& topics)
      : about_(settings_for(home, user)),
        socket_(io_.get_executor(), sockets_, socket_kind::sub, options()) {
    socket_.connect(about_.endpoints.front().feed);
    for (const std::string& each : topics) socket_.subscribe(each);
    asio::co_spawn(io_, read(), [](std::exception_ptr) {});
  }

  const std::set<std::string>& heard() {
    io_.poll();
    return heard_;
  }
  void forget() {
    io_.poll();
    heard_.clear();
  }

 private:
  socket_options options() const {
    socket_options made;
    made.max_message_bytes = 16 * 1024 * 1024;
    made.security = curve_client{about_.endpoints.front().public_key, about_.own};
    return made;
  }

  asio::awaitable<void> read() {
    std::vector<incoming> batch;
    for (;;) {
      co_await socket_.receive(batch, 16);
      for (const incoming& each : batch) heard_.insert(each.frames.front());
    }
  }

  link_settings about_;
  asio::io_context io_{1};
  socket_context sockets_{1};
  async_socket socket_;
  std::set<std::string> heard_;
};

class feed_of_a_city : public testing::Test {
 protected:
  feed_of_a_city() : city(2) { city.server.start_and_wait(); }

  // The department that leads.
  std::string blow() {
    program_end blown =
        city.say_as("walker-1", {"blow", "--matter", "matter:06010", "--area",
                                 city.area_of("walker-1"), "--text", "垃圾堆放未清理"});
    std::smatch found;
    EXPECT_TRUE(std::regex_search(blown.said, found, std::regex("lead (\\S+)"))) << blown.said;
    return found[1];
  }

  std::string department_beside(const std::string& lead) const {
    std::string enrolled = text_in(city.home() / "enrolled.csv");
    for (std::smatch found; std::regex_search(enrolled, found, std::regex("clerk-([^,]+),"));
         enrolled = found.suffix())
      if (found[1] != lead) return found[1];
    return {};
  }

  story_city city;
};

TEST_F(feed_of_a_city, a_clerk_hears_his_department_and_nothing_else_he_subscribes_to) {
  std::string lead = blow();
  std::string own = "dept/" + lead;
  std::string walk = "area/" + city.area_of("walker-1");
  // By prefix it would be everything there is.
  raw_subscriber clerk(city.home(), "clerk-" + lead, {"", "a", "all", "dept/", "area/", walk, own});
  raw_subscriber supervisor(city.home(), "supervisor-2101", {"all", walk, own});
  wait_until("both have heard of a whistle", [&] {
    blow();
    return !clerk.heard().empty() && supervisor.heard().size() == 3;
  });
  EXPECT_EQ(clerk.heard(), std::set<std::string>{own + "\n"});
  EXPECT_EQ(supervisor.heard(), (std::set<std::string>{"all\n", own + "\n", walk + "\n"}));
}

TEST_F(feed_of_a_city, a_revoked_key_hears_nothing_more_and_the_others_go_on) {
  std::string lead = blow(), own = "dept/" + lead;
  raw_subscriber clerk(city.home(), "clerk-" + lead, {own});
  raw_subscriber supervisor(city.home(), "supervisor-2101", {own});
  wait_until("both have heard of a whistle", [&] {
    blow();
    return !clerk.heard().empty() && !supervisor.heard().empty();
  });
  std::string rows = text_in(city.home() / "enrolled.csv");
  std::smatch row;
  ASSERT_TRUE(std::regex_search(rows, row, std::regex("[^\n]*,clerk-" + lead + ",[^\n]*")));
  std::string revoked = std::regex_replace(row.str(), std::regex("active$"), "revoked");
  ASSERT_NE(revoked, row.str());
  std::ofstream(city.home() / "enrolled.next") << row.prefix() << revoked << row.suffix();
  std::filesystem::rename(city.home() / "enrolled.next", city.home() / "enrolled.csv");
  wait_until("the server knows", [&] {
    return city.server.log_text().find("enrolled keys reloaded") != std::string::npos;
  });
  // Before the next whistle everybody has to knock again.
  wait_until("the door has opened again",
             [&] { return city.server.log_text().find("feed opened again") != std::string::npos; });
  clerk.forget();
  supervisor.forget();
  wait_until("the supervisor hears again", [&] {
    blow();
    return !supervisor.heard().empty();
  });
  EXPECT_TRUE(clerk.heard().empty());
}

TEST_F(feed_of_a_city,
       an_emergency_rings_for_a_clerk_who_was_not_called_and_says_nothing_in_words) {
  auto log = city.folder / "watch.log";
  std::string lead = blow();
  std::string other = department_beside(lead);
  child_process watching({program("gridwhistle"), "watch", "dept/" + other, "--home",
                          city.home().string(), "--as", "clerk-" + other},
                         log);
  // It tells what happens from now on, and not when that begins: so something happens until then.
  wait_until("the emergency rang", [&] {
    city.say_as("walker-1", {"blow", "--kind", "emergency", "--matter", "matter:06010", "--area",
                             city.area_of("walker-1"), "--text", "围挡倒塌"});
    blow();
    return std::regex_search(text_in(log), std::regex("RING [^\n]* delivered "));
  });
  watching.signal(SIGTERM);
  EXPECT_EQ(watching.wait(), 0);
  std::string heard = text_in(log);
  std::string where = " matter:06010 in " + city.area_of("walker-1");
  EXPECT_THAT(heard, testing::ContainsRegex("RING .* raised" + where));
  EXPECT_THAT(heard, testing::ContainsRegex("RING .* dispatched" + where + " calls "));
  EXPECT_THAT(heard, testing::Not(HasSubstr("围挡倒塌")));
  EXPECT_THAT(heard, testing::Not(HasSubstr("垃圾"))) << "no emergency";
  EXPECT_THAT(heard, testing::Not(HasSubstr("\a"))) << "a file is no terminal";
}

TEST_F(feed_of_a_city, who_may_not_follow_a_topic_is_told_so) {
  program_end refused = city.say_as("walker-1", {"watch", "all", "--events", "1"});
  EXPECT_EQ(refused.code, 2) << refused.said;
  EXPECT_THAT(refused.said, HasSubstr("[topic_not_allowed] all"));
  program_end unknown = city.say_as("supervisor-2101", {"watch", "dept/nobody", "--events", "1"});
  EXPECT_THAT(unknown.said, HasSubstr("[topic_unknown] dept/nobody"));
}

TEST_F(feed_of_a_city, who_waits_for_news_is_told_that_no_server_answers) {
  city.server.kill_hard();
  auto log = city.folder / "watch.log";
  child_process watching({program("gridwhistle"), "watch", "all", "--events", "1", "--home",
                          city.home().string(), "--as", chief},
                         log);
  wait_until("it is said", [&] {
    return text_in(log).find("no answer from the server; asking tcp://") != std::string::npos;
  });
  city.server.start_and_wait();
  wait_until("it has heard what happens now", [&] {
    blow();
    return !watching.running();
  });
  EXPECT_EQ(watching.wait(), 0);
}

}  // namespace
}  // namespace gridwhistle::test
