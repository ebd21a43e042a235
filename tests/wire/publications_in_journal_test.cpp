// A published pack as the journal stores it: an entry of no whistle, under the keyed chain, before
// the entries that were decided under it; and the history as the projection keeps it.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/state_codec.hpp"
#include "tests/core/small_city.hpp"
#include "tests/wire/key_of_test.hpp"

namespace gridwhistle {
namespace {

publication one(std::uint64_t version = 1) {
  publication told;
  told.version = version;
  told.at = from_ms(5);
  told.command = small_city::command_number(2);
  told.digest = 77;
  told.by = user_id("supervisor-city");
  told.pack.bytes.fill(0xab);
  told.effective_at = from_ms(9);
  told.reason = "a new year";
  told.moved = {small_city::whistle_number(1)};
  return told;
}

TEST(publications_in_journal, a_publication_has_its_form_on_disk) {
  v1::JournalEntry stored, wanted;
  write_publication(one(3), stored);
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "version: 3 at_ms: 5 command_digest: 77 actor: 'supervisor-city' "
      "policy_changed { effective_at_ms: 9 reason: 'a new year' }",
      &wanted));
  wanted.set_command_id(std::string(small_city::command_number(2).raw()));
  wanted.mutable_policy_changed()->set_pack(std::string(32, '\xab'));
  wanted.mutable_policy_changed()->add_moved_ids(std::string(small_city::whistle_number(1).raw()));
  EXPECT_EQ(stored.ShortDebugString(), wanted.ShortDebugString());
  EXPECT_EQ(v1::JournalEntry::kPolicyChanged, 57);
  EXPECT_EQ(read_publication(stored), one(3));
  EXPECT_FALSE(read_entry(stored, {1, 2})) << "it is of no whistle";
}

TEST(publications_in_journal, the_first_start_publishes_by_nobody) {
  publication first = first_publication(one().pack, from_ms(4));
  v1::JournalEntry stored;
  write_publication(first, stored);
  EXPECT_TRUE(stored.actor().empty());
  EXPECT_TRUE(stored.command_id().empty());
  EXPECT_EQ(read_publication(stored), first);
}

TEST(publications_in_journal, what_we_did_not_write_is_not_read) {
  const auto spoilt = [](const std::function<void(v1::JournalEntry&)>& spoil) {
    v1::JournalEntry stored;
    write_publication(one(), stored);
    spoil(stored);
    return !read_publication(stored);
  };
  EXPECT_FALSE(spoilt([](auto&) {}));
  EXPECT_TRUE(spoilt([](auto& to) { to.set_version(0); }));
  EXPECT_TRUE(spoilt([](auto& to) { to.set_whistle_id("0123456789abcdef"); }));
  EXPECT_TRUE(spoilt([](auto& to) { to.set_command_id("short"); }));
  EXPECT_TRUE(spoilt([](auto& to) { to.mutable_policy_changed()->set_pack("short"); }));
  EXPECT_TRUE(spoilt([](auto& to) { to.mutable_policy_changed()->add_moved_ids("short"); }));
  EXPECT_TRUE(spoilt([](auto& to) { to.mutable_noted(); }));
}

TEST(publications_in_journal, a_batch_reads_back_with_its_publications_before_its_entries) {
  journal_chain chain(key_of_test);
  entry told{{1, 2}, small_city::whistle_number(1), 1, from_ms(5), {}, 0, {}, noted{"so"}};
  std::vector<entry> entries = {told};
  std::vector<publication> published = {one(), one(2)};
  std::string bytes = chain.seal({1, 2}, from_ms(6), entries, {}, published);
  auto read = read_batch(key_of_test, {1, 2}, bytes);
  ASSERT_TRUE(std::holds_alternative<stored_batch>(read));
  const auto& batch = std::get<stored_batch>(read);
  EXPECT_EQ(batch.publications, published);
  EXPECT_EQ(batch.entries.size(), 1u);
  v1::JournalBatch outer;
  v1::JournalBatchBody body;
  ASSERT_TRUE(outer.ParseFromString(bytes) && body.ParseFromString(outer.body()));
  ASSERT_EQ(body.entries_size(), 3);
  EXPECT_TRUE(body.entries(0).has_policy_changed());
  EXPECT_TRUE(body.entries(2).has_noted());
  EXPECT_EQ(body.SerializeAsString(), outer.body());
}

TEST(publications_in_journal, the_projected_history_reads_back_whole_or_not_at_all) {
  policy_history history;
  ASSERT_TRUE(history.add(one(1)));
  ASSERT_TRUE(history.add(one(2)));
  v1::PolicyHistory stored;
  write_history(history, stored);
  auto read = read_history(stored);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->all(), history.all());
  stored.mutable_publications()->DeleteSubrange(0, 1);
  EXPECT_FALSE(read_history(stored)) << "version 1 is missing";
}

TEST(publications_in_journal, an_empty_history_leaves_the_state_hash_as_it_was) {
  policy_history history;
  EXPECT_EQ(state_hash({}, history), state_hash({}));
  ASSERT_TRUE(history.add(one(1)));
  EXPECT_NE(state_hash({}, history), state_hash({}));
}

}  // namespace
}  // namespace gridwhistle
