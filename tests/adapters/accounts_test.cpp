// Who may log in: passwords, second factors, sessions, and what happens to those who guess.
#include "server/adapters/accounts.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <stdexcept>

#include "common/whole_file.hpp"
#include "server/adapters/kept_file.hpp"
#include "server/adapters/wall_list.hpp"
#include "server/adapters/web_sessions.hpp"
#include "tests/adapters/noon.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

std::filesystem::path fresh_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "gw-accounts-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
  return name;
}

// RFC 6238, appendix B, SHA-1, the last six of its eight digits.
TEST(totp, gives_the_codes_of_the_standard) {
  constexpr std::string_view secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  EXPECT_EQ(totp_code(secret, 59 / 30), "287082");
  EXPECT_EQ(totp_code(secret, 1111111109 / 30), "081804");
  EXPECT_EQ(totp_code(secret, 1234567890 / 30), "005924");
  EXPECT_EQ(totp_code(secret, 20000000000 / 30), "353130");
}

TEST(totp, a_code_counts_in_its_half_minute_and_in_the_two_beside_it) {
  std::string secret = fresh_totp_secret();
  auto step = static_cast<std::uint64_t>(noon.time_since_epoch() / 30s);
  std::string code = totp_code(secret, step);
  EXPECT_EQ(totp_step(secret, code, noon), step);
  EXPECT_EQ(totp_step(secret, code, noon + 30s), step);
  EXPECT_EQ(totp_step(secret, code, noon - 30s), step);
  EXPECT_EQ(totp_step(secret, code, noon + 60s), std::nullopt);
  EXPECT_EQ(totp_step(secret, "", noon), std::nullopt);
  EXPECT_EQ(totp_step(secret, code + "0", noon), std::nullopt);
}

TEST(accounts, a_stored_book_reads_back_and_nobody_else_can_read_the_file) {
  auto file = fresh_folder() / "accounts.csv";
  EXPECT_EQ(account_book(file).size(), 0u);
  account_book book;
  book.put({user_id("desk-2101"), password_hash("correct horse"), fresh_totp_secret()});
  book.put({user_id("walker-1"), password_hash("battery staple"), {}, password_kind::one_time, {}});
  book.put(with_one_time(user_id("clerk"), "battery staple", noon));
  book.store(file);
  account_book again(file);
  ASSERT_EQ(again.size(), 3u);
  EXPECT_FALSE(is_void(*again.find(user_id("walker-1")), noon + 24h * 365));
  EXPECT_FALSE(is_void(*again.find(user_id("clerk")), noon + 72h - 1ms));
  EXPECT_TRUE(is_void(*again.find(user_id("clerk")), noon + 72h));
  const account* desk = again.find(user_id("desk-2101"));
  ASSERT_NE(desk, nullptr);
  EXPECT_EQ(desk->totp, book.find(user_id("desk-2101"))->totp);
  EXPECT_TRUE(password_fits(desk->password, "correct horse"));
  EXPECT_FALSE(password_fits(desk->password, "correct horsf"));
  EXPECT_FALSE(password_fits(desk->password, ""));
  EXPECT_EQ(desk->kind, password_kind::own);
  EXPECT_EQ(again.find(user_id("walker-1"))->kind, password_kind::one_time);
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST(accounts, a_file_without_the_column_of_one_time_passwords_has_none) {
  auto file = fresh_folder() / "accounts.csv";
  std::ofstream(file) << "user,password,totp\nclerk,\"$argon2id$x,y\",\n";
  EXPECT_EQ(account_book(file).find(user_id("clerk"))->kind, password_kind::own);
  std::ofstream(file) << "user,password,totp,one_time\nclerk,x,,perhaps\n";
  EXPECT_THROW(account_book{file}, std::runtime_error);
}

TEST(accounts, a_one_time_password_owes_a_password_and_a_role_that_decides_a_second_factor) {
  account one{user_id("desk"), "hash", {}, password_kind::one_time};
  for (role who :
       {role::grid_worker, role::clerk, role::desk_officer, role::importer, role::supervisor}) {
    EXPECT_EQ(owed_by(one, who), owed::password);
  }
  one.kind = password_kind::own;
  EXPECT_EQ(owed_by(one, role::desk_officer), owed::second_factor);
  EXPECT_EQ(owed_by(one, role::supervisor), owed::second_factor);
  EXPECT_EQ(owed_by(one, role::clerk), owed::nothing);
  EXPECT_EQ(owed_by(one, role::grid_worker), owed::nothing);
  one.totp = fresh_totp_secret();
  EXPECT_EQ(owed_by(one, role::supervisor), owed::nothing);
}

TEST(accounts, a_one_time_password_can_be_read_out_and_is_never_the_same) {
  std::set<std::string> drawn;
  for (int i = 0; i < 100; ++i) {
    std::string word = fresh_one_time_password();
    EXPECT_EQ(word.size(), 14u);
    EXPECT_EQ(word.find_first_of("01loi"), std::string::npos) << word;
    EXPECT_GE(word.size(), password_bytes_min);
    drawn.insert(word);
  }
  EXPECT_EQ(drawn.size(), 100u);
}

TEST(kept_file, what_another_changed_is_seen_and_a_broken_file_changes_nothing) {
  auto file = fresh_folder() / "accounts.csv";
  kept_file<account_book> mine(file), of_the_verb(file);
  EXPECT_EQ(mine.current()->size(), 0u);
  of_the_verb.change([](account_book& all) { all.put({user_id("clerk"), "hash", {}}); });
  auto now = mine.current();
  ASSERT_EQ(now->size(), 1u);
  EXPECT_EQ(mine.current(), now) << "not read again without need";
  // A change begins with what stands in the file, not with what was read last.
  of_the_verb.change([](account_book& all) { all.put({user_id("desk"), "hash", {}}); });
  mine.change([](account_book& all) { all.put({user_id("walker"), "hash", {}}); });
  EXPECT_EQ(of_the_verb.current()->size(), 3u);
  std::ofstream(file.parent_path() / "next") << "user,password\n";
  std::filesystem::rename(file.parent_path() / "next", file);
  EXPECT_EQ(mine.current()->size(), 3u);
  EXPECT_THROW(mine.change([](account_book&) {}), std::runtime_error);
}

TEST(walls, a_stored_list_reads_back_and_a_name_that_would_break_it_is_none) {
  auto file = fresh_folder() / "walls.csv";
  EXPECT_EQ(wall_list(file).size(), 0u);
  std::string token = fresh_secret();
  wall_list left;
  left.all.push_back({"one", "指挥大厅, 东墙", user_id("desk"), noon, token_hash(token)});
  left.store(file);
  auto again = wall_list(file).all;
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].name, "指挥大厅, 东墙");
  EXPECT_EQ(again[0].made_at, noon);
  EXPECT_EQ(again[0].token_hash, token_hash(token));
  EXPECT_EQ(read_or_throw(file).find(token), std::string::npos) << "the hash alone is kept";
  EXPECT_TRUE(is_wall_name("东墙"));
  for (std::string name : {std::string(), std::string("a\"b"), std::string("a\nb"),
                           std::string("\xff"), std::string(wall_name_bytes_max + 1, 'a')}) {
    EXPECT_FALSE(is_wall_name(name)) << name;
  }
}

TEST(sessions, end_after_silence_after_a_shift_and_when_they_are_ended) {
  web_sessions sessions;
  auto one = sessions.open(user_id("walker-1"), opened_with::password,
                           "Fire\xe7\n"
                           "fox/1",
                           noon);
  EXPECT_EQ(one.session.browser, "Firefox/1") << "what it says may be anything";
  EXPECT_EQ(sessions.find("", noon), nullptr);
  EXPECT_EQ(sessions.find(one.session.id, noon), nullptr) << "the id is no secret";
  ASSERT_NE(sessions.find(one.token, noon + session_idle_max), nullptr);
  EXPECT_EQ(sessions.find(one.token, noon + 2 * session_idle_max + 1ms), nullptr);
  auto two = sessions.open(user_id("walker-1"), opened_with::password, "", noon);
  for (instant at = noon; at < noon + session_age_max; at += session_idle_max) {
    ASSERT_NE(sessions.find(two.token, at), nullptr);
  }
  EXPECT_EQ(sessions.find(two.token, noon + session_age_max + 1ms), nullptr);
  auto three = sessions.open(user_id("walker-1"), opened_with::password, "", noon);
  EXPECT_FALSE(sessions.end(user_id("walker-2"), three.session.id));
  EXPECT_TRUE(sessions.end(user_id("walker-1"), three.session.id));
  EXPECT_EQ(sessions.find(three.token, noon), nullptr);
}

TEST(sessions, of_one_user_end_all_but_the_one_that_is_kept) {
  web_sessions sessions;
  user_id who("walker-1");
  auto kept = sessions.open(who, opened_with::password, "", noon);
  auto other = sessions.open(who, opened_with::password, "", noon);
  auto stranger = sessions.open(user_id("walker-2"), opened_with::demo_word, "", noon);
  EXPECT_EQ(sessions.counts(noon).at(who), 2u);
  EXPECT_EQ(sessions.end_all(who, kept.session.id), 1u);
  EXPECT_TRUE(sessions.lives(token_hash(kept.token), noon));
  EXPECT_FALSE(sessions.lives(token_hash(other.token), noon));
  EXPECT_EQ(sessions.end_all(who), 1u);
  EXPECT_EQ(sessions.find(kept.token, noon), nullptr);
  EXPECT_TRUE(sessions.lives(token_hash(stranger.token), noon));
  EXPECT_FALSE(sessions.lives(token_hash(stranger.token), noon + session_idle_max + 1ms));
}

TEST(sessions, of_one_user_are_no_more_than_so_many_and_the_oldest_goes) {
  web_sessions sessions;
  auto first = sessions.open(user_id("walker-1"), opened_with::password, "", noon);
  auto other = sessions.open(user_id("walker-2"), opened_with::password, "", noon);
  for (std::size_t i = 1; i <= sessions_of_one_max; ++i) {
    sessions.open(user_id("walker-1"), opened_with::password, "", noon + std::chrono::seconds(i));
  }
  EXPECT_EQ(sessions.of(user_id("walker-1"), noon + 1min).size(), sessions_of_one_max);
  EXPECT_EQ(sessions.find(first.token, noon + 1min), nullptr);
  EXPECT_NE(sessions.find(other.token, noon + 1min), nullptr);
}

TEST(login_guard, locks_after_five_wrong_passwords_and_opens_after_a_while) {
  login_guard guard;
  user_id who("walker-1");
  for (int i = 0; i < login_failures_max; ++i) {
    EXPECT_EQ(guard.locked_until(who, noon), std::nullopt);
    guard.failed(who, noon);
  }
  EXPECT_EQ(guard.locked_until(who, noon), noon + login_locked_for);
  EXPECT_EQ(guard.locked_until(user_id("walker-2"), noon), std::nullopt);
  instant later = noon + login_locked_for;
  EXPECT_EQ(guard.locked_until(who, later), std::nullopt);
  guard.failed(who, later);
  EXPECT_EQ(guard.locked_until(who, later), std::nullopt) << "the count begins anew";
  guard.forget(who);
  EXPECT_EQ(guard.locked_until(who, later), std::nullopt);
}

TEST(login_guard, a_flood_of_names_forgets_the_longest_ago_and_not_who_failed_again_since) {
  login_guard guard;
  user_id again("walker-1"), long_ago("walker-2");
  // One who got in between stands in nobody's way.
  guard.failed(again, noon);
  guard.forget(again);
  for (int i = 0; i < login_failures_max; ++i) guard.failed(long_ago, noon);
  for (int i = 0; i < login_failures_max; ++i) guard.failed(again, noon + 1min);
  for (std::size_t i = 1; i < login_failures_kept; ++i) {
    guard.failed(user_id("name-" + std::to_string(i)), noon + 2min);
  }
  EXPECT_EQ(guard.locked_until(long_ago, noon + 3min), std::nullopt);
  EXPECT_NE(guard.locked_until(again, noon + 3min), std::nullopt);
}

}  // namespace
}  // namespace gridwhistle
