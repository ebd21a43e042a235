// The worker and what is believed of it: evil photos cost themselves and nothing else, and what
// comes out is a picture and nothing else.
#include "server/adapters/photo_cleaner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "server/adapters/photo_worker.hpp"
#include "server/adapters/plain_jpeg.hpp"
#include "tests/adapters/photo_samples.hpp"
#include "tests/adapters/program_run.hpp"
#include "workers/child_process.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using test::seen_in;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class photo_cleaner_of : public testing::Test {
 protected:
  photo_cleaner_of()
      : folder(fs::path(testing::TempDir()) / ("photos-" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
  }
  ~photo_cleaner_of() override { fs::remove_all(folder); }

  fs::path stored(std::string_view bytes) const {
    fs::path file = folder / "photo";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  // A program that is no gridwhistled.
  fs::path script(const std::string& text) const {
    fs::path file = folder / "worker";
    std::ofstream(file) << "#!/bin/sh\n" << text << '\n';
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
  std::variant<clean_photo, photo_fault> clean(std::string_view bytes, photo_box box = {}) const {
    return photo_cleaner(program).clean(stored(bytes), box);
  }
  clean_photo cleaned(std::string_view bytes, photo_box box = {}) const {
    auto made = clean(bytes, box);
    auto* photo = std::get_if<clean_photo>(&made);
    if (!photo) {
      ADD_FAILURE() << name_of(std::get<photo_fault>(made));
      return {};
    }
    return std::move(*photo);
  }

  fs::path folder;
};

// The place of each quarter, as its index in test::quarters.
std::array<int, 4> order_in(std::string_view jpeg) {
  auto seen = seen_in(jpeg);
  std::array<int, 4> made{};
  for (std::size_t i = 0; i < 4; ++i) {
    auto near = [](int a, int b) { return std::abs(a - b) < 40; };
    made[i] = -1;
    for (std::size_t q = 0; q < 4; ++q) {
      const auto& want = test::quarters[q];
      const auto& have = seen.quarters[i];
      if (near(want.red, have.red) && near(want.green, have.green) && near(want.blue, have.blue))
        made[i] = static_cast<int>(q);
    }
  }
  return made;
}

constexpr std::array<int, 4> as_painted = {0, 1, 2, 3};

TEST_F(photo_cleaner_of, each_kind_becomes_a_jpeg_that_shows_the_same) {
  for (const std::string& each :
       {test::jpeg_sample(64, 48), test::png_sample(64, 48), test::webp_sample(64, 48)}) {
    clean_photo made = cleaned(each);
    EXPECT_EQ(made.width, 64);
    EXPECT_EQ(made.height, 48);
    EXPECT_EQ(order_in(made.jpeg), as_painted);
  }
}

TEST_F(photo_cleaner_of, the_same_photo_becomes_the_same_bytes) {
  std::string photo = test::jpeg_sample(300, 200);
  EXPECT_EQ(cleaned(photo).jpeg, cleaned(photo).jpeg);
}

TEST_F(photo_cleaner_of, what_is_larger_than_its_box_fits_it_and_what_is_smaller_stays) {
  struct shape {
    int width, height, made_width, made_height;
  };
  for (const shape& each : {shape{3'200, 2'400, 1'600, 1'200},
                            {2'000, 3'000, 1'067, 1'600},
                            {1'600, 1'600, 1'600, 1'600},
                            {1'601, 10, 1'600, 10},
                            {1, 5'000, 1, 1'600},
                            {1, 1, 1, 1}}) {
    for (const std::string& photo :
         {test::jpeg_sample(each.width, each.height), test::png_sample(each.width, each.height),
          test::webp_sample(each.width, each.height)}) {
      clean_photo made = cleaned(photo);
      EXPECT_EQ(made.width, each.made_width) << each.width << " x " << each.height;
      EXPECT_EQ(made.height, each.made_height) << each.width << " x " << each.height;
    }
  }
  clean_photo small = cleaned(test::jpeg_sample(1'600, 1'200), {320, 1'600});
  EXPECT_EQ(small.width, 320);
  EXPECT_EQ(small.height, 240);
  EXPECT_EQ(order_in(small.jpeg), as_painted);
}

TEST_F(photo_cleaner_of, a_photo_is_upright_whichever_way_its_camera_was_held) {
  // Which quarter is where when the picture is turned as EXIF says.
  const std::array<int, 4> upright[] = {{0, 1, 2, 3}, {1, 0, 3, 2}, {3, 2, 1, 0}, {2, 3, 0, 1},
                                        {0, 2, 1, 3}, {2, 0, 3, 1}, {3, 1, 2, 0}, {1, 3, 0, 2}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (auto order : {test::endian::big, test::endian::little}) {
      std::string exif = test::exif_block(orientation, order);
      for (const std::string& each :
           {test::jpeg_sample(64, 48), test::png_sample(64, 48), test::webp_sample(64, 48)}) {
        clean_photo made = cleaned(test::with_exif(each, exif));
        EXPECT_EQ(order_in(made.jpeg), upright[orientation - 1]) << orientation;
        EXPECT_EQ(made.width, orientation < 5 ? 64 : 48) << orientation;
      }
    }
  }
}

TEST_F(photo_cleaner_of, no_place_no_camera_and_no_thumbnail_comes_out_with_the_picture) {
  std::string exif = test::exif_block(1, test::endian::little);
  for (const std::string& each :
       {test::jpeg_sample(64, 48), test::png_sample(64, 48), test::webp_sample(64, 48)}) {
    std::string photo = test::with_exif(each, exif);
    ASSERT_THAT(photo, HasSubstr(test::gps_secret));
    std::string made = cleaned(photo).jpeg;
    for (std::string_view secret : {test::gps_secret, test::serial_secret, std::string_view("Exif"),
                                    std::string_view("GPS"), std::string_view("thumbnail")}) {
      EXPECT_EQ(made.find(secret), std::string::npos) << secret;
    }
  }
}

TEST_F(photo_cleaner_of, what_is_transparent_is_laid_on_white) {
  auto seen = seen_in(cleaned(test::half_transparent_png(64, 48)).jpeg);
  EXPECT_LT(seen.quarters[0].red, 20);
  EXPECT_GT(seen.quarters[3].red, 235);
}

TEST_F(photo_cleaner_of, evil_photos_are_refused_by_name_or_cleaned) {
  auto all = test::evil_photos();
  EXPECT_GE(all.size(), 60u);
  for (const auto& each : all) {
    auto made = clean(each.bytes);
    auto* photo = std::get_if<clean_photo>(&made);
    std::string outcome(photo ? "cleaned" : name_of(std::get<photo_fault>(made)));
    EXPECT_THAT(each.may_be, testing::Contains(outcome)) << each.name;
    if (!photo) continue;
    EXPECT_TRUE(plain_jpeg(photo->jpeg)) << each.name;
    for (const char* smuggled : {"script", "PK\3\4", "php", "Exif", "8BIM", "GPS"}) {
      EXPECT_THAT(photo->jpeg, Not(HasSubstr(smuggled))) << each.name;
    }
  }
}

TEST_F(photo_cleaner_of,
       a_file_that_is_not_there_and_a_worker_that_is_not_there_are_not_the_photos_fault) {
  EXPECT_EQ(std::get<photo_fault>(photo_cleaner(program).clean(folder / "nothing", {})),
            photo_fault::not_now);
  fs::path photo = stored(test::jpeg_sample(64, 48));
  EXPECT_EQ(std::get<photo_fault>(photo_cleaner(folder / "no-program").clean(photo, {})),
            photo_fault::not_now);
}

TEST_F(photo_cleaner_of, a_worker_that_dies_or_says_something_else_costs_that_photo) {
  std::string photo =
      test::with_exif(test::jpeg_sample(64, 48), test::exif_block(1, test::endian::big));
  for (const char* worker : {"kill -SEGV $$", "exit 1", "exit 0", "exec /bin/cat", "echo no photo",
                             "exec /bin/cat /dev/zero"}) {
    photo_cleaner with(script(worker));
    EXPECT_EQ(std::get<photo_fault>(with.clean(stored(photo), {})), photo_fault::unreadable)
        << worker;
  }
  // Larger than it was to become.
  photo_cleaner honest(script("exec /bin/cat"));
  EXPECT_EQ(std::get<photo_fault>(honest.clean(stored(test::jpeg_sample(64, 48)), {63, 63})),
            photo_fault::unreadable);
}

TEST_F(photo_cleaner_of, a_worker_that_hangs_ends_when_the_server_does) {
  photo_cleaner with(script("exec /usr/bin/tail -f /dev/null"));
  std::variant<clean_photo, photo_fault> made;
  fs::path photo = stored(test::jpeg_sample(64, 48));
  std::thread waiting([&] { made = with.clean(photo, {}); });
  with.stop();
  waiting.join();
  EXPECT_EQ(std::get<photo_fault>(made), photo_fault::not_now);
}

std::string line_in(const fs::path& file, const std::string& begin) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(begin)) return line;
  }
  return {};
}

TEST_F(photo_cleaner_of, before_it_reads_a_byte_the_worker_has_given_everything_away) {
  fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  // Whoever opens a pipe waits for the other end: the worker has both, and waits at its first read.
  child_process worker(
      {"/bin/sh", "-c", "exec " + program + " photo-clean 1600 1600 <>" + pipe.string()},
      folder / "log");
  fs::path about = fs::path("/proc") / std::to_string(worker.pid());
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (line_in(about / "status", "Seccomp:") != "Seccomp:\t2" &&
         std::chrono::steady_clock::now() < until) {
    ASSERT_TRUE(worker.running());
  }
  EXPECT_EQ(line_in(about / "status", "NoNewPrivs:"), "NoNewPrivs:\t1");
  EXPECT_THAT(line_in(about / "limits", "Max open files"), HasSubstr(" 3 "));
  EXPECT_THAT(line_in(about / "limits", "Max file size"), HasSubstr(" 0 "));
  EXPECT_THAT(line_in(about / "limits", "Max processes"), HasSubstr(" 0 "));
  EXPECT_THAT(line_in(about / "limits", "Max cpu time"), HasSubstr(" 10 "));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_THAT(line_in(about / "limits", "Max address space"),
              HasSubstr(std::to_string(photo_memory_bytes_max)));
#endif
  worker.signal(SIGKILL);
}

TEST(plain_jpeg, takes_a_picture_and_nothing_that_stands_beside_it) {
  std::string photo = test::jpeg_sample(64, 48);
  auto size = plain_jpeg(photo);
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 64);
  EXPECT_EQ(size->height, 48);
  EXPECT_FALSE(plain_jpeg(photo + "x"));
  EXPECT_FALSE(plain_jpeg(test::with_segment(photo, 0xe1, "Exif")));
  EXPECT_FALSE(plain_jpeg(test::with_segment(photo, 0xfe, "a comment")));
  EXPECT_FALSE(
      plain_jpeg(test::with_segment(photo, 0xe0, std::string("JFIF\0", 5) + std::string(40, 't'))));
  EXPECT_FALSE(plain_jpeg(test::png_sample(8, 8)));
  for (std::size_t i = 0; i < photo.size(); ++i) EXPECT_FALSE(plain_jpeg(photo.substr(0, i))) << i;
}

}  // namespace
}  // namespace gridwhistle
