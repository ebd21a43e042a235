// The outbox against a real file: durability under kill -9, one owner, order per whistle, change of
// dataset.
#include "workers/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "workers/retry.hpp"

namespace gridwhistle {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr instant start = from_ms(1'790'000'000'000);
constexpr outbox_limits wide{};

class scratch_directory {
 public:
  scratch_directory() {
    std::string name = testing::TempDir() + "outbox-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~scratch_directory() { std::filesystem::remove_all(path_); }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;
  std::filesystem::path file() const { return path_ / "outbox.db"; }

 private:
  std::filesystem::path path_;
};

template <class Id>
Id id_of(std::uint32_t number) {
  Id id;
  id.bytes[0] = 1;
  std::memcpy(id.bytes.data() + 12, &number, sizeof number);
  return id;
}

std::uint32_t number_of(const command_id& id) {
  std::uint32_t number = 0;
  std::memcpy(&number, id.bytes.data() + 12, sizeof number);
  return number;
}

outbox_item item(std::uint32_t request, std::uint32_t whistle) {
  return {.request = id_of<command_id>(request),
          .whistle = id_of<whistle_id>(whistle),
          .kind = "note",
          .bytes = std::string("bytes\0of ", 9) + std::to_string(request),
          .created_at = start};
}

outbox open_or_die(const std::filesystem::path& path, outbox_limits limits) {
  auto opened = outbox::open(path, limits);
  if (!opened) ADD_FAILURE() << opened.fault().detail;
  return std::move(opened.value());
}

void put_or_fail(outbox& box, const outbox_item& what) {
  auto fault = box.put(what);
  EXPECT_FALSE(fault) << fault->detail;
}

std::vector<std::uint32_t> numbers(const or_fault<std::vector<outbox_entry>>& entries) {
  std::vector<std::uint32_t> found;
  if (!entries) ADD_FAILURE() << entries.fault().detail;
  for (const auto& entry : entries.value()) found.push_back(number_of(entry.item.request));
  return found;
}

item_receipted receipt_under(std::uint32_t dataset) {
  return {"receipt bytes", id_of<dataset_id>(dataset)};
}

const item_refused refused{"already_ended", "哨件已经了结。", "The whistle has ended.", "closed"};

outbox_change settle_or_fail(outbox& box, std::uint32_t request, const settlement& how,
                             instant at) {
  auto changed = box.settle(id_of<command_id>(request), how, at);
  if (!changed) ADD_FAILURE() << changed.fault().detail;
  return changed.value();
}

TEST(outbox, keeps_every_field_of_an_item_across_a_restart) {
  scratch_directory scratch;
  {
    outbox box = open_or_die(scratch.file(), wide);
    put_or_fail(box, item(1, 7));
    ASSERT_FALSE(box.mark_tried(id_of<command_id>(1), start + span(300)));
    put_or_fail(box, item(2, 8));
    settle_or_fail(box, 2, receipt_under(5), start + span(40));
    put_or_fail(box, item(3, 9));
    settle_or_fail(box, 3, refused, start + span(50));
  }
  outbox box = open_or_die(scratch.file(), wide);
  auto entries = box.list(10);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3u);
  const auto& waiting = entries->at(0);
  EXPECT_EQ(waiting.item.request, id_of<command_id>(1));
  EXPECT_EQ(waiting.item.whistle, id_of<whistle_id>(7));
  EXPECT_EQ(waiting.item.kind, "note");
  EXPECT_EQ(waiting.item.bytes, std::string("bytes\0of 1", 10));
  EXPECT_EQ(waiting.item.created_at, start);
  EXPECT_EQ(waiting.attempts, 1u);
  EXPECT_EQ(waiting.next_try_at, start + span(300));
  EXPECT_EQ(waiting.state, outbox_state::waiting);
  EXPECT_EQ(entries->at(1).state, outbox_state::receipted);
  EXPECT_EQ(entries->at(1).receipt, receipt_under(5));
  EXPECT_EQ(entries->at(1).settled_at, start + span(40));
  EXPECT_EQ(entries->at(2).state, outbox_state::refused);
  EXPECT_EQ(entries->at(2).refusal, refused);
  EXPECT_EQ(*box.counts(), (outbox_counts{1, 1, 1}));
}

TEST(outbox, the_file_is_readable_by_its_owner_only) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  for (const char* tail : {"", "-wal"}) {
    struct stat about {};
    ASSERT_EQ(::stat((scratch.file().string() + tail).c_str(), &about), 0) << tail;
    EXPECT_EQ(about.st_mode & 0777, 0600u) << tail;
  }
}

TEST(outbox, the_same_item_again_changes_nothing_and_other_content_under_its_id_is_a_fault) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  put_or_fail(box, item(1, 1));
  EXPECT_EQ(box.counts()->waiting, 1u);
  outbox_item other = item(1, 1);
  other.bytes = "other";
  auto fault = box.put(other);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, outbox_fault_kind::id_reused);
  EXPECT_EQ(box.list(9)->at(0).item.bytes, item(1, 1).bytes);
}

TEST(outbox, a_request_above_one_frame_is_not_kept) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  outbox_item large = item(1, 1);
  large.bytes.assign(request_bytes_max, 'x');
  put_or_fail(box, large);
  large.request = id_of<command_id>(2);
  large.bytes.push_back('x');
  auto fault = box.put(large);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, outbox_fault_kind::too_large);
  EXPECT_EQ(box.counts()->waiting, 1u);
}

// --- order and time ---------------------------------------------------------------------------

TEST(outbox, a_later_item_of_a_whistle_waits_until_the_earlier_is_settled) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  for (auto [request, whistle] : {std::pair(1u, 7u), {2u, 7u}, {3u, 8u}, {4u, 7u}}) {
    put_or_fail(box, item(request, whistle));
  }
  EXPECT_THAT(numbers(box.due(start, 9)), ElementsAre(1, 3));
  EXPECT_THAT(numbers(box.due(start, 1)), ElementsAre(1));
  ASSERT_FALSE(box.mark_tried(id_of<command_id>(1), start + span(200)));
  EXPECT_THAT(numbers(box.due(start, 9)), ElementsAre(3));
  settle_or_fail(box, 1, receipt_under(1), start);
  EXPECT_THAT(numbers(box.due(start, 9)), ElementsAre(2, 3));
  settle_or_fail(box, 2, refused, start);
  EXPECT_THAT(numbers(box.due(start, 9)), ElementsAre(3, 4));
}

TEST(outbox, an_item_is_due_again_at_its_next_try_and_not_before) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  EXPECT_EQ(**box.wake_at(start - span(1)), start);
  EXPECT_FALSE(box.wake_at(start)->has_value());
  ASSERT_FALSE(box.mark_tried(id_of<command_id>(1), start + span(500)));
  EXPECT_EQ(**box.wake_at(start), start + span(500));
  EXPECT_THAT(numbers(box.due(start + span(499), 9)), IsEmpty());
  EXPECT_THAT(numbers(box.due(start + span(500), 9)), ElementsAre(1));
  settle_or_fail(box, 1, refused, start);
  EXPECT_FALSE(box.wake_at(start)->has_value());
}

TEST(outbox, a_clock_set_back_does_not_hold_items_up) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  ASSERT_FALSE(box.mark_tried(id_of<command_id>(1), start + std::chrono::seconds(30)));
  EXPECT_THAT(numbers(box.due(start - std::chrono::hours(1), 9)), ElementsAre(1));
}

// --- settling ---------------------------------------------------------------------------------

TEST(outbox, a_receipt_outweighs_a_refusal_in_either_order) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  EXPECT_EQ(settle_or_fail(box, 1, refused, start), outbox_change::changed);
  EXPECT_EQ(settle_or_fail(box, 1, receipt_under(1), start), outbox_change::changed);
  EXPECT_EQ(settle_or_fail(box, 1, refused, start), outbox_change::unchanged);
  EXPECT_EQ(settle_or_fail(box, 1, receipt_under(1), start + span(9)), outbox_change::unchanged);
  auto entry = box.list(1)->at(0);
  EXPECT_EQ(entry.state, outbox_state::receipted);
  EXPECT_EQ(entry.settled_at, start);
  EXPECT_FALSE(entry.refusal);
  EXPECT_EQ(settle_or_fail(box, 99, receipt_under(1), start), outbox_change::unchanged);
}

TEST(outbox, a_waiting_item_is_given_up_and_nothing_else_is) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  for (std::uint32_t request : {1u, 2u, 3u}) put_or_fail(box, item(request, request));
  settle_or_fail(box, 2, receipt_under(1), start);
  settle_or_fail(box, 3, refused, start);
  for (std::uint32_t other : {2u, 3u, 7u})
    EXPECT_EQ(*box.give_up(id_of<command_id>(other)), outbox_change::unchanged);
  EXPECT_EQ(*box.give_up(id_of<command_id>(1)), outbox_change::changed);
  EXPECT_THAT(numbers(box.list(9)), ElementsAre(2, 3));
}

TEST(outbox, a_refused_item_stays_until_it_is_dismissed_and_nothing_else_can_be_dismissed) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  for (std::uint32_t request : {1u, 2u, 3u}) put_or_fail(box, item(request, request));
  settle_or_fail(box, 2, receipt_under(1), start);
  settle_or_fail(box, 3, refused, start);
  EXPECT_EQ(*box.sweep(start + std::chrono::days(400)), 1u);
  EXPECT_THAT(numbers(box.list(9)), ElementsAre(1, 3));
  EXPECT_EQ(*box.dismiss(id_of<command_id>(1)), outbox_change::unchanged);
  EXPECT_EQ(*box.dismiss(id_of<command_id>(3)), outbox_change::changed);
  EXPECT_THAT(numbers(box.list(9)), ElementsAre(1));
}

TEST(outbox, receipted_items_are_deleted_at_24_hours_and_not_a_millisecond_before) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  put_or_fail(box, item(1, 1));
  settle_or_fail(box, 1, receipt_under(1), start);
  EXPECT_EQ(*box.sweep(start + std::chrono::hours(24) - span(1)), 0u);
  EXPECT_EQ(*box.counts(), (outbox_counts{0, 1, 0}));
  EXPECT_EQ(*box.sweep(start + std::chrono::hours(24)), 1u);
  EXPECT_EQ(*box.counts(), (outbox_counts{}));
}

TEST(outbox,
     another_dataset_puts_back_what_was_receipted_under_the_old_one_in_the_order_of_saying) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), wide);
  for (std::uint32_t request : {1u, 2u, 3u, 4u}) put_or_fail(box, item(request, 7));
  settle_or_fail(box, 1, receipt_under(1), start);
  settle_or_fail(box, 2, refused, start);
  settle_or_fail(box, 3, receipt_under(1), start);
  EXPECT_EQ(*box.dataset_changed(id_of<dataset_id>(1), start), 0u);
  EXPECT_THAT(numbers(box.due(start, 9)), ElementsAre(4));

  instant later = start + std::chrono::hours(2);
  EXPECT_EQ(*box.dataset_changed(id_of<dataset_id>(2), later), 2u);
  EXPECT_EQ(*box.dataset_changed(id_of<dataset_id>(2), later), 0u);
  EXPECT_THAT(numbers(box.due(later, 9)), ElementsAre(1));
  EXPECT_EQ(box.list(1)->at(0).receipt, receipt_under(1));
  settle_or_fail(box, 1, receipt_under(2), later);
  EXPECT_THAT(numbers(box.due(later, 9)), ElementsAre(3));
  // The 24 hours count from the new receipt.
  EXPECT_EQ(*box.sweep(start + std::chrono::hours(25)), 0u);
  EXPECT_EQ(*box.sweep(later + std::chrono::hours(24)), 1u);
}

// --- the world fails --------------------------------------------------------------------------

TEST(outbox, at_its_limit_it_refuses_new_items_keeps_the_old_and_still_settles) {
  scratch_directory scratch;
  outbox box = open_or_die(scratch.file(), outbox_limits{.bytes_max = 256 * 1024});
  outbox_item large = item(0, 0);
  std::uint32_t kept = 0;
  std::optional<outbox_fault> fault;
  while (!fault) {
    ASSERT_LT(kept, 100u);
    large = item(kept + 1, kept + 1);
    large.bytes.assign(8000, 'x');
    fault = box.put(large);
    if (!fault) ++kept;
  }
  EXPECT_EQ(fault->kind, outbox_fault_kind::full) << fault->detail;
  EXPECT_GT(kept, 10u);
  EXPECT_EQ(box.counts()->waiting, kept);
  item_receipted long_receipt{std::string(4000, 'r'), id_of<dataset_id>(1)};
  for (std::uint32_t request = 1; request <= kept; ++request) {
    EXPECT_EQ(settle_or_fail(box, request, long_receipt, start), outbox_change::changed);
  }
  EXPECT_EQ(*box.sweep(start + receipted_kept), kept);
  EXPECT_FALSE(box.put(large));
}

TEST(outbox, a_damaged_file_and_a_foreign_one_are_named_and_left_alone) {
  scratch_directory scratch;
  std::string nonsense(8192, 'n');
  std::ofstream(scratch.file(), std::ios::binary) << nonsense;
  auto opened = outbox::open(scratch.file(), wide);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.fault().kind, outbox_fault_kind::not_an_outbox);
  std::ifstream kept(scratch.file(), std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), nonsense);
}

TEST(outbox, a_page_of_noise_in_the_middle_is_found_when_it_is_opened) {
  scratch_directory scratch;
  {
    outbox box = open_or_die(scratch.file(), wide);
    for (std::uint32_t request = 1; request <= 50; ++request)
      put_or_fail(box, item(request, request));
  }
  {
    std::fstream file(scratch.file(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096);
    file << std::string(4096, '\x5a');
  }
  auto opened = outbox::open(scratch.file(), wide);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.fault().kind, outbox_fault_kind::corrupt) << opened.fault().detail;
}

TEST(outbox, a_directory_that_is_not_there_is_a_fault_with_a_sentence) {
  auto opened = outbox::open("/nowhere/at/all/outbox.db", wide);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.fault().kind, outbox_fault_kind::io_failed);
  EXPECT_THAT(opened.fault().detail, HasSubstr("/nowhere/at/all"));
  EXPECT_FALSE(words_of(opened.fault().kind).zh.empty());
}

// --- other processes --------------------------------------------------------------------------

// Runs body(write end) in a child; the child never returns.
template <class Body>
pid_t child(int& read_end, Body body) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  pid_t id = ::fork();
  if (id == 0) {
    ::close(ends[0]);
    body(ends[1]);
    ::_exit(3);
  }
  ::close(ends[1]);
  read_end = ends[0];
  return id;
}

// Nothing at the end of the pipe.
std::optional<std::uint32_t> next_number(int read_end) {
  std::uint32_t number = 0;
  ssize_t got = ::read(read_end, &number, sizeof number);
  if (got != static_cast<ssize_t>(sizeof number)) return std::nullopt;
  return number;
}

TEST(outbox, a_second_owner_is_told_so_until_the_first_is_gone) {
  scratch_directory scratch;
  int read_end = -1;
  pid_t owner = child(read_end, [&](int write_end) {
    auto box = outbox::open(scratch.file(), wide);
    std::uint32_t ready = 1;
    if (!box || ::write(write_end, &ready, sizeof ready) < 0) ::_exit(1);
    for (;;) ::pause();
  });
  ASSERT_GT(owner, 0);
  ASSERT_EQ(next_number(read_end), 1u);
  auto second = outbox::open(scratch.file(), wide);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.fault().kind, outbox_fault_kind::in_use) << second.fault().detail;

  ASSERT_EQ(::kill(owner, SIGKILL), 0);
  ASSERT_EQ(::waitpid(owner, nullptr, 0), owner);
  ::close(read_end);
  outbox box = open_or_die(scratch.file(), wide);
  auto twice = outbox::open(scratch.file(), wide);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.fault().kind, outbox_fault_kind::in_use);
  put_or_fail(box, item(1, 1));
}

TEST(outbox, whatever_put_returned_for_is_there_after_kill_9) {
  scratch_directory scratch;
  std::uint32_t first = 1;
  for (std::uint32_t round = 0; round < 12; ++round) {
    int read_end = -1;
    pid_t writer = child(read_end, [&](int write_end) {
      auto box = outbox::open(scratch.file(), wide);
      if (!box) ::_exit(1);
      for (std::uint32_t number = first;; ++number) {
        if (box.value().put(item(number, number % 5))) ::_exit(2);
        if (::write(write_end, &number, sizeof number) < 0) ::_exit(4);
      }
    });
    ASSERT_GT(writer, 0);
    std::uint32_t confirmed = first - 1;
    for (std::uint32_t i = 0; i <= 10 + 3 * round; ++i) {
      auto number = next_number(read_end);
      ASSERT_TRUE(number);
      confirmed = *number;
    }
    ASSERT_EQ(::kill(writer, SIGKILL), 0);
    while (auto number = next_number(read_end)) confirmed = *number;
    int status = 0;
    ASSERT_EQ(::waitpid(writer, &status, 0), writer);
    ASSERT_TRUE(WIFSIGNALED(status));
    ::close(read_end);

    outbox box = open_or_die(scratch.file(), wide);
    std::vector<std::uint32_t> held = numbers(box.list(100'000));
    ASSERT_GE(held.size(), confirmed);
    // At most the one put that was under way is there without having returned.
    ASSERT_LE(held.size(), confirmed + 1u);
    for (std::uint32_t number = 1; number <= held.size(); ++number) {
      ASSERT_EQ(held[number - 1], number);
    }
    EXPECT_EQ(box.list(100'000)->back().item.bytes, item(held.back(), 0).bytes);
    first = held.back() + 1;
  }
}

// --- the schedule -----------------------------------------------------------------------------

TEST(retry, doubles_from_200_ms_to_30_s_and_stays_there) {
  const std::pair<std::uint32_t, int> table[] = {
      {0, 200},    {1, 400},    {2, 800},    {3, 1600},    {6, 12'800},
      {7, 25'600}, {8, 30'000}, {9, 30'000}, {64, 30'000}, {0xffffffff, 30'000},
  };
  for (auto [attempts, ceiling_ms] : table) {
    EXPECT_EQ(retry_ceiling(retry_schedule{}, attempts), span(ceiling_ms)) << attempts;
  }
}

TEST(retry, jitter_is_full_it_reaches_from_nothing_to_the_ceiling_evenly) {
  std::mt19937_64 chance(7);
  const retry_schedule schedule;
  span sum{};
  span least = span::max();
  span most{};
  constexpr int draws = 10'000;
  for (int i = 0; i < draws; ++i) {
    span delay = retry_delay(schedule, 3, chance);
    sum += delay;
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_LT(least, span(16));
  EXPECT_GE(least, span(0));
  EXPECT_GT(most, span(1584));
  EXPECT_LE(most, span(1600));
  EXPECT_NEAR(static_cast<double>(sum.count()) / draws, 800.0, 30.0);
}

TEST(retry, the_horizon_of_the_outbox_lies_beyond_every_retry) {
  EXPECT_LT(retry_schedule{}.longest, retry_horizon);
}

}  // namespace
}  // namespace gridwhistle
