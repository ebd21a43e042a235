// What another program reads: names of fields, words of enumerations, ids, instants in UTC.
#include "workers/message_json.hpp"

#include <gtest/gtest.h>

#include <set>

#include "proto/whistle.pb.h"

namespace gridwhistle {
namespace {

TEST(message_json, says_ids_enumerations_instants_and_positions_as_text_and_amounts_as_numbers) {
  v1::HistoryItem item;
  item.mutable_position()->set_epoch(3);
  item.mutable_position()->set_sequence(17);
  auto* entry = item.mutable_entry();
  entry->set_whistle_id("abcdefghijklmnop");
  entry->set_version(7);
  entry->set_at_ms(3'600'000);
  entry->mutable_returned()->set_reason("他部门 \"x\"");
  entry->mutable_returned()->mutable_limit()->set_unit(v1::TIME_UNIT_URGENT_HOUR);
  entry->mutable_returned()->mutable_limit()->set_amount_ms(900'000);
  EXPECT_EQ(json_of(item),
            R"({"entry":{"whistle_id":"61626364-6566-6768-696a-6b6c6d6e6f70","version":7,)"
            R"("at":"1970-01-01T01:00:00.000Z","returned":{"reason":"他部门 \"x\"",)"
            R"("limit":{"unit":"urgent_hour","amount_ms":900000}}},"position":"3-17"})");
}

TEST(message_json, keeps_lists_and_leaves_out_what_is_not_set) {
  v1::InboxItem item;
  EXPECT_EQ(json_of(item), "{}");
  auto* late = item.add_overruns();
  late->set_clock(v1::CLOCK_NAME_REPORT_IN);
  late->set_due_at_ms(1);
  EXPECT_EQ(json_of(item),
            R"({"overruns":[{"clock":"report_in","due_at":"1970-01-01T00:00:00.001Z"}]})");
  v1::InboxItem waiting;
  waiting.add_awaits(v1::AWAITED_DECISION_RETURN);
  waiting.add_awaits(v1::AWAITED_DECISION_APPEAL);
  EXPECT_EQ(json_of(waiting), R"({"awaits":["return","appeal"]})");
  v1::Handled handled;
  handled.add_photos("aa");
  handled.add_photos("bb");
  EXPECT_EQ(json_of(handled), R"({"photos":["aa","bb"]})");
  v1::ZeroBoardRow row;
  row.add_counts(2);
  row.add_counts(0);
  EXPECT_EQ(json_of(row), R"({"counts":[2,0]})");
}

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

void expect_lists_that_json_knows(const Descriptor& message, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&message).second) return;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    bool known = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
                 field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
                 field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
                 field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
    EXPECT_TRUE(!field.is_repeated() || known) << field.full_name();
    if (field.message_type()) expect_lists_that_json_knows(*field.message_type(), seen);
  }
}

TEST(message_json, knows_every_kind_of_list_that_a_reply_can_have) {
  std::set<const Descriptor*> seen;
  expect_lists_that_json_knows(*v1::Reply::descriptor(), seen);
  EXPECT_GT(seen.size(), 50u);
}

}  // namespace
}  // namespace gridwhistle
