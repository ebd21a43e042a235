// Who changed whose account, as the journal stores it: it reads back whole and stands in the keyed
// chain.
#include <gtest/gtest.h>

#include "server/adapters/account_list.hpp"
#include "server/adapters/journal_codec.hpp"
#include "tests/wire/key_of_test.hpp"

namespace gridwhistle {
namespace {

account_change in_full() {
  return {from_ms(5),
          user_id("chief"),
          user_id("clerk-um"),
          account_act::password_reset,
          "and the second factor",
          0};
}
account_change only_counted() { return {from_ms(6), {}, {}, account_act::enrolled, {}, 12}; }

TEST(accounts_in_journal, every_act_and_both_forms_read_back_whole) {
  for (int i = 0; i <= static_cast<int>(account_act::screen_ended); ++i) {
    for (account_change told : {in_full(), only_counted()}) {
      told.act = static_cast<account_act>(i);
      v1::AccountChangedRecord stored;
      write_account_change(told, stored);
      EXPECT_EQ(read_account_change(stored), told) << name_of(told.act);
    }
  }
  v1::AccountChangedRecord stored;
  write_account_change(in_full(), stored);
  stored.set_act("deleted");
  EXPECT_FALSE(read_account_change(stored)) << "we did not write that";
}

TEST(accounts_in_journal, a_batch_holds_them_in_its_mac_and_as_protobuf_would_store_them) {
  journal_chain chain(key_of_test);
  const std::vector<account_change> accounts = {in_full(), only_counted()};
  std::string bytes = chain.seal({1, 1}, from_ms(6), {}, {}, {}, accounts);
  auto read = read_batch(key_of_test, {1, 1}, bytes);
  ASSERT_TRUE(std::holds_alternative<stored_batch>(read));
  EXPECT_EQ(std::get<stored_batch>(read).accounts, accounts);
  v1::JournalBatch outer;
  v1::JournalBatchBody body;
  ASSERT_TRUE(outer.ParseFromString(bytes));
  ASSERT_TRUE(body.ParseFromString(outer.body()));
  EXPECT_EQ(body.SerializeAsString(), outer.body());

  std::size_t name = bytes.find("clerk-um");
  ASSERT_NE(name, std::string::npos);
  bytes[name] = 'k';
  EXPECT_EQ(std::get<batch_fault>(read_batch(key_of_test, {1, 1}, bytes)), batch_fault::mac_wrong);
}

TEST(accounts_in_journal, one_line_says_when_by_whom_what_and_of_whom) {
  EXPECT_EQ(text_of(in_full()),
            "1970-01-01T00:00:00.005Z chief password_reset clerk-um and the second factor");
  EXPECT_EQ(text_of(only_counted()), "1970-01-01T00:00:00.006Z (files) and 12 more enrolled");
  EXPECT_EQ(json_of(in_full()), R"({"at":"1970-01-01T00:00:00.005Z","by":"chief",)"
                                R"("act":"password_reset","user":"clerk-um",)"
                                R"("about":"and the second factor","count":1})");
  EXPECT_EQ(json_of(only_counted()),
            R"({"at":"1970-01-01T00:00:00.006Z","act":"enrolled","count":12})");
}

}  // namespace
}  // namespace gridwhistle
