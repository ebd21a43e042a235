// The chain of batches: whatever is done to a stored batch or to their order is found out.
#include <gtest/gtest.h>

#include "server/adapters/journal_codec.hpp"
#include "tests/core/small_city.hpp"
#include "tests/wire/key_of_test.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

entry entry_of(event happened, std::uint64_t version) {
  entry told;
  told.batch = {2, 3};
  told.whistle = small_city::whistle_number(1);
  told.version = version;
  told.at = small_city::march(11, 9h);
  told.command = small_city::command_number(14);
  told.digest = 13;
  told.by = user_id("walker");
  told.happened = std::move(happened);
  return told;
}

struct stored_at {
  position at;
  std::string bytes;
};
using journal_of_test = std::vector<stored_at>;

// A writer of epoch 1 with four batches, then a writer of epoch 2 that fences it and goes on with
// three. Each writer follows its own fence, as reading it back does.
journal_of_test sound_journal(const seal_key& key = key_of_test) {
  journal_of_test made;
  journal_chain chain(key);
  std::uint64_t version = 0;
  for (std::uint64_t epoch : {1u, 2u}) {
    fence raised{*dataset_id::from_bytes("dataset-of-tests"), "host:" + std::to_string(epoch)};
    position at{epoch, 0};
    made.push_back({at, chain.seal_fence(at, from_ms(1000), raised)});
    auto read = read_batch(key, at, made.back().bytes);
    EXPECT_TRUE(chain.follow(std::get<stored_batch>(read)));
    for (std::uint64_t sequence = 1; sequence <= (epoch == 1 ? 4 : 3); ++sequence) {
      at = {epoch, sequence};
      std::vector<entry> entries = {entry_of(noted{"so"}, ++version)};
      made.push_back({at, chain.seal(at, from_ms(1000), entries)});
    }
  }
  return made;
}

// "sound", or the first fault and where.
std::string audit(const journal_of_test& journal) {
  journal_chain chain(key_of_test);
  for (const stored_at& each : journal) {
    auto read = read_batch(key_of_test, each.at, each.bytes);
    if (const auto* fault = std::get_if<batch_fault>(&read)) {
      return each.at.text() + " " + std::string(name_of(*fault));
    }
    if (!chain.follow(std::get<stored_batch>(read))) return each.at.text() + " does not follow";
  }
  return "sound";
}

TEST(journal_chain, a_journal_with_two_writers_is_followed_to_its_end) {
  EXPECT_EQ(audit(sound_journal()), "sound");
}

TEST(journal_chain, a_batch_reads_back_as_it_was_sealed) {
  journal_of_test journal = sound_journal();
  auto first = std::get<stored_batch>(read_batch(key_of_test, {1, 0}, journal[0].bytes));
  ASSERT_TRUE(first.fence);
  EXPECT_EQ(first.fence->writer, "host:1");
  EXPECT_EQ(first.fence->dataset.raw(), "dataset-of-tests");
  EXPECT_TRUE(first.previous_mac.empty());
  auto second = std::get<stored_batch>(read_batch(key_of_test, {1, 1}, journal[1].bytes));
  EXPECT_FALSE(second.fence);
  EXPECT_EQ(second.at, (position{1, 1}));
  EXPECT_EQ(second.when, from_ms(1000));
  ASSERT_EQ(second.entries.size(), 1u);
  EXPECT_EQ(std::get<noted>(second.entries[0].happened).text, "so");
}

TEST(journal_chain, any_flipped_bit_is_found_in_the_batch_that_has_it) {
  journal_of_test journal = sound_journal();
  for (stored_at& each : journal) {
    for (std::size_t bit = 0; bit < each.bytes.size() * 8; ++bit) {
      each.bytes[bit / 8] = static_cast<char>(each.bytes[bit / 8] ^ (1 << bit % 8));
      std::string verdict = audit(journal);
      ASSERT_EQ(verdict.substr(0, verdict.find(' ')), each.at.text()) << verdict << " bit " << bit;
      ASSERT_TRUE(verdict.ends_with("mac_wrong") || verdict.ends_with("unreadable")) << verdict;
      each.bytes[bit / 8] = static_cast<char>(each.bytes[bit / 8] ^ (1 << bit % 8));
    }
  }
  EXPECT_EQ(audit(journal), "sound");
}

TEST(journal_chain, a_batch_cut_short_anywhere_is_found) {
  journal_of_test journal = sound_journal();
  std::string whole = journal[3].bytes;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    journal[3].bytes = whole.substr(0, length);
    EXPECT_EQ(audit(journal).substr(0, 4), "1-3 ") << length;
  }
}

TEST(journal_chain, a_batch_taken_out_is_found_by_the_next_one) {
  for (std::size_t out = 0; out + 1 < sound_journal().size(); ++out) {
    journal_of_test journal = sound_journal();
    journal.erase(journal.begin() + static_cast<std::ptrdiff_t>(out));
    // A fence follows anything; the batch behind it tells.
    position tells = journal[out].at == position{2, 0} ? position{2, 1} : journal[out].at;
    EXPECT_EQ(audit(journal), tells.text() + " does not follow");
  }
}

TEST(journal_chain, a_tail_cut_off_leaves_another_head) {
  auto head_of = [](const journal_of_test& journal) {
    journal_chain chain(key_of_test);
    for (const stored_at& each : journal) {
      auto read = read_batch(key_of_test, each.at, each.bytes);
      EXPECT_TRUE(chain.follow(std::get<stored_batch>(read)));
    }
    return chain.value();
  };
  journal_of_test journal = sound_journal();
  mac whole = head_of(journal);
  while (!journal.empty()) {
    journal.pop_back();
    EXPECT_NE(head_of(journal), whole);
  }
}

TEST(journal_chain, batches_that_changed_places_are_found) {
  journal_of_test journal = sound_journal();
  std::swap(journal[2].bytes, journal[3].bytes);
  EXPECT_EQ(audit(journal), "1-2 position_differs");
  journal = sound_journal();
  std::swap(journal[2], journal[3]);
  EXPECT_EQ(audit(journal), "1-3 does not follow");
}

TEST(journal_chain, a_batch_sealed_with_another_key_is_found) {
  journal_of_test journal = sound_journal();
  journal[2] = sound_journal({9, 9})[2];
  EXPECT_EQ(audit(journal), "1-2 mac_wrong");
}

TEST(journal_chain, a_batch_of_another_history_is_found_though_its_seal_is_good) {
  journal_of_test journal = sound_journal();
  journal_chain other(key_of_test);
  std::vector<entry> entries = {entry_of(noted{"other"}, 2)};
  journal[2].bytes = other.seal({1, 2}, from_ms(1000), entries);
  EXPECT_EQ(audit(journal), "1-2 does not follow");
}

TEST(journal_chain, a_rewritten_last_batch_is_found_when_the_journal_goes_on) {
  journal_of_test journal = sound_journal();
  journal_chain rewriter(key_of_test);
  for (std::size_t i = 0; i < 4; ++i) {
    auto read = read_batch(key_of_test, journal[i].at, journal[i].bytes);
    ASSERT_TRUE(rewriter.follow(std::get<stored_batch>(read)));
  }
  std::vector<entry> entries = {entry_of(noted{"rewritten"}, 4)};
  journal[4].bytes = rewriter.seal({1, 4}, from_ms(1000), entries);
  EXPECT_EQ(audit(journal), "2-1 does not follow");
}

TEST(journal_chain, a_fence_put_in_taken_from_elsewhere_or_rewritten_is_found) {
  journal_chain forger(key_of_test);
  fence raised{*dataset_id::from_bytes("dataset-of-tests"), "forger:1"};
  journal_of_test journal = sound_journal();
  journal[5].bytes = forger.seal_fence({2, 0}, from_ms(1000), raised);
  EXPECT_EQ(audit(journal), "2-1 does not follow");
  journal = sound_journal();
  journal.insert(journal.begin() + 3, {{1, 3}, forger.seal_fence({1, 3}, from_ms(1000), raised)});
  EXPECT_EQ(audit(journal), "1-3 does not follow");
  journal = sound_journal();
  journal[5].bytes = journal[0].bytes;
  EXPECT_EQ(audit(journal), "2-0 position_differs");
}

TEST(journal_chain, sealing_a_fence_does_not_move_the_chain) {
  journal_chain chain(key_of_test);
  mac before = chain.value();
  fence raised{*dataset_id::from_bytes("dataset-of-tests"), "host:1"};
  std::string bytes = chain.seal_fence({1, 0}, from_ms(1000), raised);
  EXPECT_EQ(chain.value(), before);
  auto read = read_batch(key_of_test, {1, 0}, bytes);
  EXPECT_TRUE(chain.follow(std::get<stored_batch>(read)));
  EXPECT_NE(chain.value(), before);
}

TEST(journal_chain, reading_may_begin_in_the_middle) {
  journal_of_test journal = sound_journal();
  journal_chain chain(key_of_test);
  auto known = read_batch(key_of_test, journal[2].at, journal[2].bytes);
  chain.begin_at(std::get<stored_batch>(known));
  for (std::size_t i = 3; i < journal.size(); ++i) {
    auto next = read_batch(key_of_test, journal[i].at, journal[i].bytes);
    EXPECT_TRUE(chain.follow(std::get<stored_batch>(next))) << journal[i].at.text();
  }
}

}  // namespace
}  // namespace gridwhistle
