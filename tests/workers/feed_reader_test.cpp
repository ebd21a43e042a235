// The feed reader against a scripted server: PUB with losses, ranges over the line, restarts,
// moves.
#include "workers/feed_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/workers/fake_server.hpp"
#include "workers/requests.hpp"

namespace gridwhistle::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What a server has said on each topic, and answers ranges from, two messages a page.
class topic_journal {
 public:
  explicit topic_journal(std::shared_ptr<fake_server> server) : server_(std::move(server)) {
    server_->on_request = [this](const heard_request& request) { answer(request); };
  }
  topic_journal(const topic_journal&) = delete;
  topic_journal& operator=(const topic_journal&) = delete;
  ~topic_journal() { server_->on_request = nullptr; }

  // Written down; the feed does not say it.
  const v1::FeedMessage& add(const std::string& topic) {
    ++last_.sequence;
    auto& messages = topics_[topic];
    v1::FeedMessage message;
    *message.mutable_position() = wire_position(last_);
    if (!messages.empty()) *message.mutable_previous() = messages.back().position();
    messages.push_back(message);
    return messages.back();
  }
  void say(const std::string& topic) { server_->publish(topic, add(topic)); }
  void begin_anew(std::uint32_t dataset) {
    dataset_ = dataset;
    topics_.clear();
    last_ = {1, 0};
  }
  position last() const { return last_; }
  std::size_t ranges_asked = 0;

 private:
  void answer(const heard_request& to) {
    if (to.request.has_ping()) return server_->pong(to, dataset_, last_);
    ASSERT_TRUE(to.request.has_feed_range());
    ++ranges_asked;
    const auto& range = to.request.feed_range();
    if (range.topic().starts_with("dept/secret")) {
      return server_->refuse(to, refusal_code::topic_unknown);
    }
    v1::Reply reply;
    auto& page = *reply.mutable_feed();
    *page.mutable_up_to() = wire_position(last_);
    for (const auto& message : topics_[range.topic()]) {
      if (position_in(message.position()) <= position_in(range.after())) continue;
      if (page.messages_size() == 2) {
        page.set_more(true);
        *page.mutable_up_to() = page.messages(1).position();
        break;
      }
      *page.add_messages() = message;
    }
    server_->reply(to, std::move(reply));
  }

  std::shared_ptr<fake_server> server_;
  std::map<std::string, std::vector<v1::FeedMessage>> topics_;
  position last_{1, 0};
  std::uint32_t dataset_ = 1;
};

class feed : public testing::Test {
 protected:
  ~feed() override { stop(); }

  void stop() {
    if (reader) reader->stop();
    if (link) link->stop();
  }

  void read(const std::vector<std::shared_ptr<fake_server>>& servers, feed_bookmark from,
            span check_every) {
    feed_settings settings;
    settings.retry = {span(1), span(5)};
    settings.check_every = check_every;
    feed_calls calls;
    calls.message = [this](const std::string& topic, const v1::FeedMessage& message) {
      read_on[topic].push_back(position_in(message.position()).text());
      marks.push_back(reader->bookmark());
    };
    calls.begun_anew = [this](const dataset_id&) { read_on.clear(); };
    calls.refused = [this](const std::string& topic, const v1::Refused&) {
      refused.push_back(topic);
    };
    link_settings line = w.settings(servers);
    line.try_timeout = span(300);
    link = w.connect(std::move(line));
    reader = feed_reader::start(w.io.get_executor(), w.context, link, std::move(from), settings,
                                w.clock, std::move(calls), 3);
  }

  static feed_bookmark from_start(const std::vector<std::string>& topics) {
    feed_bookmark mark;
    for (const auto& topic : topics) mark.topics.push_back({topic, position{}});
    return mark;
  }

  world w;
  std::shared_ptr<server_link> link;
  std::shared_ptr<feed_reader> reader;
  std::map<std::string, std::vector<std::string>> read_on;
  std::vector<feed_bookmark> marks;
  std::vector<std::string> refused;
};

constexpr span never = std::chrono::hours(1);

TEST_F(feed, live_messages_come_at_once_and_lost_ones_by_range_each_once_and_in_order) {
  auto server = w.serve();
  topic_journal journal(server);
  read({server}, from_start({"all"}), never);
  ASSERT_TRUE(
      w.until([&] { return server->subscribed.contains("all") && journal.ranges_asked > 0; }));
  journal.say("all");
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 1; }));
  for (int i = 0; i < 5; ++i) journal.add("all");
  journal.say("all");
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 7; }));
  EXPECT_THAT(read_on["all"], ElementsAre("1-1", "1-2", "1-3", "1-4", "1-5", "1-6", "1-7"));
}

TEST_F(feed, a_topic_does_not_bring_the_longer_ones_it_is_a_prefix_of) {
  auto server = w.serve();
  topic_journal journal(server);
  read({server}, from_start({"dept/1"}), never);
  ASSERT_TRUE(
      w.until([&] { return server->subscribed.contains("dept/1") && journal.ranges_asked > 0; }));
  journal.say("dept/12");
  journal.say("dept/1");
  ASSERT_TRUE(w.until([&] { return !read_on["dept/1"].empty(); }));
  EXPECT_THAT(read_on["dept/1"], ElementsAre("1-2"));
  EXPECT_EQ(read_on.size(), 1u);
}

TEST_F(feed, from_now_on_means_without_what_was_said_before) {
  auto server = w.serve();
  topic_journal journal(server);
  for (int i = 0; i < 4; ++i) journal.add("all");
  feed_bookmark mark;
  mark.topics.push_back({"all", std::nullopt});
  read({server}, std::move(mark), never);
  ASSERT_TRUE(
      w.until([&] { return server->subscribed.contains("all") && journal.ranges_asked > 0; }));
  journal.say("all");
  ASSERT_TRUE(w.until([&] { return !read_on["all"].empty(); }));
  EXPECT_THAT(read_on["all"], ElementsAre("1-5"));
}

TEST_F(feed, a_bookmark_taken_at_any_message_resumes_right_behind_it) {
  auto server = w.serve();
  topic_journal journal(server);
  for (int i = 0; i < 5; ++i) journal.add("all");
  read({server}, from_start({"all"}), never);
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 5; }));
  stop();
  std::vector<feed_bookmark> written = marks;
  for (std::size_t i = 0; i < written.size(); ++i) {
    read_on.clear();
    read({server}, written[i], never);
    ASSERT_TRUE(w.until([&] { return reader->bookmark().topics[0].after == journal.last(); }));
    EXPECT_EQ(read_on["all"].size(), 4 - i);
    stop();
  }
}

TEST_F(feed, the_last_message_before_a_silence_is_found_by_looking_again) {
  auto server = w.serve();
  topic_journal journal(server);
  read({server}, from_start({"all"}), span(20));
  ASSERT_TRUE(w.until([&] { return journal.ranges_asked > 0; }));
  journal.add("all");
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 1; }));
}

TEST_F(feed, a_new_dataset_is_read_from_its_beginning_though_its_positions_are_lower) {
  auto server = w.serve();
  topic_journal journal(server);
  for (int i = 0; i < 9; ++i) journal.add("all");
  read({server}, from_start({"all"}), never);
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 9; }));
  auto learn = [&] {
    v1::Request ping = new_request(new_command_id(w.clock.now()));
    ping.mutable_ping();
    asio::co_spawn(w.io, link->exchange(std::move(ping)),
                   [](std::exception_ptr escaped, auto) { rethrow(escaped); });
  };
  learn();
  ASSERT_TRUE(w.until([&] { return reader->bookmark().dataset == id_of<dataset_id>(1); }));
  journal.begin_anew(2);
  journal.add("all");
  journal.add("all");
  learn();
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 2; }));
  EXPECT_THAT(read_on["all"], ElementsAre("1-1", "1-2"));
  EXPECT_EQ(reader->bookmark().dataset, id_of<dataset_id>(2));
}

TEST_F(feed, it_follows_the_line_to_another_endpoint_and_asks_what_it_missed_there) {
  auto first = w.serve();
  auto second = w.serve();
  topic_journal old_journal(first);
  topic_journal journal(second);
  read({first, second}, from_start({"all"}), span(20));
  ASSERT_TRUE(
      w.until([&] { return first->subscribed.contains("all") && old_journal.ranges_asked > 0; }));
  old_journal.say("all");
  journal.add("all");
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 1; }));
  first->on_request = nullptr;
  journal.add("all");
  ASSERT_TRUE(
      w.until([&] { return second->subscribed.contains("all") && read_on["all"].size() == 2; }));
  journal.say("all");
  ASSERT_TRUE(w.until([&] { return read_on["all"].size() == 3; }));
  EXPECT_THAT(read_on["all"], ElementsAre("1-1", "1-2", "1-3"));
}

TEST_F(feed, a_refused_topic_is_told_of_and_the_others_go_on) {
  auto server = w.serve();
  topic_journal journal(server);
  journal.add("all");
  read({server}, from_start({"dept/secret", "all"}), never);
  ASSERT_TRUE(w.until([&] { return !refused.empty() && read_on["all"].size() == 1; }));
  EXPECT_THAT(refused, ElementsAre("dept/secret"));
  EXPECT_THAT(read_on["dept/secret"], IsEmpty());
}

}  // namespace
}  // namespace gridwhistle::test
