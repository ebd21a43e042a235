// Uploads and photos on a real disk: what was received stays received, what was said twice counts
// once, and a full disk leaves nothing half-written.
#include "server/adapters/photo_uploads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "server/adapters/photo_store.hpp"
#include "tests/adapters/noon.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const user_id walker("walker-1"), other("walker-2");

upload_id id_of(int number) {
  upload_id made;
  made.bytes[0] = 1;
  made.bytes[14] = static_cast<std::uint8_t>(number / 256);
  made.bytes[15] = static_cast<std::uint8_t>(number % 256);
  return made;
}

class uploads : public testing::Test {
 protected:
  uploads() : folder(fs::path(testing::TempDir()) / ("uploads-" + std::to_string(::getpid()))) {
    fs::remove_all(folder);
    open();
  }
  ~uploads() override { fs::remove_all(folder); }

  void open() { held.emplace(folder / "uploads"); }
  // "3/10", or why not.
  std::string take(int id, std::uint64_t size, std::uint64_t offset, std::string_view bytes,
                   const user_id& by = walker, instant now = noon) {
    auto taken = held->take(by, {id_of(id), size, offset, bytes}, now);
    if (const auto* at = std::get_if<upload_progress>(&taken)) return text_of(*at);
    const auto& no = std::get<upload_refused>(taken);
    switch (no.why) {
      case upload_refusal::gap:
        return "gap at " + std::to_string(no.received);
      case upload_refusal::differs:
        return "differs";
      case upload_refusal::quota:
        return "quota";
      case upload_refusal::full:
        return "full";
    }
    return {};
  }
  static std::string text_of(const upload_progress& at) {
    std::string made = std::to_string(at.received) + '/' + std::to_string(at.size);
    return at.photo ? made + ' ' + at.photo->hash.hex().substr(0, 4) : made;
  }
  std::string look(int id, const user_id& by = walker) const {
    auto at = held->look(by, id_of(id));
    return at ? text_of(*at) : "unknown";
  }
  std::string bytes_of(int id, const user_id& by = walker) const {
    auto at = held->look(by, id_of(id));
    if (!at) return "none";
    auto read = read_whole(held->file_of(by, id_of(id), at->size));
    auto* bytes = std::get_if<std::string>(&read);
    return bytes ? *bytes : "none";
  }
  void finish(int id, const user_id& by = walker, instant now = noon) {
    held->finish(by, id_of(id), {photo_hash::of("a photo"), 4, 3, 7}, now);
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& each : fs::recursive_directory_iterator(folder))
      if (each.is_regular_file()) ++count;
    return count;
  }

  fs::path folder;
  std::optional<photo_uploads> held;
};

// The process's own limit is the disk's end; lifted when it goes.
class small_disk {
 public:
  explicit small_disk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~small_disk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

 private:
  rlimit before_{};
};

TEST_F(uploads, parts_become_the_whole_in_whatever_pieces_they_come) {
  EXPECT_EQ(take(1, 10, 0, "abc"), "3/10");
  EXPECT_EQ(take(1, 10, 3, "defg"), "7/10");
  EXPECT_EQ(take(1, 10, 5, "fghij"), "10/10") << "the part overlaps what is here";
  EXPECT_EQ(bytes_of(1), "abcdefghij");
}

TEST_F(uploads, a_part_that_is_said_again_changes_nothing) {
  take(1, 10, 0, "abc");
  EXPECT_EQ(take(1, 10, 0, "abc"), "3/10");
  EXPECT_EQ(take(1, 10, 1, "XY"), "3/10");
  EXPECT_EQ(take(1, 10, 3, ""), "3/10") << "a question how far it is";
  EXPECT_EQ(bytes_of(1), "abc");
}

TEST_F(uploads, a_part_beyond_what_is_here_is_told_what_is) {
  EXPECT_EQ(take(1, 10, 4, "efg"), "gap at 0");
  EXPECT_EQ(look(1), "unknown");
  take(1, 10, 0, "abc");
  EXPECT_EQ(take(1, 10, 4, "efg"), "gap at 3");
  EXPECT_EQ(take(1, 10, 0xffff'ffff'ffff'fff0, "efg"), "differs");
}

TEST_F(uploads, one_id_has_one_size_and_no_part_passes_it) {
  take(1, 10, 0, "abc");
  EXPECT_EQ(take(1, 11, 3, "d"), "differs");
  EXPECT_EQ(take(1, 10, 3, "defghijk"), "differs");
  EXPECT_EQ(bytes_of(1), "abc");
}

TEST_F(uploads, another_user_with_the_same_id_has_an_upload_of_his_own) {
  take(1, 10, 0, "abc");
  EXPECT_EQ(look(1, other), "unknown");
  EXPECT_EQ(take(1, 4, 0, "wxyz", other), "4/4");
  EXPECT_EQ(look(1), "3/10");
}

TEST_F(uploads, what_was_received_and_what_it_became_outlive_the_process) {
  take(1, 10, 0, "abc");
  take(2, 3, 0, "xyz");
  finish(2);
  std::string done = look(2);
  open();
  EXPECT_EQ(look(1), "3/10");
  EXPECT_EQ(held->bytes_expected(), 10u);
  EXPECT_EQ(take(1, 10, 3, "defghij"), "10/10");
  EXPECT_EQ(look(2), done);
  EXPECT_EQ(take(2, 3, 0, "xyz"), done) << "the last part again";
}

TEST_F(uploads, what_has_become_a_photo_keeps_no_bytes) {
  take(1, 3, 0, "abc");
  finish(1);
  EXPECT_EQ(bytes_of(1), "none");
  EXPECT_EQ(held->bytes_expected(), 0u);
  EXPECT_EQ(files(), 1u);
}

TEST_F(uploads, of_one_users_unfinished_ones_the_oldest_makes_room) {
  for (int i = 0; i < static_cast<int>(uploads_of_one_max); ++i)
    take(i, 10, 0, "abc", walker, noon + i * 1min);
  take(0, 10, 3, "d", walker, noon + 1h);
  take(99, 10, 0, "abc", walker, noon + 2h);
  EXPECT_EQ(look(0), "4/10") << "it was touched since";
  EXPECT_EQ(look(1), "unknown");
  EXPECT_EQ(look(99), "3/10");
  EXPECT_EQ(held->bytes_expected(), 10 * uploads_of_one_max);
}

TEST_F(uploads, all_together_have_a_bound) {
  std::uint64_t large = uploads_bytes_max / 2;
  EXPECT_EQ(take(1, large, 0, "a"), "1/" + std::to_string(large));
  EXPECT_EQ(take(1, large, 0, "a", other), "1/" + std::to_string(large));
  EXPECT_EQ(take(2, 1, 0, "a", other), "full");
  held->drop(walker, id_of(1));
  EXPECT_EQ(take(2, 1, 0, "a", other), "1/1");
}

TEST_F(uploads, one_user_cannot_send_photos_without_end) {
  take(0, 1, 0, "a");
  finish(0);
  // As many more of his, as an earlier process left them.
  fs::path first = held->file_of(walker, id_of(0), 1).replace_filename(id_of(0).text() + ".done");
  for (int i = 1; i < static_cast<int>(photos_of_one_max); ++i)
    fs::copy_file(first, fs::path(first).replace_filename(id_of(i).text() + ".done"));
  open();
  EXPECT_EQ(take(9'999, 1, 0, "a"), "quota");
  EXPECT_EQ(take(9'999, 1, 0, "a", other), "1/1");
  system_clock_source clock;
  held->sweep(clock.now() + uploads_kept_for);
  EXPECT_EQ(take(9'999, 1, 0, "a"), "1/1");
}

TEST_F(uploads, what_nobody_touched_for_long_is_swept) {
  take(1, 10, 0, "abc");
  take(2, 10, 0, "abc", walker, noon + 1h);
  held->sweep(noon + uploads_kept_for);
  EXPECT_EQ(look(1), "unknown");
  EXPECT_EQ(look(2), "3/10");
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(held->bytes_expected(), 10u);
}

TEST_F(uploads, a_part_that_finds_no_room_is_taken_back_and_may_come_again) {
  std::string part(3'000, 'p');
  take(1, 9'000, 0, part);
  {
    small_disk full(5'000);
    EXPECT_EQ(take(1, 9'000, 3'000, part), "full");
  }
  EXPECT_EQ(bytes_of(1), part);
  EXPECT_EQ(look(1), "3000/9000");
  EXPECT_EQ(take(1, 9'000, 3'000, part), "6000/9000");
}

TEST_F(uploads, a_photo_that_finds_no_room_leaves_nothing_behind) {
  photo_store store(folder);
  std::string jpeg(9'000, 'j');
  photo_hash hash = photo_hash::of(jpeg);
  {
    small_disk full(5'000);
    auto fault = store.keep(hash, jpeg, noon);
    ASSERT_TRUE(fault);
    EXPECT_TRUE(fault->full()) << fault->text();
  }
  EXPECT_FALSE(store.has(hash));
  EXPECT_EQ(files(), 0u);
  EXPECT_FALSE(store.keep(hash, jpeg, noon));
  EXPECT_EQ(store.read(hash), jpeg);
  EXPECT_EQ(files(), 1u);
}

TEST_F(uploads, a_photo_is_named_by_its_bytes_and_found_by_nothing_else) {
  photo_store store(folder);
  photo_hash hash = photo_hash::of("abc");
  EXPECT_EQ(hash.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  ASSERT_FALSE(store.keep(hash, "abc", noon));
  EXPECT_EQ(store.file_of(hash), folder / "ba" / (hash.hex() + ".jpg"));
  ASSERT_FALSE(store.keep_scaled(hash, 320, "a"));
  EXPECT_EQ(store.read_scaled(hash, 320), "a");
  EXPECT_EQ(store.read_scaled(hash, 640), std::nullopt);
  for (const char* none : {"", "abc", "../../../../etc/passwd",
                           "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a/"}) {
    EXPECT_FALSE(photo_hash::parse(none)) << none;
  }
}

}  // namespace
}  // namespace gridwhistle
