// Walks everything a Request can hold, so that a new field or message is under the door's rules
// from its first day: no unknown field at any level, no forbidden character in any text.
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <functional>

#include "proto/whistle.pb.h"
#include "server/adapters/door.hpp"

namespace gridwhistle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Called with each message inside a request in turn; the request is sound but for what the visitor
// does.
using visitor = std::function<void(const std::string& path, Message& at, const v1::Request& whole)>;

// What a command cannot do without.
void say_what_is_needed(v1::Command& ask) {
  if (ask.has_check()) ask.mutable_check()->set_finding(v1::FINDING_CONFIRMED);
  if (ask.has_rule()) ask.mutable_rule()->set_ruling(v1::RULING_UPHELD);
  if (ask.has_request_extension()) {
    ask.mutable_request_extension()->mutable_more()->set_unit(v1::TIME_UNIT_WORK_DAY);
    ask.mutable_request_extension()->mutable_more()->set_amount_ms(1);
  }
  if (ask.has_decide_extension())
    ask.mutable_decide_extension()->set_decision(v1::DECISION_GRANTED);
  if (ask.has_request_shelving()) ask.mutable_request_shelving()->set_until_ms(1);
  if (ask.has_decide_shelving()) ask.mutable_decide_shelving()->set_decision(v1::DECISION_GRANTED);
  if (ask.has_supervise()) ask.mutable_supervise()->set_due_at_ms(1);
  if (ask.has_appeal()) ask.mutable_appeal()->set_clock(v1::CLOCK_NAME_HANDLE);
  if (ask.has_decide_appeal()) {
    ask.mutable_decide_appeal()->set_clock(v1::CLOCK_NAME_HANDLE);
    ask.mutable_decide_appeal()->set_decision(v1::DECISION_GRANTED);
  }
  if (ask.has_return_visit()) ask.mutable_return_visit()->set_contact(v1::CONTACT_REACHED);
  if (ask.has_join()) ask.mutable_join()->set_umbrella_id("0123456789abcdef");
}

void fill_ids(v1::Request& whole) {
  whole.set_wire_version(wire_version);
  whole.set_request_id("0123456789abcdef");
  constexpr const char* id = "fedcba9876543210";
  if (whole.has_command()) whole.mutable_command()->set_whistle_id(id);
  if (whole.has_show()) whole.mutable_show()->set_whistle_id(id);
  if (whole.has_similar()) whole.mutable_similar()->set_whistle_id(id);
  if (whole.has_history()) whole.mutable_history()->set_whistle_id(id);
  if (whole.has_inbox() && whole.inbox().whose_case() == v1::Inbox::WHOSE_NOT_SET) {
    whole.mutable_inbox()->set_desk("21");
  }
  if (whole.has_figures()) {
    whole.mutable_figures()->set_from(20260301);
    whole.mutable_figures()->set_to(20260331);
    whole.mutable_figures()->set_by(v1::GROUPING_NONE);
    if (whole.figures().has_behind())
      whole.mutable_figures()->mutable_behind()->set_figure(v1::FIGURE_NAME_CLOSING);
  }
  if (whole.has_care()) {
    whole.mutable_care()->set_from(20260301);
    whole.mutable_care()->set_to(20260331);
    whole.mutable_care()->set_by(v1::GROUPING_COMMUNITY);
  }
  if (whole.has_zero_board()) {
    whole.mutable_zero_board()->set_from(20260301);
    whole.mutable_zero_board()->set_to(20260331);
    whole.mutable_zero_board()->set_by(v1::GROUPING_COMMUNITY);
    if (whole.zero_board().has_behind())
      whole.mutable_zero_board()->mutable_behind()->set_tag(v1::MATTER_TAG_CASE);
  }
  if (whole.has_done()) whole.mutable_done()->set_department("um");
  if (whole.has_publish()) {
    auto* publish = whole.mutable_publish();
    if (publish->step_case() == v1::Publish::STEP_NOT_SET) publish->mutable_part();
    if (publish->has_part()) publish->mutable_part()->set_sha256(std::string(32, 'a'));
    if (publish->has_pack()) publish->mutable_pack()->set_pack(std::string(32, 'a'));
    if (publish->has_check()) publish->mutable_check()->set_pack(std::string(32, 'a'));
  }
  if (whole.has_command()) say_what_is_needed(*whole.mutable_command());
  bool asks_nothing = whole.has_command() && whole.command().ask_case() == v1::Command::ASK_NOT_SET;
  if (asks_nothing) whole.mutable_command()->mutable_arrive();
}

// Visits the message that these fields lead to, then those below it.
void walk(const std::vector<const FieldDescriptor*>& way, const visitor& visit) {
  v1::Request whole;
  Message* at = &whole;
  std::string path = "request";
  for (const FieldDescriptor* field : way) {
    at = at->GetReflection()->MutableMessage(at, field);
    path += '.' + field->name();
  }
  fill_ids(whole);
  if (way.empty()) whole.mutable_ping();
  visit(path, *at, whole);
  const auto* kind = at->GetDescriptor();
  for (int i = 0; i < kind->field_count(); ++i) {
    if (kind->field(i)->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    auto further = way;
    further.push_back(kind->field(i));
    walk(further, visit);
  }
}

std::string verdict_on(const v1::Request& asked) {
  auto read = read_request(asked.SerializePartialAsString());
  const auto* no = std::get_if<unread>(&read);
  return no ? std::string(words_of(no->no.code).name) : "accepted";
}

TEST(door_walk, a_field_nobody_knows_is_refused_at_every_level) {
  int levels = 0;
  walk({}, [&](const std::string& path, Message& at, const v1::Request& whole) {
    EXPECT_EQ(verdict_on(whole), "accepted") << path;
    at.GetReflection()->MutableUnknownFields(&at)->AddVarint(500, 1);
    EXPECT_EQ(verdict_on(whole), "unknown_field") << path;
    ++levels;
  });
  // Request, command, thirty-one commands, a report and its three, a change and its two, a file's
  // matter, a budget, two opinions, eleven questions, a position, three numbers of a board; a
  // publication with its part and its pack, and the question about packs.
  EXPECT_GE(levels, 63);
}

void put(Message& at, const FieldDescriptor* field, const std::string& text) {
  if (field->is_repeated()) {
    at.GetReflection()->AddString(&at, field, text);
  } else {
    at.GetReflection()->SetString(&at, field, text);
  }
}

void expect_in_every_text(const std::string& text, const std::string& verdict,
                          int fields_at_least) {
  int fields = 0;
  walk({}, [&](const std::string& path, Message& at, const v1::Request& whole) {
    const auto* kind = at.GetDescriptor();
    for (int i = 0; i < kind->field_count(); ++i) {
      const FieldDescriptor* field = kind->field(i);
      if (field->type() != FieldDescriptor::TYPE_STRING) continue;
      put(at, field, text);
      // A text like any other is no matter's key.
      bool is_key = field->full_name() == "gridwhistle.v1.Figures.matter" && verdict == "accepted";
      EXPECT_EQ(verdict_on(whole), is_key ? "malformed" : verdict) << path << '.' << field->name();
      at.GetReflection()->ClearField(&at, field);
      ++fields;
    }
  });
  EXPECT_GE(fields, fields_at_least);
}

constexpr int text_fields = 60;

TEST(door_walk, plain_text_is_accepted_in_every_text) {
  expect_in_every_text("清扫 a", "accepted", text_fields);
}

TEST(door_walk, control_and_bidirectional_characters_are_refused_in_every_text) {
  for (const char* bad : {"a\x01", "a\rb", "\x7f", "\xc2\x85", "\xd8\x9c", "\xe2\x80\x8e",
                          "\xe2\x80\x8f", "\xe2\x80\xaa",
                          "a\xe2\x80\xae"
                          "b",
                          "\xe2\x81\xa6", "\xe2\x81\xa9"}) {
    expect_in_every_text(bad, "forbidden_character", text_fields);
  }
  expect_in_every_text(std::string("a\0b", 3), "forbidden_character", text_fields);
}

TEST(door_walk, what_is_not_utf8_is_refused_in_every_text) {
  for (const char* bad : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    expect_in_every_text(bad, "malformed", text_fields);
  }
}

TEST(door_walk, no_text_is_longer_than_the_longest_free_text) {
  expect_in_every_text(std::string(text_bytes_max + 1, 'a'), "text_too_long", text_fields);
}

}  // namespace
}  // namespace gridwhistle
