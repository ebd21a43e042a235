// What the permission table refused, as the journal stores it: it reads back whole, stands in the
// keyed chain, and older journals without it are read as ever.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "server/adapters/journal_codec.hpp"
#include "server/adapters/refusal_list.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

constexpr seal_key key_of_test = {1, 2, 3};

refusal_record in_full() {
  return {from_ms(5),
          user_id("clerk-ps"),
          small_city::whistle_number(1),
          small_city::command_number(2),
          "handle",
          "dept/um",
          refusal_code::department_not_called};
}
refusal_record only_counted() {
  return {from_ms(6), user_id("mate"), {}, {}, {}, {}, refusal_code::not_your_whistle, 7};
}

TEST(refusals_in_journal, a_refusal_has_its_form_on_disk) {
  v1::RefusedRecord stored, wanted;
  write_refusal(in_full(), stored);
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "at_ms: 5 actor: 'clerk-ps' asked: 'handle' code: 'department_not_called' about: 'dept/um'",
      &wanted));
  wanted.set_whistle_id(std::string(small_city::whistle_number(1).raw()));
  wanted.set_command_id(std::string(small_city::command_number(2).raw()));
  EXPECT_EQ(stored.ShortDebugString(), wanted.ShortDebugString());
  write_refusal(only_counted(), stored = {});
  EXPECT_EQ(stored.ShortDebugString(),
            "at_ms: 6 actor: \"mate\" code: \"not_your_whistle\" more: 7");
}

TEST(refusals_in_journal, every_code_and_both_forms_read_back_whole) {
  for (const refusal_words& each : all_refusals()) {
    for (refusal_record told : {in_full(), only_counted()}) {
      told.code = each.code;
      v1::RefusedRecord stored;
      write_refusal(told, stored);
      EXPECT_EQ(read_refusal(stored), told) << each.name;
    }
  }
}

TEST(refusals_in_journal, what_we_did_not_write_is_not_read) {
  for (const char* change :
       {"whistle_id: 'short'", "command_id: 'short'", "code: 'no_such_code'"}) {
    v1::RefusedRecord stored, spoilt;
    write_refusal(in_full(), stored);
    ASSERT_TRUE(read_refusal(stored));
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(change, &spoilt));
    stored.MergeFrom(spoilt);
    EXPECT_FALSE(read_refusal(stored)) << change;
  }
}

TEST(refusals_in_journal, a_batch_holds_them_beside_its_entries_and_in_its_mac) {
  journal_chain chain(key_of_test);
  entry told{{1, 1}, small_city::whistle_number(1), 1, from_ms(5), {}, 0, {}, noted{"so"}};
  const std::vector<entry> entries = {told};
  const std::vector<refusal_record> refusals = {in_full(), only_counted()};
  std::string bytes = chain.seal({1, 1}, from_ms(6), entries, refusals);
  auto read = read_batch(key_of_test, {1, 1}, bytes);
  ASSERT_TRUE(std::holds_alternative<stored_batch>(read));
  EXPECT_EQ(std::get<stored_batch>(read).entries.size(), 1u);
  EXPECT_EQ(std::get<stored_batch>(read).refusals, refusals);

  std::size_t name = bytes.find("clerk-ps");
  ASSERT_NE(name, std::string::npos);
  bytes[name] = 'k';
  EXPECT_EQ(std::get<batch_fault>(read_batch(key_of_test, {1, 1}, bytes)), batch_fault::mac_wrong);
}

TEST(refusals_in_journal, a_batch_is_stored_as_protobuf_would_store_it) {
  journal_chain chain(key_of_test);
  const std::vector<refusal_record> refusals = {in_full(), only_counted()};
  v1::JournalBatch outer;
  ASSERT_TRUE(outer.ParseFromString(chain.seal({1, 1}, from_ms(6), {}, refusals)));
  v1::JournalBatchBody body;
  ASSERT_TRUE(body.ParseFromString(outer.body()));
  EXPECT_EQ(body.refusals_size(), 2);
  EXPECT_EQ(body.SerializeAsString(), outer.body());
}

TEST(refusals_in_journal, one_line_says_when_who_what_on_which_whistle_and_why_not) {
  std::string whistle = small_city::whistle_number(1).text();
  std::string command = small_city::command_number(2).text();
  EXPECT_EQ(text_of(in_full()), "1970-01-01T00:00:00.005Z clerk-ps handle dept/um " + whistle +
                                    " [department_not_called] 此哨未吹您的部门。 Your department "
                                    "was not called.");
  EXPECT_EQ(text_of(only_counted()),
            "1970-01-01T00:00:00.006Z mate and 7 more [not_your_whistle] 这不是您的哨件。 This is "
            "not your whistle.");
  EXPECT_EQ(json_of(in_full()),
            R"({"at":"1970-01-01T00:00:00.005Z","user":"clerk-ps","asked":"handle",)"
            R"("about":"dept/um","whistle":")" +
                whistle + R"(","command":")" + command +
                R"(","code":"department_not_called","count":1})");
  EXPECT_EQ(
      json_of(only_counted()),
      R"({"at":"1970-01-01T00:00:00.006Z","user":"mate","code":"not_your_whistle","count":7})");
  refusal_record odd = only_counted();
  odd.about = R"(dept/"\)";
  EXPECT_NE(json_of(odd).find(R"("about":"dept/\"\\")"), std::string::npos) << json_of(odd);
}

}  // namespace
}  // namespace gridwhistle
