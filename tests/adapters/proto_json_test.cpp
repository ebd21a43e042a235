// Wire messages as JSON: what is written reads back, and what is wrong is named where it stands.
#include "server/adapters/proto_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "proto/whistle.pb.h"

namespace gridwhistle {
namespace {

namespace json = boost::json;

std::string fault_of(std::string_view text) {
  v1::Command read;
  return read_json(json::parse(text).get_object(), read).value_or("");
}

TEST(proto_json, ids_are_text_enums_are_words_and_numbers_are_numbers) {
  v1::WhistleView view;
  view.mutable_state()->set_whistle_id(std::string(15, '\x01') + '\x02');
  view.mutable_state()->set_stage(v1::STAGE_HANDLING);
  view.mutable_state()->set_version(3);
  auto* due = view.add_deadlines();
  due->set_clock(v1::CLOCK_NAME_REPORT_IN);
  due->set_due_at_ms(1'770'000'000'000);
  json::object made = to_json(view);
  const json::object& state = made["state"].get_object();
  EXPECT_EQ(state.at("whistle_id"), "01010101-0101-0101-0101-010101010102");
  EXPECT_EQ(state.at("stage"), "handling");
  EXPECT_EQ(state.at("version"), 3);
  EXPECT_EQ(json::serialize(made["deadlines"]),
            R"([{"clock":"report_in","department":"","due_at_ms":1770000000000,"soon_at_ms":0}])");
  EXPECT_FALSE(made.contains("position")) << "a message that is not set";
}

TEST(proto_json, what_is_written_reads_back_as_the_same_message) {
  v1::Command command;
  command.set_whistle_id(std::string(16, '\x7f'));
  command.set_seen_version(7);
  auto* report = command.mutable_blow()->mutable_report();
  report->set_kind(v1::WHISTLE_KIND_JOINT);
  report->mutable_matter()->set_kind(v1::MATTER_KIND_COMPONENT);
  report->mutable_matter()->set_code("01002");
  report->mutable_place()->set_longitude_e7(-710'000'000);
  report->set_text("垃圾\n\"堆放\"");
  report->add_photos(std::string(64, 'a'));
  v1::Command again;
  EXPECT_EQ(read_json(to_json(command), again), std::nullopt);
  EXPECT_EQ(again.SerializeAsString(), command.SerializeAsString());
}

TEST(proto_json, a_digest_is_text_because_a_page_counts_only_to_2_to_the_53) {
  v1::Happened step;
  step.set_command_digest(0xFEDC'BA98'7654'3210U);
  json::object made = to_json(step);
  EXPECT_EQ(made.at("command_digest"), "fedcba9876543210");
  v1::Happened again;
  EXPECT_EQ(read_json(made, again), std::nullopt);
  EXPECT_EQ(again.command_digest(), step.command_digest());
  made["command_digest"] = "fedc";
  v1::Happened wrong;
  EXPECT_EQ(read_json(made, wrong), "command_digest: sixteen hexadecimal digits are expected");
}

TEST(proto_json, a_fault_names_the_member_and_what_it_should_be) {
  EXPECT_EQ(fault_of(R"({"verify":{"solved":true,"photos":[]}})"), "");
  EXPECT_EQ(fault_of(R"({"verify":null})"), "");
  EXPECT_EQ(fault_of(R"({"verify":{"solved":1}})"), "verify.solved: true or false is expected");
  EXPECT_EQ(fault_of(R"({"verify":{"photos":["",7]}})"), "verify.photos[1]: a text is expected");
  EXPECT_EQ(fault_of(R"({"verify":{"photos":""}})"), "verify.photos: a list is expected");
  EXPECT_EQ(fault_of(R"({"verify":7})"), "verify: an object is expected");
  EXPECT_EQ(fault_of(R"({"verifies":{}})"), "verifies: there is no such member");
  EXPECT_EQ(fault_of(R"({"verify":{},"close":{}})"), "close: another of ask is there already");
  EXPECT_EQ(fault_of(R"({"whistle_id":"one"})"),
            "whistle_id: an id is expected, as 01a2186c-8082-7000-8000-000000000001");
  EXPECT_EQ(fault_of(R"({"seen_version":-1})"),
            "seen_version: a whole number from 0 to 18446744073709551615 is expected");
  EXPECT_EQ(fault_of(R"({"seen_version":"1"})"),
            "seen_version: a whole number from 0 to 18446744073709551615 is expected");
  EXPECT_EQ(fault_of(R"({"close":{"outcome":"fine"}})"),
            "close.outcome: one of solved, unsolved_recorded is expected");
}

}  // namespace
}  // namespace gridwhistle
