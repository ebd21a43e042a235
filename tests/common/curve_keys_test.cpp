// Key files keep their secret, appear whole, and are never overwritten.
#include "common/curve_keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace gridwhistle {
namespace {

class curve_keys : public testing::Test {
 protected:
  curve_keys() {
    std::string name = testing::TempDir() + "gw-keys-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~curve_keys() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file(std::string_view name) const { return folder_ / name; }
  void write(const std::filesystem::path& to, std::string_view text) const {
    std::ofstream(to, std::ios::binary) << text;
    ASSERT_EQ(::chmod(to.c_str(), 0600), 0);
  }
  static std::string contents(const std::filesystem::path& from) {
    std::ostringstream text;
    text << std::ifstream(from, std::ios::binary).rdbuf();
    return text.str();
  }
  static unsigned mode(const std::filesystem::path& of) {
    struct stat about {};
    EXPECT_EQ(::stat(of.c_str(), &about), 0);
    return about.st_mode & 07777;
  }
  static std::string error_of(const std::function<void()>& what) {
    try {
      what();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  }
  std::size_t files() const {
    auto begin = std::filesystem::directory_iterator(folder_);
    return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
  }

  std::filesystem::path folder_;
};

TEST_F(curve_keys, a_pair_comes_back_as_it_was_written_and_only_its_owner_can_read_it) {
  curve_key_pair made = make_curve_key_pair();
  write_curve_keys(file("server.key"), made);
  curve_key_pair read = read_curve_keys(file("server.key"));
  EXPECT_EQ(read.public_key, made.public_key);
  EXPECT_EQ(read.secret_key, made.secret_key);
  EXPECT_EQ(mode(file("server.key")), 0600u);
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(contents(file("server.key")),
            "public = " + made.public_key + "\nsecret = " + made.secret_key + "\n");
}

TEST_F(curve_keys, many_pairs_written_together_come_back_each_under_its_name) {
  std::vector<named_keys> all;
  for (int i = 0; i < 50; ++i) all.push_back({std::to_string(i) + ".key", make_curve_key_pair()});
  write_curve_keys(folder_, all);
  EXPECT_EQ(files(), all.size());
  for (const named_keys& each : all) {
    EXPECT_EQ(read_curve_keys(file(each.file_name)).secret_key, each.keys.secret_key);
    EXPECT_EQ(mode(file(each.file_name)), 0600u);
  }
}

TEST_F(curve_keys, a_name_that_is_taken_keeps_its_file_and_nothing_unfinished_is_left) {
  curve_key_pair first = make_curve_key_pair();
  write_curve_keys(file("b.key"), first);
  std::vector<named_keys> all = {{"a.key", make_curve_key_pair()},
                                 {"b.key", make_curve_key_pair()},
                                 {"c.key", make_curve_key_pair()}};
  std::string error = error_of([&] { write_curve_keys(folder_, all); });
  EXPECT_NE(error.find("b.key: is there already"), std::string::npos) << error;
  EXPECT_EQ(read_curve_keys(file("b.key")).secret_key, first.secret_key);
  EXPECT_EQ(read_curve_keys(file("a.key")).secret_key, all[0].keys.secret_key);
  EXPECT_EQ(files(), 2u);
}

TEST_F(curve_keys, two_pairs_are_never_the_same) {
  EXPECT_NE(make_curve_key_pair().secret_key, make_curve_key_pair().secret_key);
}

TEST_F(curve_keys, a_key_file_is_never_overwritten) {
  curve_key_pair first = make_curve_key_pair();
  write_curve_keys(file("server.key"), first);
  EXPECT_THROW(write_curve_keys(file("server.key"), make_curve_key_pair()), std::runtime_error);
  EXPECT_EQ(read_curve_keys(file("server.key")).secret_key, first.secret_key);
  EXPECT_EQ(files(), 1u);
}

TEST_F(curve_keys, a_secret_that_others_can_read_is_refused_with_file_and_mode) {
  write_curve_keys(file("server.key"), make_curve_key_pair());
  for (auto [bits, shown] : {std::pair{0640u, "0640"}, {0604u, "0604"}, {0620u, "0620"}}) {
    ASSERT_EQ(::chmod(file("server.key").c_str(), bits), 0);
    std::string error = error_of([&] { read_curve_keys(file("server.key")); });
    EXPECT_NE(error.find(file("server.key").string()), std::string::npos) << error;
    EXPECT_NE(error.find(shown), std::string::npos) << error;
  }
  ASSERT_EQ(::chmod(file("server.key").c_str(), 0400), 0);
  EXPECT_EQ(error_of([&] { read_curve_keys(file("server.key")); }), "no error");
}

TEST_F(curve_keys, a_broken_pair_is_refused_with_what_is_wrong) {
  curve_key_pair one = make_curve_key_pair();
  curve_key_pair other = make_curve_key_pair();
  struct row {
    std::string text;
    std::string wrong;
  };
  const row rows[] = {
      {"", "public"},
      {"public = " + one.public_key + "\n", "secret"},
      {"public = short\nsecret = " + one.secret_key + "\n", "40 characters"},
      {"public = " + other.public_key + "\nsecret = " + one.secret_key + "\n", "does not belong"},
      {std::string(5000, 'x'), "too long"},
  };
  for (const row& each : rows) {
    write(file("broken.key"), each.text);
    std::string error = error_of([&] { read_curve_keys(file("broken.key")); });
    EXPECT_NE(error.find("broken.key"), std::string::npos) << error;
    EXPECT_NE(error.find(each.wrong), std::string::npos) << error;
  }
  EXPECT_NE(error_of([&] { read_curve_keys(file("none.key")); }).find("none.key"),
            std::string::npos);
}

TEST_F(curve_keys, an_edited_file_with_other_blanks_and_order_is_read) {
  curve_key_pair keys = make_curve_key_pair();
  write(file("edited.key"),
        "# seat 3\r\n  secret=" + keys.secret_key + "  \r\npublic =\t" + keys.public_key);
  EXPECT_EQ(read_curve_keys(file("edited.key")).public_key, keys.public_key);
}

TEST_F(curve_keys, key_text_knows_keys_from_other_text) {
  EXPECT_TRUE(is_curve_key(make_curve_key_pair().public_key));
  EXPECT_FALSE(is_curve_key(""));
  EXPECT_FALSE(is_curve_key(std::string(39, '0')));
  EXPECT_FALSE(is_curve_key(std::string(45, '0')));
  EXPECT_FALSE(is_curve_key(std::string(39, '0') + "~"));
  EXPECT_FALSE(is_curve_key(std::string(39, '0') + '\0'));
  EXPECT_EQ(curve_key_text(std::string(32, '\0')), std::string(40, '0'));
}

TEST_F(curve_keys, a_keyed_hash_key_is_made_once_and_then_stays) {
  hmac_key first = read_or_make_hmac_key(file("chain.key"));
  EXPECT_EQ(mode(file("chain.key")), 0600u);
  EXPECT_EQ(contents(file("chain.key")).size(), 65u);
  EXPECT_EQ(read_or_make_hmac_key(file("chain.key")), first);
  EXPECT_NE(read_or_make_hmac_key(file("other.key")), first);
  EXPECT_EQ(files(), 2u);
}

TEST_F(curve_keys, a_keyed_hash_key_is_read_as_hexadecimal) {
  write(file("chain.key"), "00ff" + std::string(58, '0') + "aB\n");
  hmac_key key = read_or_make_hmac_key(file("chain.key"));
  EXPECT_EQ(key[1], 0xff);
  EXPECT_EQ(key[30], 0x00);
  EXPECT_EQ(key[31], 0xab);
  for (std::string_view wrong : {"", "abc", "0g", "00"}) {
    write(file("bad.key"), wrong);
    EXPECT_THROW(read_or_make_hmac_key(file("bad.key")), std::runtime_error) << wrong;
    EXPECT_EQ(contents(file("bad.key")), wrong);
  }
  write(file("bad.key"), std::string(63, '0') + "g");
  EXPECT_THROW(read_or_make_hmac_key(file("bad.key")), std::runtime_error);
  ASSERT_EQ(::chmod(file("chain.key").c_str(), 0644), 0);
  EXPECT_THROW(read_or_make_hmac_key(file("chain.key")), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
