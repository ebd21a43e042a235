// What no whistle names, on a real disk: it goes when it is old, and nothing else ever does.
#include "server/adapters/photo_sweep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "server/adapters/photo_door.hpp"
#include "tests/adapters/noon.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Optional;

constexpr instant long_ago = noon - std::chrono::days(31);

// Three batches to a page, as the journal has pages, too.
constexpr std::size_t page_batches = 3;

class photo_sweep : public testing::Test {
 protected:
  photo_sweep() : folder(fs::path(testing::TempDir()) / ("sweep-" + std::to_string(::getpid()))) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    photo_door::shard_view shard;
    shard.entries_after = [this](position after) { return page_after(after); };
    door.emplace(io, photo_settings{folder, "/proc/self/exe"}, std::move(shard));
  }
  ~photo_sweep() override {
    door.reset();
    fs::remove_all(folder);
  }

  asio::awaitable<photo_door::journal_page> page_after(position after) {
    ++pages_read;
    if (broken) co_return journal_fault{};
    std::vector<stored_batch> page;
    for (const stored_batch& each : journal) {
      if (each.at > after && page.size() < page_batches) page.push_back(each);
    }
    co_return page;
  }
  photo_hash sent(const std::string& bytes, instant at) {
    photo_hash hash = photo_hash::of(bytes);
    EXPECT_FALSE(photo_store(folder).keep(hash, bytes, at));
    return hash;
  }
  void happened(event what) {
    stored_batch made;
    made.at = position{journal.size() + 1, 0};
    entry told;
    told.happened = std::move(what);
    made.entries.push_back(std::move(told));
    journal.push_back(std::move(made));
  }
  std::optional<std::size_t> sweep(instant now = noon) {
    std::optional<std::size_t> gone;
    asio::co_spawn(io, door->sweep_unnamed(now),
                   [&](std::exception_ptr, std::optional<std::size_t> told) { gone = told; });
    io.restart();
    io.run();
    return gone;
  }
  bool claim(const photo_hash& photo, instant now) {
    std::optional<std::string> lost;
    asio::co_spawn(io, door->missing({photo.hex()}, now),
                   [&](std::exception_ptr, std::optional<std::string> told) { lost = told; });
    io.restart();
    io.run();
    return !lost;
  }
  bool kept(const photo_hash& photo) const { return photo_store(folder).has(photo); }

  fs::path folder;
  asio::io_context io;
  std::vector<stored_batch> journal;
  bool broken = false;
  int pages_read = 0;
  std::optional<photo_door> door;
};

TEST_F(photo_sweep, every_event_that_shows_photos_names_them) {
  report_change added;
  added.photos = {"b"};
  raised blown;
  blown.what.photos = {"a"};
  EXPECT_THAT(named_in(blown), ElementsAre("a"));
  EXPECT_THAT(named_in(amended{added, {}}), ElementsAre("b"));
  EXPECT_THAT(named_in(checked{finding::confirmed, "t", {"c"}}), ElementsAre("c"));
  EXPECT_THAT(named_in(handled{department_code("um"), "t", {"d"}}), ElementsAre("d"));
  EXPECT_THAT(named_in(verified{"t", {"e"}}), ElementsAre("e"));
  EXPECT_THAT(named_in(verification_failed{"t", {"f"}}), ElementsAre("f"));
  EXPECT_THAT(named_in(reported_in{}), testing::IsEmpty());
}

TEST_F(photo_sweep, what_is_old_and_named_by_no_whistle_goes_with_its_smaller_ones) {
  photo_hash unnamed = sent("unnamed", long_ago), young = sent("young", noon - 24h);
  photo_hash reported = sent("reported", long_ago), shown = sent("shown", long_ago);
  ASSERT_FALSE(photo_store(folder).keep_scaled(unnamed, 320, "small"));
  raised blown;
  blown.what.photos = {reported.hex()};
  happened(blown);
  for (int i = 0; i < 7; ++i) happened(reported_in{department_code("um")});
  happened(verified{"solved", {shown.hex()}});

  EXPECT_THAT(sweep(), Optional(1u));
  EXPECT_FALSE(kept(unnamed));
  EXPECT_FALSE(fs::exists(
      photo_store(folder).file_of(unnamed).replace_filename(unnamed.hex() + "-320.jpg")));
  EXPECT_TRUE(kept(young));
  EXPECT_TRUE(kept(reported));
  EXPECT_TRUE(kept(shown));
  EXPECT_EQ(pages_read, 4) << "the whole journal, to its end";
}

TEST_F(photo_sweep, where_nothing_is_old_the_journal_is_not_read) {
  sent("young", noon - 24h);
  EXPECT_THAT(sweep(), Optional(0u));
  EXPECT_EQ(pages_read, 0);
}

TEST_F(photo_sweep, what_was_found_named_is_not_looked_for_every_day) {
  photo_hash named = sent("named", long_ago);
  happened(verified{"solved", {named.hex()}});
  EXPECT_THAT(sweep(), Optional(0u));
  pages_read = 0;
  EXPECT_THAT(sweep(noon + 24h), Optional(0u));
  EXPECT_EQ(pages_read, 0);
}

TEST_F(photo_sweep, a_journal_that_cannot_be_read_to_its_end_costs_no_photo) {
  photo_hash unnamed = sent("unnamed", long_ago);
  broken = true;
  EXPECT_EQ(sweep(), std::nullopt);
  EXPECT_TRUE(kept(unnamed));
  broken = false;
  EXPECT_THAT(sweep(), Optional(1u));
}

TEST_F(photo_sweep, whoever_sends_a_photo_again_or_is_about_to_name_it_makes_it_young) {
  photo_hash again = sent("again", long_ago), claimed = sent("claimed", long_ago);
  sent("again", noon - 1h);
  EXPECT_TRUE(claim(claimed, noon - 1h));
  EXPECT_THAT(sweep(), Optional(0u));
  EXPECT_TRUE(kept(again));
  EXPECT_TRUE(kept(claimed));
  EXPECT_FALSE(claim(photo_hash::of("never sent"), noon));
  EXPECT_THAT(sweep(noon + std::chrono::days(31)), Optional(2u));
}

TEST_F(photo_sweep, a_sweep_looks_for_the_oldest_first_and_for_no_more_than_its_bound) {
  photo_hash oldest = sent("oldest", long_ago - 2h), older = sent("older", long_ago - 1h);
  sent("old", long_ago);
  photo_store store(folder);
  auto first = store.claimed_within(instant(), noon, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].hash, oldest);
  EXPECT_EQ(first[1].hash, older);
  EXPECT_EQ(first[1].at, long_ago - 1h);
  auto between = store.claimed_within(long_ago - 1h, long_ago, 9);
  ASSERT_EQ(between.size(), 1u);
  EXPECT_EQ(between[0].hash, older);
  EXPECT_FALSE(store.drop_unclaimed(oldest, long_ago - 2h)) << "claimed at that very instant";
  EXPECT_TRUE(store.drop_unclaimed(oldest, long_ago));
  EXPECT_FALSE(store.drop_unclaimed(oldest, long_ago));
}

}  // namespace
}  // namespace gridwhistle
