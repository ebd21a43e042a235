// What stands between a publisher and the journal: the parts that arrive, the proof on its thread,
// and the store in a real Redis.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <utility>

#include "server/adapters/pack_prover.hpp"
#include "server/adapters/pack_store.hpp"
#include "server/adapters/pack_uploads.hpp"
#include "tests/adapters/private_redis.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

policy_hash hash_number(std::uint8_t number) {
  policy_hash made;
  made.bytes.fill(number);
  return made;
}

pack_part_request part(std::uint8_t whole, std::uint64_t size, std::uint64_t offset,
                       std::string bytes) {
  return {hash_number(whole), size, offset, std::move(bytes)};
}

const user_id sender("supervisor-city");

TEST(pack_uploads, parts_in_their_order_make_the_whole) {
  pack_uploads held;
  EXPECT_EQ(held.take(sender, part(1, 5, 0, "abc")), 3u);
  EXPECT_EQ(held.whole(sender, hash_number(1)), nullptr);
  EXPECT_EQ(held.take(sender, part(1, 5, 3, "de")), 5u);
  ASSERT_NE(held.whole(sender, hash_number(1)), nullptr);
  EXPECT_EQ(*held.whole(sender, hash_number(1)), "abcde");
}

TEST(pack_uploads, a_part_said_again_or_too_early_changes_nothing_and_says_where_to_go_on) {
  pack_uploads held;
  EXPECT_EQ(held.take(sender, part(1, 5, 3, "de")), 0u);
  EXPECT_EQ(held.take(sender, part(1, 5, 0, "abc")), 3u);
  EXPECT_EQ(held.take(sender, part(1, 5, 0, "abc")), 3u);
  EXPECT_EQ(held.take(sender, part(1, 5, 4, "e")), 3u);
  EXPECT_EQ(held.take(sender, part(1, 5, 3, "de")), 5u);
  EXPECT_EQ(held.take(sender, part(1, 5, 3, "de")), 5u);
}

TEST(pack_uploads, nobody_completes_what_another_has_begun) {
  pack_uploads held;
  held.take(sender, part(1, 2, 0, "a"));
  EXPECT_EQ(held.take(user_id("other"), part(1, 2, 1, "b")), 0u);
  EXPECT_EQ(held.whole(sender, hash_number(1)), nullptr);
  EXPECT_EQ(held.whole(user_id("other"), hash_number(1)), nullptr);
}

TEST(pack_uploads, for_one_more_than_its_bound_the_one_touched_longest_ago_goes) {
  pack_uploads held;
  for (std::uint8_t i = 1; i <= uploads_max; ++i) held.take(sender, part(i, 2, 0, "a"));
  held.take(sender, part(1, 2, 1, "b"));
  held.take(sender, part(99, 2, 0, "a"));
  EXPECT_NE(held.whole(sender, hash_number(1)), nullptr);
  EXPECT_EQ(held.take(sender, part(2, 2, 1, "b")), 0u) << "dropped: its sender begins anew";
  held.forget(sender);
  EXPECT_EQ(held.whole(sender, hash_number(1)), nullptr);
}

// --- the proof ---------------------------------------------------------------------------------

pack_files covered_pack() {
  pack_files files = good_pack();
  files["duties.csv"] = R"(matter,area,when,kind,lead,helpers,limit_class,note
matter:06010,*,*,*,urban_management@district,,stall,
component:*,*,*,*,fire@city,,,
)";
  return files;
}

proof_job job_of(const pack_files& files) {
  proof_job job;
  job.canonical = canonical_bytes(files);
  job.pack = hash_of_canonical(job.canonical);
  return job;
}

TEST(pack_proof, a_covered_pack_comes_back_loaded_under_its_hash) {
  pack_proof found = proof_of(job_of(covered_pack()));
  EXPECT_FALSE(found.no);
  EXPECT_TRUE(found.report.covered());
  EXPECT_EQ(found.report.rules->hash, found.of.pack);
}

TEST(pack_proof, a_hole_and_an_unreadable_row_are_findings_with_file_and_line) {
  pack_files holed = covered_pack();
  holed["duties.csv"].resize(holed["duties.csv"].find("component"));
  pack_proof found = proof_of(job_of(holed));
  EXPECT_FALSE(found.no);
  EXPECT_FALSE(found.report.covered());
  EXPECT_EQ(found.report.findings.at(0).rule, "hole");
  pack_files broken = covered_pack();
  broken["duties.csv"] += "matter:06010,nowhere,*,*,fire@city,,,\n";
  found = proof_of(job_of(broken));
  ASSERT_FALSE(found.report.covered());
  EXPECT_EQ(found.report.findings.at(0).places.at(0), (pack_place{"duties.csv", 4}));
}

TEST(pack_proof, an_expectation_that_is_not_met_blocks) {
  proof_job job = job_of(covered_pack());
  job.expectations =
      "matter,area,at,kind,lead\nmatter:06010,2102,2026-07-02T12:00,routine,fire-21\n";
  job.expectations_hash = hash_of_canonical(job.expectations);
  pack_proof found = proof_of(job);
  ASSERT_FALSE(found.report.covered());
  EXPECT_EQ(found.report.findings.at(0).rule, "unexpected");
  EXPECT_EQ(found.report.findings.at(0).places.at(0), (pack_place{"expect.csv", 2}));
}

TEST(pack_proof, what_is_not_what_its_hash_says_is_not_looked_at) {
  proof_job other = job_of(covered_pack());
  other.pack.bytes[0] ^= 1;
  ASSERT_TRUE(proof_of(other).no);
  EXPECT_EQ(proof_of(other).no->code, refusal_code::pack_incomplete);
  proof_job loose = job_of(covered_pack());
  loose.canonical += "extra 1\nx";
  loose.pack = hash_of_canonical(loose.canonical);
  EXPECT_TRUE(proof_of(loose).no) << "no canonical form";
  proof_job expecting = job_of(covered_pack());
  expecting.expectations_hash = hash_number(7);
  EXPECT_TRUE(proof_of(expecting).no);
}

asio::awaitable<void> prove_into(pack_prover& prover, std::optional<pack_proof>& found) {
  auto proof = co_await prover.prove(job_of(covered_pack()));
  found = std::move(proof);
}

TEST(pack_prover, the_loop_goes_on_while_the_thread_proves) {
  asio::io_context loop{1};
  pack_prover prover(loop.get_executor());
  std::optional<pack_proof> found;
  asio::co_spawn(loop, prove_into(prover, found), asio::detached);
  std::size_t turns_meanwhile = 0;
  std::function<void()> turn = [&] {
    if (found) return;
    if (prover.busy()) ++turns_meanwhile;
    asio::post(loop, turn);
  };
  asio::post(loop, turn);
  loop.run();
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->report.covered());
  EXPECT_GT(turns_meanwhile, 0u);
  EXPECT_FALSE(prover.busy());
}

// --- the store ---------------------------------------------------------------------------------

struct told_by_store {
  bool kept = false, kept_again = false;
  std::optional<std::string> there, absent;
  std::optional<std::variant<pack_files, std::string>> spoilt;
};

asio::awaitable<void> use_store(redis_link& redis, told_by_store& told, asio::io_context& loop) {
  std::string canonical = canonical_bytes(covered_pack());
  policy_hash hash = hash_of_canonical(canonical);
  told.kept = co_await keep_pack(redis, "main", hash, canonical);
  told.kept_again = co_await keep_pack(redis, "main", hash, "something else");
  told.there = co_await stored_bytes(redis, "main", hash);
  told.absent = co_await stored_bytes(redis, "main", hash_number(1));
  std::vector<std::string> spoil = {"SET", "gw:{main}:pack:" + hash_number(2).hex(), canonical};
  co_await redis.ask(std::move(spoil));
  told.spoilt = co_await stored_pack(redis, "main", hash_number(2).hex());
  redis.stop();
  loop.stop();
}

struct told_of_parts {
  bool kept = false;
  std::optional<std::string> there;
  int others = 0;  // commands that had their turn meanwhile
  bool left_over = true;
};

asio::awaitable<void> keep_large(redis_link& redis, told_of_parts& told, asio::io_context& loop) {
  std::string large(5 * stored_part_bytes + 7, 'x');
  std::string coming = "gw:{main}:pack_coming:" + hash_number(3).hex();
  // Of a writer that was killed.
  std::vector<std::string> begun = {"SETRANGE", coming, "0", large.substr(0, 1000)};
  co_await redis.ask(std::move(begun));
  told.kept = co_await keep_pack(redis, "main", hash_number(3), large);
  told.there = co_await stored_bytes(redis, "main", hash_number(3));
  std::vector<std::string> look = {"EXISTS", coming};
  auto left = co_await redis.ask(std::move(look));
  told.left_over = left && left->number != 0;
  redis.stop();
  loop.stop();
}

asio::awaitable<void> ask_meanwhile(redis_link& redis, told_of_parts& told) {
  while (!told.kept) {
    std::vector<std::string> ping = {"PING"};
    auto reply = co_await redis.ask(std::move(ping));
    if (!reply) co_return;
    told.others += told.kept ? 0 : 1;
  }
}

TEST(pack_store, between_the_parts_of_a_large_pack_others_have_their_turn) {
  private_redis server;
  asio::io_context loop{1};
  told_of_parts told;
  std::optional<redis_link> link;
  bool begun = false;
  link.emplace(
      loop.get_executor(), redis_address{server.socket_path(), {}, 0}, redis_options{},
      [&] {
        if (std::exchange(begun, true)) return;
        asio::co_spawn(loop, keep_large(*link, told, loop), asio::detached);
        asio::co_spawn(loop, ask_meanwhile(*link, told), asio::detached);
      },
      [] {});
  link->start();
  loop.run();
  EXPECT_TRUE(told.kept);
  ASSERT_TRUE(told.there.has_value());
  EXPECT_EQ(*told.there, std::string(5 * stored_part_bytes + 7, 'x'));
  EXPECT_GE(told.others, 6);
  EXPECT_FALSE(told.left_over);
}

TEST(pack_store, what_is_under_a_hash_stays_and_what_is_not_its_own_is_refused) {
  private_redis server;
  asio::io_context loop{1};
  told_by_store told;
  std::optional<redis_link> link;
  bool begun = false;
  link.emplace(
      loop.get_executor(), redis_address{server.socket_path(), {}, 0}, redis_options{},
      [&] {
        if (!std::exchange(begun, true))
          asio::co_spawn(loop, use_store(*link, told, loop), asio::detached);
      },
      [] {});
  link->start();
  loop.run();
  EXPECT_TRUE(told.kept);
  EXPECT_TRUE(told.kept_again);
  ASSERT_TRUE(told.there.has_value());
  EXPECT_EQ(*told.there, canonical_bytes(covered_pack()));
  EXPECT_FALSE(told.absent);
  ASSERT_TRUE(told.spoilt.has_value());
  EXPECT_TRUE(std::holds_alternative<std::string>(*told.spoilt));
}

}  // namespace
}  // namespace gridwhistle
