// What open pages hear: each what its user may see, written once for all of them; and what happens
// to a page that does not keep up.
#include "server/adapters/page_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "server/core/permission.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using small_city::speaker;
using small_city::whistle_number;
using testing::HasSubstr;
using testing::Not;

class pages_of_a_city : public testing::Test {
 protected:
  pages_of_a_city() { at_work.start_at({3, 1}, march(11, 8h)); }

  void blown(std::string_view grid, std::uint64_t whistle) {
    command asked;
    asked.id = small_city::command_number(++commands);
    asked.digest = commands;
    asked.whistle = whistle_number(whistle);
    asked.by = speaker("walker");
    report what = report_of("01001");
    what.area = area_code(std::string(grid));
    asked.ask = blow{what};
    at_work.ask({commands}, asked, march(11, 9h));
  }
  batch settled() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable();
  }
  std::shared_ptr<page> opened(std::string_view who) {
    auto made = stream.open(io.get_executor(), speaker(who));
    stream.follow(made);
    return made;
  }
  // Of the only event that waits for that page: whose entries are in it.
  static std::vector<std::string> whistles_in(const std::string& told) {
    std::vector<std::string> found;
    std::size_t at = told.find("data: ");
    if (at == std::string::npos) return found;
    auto body = json::parse(told.substr(at + 6, told.find('\n', at) - at - 6)).get_object();
    for (const json::value& each : body.at("entries").get_array()) {
      found.emplace_back(each.get_object().at("whistle_id").get_string());
    }
    return found;
  }

  engine at_work{small_city::rules()};
  asio::io_context io;
  page_stream stream;
  people_book people;
  std::uint64_t commands = 0;
};

TEST_F(pages_of_a_city, each_hears_exactly_the_entries_that_its_user_may_see) {
  std::vector<std::shared_ptr<page>> open;
  for (const std::string& who : small_city::speaker_names()) open.push_back(opened(who));
  blown("2101010101", 1);
  blown("2102010101", 2);
  blown("2101010102", 3);
  batch done = settled();
  stream.publish(done, at_work, people);
  for (const auto& one : open) {
    std::vector<std::string> expected;
    for (const entry& each : done.entries) {
      if (may_see(*at_work.find(each.whistle), one->by(), at_work.rules()))
        expected.push_back(each.whistle.text());
    }
    std::string told = one->take();
    EXPECT_EQ(whistles_in(told), expected) << one->by().user.text;
    EXPECT_EQ(told.empty(), expected.empty());
    if (!told.empty()) {
      EXPECT_THAT(told, HasSubstr("event: entries\nid: " + done.at.text() + "\n"));
    }
  }
}

TEST_F(pages_of_a_city, a_page_that_does_not_keep_up_is_told_to_ask_again_and_holds_no_other) {
  auto slow = opened("supervisor-city");
  auto quick = opened("supervisor-city");
  std::size_t heard = 0, most = 0;
  for (std::uint64_t n = 1; n <= 300; ++n) {
    blown("2101010101", n);
    stream.publish(settled(), at_work, people);
    heard += whistles_in(quick->take()).empty() ? 0u : 1u;
  }
  EXPECT_EQ(heard, 300u);
  ASSERT_TRUE(slow->over());
  EXPECT_FALSE(quick->over());
  std::string last = slow->take();
  most = last.size();
  EXPECT_EQ(last, "event: resync\ndata: {}\n\n");
  EXPECT_LE(most, page_queue_bytes_max);
  blown("2101010101", 301);
  stream.publish(settled(), at_work, people);
  EXPECT_EQ(slow->take(), "") << "nothing follows a resync";
}

TEST_F(pages_of_a_city, who_is_at_a_whistle_is_told_to_who_may_see_it_and_to_nobody_else) {
  blown("2101010101", 1);
  settled();
  std::vector<std::shared_ptr<page>> open;
  for (const std::string& who : small_city::speaker_names()) open.push_back(opened(who));
  const whistle& about = *at_work.find(whistle_number(1));
  stream.tell({about.id, user_id("clerk-um"), "writing", march(11, 10h)}, about, at_work, people);
  std::size_t told = 0;
  for (const auto& one : open) {
    std::string heard = one->take();
    EXPECT_EQ(!heard.empty(), may_see(about, one->by(), at_work.rules())) << one->by().user.text;
    told += heard.empty() ? 0u : 1u;
    if (!heard.empty()) {
      EXPECT_THAT(heard, HasSubstr("event: presence\ndata: {\"whistle_id\":\"" + about.id.text()));
      EXPECT_THAT(heard, HasSubstr("\"user\":\"clerk-um\",\"doing\":\"writing\""));
      EXPECT_THAT(heard, Not(HasSubstr("id: "))) << "nothing to resume behind";
    }
  }
  EXPECT_GT(told, 2u);
}

TEST_F(pages_of_a_city,
       a_name_is_told_beside_its_user_to_who_may_see_the_entry_and_to_nobody_else) {
  people.put(speaker("walker").user, "王伟");
  people.put(user_id("somebody-else"), "李静");
  auto city = opened("supervisor-city"), stranger = opened("stranger");
  blown("2101010101", 1);
  stream.publish(settled(), at_work, people);
  std::string told = city->take();
  EXPECT_THAT(told, HasSubstr(R"("people":{"walker":"王伟"}})"));
  EXPECT_THAT(told, Not(HasSubstr("李静")));
  EXPECT_EQ(stranger->take(), "");
}

TEST_F(pages_of_a_city, a_publication_is_told_to_everybody_and_told_again_when_its_instant_comes) {
  auto first = opened("stranger");
  publish_ask asked;
  asked.id = small_city::command_number(++commands);
  asked.digest = commands;
  asked.by = speaker("supervisor-city");
  asked.reason = "without the hole";
  auto next = small_city::rules_without_the_hole();
  asked.pack = next->hash;
  asked.effective_at = march(12, 9h);
  at_work.know(next);
  at_work.publish({1}, asked, march(11, 9h));
  stream.publish(settled(), at_work, people);
  std::string ahead = first->take();
  EXPECT_THAT(ahead, HasSubstr("event: published\nid: "));
  EXPECT_THAT(ahead, HasSubstr("\"standing\":\"ahead\""));
  EXPECT_THAT(ahead, HasSubstr(next->hash.hex()));
  stream.notice_pack(at_work, people);
  EXPECT_EQ(first->take(), "");
  at_work.tick(march(12, 9h));
  stream.notice_pack(at_work, people);
  EXPECT_THAT(first->take(), HasSubstr("\"standing\":\"in_force\""));
  stream.notice_pack(at_work, people);
  EXPECT_EQ(first->take(), "");
}

}  // namespace
}  // namespace gridwhistle
