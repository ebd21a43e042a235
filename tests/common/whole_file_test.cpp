// Files read and replaced as a whole.
#include "common/whole_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

class whole_file : public testing::Test {
 protected:
  whole_file() : folder(fs::path(testing::TempDir()) / ("whole-" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
  }
  ~whole_file() override { fs::remove_all(folder); }
  fs::path folder;
};

TEST_F(whole_file, what_is_written_is_read_and_may_be_replaced) {
  std::string bytes(200'000, '\0');
  bytes[77'777] = 'x';
  ASSERT_FALSE(write_whole(folder / "file", bytes));
  EXPECT_EQ(std::get<std::string>(read_whole(folder / "file")), bytes);
  ASSERT_FALSE(write_whole(folder / "file", ""));
  EXPECT_EQ(std::get<std::string>(read_whole(folder / "file")), "");
  EXPECT_FALSE(fs::exists(folder / "file.new"));
}

TEST_F(whole_file, nobody_else_may_read_it) {
  ASSERT_FALSE(write_whole(folder / "file", "secret"));
  EXPECT_EQ(fs::status(folder / "file").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(whole_file, a_fault_names_the_file_and_leaves_the_old_one) {
  auto unread = read_whole(folder / "nothing");
  EXPECT_EQ(std::get<file_fault>(unread).error, ENOENT);
  EXPECT_FALSE(std::get<file_fault>(unread).full());
  auto fault = write_whole(folder / "nowhere" / "file", "x");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->text(), (folder / "nowhere" / "file").string() + ": No such file or directory");
  EXPECT_THROW(read_or_throw(folder / "nothing"), std::runtime_error);
  EXPECT_THROW(write_or_throw(folder / "nowhere" / "file", "x"), std::runtime_error);
  // A directory is not replaced by a file.
  fs::create_directories(folder / "file" / "inside");
  EXPECT_TRUE(write_whole(folder / "file", "x"));
  EXPECT_TRUE(fs::is_directory(folder / "file"));
  EXPECT_FALSE(fs::exists(folder / "file.new"));
}

}  // namespace
}  // namespace gridwhistle
